import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.motion.camera_body import COORDINATES, LANDMARKS, SHARED, camera_axes, pose, project
from psoas.motion.camera_prior import usual_shared
from psoas.timeseries import Array

SEEDS = st.integers(0, 10_000)


def any_body(seed: int, frames: int = 2) -> tuple[Array, Array]:
    """Coordinates and sizes of somebody two to four metres away, in any posture."""
    random = np.random.default_rng(seed)
    posed = random.normal(0, 0.5, (frames, len(COORDINATES)))
    posed[:, 2] = random.uniform(2, 4, frames)
    usual, spread = usual_shared(1.7, 1280.0)
    return posed, usual + random.normal(size=len(SHARED)) * spread


@given(SEEDS)
def test_the_derivatives_are_those_of_the_points(seed: int) -> None:
    frames, shared = any_body(seed)
    body, small = pose(frames, shared), 1e-6
    for column in range(len(COORDINATES)):
        moved = frames.copy()
        moved[:, column] += small
        change = (pose(moved, shared, derivatives=False).points - body.points) / small
        assert np.allclose(change, body.by_coordinate[..., column], atol=1e-4)
    for column in range(len(SHARED)):
        other = shared.copy()
        other[column] += small
        change = (pose(frames, other, derivatives=False).points - body.points) / small
        assert np.allclose(change, body.by_shared[..., column], atol=1e-4)


@given(SEEDS)
def test_the_camera_s_derivatives_are_those_of_the_picture(seed: int) -> None:
    frames, shared = any_body(seed)
    points = pose(frames, shared, derivatives=False).points
    flat, slope = project(points, 6.8)
    for axis in range(3):
        moved = points.copy()
        moved[..., axis] += 1e-6
        assert np.allclose((project(moved, 6.8)[0] - flat) / 1e-6, slope[..., axis], atol=1e-2)
    assert np.allclose((project(points, 6.8 + 1e-6)[0] - flat) / 1e-6, flat, atol=1e-2)


def test_an_upright_person_who_faces_the_right_stands_upright_in_the_picture() -> None:
    frames = np.zeros((1, len(COORDINATES)))
    frames[:, COORDINATES.index("depth")] = 3.0
    shared, _ = usual_shared(1.7, 1280.0)
    flat, _ = project(pose(frames, shared, derivatives=False).points, float(shared[-1]))
    place = dict(zip(LANDMARKS, flat[0], strict=True))
    assert place["r_shoulder"][1] < place["r_hip"][1] < place["r_knee"][1] < place["r_ankle"][1]
    assert place["r_foot_index"][0] > place["r_heel"][0]
    assert place["r_hip"][1] == pytest.approx(place["l_hip"][1])
    assert np.allclose(camera_axes(shared), np.diag([1.0, -1.0, -1.0]))


def test_whose_front_is_seen_has_the_near_hip_farther_back() -> None:
    frames = np.zeros((1, len(COORDINATES)))
    frames[:, COORDINATES.index("depth")], frames[:, COORDINATES.index("heading")] = 3.0, -np.radians(30)
    shared, _ = usual_shared(1.7, 1280.0)
    flat, _ = project(pose(frames, shared, derivatives=False).points, float(shared[-1]))
    place = dict(zip(LANDMARKS, flat[0], strict=True))
    assert place["r_hip"][0] < place["l_hip"][0]
