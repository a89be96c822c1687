"""The pose whose markers come nearest to the measured ones is found, within the ranges of the joints."""

import numpy as np
import pytest

from psoas.motion.marked_body import MarkedBody
from psoas.motion.pose_solver import PoseSolver, rigid_fit
from tests.motion.toy_body import ToyBody, marker_set, recorded, toy_body, walk


@pytest.fixture(scope="module")
def body() -> ToyBody:
    return toy_body()


@pytest.fixture(scope="module")
def solver(body: ToyBody) -> PoseSolver:
    marked = MarkedBody(body, list(marker_set("rajagopal2016").places.values()))
    return PoseSolver(marked)


def test_a_rigid_fit_finds_turn_and_shift() -> None:
    chance = np.random.default_rng(3)
    points = chance.normal(size=(5, 3))
    turn, _ = np.linalg.qr(chance.normal(size=(3, 3)))
    turn *= np.sign(np.linalg.det(turn))
    rotation, shift = rigid_fit(points, points @ turn.T + [1, 2, 3])
    np.testing.assert_allclose(rotation, turn, atol=1e-12)
    np.testing.assert_allclose(shift, [1, 2, 3], atol=1e-12)


def test_a_rigid_fit_of_mirrored_points_never_mirrors() -> None:
    points = np.random.default_rng(4).normal(size=(6, 3))
    rotation, _ = rigid_fit(points, points * [1, 1, -1])
    assert np.linalg.det(rotation) == pytest.approx(1)


def test_a_pose_comes_back_from_a_start_far_away(body: ToyBody, solver: PoseSolver) -> None:
    pose = walk(body)[7]
    targets = recorded(body, pose[None]).positions[0]
    solved = solver.solve(targets, solver.marked.base_locations, np.zeros(len(pose)))
    assert np.abs(solved.pose - pose).max() < 2e-3
    assert solved.cost < 1e-4


def test_a_coordinate_that_is_not_free_keeps_its_start(body: ToyBody, solver: PoseSolver) -> None:
    pose = walk(body)[7]
    targets = recorded(body, pose[None]).positions[0]
    free = np.array([name != "knee_angle_r" for name in body.coordinates])
    start = pose.copy()
    start[~free] = 0.3
    solved = solver.solve(targets, solver.marked.base_locations, start, free)
    assert solved.pose[~free] == 0.3
    better = solver.solve(targets, solver.marked.base_locations, start)
    assert better.cost < solved.cost


def test_markers_determine_their_own_leg_only(body: ToyBody, solver: PoseSolver) -> None:
    view = solver.marked.view(walk(body)[7], solver.marked.base_locations)
    seen = np.array([not place.segment.endswith("_l") for place in solver.marked.places])
    known = dict(zip(body.coordinates, solver.measured(view, seen), strict=True))
    assert known["knee_angle_r"]
    assert not known["knee_angle_l"]
