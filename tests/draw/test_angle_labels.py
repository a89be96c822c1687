"""Angles on a picture: each is there, none covers another, none leaves the picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.draw.angle_labels import _free, _labels, _limbs, _overlap, draw_angles
from psoas.draw.overlay import DrawnPose


def kneeling(near: str = "right") -> DrawnPose:
    points = {
        "right_shoulder": (100.0, 50.0),
        "right_hip": (100.0, 120.0),
        "right_knee": (95.0, 180.0),
        "right_ankle": (40.0, 185.0),
        "left_hip": (102.0, 121.0),
        "left_knee": (160.0, 125.0),
    }
    angles = {"trunk_lean": 1.0, "rear_thigh_angle": -4.6, "hip_flexion_r": 5.4, "knee_angle_r": 89.0}
    angles |= {"ankle_angle_r": -20.0, "knee_angle_l": 95.0}
    return DrawnPose(points, np.empty((0, 2)), angles, near, "right")  # type: ignore[arg-type]


def test_what_was_measured_is_written_at_its_joint() -> None:
    words = [label[0] for label in _labels(kneeling())]
    assert words == [
        "trunk 1°",
        "rear thigh \N{MINUS SIGN}5°",
        "right hip 5°",
        "right knee 89°",
        "right ankle \N{MINUS SIGN}20°",
        "left knee 95°",
    ]
    unseen = DrawnPose({}, np.empty((0, 2)), {"trunk_lean": 1.0}, "right", None)
    assert _labels(unseen) == []


@pytest.mark.parametrize("shape", [(200, 220, 3), (90, 90, 3)])
def test_the_picture_is_written_on_and_keeps_its_size(shape: tuple[int, int, int]) -> None:
    rgb = np.full(shape, 120, np.uint8)
    draw_angles(rgb, kneeling(), 1.0)
    assert rgb.shape == shape
    assert (rgb != 120).any()


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 500)), min_size=2, max_size=6))
def test_labels_stay_in_the_picture_and_mostly_clear_of_each_other(spots: list[tuple[float, float]]) -> None:
    placed: list[tuple[float, float, float, float]] = []
    for spot in spots:
        box = _free(np.array(spot), np.array([450.0, 250.0]), (90.0, 24.0), placed, (900, 500))
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= 900
        assert box[3] <= 500
        placed.append(box)
    assert not _overlap(placed[0], placed[1])


def test_a_label_keeps_off_the_limbs_where_there_is_room() -> None:
    spots = {name: 4 * np.array(point) for name, point in kneeling().points.items()}
    limbs = _limbs(spots, 4.0)
    assert limbs
    for joint in ("right_knee", "left_knee", "right_hip"):
        box = _free(spots[joint], np.array([400.0, 500.0]), (110.0, 24.0), limbs, (900, 900))
        assert not any(_overlap(box, limb) for limb in limbs)


def test_from_the_front_the_knees_and_the_lean_are_written() -> None:
    points = {
        f"{side}_{joint}": (x, y)
        for side, x in (("right", 80.0), ("left", 120.0))
        for joint, y in (("shoulder", 40.0), ("hip", 100.0), ("knee", 150.0), ("ankle", 200.0))
    }
    angles = {"trunk_side_lean": 3.2, "knee_inward_r": -4.0, "knee_inward_l": 11.0}
    pose = DrawnPose(points, np.empty((0, 2)), angles, None, None, from_front=True)
    assert [label[0] for label in _labels(pose)] == [
        "trunk 3°",
        "right knee in \N{MINUS SIGN}4°",
        "left knee in 11°",
    ]
