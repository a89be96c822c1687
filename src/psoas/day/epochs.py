"""Raw acceleration to epochs of five seconds, in a stream: direction, movement and rhythm of each."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from psoas.timeseries import Array, Mask

EPOCH_S: Final = 5.0
RESAMPLED_HZ: Final = 25.0
"""Rate at which the rhythm of an epoch is looked at, whatever the stamps of its samples."""
LONGEST_GAP_S: Final = 1.5
"""An epoch with a longer gap between two samples is not measured."""
LEAST_SAMPLES: Final = 15
BAND_HZ: Final = (0.6, 10.0)
RHYTHM_HZ: Final = (0.6, 3.3)
HALF_PEAK_HZ: Final = 0.25
MULTIPLES: Final = (0.5, 1.0, 1.5, 2.0, 3.0)
"""A rhythm is seen at these multiples of its frequency."""


@dataclass(frozen=True, eq=False)
class Epochs:
    """Epochs of `EPOCH_S`, each at a whole multiple of it.

    Attributes:
        start_s: (N,) since the clock of the file began [s].
        mean: (N, 3) mean acceleration, in the unit of the file.
        movement: (N,) standard deviation of its size, in the unit of the file.
        rhythm_hz: (N,) strongest frequency of the size [Hz].
        rhythm: (N,) share of the movement that lies at this frequency, its double, its triple and its half.
        alive: (N,) False where every sample of the epoch is the same: the device slept.
    """

    start_s: Array
    mean: Array
    movement: Array
    rhythm_hz: Array
    rhythm: Array
    alive: Mask


class EpochMaker:
    """Makes epochs of samples that come in pieces; only one epoch's samples are kept."""

    def __init__(self) -> None:
        self._time: Array = np.empty(0)
        self._xyz: Array = np.empty((0, 3))
        self._last = -np.inf
        self._rows: list[tuple[float, ...]] = []
        self.disordered = 0

    def add(self, time_s: Array, xyz: Array) -> None:
        """Add (N,) times [s] and (N, 3) accelerations; a sample that is not later than the one before is left out."""
        known = np.isfinite(time_s) & (np.abs(xyz) < 1e6).all(axis=1)
        time_s, xyz = time_s[known], xyz[known]
        reach = np.maximum.accumulate(np.r_[self._last, time_s])
        later = time_s > reach[:-1]
        self.disordered += int(len(known) - later.sum())
        if not later.any():
            return
        self._last = float(time_s[later][-1])
        time_s, xyz = np.r_[self._time, time_s[later]], np.vstack([self._xyz, xyz[later]])
        epoch = np.floor(time_s / EPOCH_S)
        edges = np.flatnonzero(np.diff(epoch)) + 1
        for begin, end in zip(np.r_[0, edges][:-1], edges, strict=True):
            self._epoch(float(epoch[begin]), time_s[begin:end], xyz[begin:end])
        begin = int(edges[-1]) if len(edges) else 0
        self._time, self._xyz = time_s[begin:], xyz[begin:]

    def finish(self) -> Epochs:
        """All epochs."""
        if len(self._time):
            self._epoch(float(np.floor(self._time[0] / EPOCH_S)), self._time, self._xyz)
        self._time, self._xyz = np.empty(0), np.empty((0, 3))
        rows = np.array(self._rows).reshape(-1, 8)
        return Epochs(rows[:, 0], rows[:, 1:4], rows[:, 4], rows[:, 5], rows[:, 6], rows[:, 7] > 0)

    def _epoch(self, number: float, time_s: Array, xyz: Array) -> None:
        start = number * EPOCH_S
        gaps = np.diff(np.r_[start, time_s, start + EPOCH_S])
        if len(time_s) < LEAST_SAMPLES or gaps.max() > LONGEST_GAP_S:
            return
        size = np.linalg.norm(xyz, axis=1)
        alive = bool((xyz != xyz[0]).any())
        hz, share = _rhythm(time_s - start, size)
        self._rows.append((start, *xyz.mean(axis=0), float(size.std()), hz, share, float(alive)))


def _within(hz: Array, limits: tuple[float, float]) -> Mask:
    within: Mask = (hz >= limits[0]) & (hz <= limits[1])
    return within


EVEN_S: Final = np.arange(0, EPOCH_S, 1 / RESAMPLED_HZ)
WINDOW: Final = np.hanning(len(EVEN_S))
HZ: Final = np.fft.rfftfreq(4 * len(EVEN_S), 1 / RESAMPLED_HZ)
IN_BAND: Final = _within(HZ, BAND_HZ)
POSSIBLE: Final = np.flatnonzero(_within(HZ, RHYTHM_HZ))
"""(P,) places in `HZ` of the frequencies that a rhythm may have."""
NEAR: Final = IN_BAND & np.any(
    [np.abs(HZ - np.outer(HZ[POSSIBLE], factor)) <= HALF_PEAK_HZ for factor in MULTIPLES], axis=0
)
"""(P, F) the frequencies that belong to each of these rhythms."""


def _rhythm(time_s: Array, size: Array) -> tuple[float, float]:
    """Strongest frequency of a signal [Hz], and the share of its power at it and at simple multiples."""
    even = np.interp(EVEN_S, time_s, size)
    power = np.abs(np.fft.rfft((even - even.mean()) * WINDOW, 4 * len(even))) ** 2
    total = power[IN_BAND].sum()
    if total <= 0:
        return 0.0, 0.0
    strongest = int(np.argmax(power[POSSIBLE]))
    return float(HZ[POSSIBLE[strongest]]), float(power[NEAR[strongest]].sum() / total)
