"""The points of the set-up."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.app.stretch.checks import checks
from psoas.app.stretch.cues import coach_words
from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.live import Look
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.findings.analysis import View
from psoas.recordings.live import Reading

GOOD_VIEW = View("side", 3.0, True, None)
KNEELS = Reading(5.0, GOOD_VIEW, "right", positioned=True, near=True, side="right")

WORDS = coach_words(EXERCISE)


def person(top: float = 0.2, bottom: float = 0.85, *, left: float = 0.4) -> Look:
    """Somebody who fills the picture from ``top`` to ``bottom``, shares of its height."""
    points = np.zeros((33, 2))
    points[:, 0] = left * 960
    points[:, 1] = np.linspace(top, bottom, 33) * 540
    return Look(1.0, (960, 540), points, 0.5, 0.2)


def says(look: Look, reading: Reading | None = KNEELS) -> dict[str, str]:
    return {one.id: one.says for one in checks(look, reading, WORDS) if one.state == "fix"}


def test_who_stands_right_hears_nothing() -> None:
    assert {one.state for one in checks(person(), KNEELS, WORDS)} == {"good"}


@pytest.mark.parametrize(
    ("look", "point", "words"),
    [
        (Look(1.0, (960, 540), np.full((33, 2), np.nan), 0.5, 0.2), "whole", "step into it"),
        (person(0.3, 1.2), "whole", "step back"),
        (person(-0.3, 0.6), "whole", "head"),
        (person(0.02, 0.98), "distance", "too near"),
        (person(0.5, 0.7), "distance", "too far"),
        (replace(person(), brightness=0.05), "light", "too dark"),
        (replace(person(), brightness=0.97), "light", "window"),
        (replace(person(), contrast=0.01), "light", "window"),
    ],
)
def test_a_picture_that_will_not_do(look: Look, point: str, words: str) -> None:
    assert words in says(look)[point]


def test_a_turned_camera_a_far_leg_and_a_hidden_back_are_told() -> None:
    turned = replace(KNEELS, view=View("oblique", 30.0, False, "off", "turn"))
    assert says(person(), turned)["side"].startswith("You are turned by about 30 degrees: turn until")
    assert "nearer to the camera" in says(person(), replace(KNEELS, near=False))["position"]
    assert "an arm" in says(person(), replace(KNEELS, unmeasured={"arch": "an arm lies across it"}))["arms"]


def test_a_turn_that_can_be_read_is_said_and_not_to_be_mended() -> None:
    turned = replace(KNEELS, view=View("oblique", 30.0, True, None))
    side = next(one for one in checks(person(), turned, WORDS) if one.id == "side")
    assert (side.state, side.says) == (
        "good",
        "You are turned by about 30 degrees: your legs are measured, but less exactly",
    )


def test_who_faces_the_camera_is_asked_to_turn() -> None:
    facing = replace(KNEELS, view=View("front", 75.0, False, "off", "turn"))
    assert says(person(), facing)["side"] == "Turn until the camera sees you from the side."


def test_before_anything_is_known_one_waits() -> None:
    waiting = {one.id for one in checks(person(), None, WORDS) if one.state == "wait"}
    assert waiting == {"side", "position", "arms"}


def test_the_paired_landmarks_are_there() -> None:
    assert {f"left_{part}" for part in ("shoulder", "hip", "knee", "ankle", "foot_index")} <= set(LANDMARKS)
