"""The person's sizes are measured between markers, and the pelvis is followed by its own."""

import numpy as np
import pytest

from psoas.motion.marked_body import MarkedBody
from psoas.motion.marker_fit import measure_parts, pelvis_motion
from tests.motion.toy_body import PERSON, ToyBody, marker_set, recorded, toy_body, walk


@pytest.fixture(scope="module")
def body() -> ToyBody:
    return toy_body()


def test_parts_are_measured_in_any_pose(body: ToyBody) -> None:
    """Also in a deep squat, where no leg is straight."""
    known = marker_set("rajagopal2016")
    squat = body.poses(
        hip_flexion_r=1.7, hip_flexion_l=1.7, knee_angle_r=0.0, knee_angle_l=0.0, pelvis_ty=np.ones(3)
    )
    track = recorded(body, squat, sizes=PERSON)
    marked = MarkedBody(body, list(known.places.values()))
    measured = measure_parts(marked, list(track.names), track.positions, known)
    assert {part: measured[part] for part in ("pelvis", "thigh", "shank", "foot")} == pytest.approx(
        {part: PERSON[part] for part in ("pelvis", "thigh", "shank", "foot")}, abs=0.005
    )


def test_a_part_without_its_landmarks_is_not_measured(body: ToyBody) -> None:
    known = marker_set("rajagopal2016")
    track = recorded(body, walk(body, 4))
    marked = MarkedBody(body, list(known.places.values()))
    targets = track.positions.copy()
    targets[:, [index for index, place in enumerate(marked.places) if place.segment.startswith("calcn")]] = (
        np.nan
    )
    measured = measure_parts(marked, list(track.names), targets, known)
    assert "foot" not in measured
    assert measured["thigh"] == pytest.approx(1, abs=1e-6)


def test_the_pelvis_is_where_it_was_put_and_unknown_with_two_markers(body: ToyBody) -> None:
    known = marker_set("rajagopal2016")
    poses = walk(body, 6)
    targets = recorded(body, poses).positions.copy()
    marked = MarkedBody(body, list(known.places.values()))
    own = [index for index, place in enumerate(marked.places) if place.segment == "pelvis"]
    targets[3, own[2:]] = np.nan
    rotations, origins, whole = pelvis_motion(marked, targets)
    assert np.flatnonzero(~whole).tolist() == [3]
    assert np.isnan(origins[3]).all()
    where = [body.coordinates.index(f"pelvis_t{axis}") for axis in "xyz"]
    np.testing.assert_allclose(origins[whole], poses[whole][:, where], atol=1e-9)
    np.testing.assert_allclose(
        rotations[whole] @ rotations[whole].transpose(0, 2, 1),
        np.broadcast_to(np.eye(3), (5, 3, 3)),
        atol=1e-9,
    )
