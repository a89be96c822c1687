"""Only the frames of the movement are measured, and only joints that people have."""

from dataclasses import replace

import numpy as np

from psoas.motion.measure import MeasuredMotion, measure
from psoas.motion.own_frames import JOINTS_OUT, LEFT_OUT
from psoas.timeseries import TimeSeries
from tests.motion import moving
from tests.motion.moving import Person3D

TIME = np.arange(360) / 30


def measured(points: TimeSeries, world: TimeSeries) -> MeasuredMotion:
    contours = TimeSeries.from_columns(
        points.time,
        {
            f"{side}_{index:02d}.{axis}": np.full(len(points), np.nan)
            for side in ("left", "right")
            for index in range(25)
            for axis in "xy"
        },
        "px",
    )
    return measure(points, world, contours)


def squats_then(points: TimeSeries, world: TimeSeries) -> tuple[TimeSeries, TimeSeries]:
    """Squats for ten seconds, then something else."""
    side, depth = Person3D().filmed(TIME, moving.squat(TIME))
    late = (TIME > 10)[:, None]
    return (
        replace(side, values=np.where(late, points.values, side.values)),
        replace(depth, values=np.where(late, world.values, depth.values)),
    )


def test_a_turn_to_the_camera_is_not_measured_and_said() -> None:
    motion = measured(*squats_then(*Person3D(yaw_deg=88).filmed(TIME, moving.walk(TIME, 0.9))))
    assert motion.movement == "squat"
    knee = np.degrees(motion.angles["knee_angle_r"])
    assert np.isnan(knee[TIME > 10.6]).all()
    assert np.isfinite(knee[(TIME > 1) & (TIME < 9)]).all()
    assert np.nanmin(knee) > -15
    assert "left out: 10.0 to 12.0 s (walking)" in motion.reasons[LEFT_OUT]


def test_another_movement_is_named_and_not_measured() -> None:
    motion = measured(*squats_then(*Person3D().filmed(TIME, moving.walk(TIME, 0.9))))
    assert motion.movement == "squat"
    assert "walking" in motion.reasons[LEFT_OUT]
    assert np.isnan(motion.angles["knee_angle_r"][TIME > 11]).all()


def test_a_knee_that_bends_the_wrong_way_is_left_out_and_said() -> None:
    points, world = Person3D().filmed(TIME, moving.squat(TIME))
    values = points.values.copy()
    ankle = [points.names.index(f"right_{part}.x") for part in ("ankle", "heel", "foot_index")]
    values[150:180, ankle] += 260
    motion = measured(replace(points, values=values), world)
    knee = np.degrees(motion.angles["knee_angle_r"])
    assert np.isnan(knee[150:180]).any()
    assert np.nanmin(knee) > -26
    assert np.isfinite(motion.angles["knee_angle_l"][150:180]).all()
    assert "leg" in motion.reasons[JOINTS_OUT]


def test_nothing_is_left_out_of_a_recording_of_one_movement() -> None:
    for angles in (moving.squat(TIME), moving.half_kneel(TIME)):
        pinned = "floor" if "foot_r" not in angles else "r_knee"
        motion = measured(*Person3D(noise=0.002).filmed(TIME, angles, pinned))
        assert LEFT_OUT not in motion.reasons
        assert JOINTS_OUT not in motion.reasons
