"""People in a picture."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from psoas.capture.pose.finder import Finder, same_body, same_place
from psoas.capture.pose.network import Landmarker
from tests.capture.pose.composed import pictures
from tests.capture.pose.made_pose import made_pose


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(Landmarker("lite"))


def test_the_one_person_in_a_clip_is_found_once(clips: Path, finder: Finder) -> None:
    rgb = pictures(clips / "a_stretch_right_ok.mp4", most=1)[0]
    (pose,) = finder.everybody(rgb)
    assert finder.around(rgb, pose.following, 1.0, [pose]) == []
    (again,) = finder.around(rgb, pose.following, 1.0, [])
    assert same_body(pose, again)


def test_a_window_outside_of_the_picture_holds_nobody(clips: Path, finder: Finder) -> None:
    rgb = pictures(clips / "a_stretch_right_ok.mp4", most=1)[0]
    assert finder.around(rgb, replace(made_pose(0).following, x=-5000.0), 1.0, []) == []


def test_an_empty_picture_holds_nobody(finder: Finder) -> None:
    assert finder.everybody(np.full((270, 480, 3), 90, np.uint8)) == []


def test_one_body_is_told_from_two() -> None:
    me = made_pose(200)
    assert same_place(me.following, replace(me.following, x=210.0))
    assert not same_place(me.following, replace(me.following, x=300.0))
    assert not same_place(me.following, replace(me.following, side=2 * me.following.side))
    assert same_body(me, made_pose(203))
    assert not same_body(me, made_pose(400))
