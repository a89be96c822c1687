"""The phase of a repetition, told from made-up ways of the thigh."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.app.stretch.phases import Instant, Phases
from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.live import Look


def look(time_s: float, thigh_deg: float, facing: str = "right") -> Look:
    """A person whose rear thigh stands at an angle; the front knee is up."""
    points = np.zeros((33, 2))
    behind = -1.0 if facing == "right" else 1.0
    angle = np.radians(thigh_deg)
    points[LANDMARKS.index("left_hip")] = points[LANDMARKS.index("right_hip")] = (300, 300)
    points[LANDMARKS.index("right_knee")] = (
        300 + behind * 120 * np.sin(angle),
        300 + 120 * np.cos(angle),
    )
    points[LANDMARKS.index("left_knee")] = (300 - behind * 120, 310)
    return Look(time_s, (640, 480), points, 0.5, 0.2)


def follow(way: Callable[[float], float], until_s: float, fps: float = 16.0) -> list[Instant]:
    phases = Phases()
    return [phases.add(look(at, way(at)), "right") for at in np.arange(0, until_s, 1 / fps).tolist()]


def repetition(at_s: float, travel: float = 16.0, hold_s: float = 2.0, move_s: float = 1.2) -> float:
    """A minimum-jerk move in from 2 s, a hold, and back."""
    for begin, sign, base in ((2.0, 1.0, 0.0), (2.0 + move_s + hold_s, -1.0, travel)):
        share = np.clip((at_s - begin) / move_s, 0, 1)
        if at_s < begin + move_s:
            return float(base + sign * travel * (10 * share**3 - 15 * share**4 + 6 * share**5))
        if sign > 0 and at_s < begin + move_s + hold_s:
            return travel
    return 0.0


def test_a_repetition_passes_through_its_phases_once() -> None:
    seen = [one.phase for one in follow(repetition, 9.0)]
    changes = [phase for number, phase in enumerate(seen) if number == 0 or seen[number - 1] != phase]
    assert changes == ["rest", "forward", "hold", "back", "rest"]


@given(st.floats(1.0, 4.0), st.floats(10.0, 25.0), st.floats(12.0, 30.0))
@settings(max_examples=20, deadline=None)
def test_the_hold_is_as_long_as_the_pause(hold_s: float, travel: float, fps: float) -> None:
    instants = follow(lambda at: repetition(at, travel, hold_s), 4.4 + hold_s + 2.0, fps)
    shown = max(one.hold_s for one in instants)
    # the slow ends of the moves look like hold: a quarter of a second at each end at most
    assert hold_s - 0.15 <= shown <= hold_s + 0.6


def test_the_ring_starts_anew_with_each_repetition() -> None:
    instants = follow(lambda at: repetition(at if at < 8 else at - 6), 14.5)
    holds = [one.hold_s for one in instants]
    again = next(number for number in range(120, len(holds)) if instants[number].phase == "forward")
    assert holds[again] == 0.0
    assert max(holds[again:]) == pytest.approx(max(holds[:again]), abs=0.3)


@pytest.mark.parametrize("shake", [0.0, 1.0])
def test_kneeling_still_is_rest(shake: float) -> None:
    noise = np.random.default_rng(1)
    instants = follow(lambda at: float(noise.normal(0, shake)), 6.0)
    assert {one.phase for one in instants} == {"rest"}
    assert max(one.still_s for one in instants) > 0.5


def test_the_same_move_to_the_left_is_the_same() -> None:
    right, left = Phases(), Phases()
    for at in np.arange(0, 6, 1 / 16).tolist():
        one = right.add(look(at, repetition(at)), "right")
        other = left.add(look(at, repetition(at), "left"), "left")
        assert (one.phase, one.hold_s) == (other.phase, other.hold_s)


def test_who_is_not_seen_or_faces_nowhere_has_no_angle() -> None:
    phases = Phases()
    unseen = Look(1.0, (640, 480), np.full((33, 2), np.nan), 0.5, 0.2)
    assert phases.add(unseen, "right").opened_deg is None
    assert phases.add(look(1.1, 5.0), None).opened_deg is None
