"""The table of formats. The first one that fits a file reads it."""

from psoas.day.reader import Reader
from psoas.day.readers import acceleration, activitywatch, activpal, apple, fit

READERS: tuple[Reader, ...] = (
    apple.READER,
    fit.READER,
    activitywatch.READER,
    activpal.READER,
    acceleration.READER,
)
