"""A plain drawing of each stretch: the legs are those of its own posture, in true proportion."""

import re

import numpy as np
import pytest

from psoas.draw import stick_person
from psoas.exercises import COACHED
from psoas.report.camera_picture import camera_picture

POSTURES = [one.postures[0] for one in COACHED]


def corners(path: str) -> np.ndarray:
    return np.array(
        [[float(number) for number in one.split()] for one in re.split("[ML]", path) if one.strip()]
    )


def length(path: str) -> float:
    return float(np.hypot(*np.diff(corners(path), axis=0).T).sum())


@pytest.mark.parametrize("posture", POSTURES)
def test_both_legs_are_as_long_in_every_stretch(posture: str) -> None:
    drawn, straight = (stick_person(name, 100.0, above=False) for name in (posture, "standing"))
    for leg in (drawn.rear, drawn.front):
        assert length(leg) == pytest.approx(length(straight.rear), rel=0.03)


def test_each_stretch_has_its_own_legs_from_above_and_from_beside() -> None:
    for above in (False, True):
        drawn = {stick_person(name, 100.0, above=above).rear for name in POSTURES}
        assert len(drawn) == len(POSTURES)
    back = {name: -corners(stick_person(name, 100.0, above=True).rear)[:, 0].min() for name in POSTURES}
    assert back["lunge_stretch"] > 1.4 * back["standing_stretch"], "a long step, and a short one"


def test_the_leg_behind_is_on_the_side_of_the_camera() -> None:
    for name in POSTURES:
        drawn = stick_person(name, 100.0, above=True)
        rear, front = corners(drawn.rear), corners(drawn.front)
        assert rear[:, 1].mean() > front[:, 1].mean(), "down in the picture, where the camera stands"
        assert rear[-1, 0] < front[-1, 0]


def test_hands_lie_on_the_front_thigh_where_the_arm_reaches_it() -> None:
    for name, on_thigh in (("half_kneeling", True), ("lunge_stretch", True), ("standing_stretch", False)):
        drawn = stick_person(name, 100.0, above=False)
        hip, knee = corners(drawn.front)[:2]
        hand, way = corners(drawn.arm)[-1], knee - hip
        share = float((hand - hip) @ way / (way @ way))
        off = float(np.hypot(*(hip + share * way - hand)))
        assert (off < 12 and 0.5 < share < 1.05) is on_thigh, name


def test_the_report_draws_the_posture_of_the_movement() -> None:
    said = [camera_picture(one).says for one in COACHED]
    assert len(set(said)) == len(COACHED)
    assert "standing upright" in camera_picture(None).says
