"""Pictures of a running set for people who chose to keep them: some a second in memory, two a repetition in the end."""

import io
from collections import deque
from collections.abc import Iterable

from PIL import Image

from psoas.plan import KeptPicture, Moment, RepetitionRecord

EVERY_S = 0.25
"""Least time between two pictures that wait in memory [s]."""

MOST = 1200
"""Most pictures that wait: five minutes of a set, some 60 MB; a longer set loses its first ones."""

FURTHEST_S = 0.6
"""A picture that is further from its moment is not kept [s]."""

LONGEST_SIDE = 400
"""Of a kept picture [px]."""

MOST_BYTES = 40_000
QUALITIES = (75, 60, 45, 30)


class Album:
    """The pictures of the running set, by their time."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[float, bytes]] = deque(maxlen=MOST)

    def add(self, jpeg: bytes, time_s: float) -> None:
        """Let a picture wait, where the last one is old enough."""
        if not self._waiting or time_s - self._waiting[-1][0] >= EVERY_S:
            self._waiting.append((time_s, jpeg))

    def forget(self, before_s: float) -> None:
        """Drop pictures that are older than a time [s]."""
        while self._waiting and self._waiting[0][0] < before_s:
            self._waiting.popleft()

    def key_frames(self, repetitions: Iterable[RepetitionRecord], since_s: float) -> list[KeptPicture]:
        """The start and the deepest moment of each repetition that counts, and forget all others.

        Args:
            since_s: from which the times of the repetitions count [s].
        """
        found = []
        for one in repetitions:
            if not one.counts:
                continue
            moments: dict[Moment, float] = {"start": one.start_s, "deepest": deepest_s(one)}
            for moment, at_s in moments.items():
                jpeg = self._nearest(since_s + at_s)
                small = None if jpeg is None else shrunk(jpeg)
                if small is not None:
                    found.append(KeptPicture(one.number, moment, small))
        self._waiting.clear()
        return found

    def _nearest(self, time_s: float) -> bytes | None:
        near = min(self._waiting, key=lambda one: abs(one[0] - time_s), default=None)
        return None if near is None or abs(near[0] - time_s) > FURTHEST_S else near[1]


def deepest_s(one: RepetitionRecord) -> float:
    """The middle of a repetition, which lies in its hold, in seconds since the set began."""
    return (one.start_s + one.end_s) / 2


def shrunk(jpeg: bytes) -> bytes | None:
    """Make a picture small, without what its file says besides; None where it stays too large or is none."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
            picture = opened.convert("RGB")
    except OSError:
        return None
    return small_jpeg(picture)


def small_jpeg(picture: Image.Image) -> bytes | None:
    """Write a picture as a JPEG small enough to be kept; None where it stays too large.

    Args:
        picture: RGB; it is made smaller in place.
    """
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    for quality in QUALITIES:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        if file.tell() <= MOST_BYTES:
            return file.getvalue()
    return None
