"""The live coach follows a stretch on both feet: it sees the position, counts, times the ring, and names the leg."""

import time
from types import SimpleNamespace
from typing import cast
from unittest.mock import patch

import numpy as np
import pytest
from benchmarks import on_feet
from benchmarks.live_turned import NewestSet, Played, ReadsAtOnce, Recorded, part

from psoas.app.stretch import live
from psoas.app.stretch.feedback import Feedback
from psoas.app.stretch.live import LiveSession
from psoas.exercises.lunge_stretch.exercise import EXERCISE

STILL_S, BEFORE_S = 0.8, 4.0


@pytest.fixture(scope="module")
def answers() -> tuple[list[Feedback], NewestSet]:
    """Somebody who is still in the lunge for some seconds, and then does three short holds."""
    clip = next(one for one in on_feet.clips() if one.sample.name.startswith("lo2"))
    captured = clip.sample.captured
    step_s = float(np.median(np.diff(captured.points.time)))
    still = round(STILL_S / step_s)
    swing = np.r_[0:still, still - 2 : 0 : -1]
    order = np.r_[np.resize(swing, round(BEFORE_S / step_s)), np.arange(len(captured.points))]
    shown = part(captured, order, np.arange(len(order)) * step_s)
    played = cast("Played", SimpleNamespace(captured=shown, clip=SimpleNamespace(size=on_feet.SIZE)))
    kept = NewestSet()
    with patch.object(live, "LiveCapture", lambda *_: Recorded(played)):
        coach = LiveSession(
            kept, "right", 9, exercise=EXERCISE, clock=time.monotonic, reader=ReadsAtOnce(), weights="full"
        )
        found = [
            coach.picture(b"%d" % number, at_s) for number, at_s in enumerate(shown.points.time.tolist())
        ]
        coach.close()
    return found, kept


def test_it_starts_by_itself_and_counts(answers: tuple[list[Feedback], NewestSet]) -> None:
    found, kept = answers
    assert found[0].message == "Take a long step back with your right foot, that side to the camera."
    assert {"steady", "moving"} <= {one.stage for one in found}
    assert found[-1].count == 3
    assert found[-1].side == "right"
    holds = [one.hold_s for one in kept.kept.values()]
    assert holds == pytest.approx([0.7, 0.6, 0.8], abs=0.2)


def test_the_set_up_asks_for_this_position(answers: tuple[list[Feedback], NewestSet]) -> None:
    said = {check.says for one in answers[0] for check in one.checks if check.id == "position"}
    assert said <= {"In the lunge", "Take a long step, the front knee bent, the rear knee off the floor."}
    assert "In the lunge" in said


def test_a_short_hold_is_corrected_and_the_ring_is_short(answers: tuple[list[Feedback], NewestSet]) -> None:
    found, _ = answers
    cues = {one.cue for one in found if one.cue}
    assert "Hold for two seconds, then come back." in cues
    ring = max(one.instant.hold_s for one in found if one.instant is not None)
    assert 0.4 < ring < 1.2
