"""The table of formats. The first one that fits a file reads it."""

from psoas.day.reader import Reader
from psoas.day.readers import (
    acceleration,
    actigraph,
    actigraph_epochs,
    activitywatch,
    activpal,
    apple,
    axivity,
    calendar,
    fit,
    fitbit,
    fitbit_tables,
    google,
    google_fit,
    samsung,
    track,
)

READERS: tuple[Reader, ...] = (
    apple.READER,
    fit.READER,
    track.GPX,
    track.TCX,
    calendar.READER,
    activitywatch.READER,
    google.READER,
    google_fit.READER,
    fitbit.READER,
    fitbit_tables.READER,
    samsung.READER,
    activpal.READER,
    axivity.READER,
    actigraph.READER,
    actigraph_epochs.READER,
    acceleration.READER,
)
