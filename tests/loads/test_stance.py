"""A body on both feet: they stay in place wherever pelvis, knees and lower back go."""

import numpy as np
import pytest

from psoas.body.model import Body
from psoas.loads.least_effort import starts
from psoas.loads.stance import Stance
from tests.loads.feet import moved_feet


@pytest.fixture(scope="module")
def each(body: Body) -> Stance:
    return Stance.of(body, alike=False)


@pytest.mark.parametrize("alike", [True, False])
def test_the_feet_stay_in_place_wherever_the_pelvis_goes(body: Body, alike: bool) -> None:
    stance = Stance.of(body, alike=alike)
    poses, held = stance.poses(starts(stance))
    assert held.all()
    assert np.ptp(poses[:, body.coordinate_index("pelvis_tx")]) > 0.05
    for pose in poses:
        distance, turn = moved_feet(body, pose)
        assert distance < 0.002
        assert turn < 1


def test_free_coordinates_are_what_the_place_says(body: Body, each: Stance) -> None:
    places = starts(each)[3:5]
    poses, _ = each.poses(places)
    free = np.flatnonzero(np.abs(each.spread).sum(axis=0))
    np.testing.assert_allclose(poses[:, free], (places @ each.spread)[:, free], atol=1e-9)


def test_a_place_is_the_one_of_its_pose(each: Stance) -> None:
    places = starts(each)[3:6]
    for place, pose in zip(places, each.poses(places)[0], strict=True):
        np.testing.assert_allclose(each.place_of(pose), place, atol=1e-9)
