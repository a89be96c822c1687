"""What the floor and the network's depths tell of a body, beside the places of its landmarks in the picture."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.motion.camera_body import COORDINATES, LANDMARKS, SHARED, pose, project
from psoas.motion.camera_fit import Fitted, fit_camera_body
from psoas.motion.camera_prior import usual_shared
from psoas.motion.camera_seen import Seen
from psoas.motion.camera_witness import TOES, Witnesses, witnesses
from psoas.timeseries import Array

FRAMES, TURN_DEG, PITCH_DEG = 30, 40.0, 12.0
NOTHING = np.full((FRAMES, 2, 2), np.nan)
TIME = np.arange(FRAMES) / 30


def kneeling(pitch_deg: float = PITCH_DEG) -> tuple[Array, Array]:
    """Coordinates and sizes of somebody who half-kneels on a floor, seen by a camera that looks down."""
    shared, _ = usual_shared(1.7, 1280.0)
    shared[SHARED.index("pitch")] = np.radians(pitch_deg)
    posed = np.zeros((FRAMES, len(COORDINATES)))
    for name, value in {
        "heading": -TURN_DEG,
        "knee_r": 82.0,
        "ankle_r": -60.0,
        "thigh_l": 90.0,
        "knee_l": 90.0,
    }.items():
        posed[:, COORDINATES.index(name)] = np.radians(value)
    posed[:, COORDINATES.index("depth")] = 3.0
    return posed, shared


def seen(posed: Array, shared: Array, depths: Array = NOTHING) -> Seen:
    flat, _ = project(pose(posed, shared, derivatives=False).points, float(shared[-1]))
    heading = np.full(FRAMES, -np.radians(TURN_DEG))
    return Seen(TIME, flat, np.ones((FRAMES, len(LANDMARKS))), 1280.0, 1.7, heading, depths)


def true_depths(posed: Array, shared: Array) -> Array:
    """(T, 2, 2) of thighs and shanks, in lengths of a leg."""
    points = pose(posed, shared, derivatives=False).points
    away = posed[:, :3] / np.linalg.norm(posed[:, :3], axis=1, keepdims=True)
    leg = shared[SHARED.index("thigh")] + shared[SHARED.index("shank")]
    ways = [
        [
            points[:, LANDMARKS.index(f"{side}_{b}")] - points[:, LANDMARKS.index(f"{side}_{a}")]
            for a, b in pairs
        ]
        for side, pairs in (
            ("r", (("hip", "knee"), ("knee", "ankle"))),
            ("l", (("hip", "knee"), ("knee", "ankle"))),
        )
    ]
    return np.moveaxis((np.array(ways) * away).sum(axis=-1) / leg, -1, 0)


def pitch_deg(fitted: Fitted) -> float:
    return float(np.degrees(fitted.shared[SHARED.index("pitch")]))


def test_feet_that_rest_on_a_floor_tell_how_far_the_camera_looks_down() -> None:
    filmed = seen(*kneeling())
    assert pitch_deg(fit_camera_body(filmed)) == pytest.approx(PITCH_DEG, abs=4)


def test_feet_that_move_tell_nothing_of_the_floor() -> None:
    filmed = seen(*kneeling())
    swinging = filmed.marks.copy()
    swinging[:, TOES[0], 0] += 300 * TIME
    assert (floor(replace(filmed, marks=swinging)) < 0.01).all()
    assert (floor(filmed) > 0.8).all()


def floor(filmed: Seen) -> Array:
    return witnesses(
        filmed.time, filmed.marks, filmed.weight, filmed.depths, filmed.heading, filmed.leg_px, 0.8
    ).weight[:, -1]


def test_depths_tell_which_way_a_leg_points() -> None:
    posed, shared = kneeling(0.0)
    name = COORDINATES.index("abduction_l")
    posed[:, name] = np.radians(25)  # out of the plane that the picture shows
    without, known = (
        np.degrees(
            np.abs(np.median(fit_camera_body(seen(posed, shared, depths)).frames[:, name]) - posed[0, name])
        )
        for depths in (NOTHING, true_depths(posed, shared))
    )
    assert known < without


def test_slopes_are_those_of_differences() -> None:
    posed, shared = kneeling()
    beside = all_known(seen(posed, shared, true_depths(posed, shared)))
    own, common = beside.slopes(pose(posed, shared), shared, posed[:, :3])

    def gap(frames: Array, sizes: Array) -> Array:
        return beside.gap(pose(frames, sizes, derivatives=False).points, sizes, posed[:, :3])

    for number in range(3, len(COORDINATES)):
        step = np.zeros(len(COORDINATES))
        step[number] = 1e-6
        slope = (gap(posed - step, shared) - gap(posed + step, shared)) / 2e-6
        assert np.allclose(own[..., number], slope, atol=1e-4), COORDINATES[number]
    for number in range(len(SHARED)):
        step = np.zeros(len(SHARED))
        step[number] = 1e-6
        slope = (gap(posed, shared - step) - gap(posed, shared + step)) / 2e-6
        assert np.allclose(common[..., number], slope, atol=1e-4), SHARED[number]


def all_known(filmed: Seen) -> Witnesses:
    return witnesses(
        filmed.time, filmed.marks, filmed.weight, filmed.depths, filmed.heading, filmed.leg_px, 0.8
    )
