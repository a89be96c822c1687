"""Angles over the stride: every stride on one scale, from one foot strike to the next of the same foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from psoas.sides import LETTER, SideWord
from psoas.strides.stride import Stride
from psoas.timeseries import Array, TimeSeries, mean_of_known, runs_of

PERCENT: Final = np.arange(101.0)
"""The stride from 0 at the foot strike to 100 at the next one of the same foot [%]."""

LEAST_SHARE: Final = 2 / 3
"""Share of the strides that have to show an instant: a mean of a few would jump where another one begins (ours)."""

LEAST_PIECE: Final = 5
"""Percent of the stride; a shorter piece of a curve shows no course and is left out (ours)."""

SIDED: Final = ("hip_extension", "knee_angle", "thigh_angle", "ankle_angle", "psoas", "psoas_speed")
"""Quantities that each leg has of its own."""


@dataclass(frozen=True, eq=False)
class MeanCurve:
    """The mean of a quantity over the strides of one side.

    Attributes:
        mean, spread: (101,) over `PERCENT`, in the unit of the series, NaN where fewer than `LEAST_SHARE` of the
            strides are known, and in pieces shorter than `LEAST_PIECE`; the spread is the standard deviation between
            strides, NaN with a single one.
        count: of the strides.
        toe_off: mean of the toe-offs [%]; None where none was seen.
    """

    mean: Array
    spread: Array
    count: int
    toe_off: float | None


def mean_curve(series: TimeSeries, strides: Sequence[Stride], side: SideWord, name: str) -> MeanCurve | None:
    """The mean of a quantity over all strides of a side; None where the strides do not show it.

    Args:
        series: over time.
        strides: of one gait.
        side: whose strides.
        name: without a side, such as ``hip_extension`` or ``pelvis_tilt``.
    """
    own = [one for one in strides if one.side == side]
    column = f"{name}_{LETTER[side]}" if name in SIDED else name
    if not own or column not in series:
        return None
    rows = np.array([_resampled(series, column, one) for one in own])
    rows = rows[np.isfinite(rows).any(axis=1)]
    if not len(rows):
        return None
    known = np.isfinite(rows).sum(axis=0)
    rows[:, known < LEAST_SHARE * len(rows)] = np.nan
    mean = mean_of_known(rows, axis=0)
    for first, last in runs_of(np.isfinite(mean)):
        if last - first + 1 < LEAST_PIECE:
            mean[first : last + 1] = np.nan
    if not np.isfinite(mean).any():
        return None
    square = mean_of_known((rows - mean) ** 2, axis=0)
    spread = np.where(known > 1, np.sqrt(square * known / np.maximum(known - 1, 1)), np.nan)
    toe_offs = [
        100 * (one.toe_off_s - one.foot_strike_s) / (one.end_s - one.foot_strike_s)
        for one in own
        if one.toe_off_s is not None
    ]
    return MeanCurve(mean, spread, len(rows), float(np.mean(toe_offs)) if toe_offs else None)


def _resampled(series: TimeSeries, column: str, stride: Stride) -> Array:
    """(101,) values of a stride at each percent; a gap stays one."""
    times = stride.foot_strike_s + PERCENT / 100 * (stride.end_s - stride.foot_strike_s)
    values: Array = np.interp(times, series.time, series[column], left=np.nan, right=np.nan)
    return values
