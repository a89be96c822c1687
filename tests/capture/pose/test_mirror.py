"""A person and their mirror image get the same landmarks and the same outline."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from psoas.capture.pose.landmarks import OTHER_SIDE
from psoas.capture.pose.mirror import faces_left
from psoas.capture.pose.network import Pose
from psoas.capture.pose.outline import trunk_contours
from psoas.capture.pose.tracker import PoseTracker
from tests.capture.pose.composed import Rgb, pictures


def last_pose(shots: list[Rgb]) -> Pose:
    tracker = PoseTracker()
    found = [tracker(np.ascontiguousarray(rgb), index / 10) for index, rgb in enumerate(shots)]
    pose = found[-1]
    assert pose is not None
    return pose


@pytest.mark.parametrize(("name", "left"), [("a_stretch_right_ok", False), ("b_stretch_left_ok", True)])
def test_the_mirror_image_is_seen_alike(clips: Path, name: str, left: bool) -> None:
    """Before, hips and shoulders of the mirror image lay up to 5 px elsewhere, the toes 30."""
    shots = pictures(clips / f"{name}.mp4", 3, most=6)
    width = shots[0].shape[1]
    pose, mirrored = last_pose(shots), last_pose([rgb[:, ::-1] for rgb in shots])
    assert pose.region.mirrored is left
    assert mirrored.region.mirrored is not left
    back = mirrored.points[OTHER_SIDE] * [-1, 1] + [width, 0]
    trunk = np.hypot(*(pose.points[11] - pose.points[23]))
    apart = np.hypot(*(back - pose.points).T)
    assert np.median(apart) < 0.01 * trunk
    assert apart.max() < 0.04 * trunk, "an elbow that nobody sees"
    assert mirrored.world[OTHER_SIDE] * [-1, 1, 1] == pytest.approx(pose.world, abs=0.01)
    outline = trunk_contours(mirrored)[::-1] * [-1, 1] + [width, 0]
    assert np.nanmax(np.abs(outline - trunk_contours(pose))) < 0.03 * trunk


def person(right: float) -> NDArray[np.float64]:
    """(33, 3) a person who faces right (1), left (-1), or the camera (0) [m]."""
    world = np.zeros((33, 3))
    world[0, 0] = 0.1 * right
    world[[31, 32], 0] = 0.15 * right
    world[[11, 23], 2], world[[12, 24], 2] = 0.15 * right, -0.15 * right
    return world


def test_the_mirror_stays_where_the_direction_is_not_clear() -> None:
    for before in (False, True):
        assert faces_left(person(-1.0), before)
        assert not faces_left(person(1.0), before)
        assert faces_left(person(0.1), before) is before
        assert faces_left(person(-0.1), before) is before
