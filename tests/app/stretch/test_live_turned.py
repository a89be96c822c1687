"""A live session of somebody who is turned, by the landmarks of a rendered clip."""

import time
from unittest.mock import patch

import pytest
from benchmarks.live_turned import NewestSet, Played, ReadsAtOnce, Recorded, played
from benchmarks.turned import turned_clips

from psoas.app.stretch import live
from psoas.app.stretch.feedback import Feedback
from psoas.app.stretch.live import LiveSession
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.motion.view_bands import view_bands


@pytest.fixture(scope="module")
def turned() -> Played:
    """By 45 degrees, two repetitions."""
    return played(next(clip for clip in turned_clips() if clip.name.startswith("o08")))


@pytest.fixture(scope="module")
def answers(turned: Played) -> list[Feedback]:
    with patch.object(live, "LiveCapture", lambda *_: Recorded(turned)):
        coach = LiveSession(
            NewestSet(),
            "right",
            9,
            exercise=EXERCISE,
            clock=time.monotonic,
            reader=ReadsAtOnce(),
            weights="full",
        )
        return [
            coach.picture(b"%d" % number, at_s)
            for number, at_s in enumerate(turned.captured.points.time.tolist())
        ]


def test_somebody_turned_by_45_degrees_is_counted(turned: Played, answers: list[Feedback]) -> None:
    assert answers[-1].count == len(turned.holds) == 2
    assert {"steady", "moving"} <= {one.stage for one in answers}


def test_the_set_up_says_how_far_they_are_turned(answers: list[Feedback]) -> None:
    said = [check.says for one in answers for check in one.checks if check.id == "side"]
    assert said[-1].startswith("You are turned by about")
    assert said[-1].endswith("your legs are measured, but less exactly")


def test_the_figures_have_the_band_of_the_turn(answers: list[Feedback]) -> None:
    told = [one.bands["trunk_lean"] for one in answers if "trunk_lean" in one.bands]
    assert told[-1] == view_bands(["trunk_lean"], 41.0, {})["trunk_lean"]
    assert all(not {"arch", "hip_opening"} & one.now.keys() for one in answers)
