"""The times of one recording of an exercise, found once; whoever needs a start, a hold or a run reads them here."""

from dataclasses import dataclass

import numpy as np

from psoas.exercises.repetition import Missing, RepetitionTimes
from psoas.timeseries import Array, Mask, TimeSeries

PAUSE_S = 0.5
"""A shorter pause is too short to average; the quiet parts around it are used with it."""
NEAR_S = 20.0
"""How far from a repetition the start is looked for before the whole recording is used [s]."""


@dataclass(frozen=True)
class Run:
    """A run in the position of the exercise, on an even clock.

    Attributes:
        time: (K,) [s].
        thigh: (K,) rear thigh from vertical, lightly smoothed; short gaps are bridged by a line [deg].
        speed: (K,) its rate of change [deg/s].
    """

    time: Array
    thigh: Array
    speed: Array


@dataclass(frozen=True, eq=False)
class Timeline:
    """When the person is in position, repeats and rests at the start in one recording.

    Attributes:
        time: (T,) of the recording [s].
        runs: in the position of the exercise, in order.
        repetitions: those that the recording shows whole, in order.
        unfinished: the missing part of each repetition that it cuts, in order.
        calm: (T,) True where the person rests quietly at the start; all False where there is no such moment.
        start: first and last moment [s] of the quiet rest that is the person's own start: the part right before
            the first repetition, five seconds at most; where the recording begins later than that, the longest quiet
            part. None where the person is never quiet.
    """

    time: Array
    runs: tuple[Run, ...]
    repetitions: tuple[RepetitionTimes, ...]
    unfinished: tuple[Missing, ...]
    calm: Mask
    start: tuple[float, float] | None

    def starts_of(self, place: int) -> list[Mask]:
        """(T,) True where to read the start position of one repetition, best first.

        The pause before it or, where that is shorter than half a second, the quiet parts within 20 s; then all.

        Args:
            place: of the repetition, from 0.
        """
        begin = self.repetitions[place].start_s
        previous = self.repetitions[place - 1].end_s if place else -np.inf
        before = self.calm & (self.time >= previous) & (self.time <= begin)
        found = [self.calm & (np.abs(self.time - begin) <= NEAR_S), self.calm, before]
        if before.any() and np.ptp(self.time[before]) >= PAUSE_S:
            found.insert(0, before)
        return found


def empty_timeline(angles: TimeSeries) -> Timeline:
    """A timeline without a run or a start, of an exercise that is judged without them."""
    return Timeline(angles.time, (), (), (), np.zeros(len(angles), dtype=bool), None)
