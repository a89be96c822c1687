"""The figures of each stride, from angles over time and the instants of the feet; clips and motion files share it."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

import numpy as np

from psoas.estimate import Estimate
from psoas.sides import OTHER, SIDES, WORD, Side
from psoas.strides.stride import UNITS, FootEvents, Gait, Stride
from psoas.strides.vertex import vertex
from psoas.timeseries import Array, TimeSeries

SHORTEST_S = 0.35
"""Of a stride: a sprinter's at full speed takes 0.4 s (ours) [s]."""

MOST_OF_USUAL = 1.5
"""Times the median from strike to strike above which a strike between two was not seen (ours)."""

SEEN_SHARE = 0.9
"""Share of a stride's frames in which an angle has to be known."""


NEAR_PEAK = 0.08
"""Time to each side of a peak in which the angle has to be known in every frame, in strides (ours)."""


def measure_strides(
    angles: TimeSeries,
    events: FootEvents,
    movement: Gait,
    *,
    near: Side | None = None,
    feet: TimeSeries | None = None,
    errors: Mapping[str, float] | None = None,
    plate_errors: Mapping[str, float] | None = None,
) -> tuple[Stride, ...]:
    """Every whole stride of both legs, in the order of time.

    A stride runs from a foot strike to the next of the same foot. Where one between two was not seen, none is made up.

    Args:
        angles: [rad] ``hip_extension_r``, ``thigh_angle_r``, ``knee_angle_r`` and of the left, ``pelvis_tilt``,
            ``lumbar_extension``, ``trunk_lean``; absent ones are not measured.
        events: instants of both feet in the time of ``angles``.
        movement: of these strides.
        near: the side that faces the camera; None of a motion file.
        feet: [m] ``foot_ahead_r`` and ``_l``: ankle ahead of the hip; None where it is not measured.
        errors: one standard error of a figure in its own unit, by the names of `FIGURES`; a figure without one has no
            band.
        plate_errors: the same of a figure whose instants are all those of force plates.
    """
    found = []
    for side in SIDES:
        others = np.array(events.strikes.get(OTHER[side], ()), float)
        toe_offs = np.array(events.toe_offs.get(side, ()), float)
        strikes = np.array(events.strikes.get(side, ()), float)
        usual = float(np.median(np.diff(strikes))) if len(strikes) > 1 else 0.0
        for start, end in pairwise(strikes.tolist()):
            inside = toe_offs[(toe_offs > start) & (toe_offs < end)]
            toe_off = float(inside[0]) if len(inside) == 1 else None
            if SHORTEST_S <= end - start <= MOST_OF_USUAL * usual:
                values = _figures(angles, feet, side, start, toe_off, end, others)
                exact = _of_plates(events, side, start, toe_off, end, others)
                own = dict(errors or {}) | {
                    name: error for name, error in (plate_errors or {}).items() if name in exact
                }
                found.append(_stride(side, near, movement, start, toe_off, end, values, own))
    return tuple(sorted(found, key=lambda one: one.foot_strike_s))


def _stride(
    side: Side,
    near: Side | None,
    movement: Gait,
    start: float,
    toe_off: float | None,
    end: float,
    values: dict[str, float | None],
    errors: Mapping[str, float],
) -> Stride:
    peak = values.pop("peak_hip_extension_s")
    figures = {
        name: None if value is None else Estimate.of(value, errors.get(name), UNITS[name])
        for name, value in values.items()
    }
    leg: Literal["near", "far"] | None = None if near is None else "near" if side == near else "far"
    return Stride(leg, WORD[side], movement, start, toe_off, end, peak, **figures)


def _figures(
    angles: TimeSeries,
    feet: TimeSeries | None,
    side: Side,
    start: float,
    toe_off: float | None,
    end: float,
    other_strikes: Array,
) -> dict[str, float | None]:
    """The figures of a stride in their units, with the instant of its greatest hip extension; None: not measured."""
    hip, hip_at = _peak(angles, f"hip_extension_{side}", start, end)
    thigh, thigh_at = _peak(angles, f"thigh_angle_{side}", start, end)
    peak_at = thigh_at if hip_at is None else hip_at
    after = other_strikes[(other_strikes > start) & (other_strikes < end)]
    lean = _inside(angles, "trunk_lean", start, end)
    return {
        "peak_hip_extension_s": peak_at,
        "peak_hip_extension_deg": _degrees(hip),
        "thigh_behind_vertical_deg": _degrees(thigh),
        "pelvis_tilt_deg": _degrees(_at(angles, "pelvis_tilt", peak_at)),
        "lumbar_extension_deg": _degrees(_at(angles, "lumbar_extension", peak_at)),
        "trunk_lean_deg": None if lean is None else float(np.degrees(lean[1].mean())),
        "knee_at_strike_deg": _degrees(_at(angles, f"knee_angle_{side}", start)),
        "overstride_m": None if feet is None else _at(feet, f"foot_ahead_{side}", start),
        "contact_s": None if toe_off is None else toe_off - start,
        "flight_s": None if toe_off is None or len(after) != 1 else float(after[0]) - toe_off,
        "cadence_steps_min": 120.0 / (end - start),
    }


def _of_plates(
    events: FootEvents, side: Side, start: float, toe_off: float | None, end: float, other_strikes: Array
) -> set[str]:
    """The times of a stride between instants that are all those of force plates."""
    found = {"cadence_steps_min"} if events.of_plates((side, start), (side, end)) else set()
    if toe_off is not None and events.of_plates((side, toe_off)):
        after = other_strikes[(other_strikes > start) & (other_strikes < end)].tolist()
        found |= {"contact_s"} if events.of_plates((side, start)) else set()
        found |= {"flight_s"} if events.of_plates(*((OTHER[side], at) for at in after)) else set()
    return found


def _degrees(angle: float | None) -> float | None:
    return None if angle is None else float(np.degrees(angle))


def _inside(series: TimeSeries, name: str, start: float, end: float) -> tuple[Array, Array] | None:
    """Times and values of a name in a stride; None where it is unknown in more than a tenth of the frames."""
    if name not in series:
        return None
    part = series.between(start, end)
    known = np.isfinite(part[name])
    if len(known) < 5 or known.mean() < SEEN_SHARE:
        return None
    return part.time[known], part[name][known]


def _peak(series: TimeSeries, name: str, start: float, end: float) -> tuple[float | None, float | None]:
    """The largest value in a stride and its time, by a parabola through the three highest frames."""
    found = _inside(series, name, start, end)
    if found is None:
        return None, None
    time, values = found
    peak = time[int(values.argmax())]
    about = np.abs(series.time - peak) <= NEAR_PEAK * (end - start)
    if not np.isfinite(series[name][about]).all():
        return None, None
    at, height = vertex(time, values)
    return height, at


def _at(series: TimeSeries, name: str, time_s: float | None) -> float | None:
    """The value at an instant, between the frames beside it; None where one of them is not known."""
    if name not in series or time_s is None or len(series) < 2:
        return None
    after = int(np.searchsorted(series.time, time_s).clip(1, len(series) - 1))
    beside = slice(after - 1, after + 1)
    value = float(np.interp(time_s, series.time[beside], series[name][beside]))
    return value if np.isfinite(value) else None
