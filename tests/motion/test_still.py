"""Postures whose name depends on what carries the body."""

from dataclasses import replace

import numpy as np

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
