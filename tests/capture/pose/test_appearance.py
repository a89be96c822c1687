"""Clothes as two colours."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.capture.pose.appearance import colours, difference
from psoas.capture.pose.track import STRANGER
from tests.capture.pose.made_pose import made_pose, room

RED, BLUE, BLACK = (200, 30, 30), (30, 40, 200), (20, 20, 20)


def test_the_colours_of_trunk_and_thighs_are_read() -> None:
    found = colours(room(RED, BLUE, 300), made_pose(300))
    np.testing.assert_allclose(found, [RED, BLUE])


def test_outside_of_the_silhouette_there_is_no_colour() -> None:
    pose = made_pose(300)
    hidden = replace(pose, silhouette=-pose.silhouette)
    assert np.isnan(colours(room(RED, BLUE, 300), hidden)).all()


def test_other_clothes_are_another_person_s_and_less_light_is_not() -> None:
    mine = colours(room(RED, BLUE, 300), made_pose(300))
    theirs = colours(room(BLACK, BLACK, 300), made_pose(300))
    assert difference(mine, mine) == 0
    assert difference(mine, theirs) > STRANGER
    assert difference(mine, mine - 30) == pytest.approx(15, abs=0.01)


def test_an_unknown_part_does_not_count() -> None:
    mine = colours(room(RED, BLUE, 300), made_pose(300))
    half = mine.copy()
    half[1] = np.nan
    assert difference(mine, half) == 0
    assert difference(mine, np.full((2, 3), np.nan)) == 0
