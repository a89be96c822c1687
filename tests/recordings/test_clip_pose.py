"""From a side view to the body's coordinates: feet and knee on one floor, or the reason why not."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

import numpy as np
import pytest

from psoas.findings.analysis import Analysis, NotMeasured
from psoas.loads.contact_words import supports_in_words
from psoas.loads.dynamics import Motion
from psoas.loads.frames import Frames, frames_of
from psoas.loads.motion_loads import held_loads
from psoas.recordings.clip_pose import LARGEST_TURN, clip_coordinates
from psoas.timeseries import Array, TimeSeries
from tests.loaded import body, weight
from tests.report.made import made_stretch

TIME = np.arange(5) / 5
DEPTH = np.linspace(0, 1, 5)


def seen(
    *,
    front_thigh: float = -80.0,
    rear: Literal["left", "right"] = "right",
    facing: Literal["left", "right"] = "right",
    more: Mapping[str, Array] = MappingProxyType({}),
) -> Analysis:
    """A clip of the stretch, the rear thigh from -3 to 12 degrees behind the vertical, in degrees."""
    back, front = ("r", "l") if rear == "right" else ("l", "r")
    degrees = {
        "pelvis_tilt": 2 + 6 * DEPTH,
        "lumbar_extension": 1 + 20 * DEPTH,
        f"thigh_angle_{back}": -3 + 15 * DEPTH,
        f"knee_angle_{back}": 98 - 15 * DEPTH,
        f"thigh_angle_{front}": front_thigh + 4 * DEPTH,
        f"knee_angle_{front}": -front_thigh + 6 * DEPTH,
        **more,
    }
    columns = {name: np.radians(values) for name, values in degrees.items()}
    return replace(
        made_stretch(1),
        angles=TimeSeries.from_columns(TIME, columns, "rad"),
        rear_side=rear,
        facing=facing,
        movement="half_kneeling_stretch",
    )


def poses(analysis: Analysis) -> TimeSeries:
    found = clip_coordinates(analysis, body())
    assert isinstance(found, TimeSeries), found.reason
    return found


def reason(analysis: Analysis) -> str:
    found = clip_coordinates(analysis, body())
    assert isinstance(found, NotMeasured)
    assert found.id == "loads"
    return found.reason


def standing_on(coordinates: TimeSeries) -> Frames:
    return frames_of(body(), Motion.still(body().poses({n: coordinates[n] for n in coordinates.names})))


def lowest(frames: Frames, kind: str, side: str) -> Array:
    """(N,) height of the lowest point of a kind."""
    own = [k for k, p in enumerate(frames.contacts.points) if p.kind == kind and p.side == side]
    height: Array = frames.positions[:, own, 2].min(axis=1)
    return height


@pytest.mark.parametrize("rear", ["right", "left"])
@pytest.mark.parametrize("front_thigh", [-78.0, -85.0, -95.0])
def test_in_the_stretch_front_foot_and_rear_knee_are_on_one_floor(
    front_thigh: float, rear: Literal["left", "right"]
) -> None:
    frames = standing_on(poses(seen(front_thigh=front_thigh, rear=rear)))
    back, front = ("r", "l") if rear == "right" else ("l", "r")
    gap = lowest(frames, "foot", front) - lowest(frames, "knee", back)
    assert np.abs(gap).max() < 0.015
    other = "left" if rear == "right" else "right"
    for row in range(len(TIME)):
        words = supports_in_words(frames.contacts, row)
        assert any(one.startswith(f"{rear} knee on") for one in words)
        assert f"{other} foot on the floor" in words


def test_the_body_is_held_and_its_weight_is_carried() -> None:
    found = held_loads(body(), poses(seen()))
    assert found.loads.in_equilibrium.all()
    np.testing.assert_allclose(found.loads.solved.contact.sum(axis=1)[:, 2], weight(body()), atol=1e-3)


def test_the_front_foot_is_flat_and_stays_under_its_knee_as_it_was_seen() -> None:
    """Its shank keeps the angle that was seen, its sole lies level."""
    found, analysis = poses(seen()), seen()
    shank = found["pelvis_tilt"] - found["hip_flexion_l"] + found["knee_angle_l"]
    np.testing.assert_allclose(
        shank, analysis.angles["thigh_angle_l"] + analysis.angles["knee_angle_l"], atol=1e-9
    )
    np.testing.assert_allclose(found["ankle_angle_l"], shank, atol=1e-9)


def test_what_was_seen_of_the_rear_leg_and_the_back_is_kept() -> None:
    found, angles = poses(seen()), seen().angles
    for name in ("pelvis_tilt", "lumbar_extension", "knee_angle_r"):
        np.testing.assert_array_equal(found[name], angles[name])
    np.testing.assert_allclose(found["pelvis_tilt"] - found["hip_flexion_r"], angles["thigh_angle_r"])
    np.testing.assert_allclose(
        found["ankle_angle_r"], np.radians(-40), err_msg="the foot behind lies on its back"
    )


def test_a_front_leg_that_was_seen_far_from_the_floor_is_refused() -> None:
    assert np.degrees(LARGEST_TURN) == pytest.approx(20)
    assert reason(seen(front_thigh=-40.0)).startswith("the front leg was not seen well enough")


@pytest.mark.parametrize("facing", ["left", "right"])
def test_other_movements_take_both_legs_from_the_near_one(facing: Literal["left", "right"]) -> None:
    near, far = ("l", "r") if facing == "left" else ("r", "l")
    legs = {
        f"thigh_angle_{near}": -40 * DEPTH,
        f"knee_angle_{near}": 70 * DEPTH,
        f"thigh_angle_{far}": -20 * DEPTH,
        f"knee_angle_{far}": 90 * DEPTH,
    }
    analysis = seen(facing=facing, more=legs)
    found = poses(replace(analysis, movement="squat", rear_side=None))
    for name in ("hip_flexion", "knee_angle", "ankle_angle"):
        np.testing.assert_array_equal(found[f"{name}_r"], found[f"{name}_l"])
    np.testing.assert_allclose(found["knee_angle_r"], np.radians(70 * DEPTH))
    np.testing.assert_allclose(found["ankle_angle_r"], np.radians(30 * DEPTH))


def test_loads_of_fast_movements_are_not_told() -> None:
    words = reason(replace(seen(), movement="walking"))
    assert words == (
        "loads are told of slow movements; one camera does not tell the speed of the body in walking; give a "
        "motion-capture file"
    )
    assert "in this one" in reason(replace(seen(), movement="unknown"))


def test_what_was_not_seen_is_named() -> None:
    hidden = seen(more={"lumbar_extension": np.full(5, np.nan)})
    assert reason(hidden) == "without these angles they cannot be told: arch of the lower back"
    analysis = seen()
    kept = [name for name in analysis.angles.names if name != "knee_angle_l"]
    less = TimeSeries.from_columns(TIME, {name: analysis.angles[name] for name in kept}, "rad")
    assert reason(replace(analysis, angles=less)) == "without these angles they cannot be told: knee"


@pytest.mark.parametrize("movement", ["half_kneeling_stretch", "squat"])
def test_parts_that_are_never_seen_together_are_no_pose(
    movement: Literal["half_kneeling_stretch", "squat"],
) -> None:
    first = np.where(np.arange(5) < 2, 1.0, np.nan)
    later = np.where(np.arange(5) < 2, np.nan, 1.0)
    analysis = seen(more={"pelvis_tilt": first, "lumbar_extension": later})
    assert "never seen together" in reason(replace(analysis, movement=movement))


def test_a_frame_not_seen_stays_so() -> None:
    hidden = 1 + 20 * DEPTH
    hidden[2] = np.nan
    found = poses(seen(more={"lumbar_extension": hidden}))
    assert np.isfinite(found.values).all(axis=1).tolist() == [True, True, False, True, True]


def test_a_photo_is_one_held_posture() -> None:
    analysis = seen()
    one = TimeSeries(TIME[:1], analysis.angles.names, analysis.angles.values[:1], analysis.angles.units)
    found = held_loads(body(), poses(replace(analysis, angles=one)))
    assert found.loads.in_equilibrium.all()
    np.testing.assert_allclose(
        found.loads.discs[0], held_loads(body(), poses(analysis)).loads.discs[0], rtol=0.05, atol=5
    )
