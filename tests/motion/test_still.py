"""Postures whose name depends on what carries the body."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.motion.angles import Stick, stick_figure
from psoas.motion.posture import postures
from psoas.motion.segments import find_segments
from psoas.quantities import MovementSegment
from tests.motion import moving
from tests.motion.moving import Person3D

LEANING = {"lean": 34.0, "thigh_l": -72.0, "thigh_r": -72.0, "knee_l": 82.0, "knee_r": 82.0}
"""Somebody who bends forward on a bench, or comes up from a squat [deg]."""


def low(angles: dict[str, float], frames: int = 1) -> Stick:
    time = np.arange(frames) / 30
    points, _ = Person3D(noise=0.0).filmed(time, moving.still(time, **angles))
    return stick_figure(points, "right")


def feet_hidden(stick: Stick) -> Stick:
    hidden = {
        name: np.full_like(sure, 0.2) if name.endswith(("heel", "foot_index")) else sure
        for name, sure in stick.confidence.items()
    }
    return replace(stick, confidence=hidden)


def only(stick: Stick, aside: bool = True) -> MovementSegment:
    (found,) = find_segments(stick, aside=aside)
    return found


def test_low_thighs_above_hidden_feet_may_rest_on_a_seat() -> None:
    deep = {"lean": 30.0, "thigh_l": -80.0, "thigh_r": -80.0, "knee_l": 115.0, "knee_r": 115.0}
    for frames in (1, 90):
        assert only(low(deep, frames)).movement == "squat"
        found = only(feet_hidden(low(deep, frames)))
        assert found.movement == "unknown"
        assert set(found.likeliest) == {"sit_to_stand", "squat"}
        assert "hidden" in found.why


def test_one_picture_from_the_front_does_not_tell_a_bench_from_a_squat() -> None:
    stick = low(LEANING)
    body, labels = postures(stick)
    assert labels[0] == "squat"
    assert 0 < body.behind_feet[0] < 0.25
    assert only(stick).movement == "squat"
    assert only(stick, aside=False).movement == "unknown"


def test_no_seat_carries_who_has_the_heels_below_the_hips() -> None:
    def folded(lean: float, thigh: float, knee: float) -> MovementSegment:
        stick = low({"lean": lean, "thigh_l": thigh, "thigh_r": thigh, "knee_l": knee, "knee_r": knee})
        assert 0 < postures(stick)[0].behind_feet[0] < 0.25
        return only(stick, aside=False)

    assert folded(25.0, -112.0, 130.0).movement == "squat"
    assert folded(25.0, -90.0, 105.0).movement == "unknown"


@pytest.mark.parametrize(("knee", "movement"), [(2.0, "standing"), (31.0, "unknown")])
def test_a_leg_that_passes_the_other_is_not_standing(knee: float, movement: str) -> None:
    assert (
        only(
            low(
                {
                    "lean": 0.0,
                    "thigh_l": -14.0 if knee > 20 else 0.0,
                    "thigh_r": 3.0,
                    "knee_l": knee,
                    "knee_r": 4.0,
                }
            )
        ).movement
        == movement
    )


def test_from_the_front_who_stands_has_both_feet_on_the_floor() -> None:
    straight = {"lean": 5.0, "thigh_l": -3.0, "thigh_r": 0.0, "knee_l": 8.0, "knee_r": 5.0}
    assert only(low(straight), aside=False).movement == "standing"
    stick = low(straight)
    lifted = {
        name: joint + np.array([0.0, 0.25 * stick.thigh_px])
        for name, joint in stick.joints.items()
        if name in ("near_heel", "near_foot_index", "near_ankle")
    }
    assert only(replace(stick, joints=stick.joints | lifted), aside=False).movement == "unknown"


def test_nobody_lies_on_a_leg_that_stands() -> None:
    blocks = {"lean": 66.0, "thigh_l": 50.0, "knee_l": 10.0, "thigh_r": -50.0, "knee_r": 120.0}
    assert only(low(blocks)).movement != "lying"


def test_a_hand_on_the_floor_makes_a_lunge_something_else() -> None:
    angles = moving.split_squat(np.array([1.0]))
    points, _ = Person3D(noise=0.0).filmed(np.zeros(1), angles)
    stick = stick_figure(points, "right")
    assert only(stick).movement == "lunge"
    wrist = stick.joints["near_foot_index"] + np.array([0.0, 0.1 * stick.thigh_px])
    assert only(replace(stick, joints=stick.joints | {"near_wrist": wrist})).movement == "unknown"


@pytest.mark.parametrize(("behind", "stretch"), [(-5.0, False), (30.0, True)])
def test_a_lunge_whose_rear_thigh_is_behind_may_be_a_stretch(behind: float, stretch: bool) -> None:
    """One picture does not show whether the hips rest; a thigh that is not behind upright stretches no hip."""
    knee = 21.0 if stretch else 67.0
    found = only(low({"lean": 3.0, "thigh_l": -60.0, "knee_l": 60.0, "thigh_r": behind, "knee_r": knee}))
    assert found.movement == "lunge"
    assert ("lunge_stretch" in found.likeliest) is stretch
    assert ("rest in a stretch" in found.why) is stretch
