"""One picture of somebody who runs, and of others whose leg is raised or far behind."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from psoas.motion.angles import Stick, stick_figure
from psoas.motion.segments import find_segments
from psoas.quantities import MovementSegment
from psoas.timeseries import Array
from tests.motion import moving
from tests.motion.moving import Angles, Person3D

PHASES = np.arange(20) / 20
"""Of a stride."""

YAWS = [0.0, 15.0, 30.0]


def picture(angles: Mapping[str, Array | float], yaw: float = 0.0, pinned: str = "floor") -> Stick:
    one = {name: np.atleast_1d(value)[:1] for name, value in angles.items()}
    points, _ = Person3D(noise=0.0, yaw_deg=yaw).filmed(np.zeros(1), one, pinned)
    return stick_figure(points, "right").squared(yaw)


def name(stick: Stick, yaw: float = 0.0) -> MovementSegment:
    (found,) = find_segments(stick, turn_deg=yaw)
    return found


def names(gait: str, yaw: float) -> list[str]:
    def angles(phase: float) -> Angles:
        one = np.array([phase])
        return (
            moving.walk(one, 1.0) if gait == "walk" else moving.run(one, 1.0, 95.0 if gait == "run" else 82.0)
        )

    pictures = [picture(angles(phase), yaw) for phase in PHASES]
    return [name(one if gait == "walk" else bent_arm(one), yaw).movement for one in pictures]


def bent_arm(stick: Stick) -> Stick:
    """The near elbow bent by a right angle, as in running."""
    shoulder = stick.joints["near_shoulder"]
    arm = {
        "near_elbow": shoulder - np.array([0.0, 60.0]),
        "near_wrist": shoulder + np.array([60.0, -60.0]),
    }
    return replace(stick, joints=stick.joints | arm)


@pytest.mark.parametrize("yaw", YAWS)
@pytest.mark.parametrize("gait", ["run", "jog"])
def test_a_runner_is_named_in_a_quarter_of_the_pictures_and_never_wrongly(gait: str, yaw: float) -> None:
    found = names(gait, yaw)
    assert set(found) <= {"running", "unknown"}
    assert found.count("running") >= 5


@pytest.mark.parametrize("yaw", YAWS)
def test_no_picture_of_a_walker_shows_a_runner_a_lunge_or_somebody_who_stands(yaw: float) -> None:
    assert set(names("walk", yaw)) <= {"walking", "unknown"}


RAISED = {"lean": 3.0, "thigh_l": 2.0, "knee_l": 4.0}


def test_who_holds_a_foot_stretches_the_thigh() -> None:
    stick = picture(RAISED | {"thigh_r": 5.0, "knee_r": 125.0})
    far = stick.joints["near_ankle"]
    assert (
        name(replace(stick, joints=stick.joints | {"near_wrist": far + np.array([0.05, 0.05])})).movement
        == "unknown"
    )


def test_a_foot_on_a_stair_is_no_knee_drive() -> None:
    found = name(picture(RAISED | {"thigh_l": 20.0, "knee_l": 35.0, "thigh_r": -75.0, "knee_r": 85.0}))
    assert found.movement != "running"


def test_on_a_saddle_nobody_runs() -> None:
    angles = {"lean": 35.0, "thigh_l": -35.0, "knee_l": 40.0, "thigh_r": -85.0, "knee_r": 115.0}
    assert name(picture(angles)).movement != "running"


SPRINT = {"lean": 5.0, "thigh_r": -50.0, "knee_r": 40.0, "foot_r": -25.0, "thigh_l": 30.0, "knee_l": 55.0}
"""A sprinter about to land: legs as far apart as in a lunge, the front toes up, the rear foot in the air."""


def test_a_lunge_has_both_feet_on_the_floor() -> None:
    assert name(picture(SPRINT)).movement == "running"
    low = moving.split_squat(np.array([1.0]))
    assert name(picture(low)).movement == "lunge"


def test_from_the_front_a_raised_foot_and_a_bent_elbow_agree() -> None:
    stick = picture({"lean": 5.0, "thigh_l": -10.0, "knee_l": 30.0, "thigh_r": 5.0, "knee_r": 75.0})
    (hanging,) = find_segments(stick, aside=False)
    assert hanging.movement == "unknown"
    (bent,) = find_segments(bent_arm(stick), aside=False)
    assert bent.movement == "running"
