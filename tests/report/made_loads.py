"""Made-up loads of the made-up stretch: curves whose every value is known."""

from dataclasses import replace
from typing import Literal

import numpy as np

from psoas.body.scaling import GRAVITY
from psoas.findings.analysis import Analysis, LoadsOverTime
from psoas.timeseries import TimeSeries

WEIGHT = 70 * GRAVITY
START = {
    "L4_L5_compression": 560.0,
    "L5_S1_compression": 600.0,
    "hip_r_contact": 900.0,
    "hip_l_contact": 700.0,
    "psoas_r": 90.0,
    "psoas_l": 60.0,
}
HELD = {
    "L4_L5_compression": 820.0,
    "L5_S1_compression": 860.0,
    "hip_r_contact": 1750.0,
    "hip_l_contact": 1900.0,
    "psoas_r": 180.0,
    "psoas_l": 45.0,
}
LOW, HIGH = 0.85, 1.3
"""The ends of the band over the value."""
GAP = slice(40, 50)


def with_loads(
    analysis: Analysis,
    *,
    ground: Literal["measured", "predicted", "held still"] = "predicted",
    told: bool = True,
) -> Analysis:
    """The same with loads that go from `START` to `HELD` in each repetition, and a gap.

    Args:
        analysis: with repetitions of 1 s in, 2 s held, 1 s back.
        ground: where its forces come from.
        told: False leaves every frame untold.
    """
    time = analysis.angles.time
    depth = np.zeros_like(time)
    for one in analysis.repetitions:
        moments = [one.start_s, one.hold_start_s, one.hold_end_s, one.end_s]
        depth = np.maximum(depth, np.interp(time, moments, [0, 1, 1, 0]))
    columns = {name: START[name] + depth * (HELD[name] - START[name]) for name in START}
    for values in columns.values():
        values[GAP if told else slice(None)] = np.nan
    value = TimeSeries.from_columns(time, columns, "N")
    low, high = (replace(value, values=share * value.values) for share in (LOW, HIGH))
    others = np.stack([low.values, high.values])
    return replace(
        analysis, loads=LoadsOverTime(value, low, high, ground, 0.93 if told else 0.0, WEIGHT, others)
    )
