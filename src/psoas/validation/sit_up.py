"""The sit-up of row 13: from lying to an upright chest in one smooth rise, on the legs of the posture ``sit_up``."""

from dataclasses import dataclass

import numpy as np

from psoas.body import COORDINATES, Body, kinematics, named_posture
from psoas.loads import motion_loads, skin_positions
from psoas.sides import both
from psoas.timeseries import Array, TimeSeries, mean_of_known

FRAMES = 151
"""Number of frames of a rise."""


@dataclass(frozen=True)
class Peak:
    """The hardest work of the psoas in a movement.

    Attributes:
        percent: activation, mean of both sides [%].
        chest_deg: lean of the chest behind the vertical in that frame [deg].
        share: of the frames that are in equilibrium, 0 ... 1; the others have no figure.
    """

    percent: float
    chest_deg: float
    share: float


def sit_up_peak(body: Body, seconds: float) -> Peak:
    """Greatest activation of the psoas over a sit-up, ground forces predicted as for any recording.

    Args:
        seconds: duration of the rise [s].
    """
    movement = sit_up(body, seconds)
    found = motion_loads(body, movement)
    percent = 100 * mean_of_known(found.over_time(found.loads.psoas_activation), axis=1)
    hardest = int(np.nanargmax(percent))
    chest = movement["lumbar_extension"][hardest] - movement["pelvis_tilt"][hardest]
    return Peak(float(percent[hardest]), float(np.degrees(chest)), float(np.isfinite(percent).mean()))


def sit_up(body: Body, seconds: float) -> TimeSeries:
    """Coordinates of a sit-up [rad, m], `FRAMES` frames.

    The chest rises from lying to upright with the least jerk (Flash and Hogan 1985, doi:10.1523/JNEUROSCI.05-07-
    01688.1985, from memory). The lower back bends first, and hands over to the pelvis as smoothly, until it is bent as
    in the posture ``sit_up``, which therefore lies on the way. The pelvis turns about the hips over legs that keep
    their posture, and its lowest point is on the floor.

    Args:
        seconds: duration of the rise [s].
    """
    half_way, lying = named_posture("sit_up").degrees, named_posture("lying").degrees["pelvis_tilt"]
    time = np.linspace(0.0, seconds, FRAMES)
    risen = -lying * _minimum_jerk(time / seconds)
    bent = _handed_over(risen, -half_way["lumbar_extension"])
    tilt = lying + risen - bent
    degrees: dict[str, Array | float] = {**half_way, "pelvis_tilt": tilt, "lumbar_extension": -bent}
    for hip in both("hip_flexion"):
        degrees[hip] = half_way[hip] - half_way["pelvis_tilt"] + tilt
    poses = body.poses({name: np.radians(value) for name, value in degrees.items()})
    posed = kinematics(body, poses)
    hips = posed.origins[[body.model.body(name).id for name in both("femur")]].mean(axis=0)
    poses[:, body.coordinate_index("pelvis_tx")] -= hips[0]
    poses[:, body.coordinate_index("pelvis_ty")] -= skin_positions(body, posed)[:, :, 2].min(axis=1)
    units = tuple(COORDINATES[name].unit for name in body.coordinates)
    return TimeSeries(time, body.coordinates, poses, units)


def _minimum_jerk(share: Array) -> Array:
    """(T,) way from 0 to 1 of the least jerk, at shares 0 ... 1 of its time."""
    way: Array = share**3 * (10 - 15 * share + 6 * share**2)
    return way


def _handed_over(risen: Array, most: float) -> Array:
    """(T,) part of a rise [deg] that the lower back takes: all at first, less and less of it, and ``most`` in the end.

    Its share in the rise falls from 1 to 0 as `_minimum_jerk` over the first ``2 most`` degrees.
    """
    way = np.clip(risen / (2 * most), 0.0, 1.0)
    part: Array = 2 * most * (way - way**4 * (2.5 - 3 * way + way**2))
    return part
