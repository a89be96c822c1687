"""A walk and a run made from the mean curves of studies: foot strikes are known, and plates that fit them."""

from functools import cache

import numpy as np

from psoas.capture.files import GroundForce
from psoas.sides import SIDES, Side
from psoas.strides import FootEvents, Gait, motion_events, norm_curves
from psoas.timeseries import Array, TimeSeries

STRIDE_S: dict[Gait, float] = {"running": 0.74, "walking": 1.05}
CONTACT: dict[Gait, float] = {"running": 0.394, "walking": 0.63}
"""Share of the stride with the foot down, in the studies of the curves."""

FIRST_S: dict[Gait, dict[Side, float]] = {
    gait: {"r": 0.1, "l": 0.1 + stride / 2} for gait, stride in STRIDE_S.items()
}
PLATE_HZ = 1000.0
HEAVY_N = 900.0


@cache
def made_gait(gait: Gait, seconds: float = 4.0, fps: float = 100.0) -> TimeSeries:
    """Coordinates [rad, m] on a treadmill; the pelvis stays in place, tipped by 10 degrees."""
    time = np.arange(round(seconds * fps)) / fps
    columns = {"pelvis_tilt": np.full_like(time, 10.0), "lumbar_extension": np.full_like(time, 4.0)}
    curves = norm_curves(gait)
    for side in SIDES:
        percent = 100 * (((time - FIRST_S[gait][side]) / STRIDE_S[gait]) % 1.0)
        for name, coordinate, sign in (
            ("hip_extension", "hip_flexion", -1.0),
            ("knee_angle", "knee_angle", 1.0),
            ("ankle_angle", "ankle_angle", 1.0),
        ):
            values = np.interp(percent, curves[name].percent, curves[name].mean)
            columns[f"{coordinate}_{side}"] = sign * values + (10.0 if coordinate == "hip_flexion" else 0.0)
    radians = {name: np.radians(values) for name, values in columns.items()}
    still = {"pelvis_tx": 0 * time, "pelvis_ty": 0.95 + 0 * time, "pelvis_tz": 0 * time}
    units = dict.fromkeys(radians, "rad") | dict.fromkeys(still, "m")
    return TimeSeries.from_columns(time, radians | still, units)


def strikes(gait: Gait, side: Side, seconds: float = 4.0) -> Array:
    """Times of the foot strikes [s]."""
    return np.arange(FIRST_S[gait][side], seconds, STRIDE_S[gait])


def made_plates(
    gait: Gait, seconds: float = 4.0, *, later_s: float = 0.012, named: bool = True
) -> dict[Side, GroundForce]:
    """What a plate under each foot feels: half a sine from ``later_s`` after each strike of the curves."""
    time = np.arange(round(seconds * PLATE_HZ)) / PLATE_HZ
    plates: dict[Side, GroundForce] = {}
    for side in SIDES:
        phase = (time - FIRST_S[gait][side] - later_s) / STRIDE_S[gait]
        share = (phase % 1.0) / CONTACT[gait]
        vertical = np.where(share < 1, HEAVY_N * np.sin(np.pi * np.clip(share, 0, 1)), 0.0)
        plates[side] = plate(time, vertical, f"calcn_{side}" if named else "")
    return plates


def plate(time: Array, vertical: Array, segment: str = "", point: Array | None = None) -> GroundForce:
    """A plate that feels a vertical force (T,); below 20 N it counts as none, as the reader makes it."""
    force = np.zeros((len(time), 3))
    force[:, 1] = np.where(vertical >= 20.0, vertical, 0.0)
    where = np.zeros((len(time), 3)) if point is None else point
    return GroundForce(segment, time, force, where, np.zeros((len(time), 3)))


def felt(one: GroundForce) -> list[tuple[float, float]]:
    """First and last sample with 20 N or more of each contact [s], read off the force itself."""
    down = np.concatenate([[False], one.force[:, 1] >= 20.0, [False]])
    edges = np.flatnonzero(np.diff(down.astype(int)))
    return [(float(one.time[a]), float(one.time[b - 1])) for a, b in edges.reshape(-1, 2)]


def events_of(feet: TimeSeries, gait: Gait) -> FootEvents:
    """The events by the movement of the feet, of a recording in which nothing else is done."""
    return motion_events(feet, [(-np.inf, np.inf, gait)])
