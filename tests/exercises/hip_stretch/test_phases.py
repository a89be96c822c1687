"""The phase of a repetition, told from made-up ways of the thigh."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.live import Look
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.exercises.hip_stretch.phases import Instant, Phases
from psoas.exercises.lunge_stretch.exercise import EXERCISE as LUNGE
from psoas.exercises.repetition import RepetitionTimes
from psoas.motion.calibration import load_calibration
from tests.exercises.hip_stretch.sessions import Array, Rep, series, thigh, timetable


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
    phases = Phases(EXERCISE)
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


@pytest.mark.parametrize("turn", [20.0, 40.0])
def test_a_turned_person_opens_as_far_as_from_the_side(turn: float) -> None:
    def seen(turned_deg: float, told_deg: float) -> float:
        phases = Phases(EXERCISE)
        narrow = np.array([np.cos(np.radians(turned_deg)), 1.0])
        found = []
        for at in np.arange(0, 6.0, 1 / 16).tolist():
            person = look(at, repetition(at))
            instant = phases.add(replace(person, points=person.points * narrow), "right", told_deg)
            found.append(instant.opened_deg or 0.0)
        return max(found)

    assert seen(turn, turn) == pytest.approx(seen(0.0, 0.0), abs=0.1)
    assert seen(turn, 0.0) < 0.97 * seen(0.0, 0.0)


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
    right, left = Phases(EXERCISE), Phases(EXERCISE)
    for at in np.arange(0, 6, 1 / 16).tolist():
        one = right.add(look(at, repetition(at)), "right")
        other = left.add(look(at, repetition(at), "left"), "left")
        assert (one.phase, one.hold_s) == (other.phase, other.hold_s)


def test_who_is_not_seen_or_faces_nowhere_has_no_angle() -> None:
    phases = Phases(EXERCISE)
    unseen = Look(1.0, (640, 480), np.full((33, 2), np.nan), 0.5, 0.2)
    assert phases.add(unseen, "right").opened_deg is None
    assert phases.add(look(1.1, 5.0), None).opened_deg is None


RING_ERROR_S = 0.5
"""How far the ring may lie from the scored hold, for moves of 0.8 to 2 s [s]; half of it where both moves are alike."""


def rings(time: Array, values: Array) -> list[float]:
    """The ring's last value of each hold that was followed by a return, in a live picture of a thigh's way [deg]."""
    phases, holds, held = Phases(EXERCISE), [], None
    visible = (
        1 - load_calibration().hip_drift
    )  # the picture shows the thigh's way without what `measure` adds
    for at, angle in zip(time.tolist(), values.tolist(), strict=True):
        instant = phases.add(look(at, angle * visible), "right")
        if instant.phase == "hold" or (held is not None and instant.phase == "back"):
            held = instant.hold_s
        elif held is not None:
            holds.append(held)
            held = None
    return holds


def scored(time: Array, values: Array) -> list[RepetitionTimes]:
    """The repetitions that count."""
    return [
        one for one in EXERCISE.find_timeline(series(time, values)).repetitions if one.thigh_travel_deg >= 8.0
    ]


travels = st.floats(5.5, 7.7) | st.floats(8.3, 25.0)
repetitions = st.builds(
    Rep,
    pause=st.floats(0.6, 2.0),
    up=st.floats(0.8, 2.0),
    hold=st.floats(0.3, 5.0),
    down=st.floats(0.8, 2.0),
    travel=travels,
)


@given(st.lists(repetitions, min_size=1, max_size=5), st.sampled_from([15.0, 20.0, 30.0]))
@settings(max_examples=60, deadline=None)
def test_the_ring_holds_exactly_where_the_score_counts_a_repetition_and_for_as_long(
    reps: list[Rep], fps: float
) -> None:
    time, values = thigh(reps, fps=fps)
    assert rings(time, values) == pytest.approx(
        [one.hold_s for one in scored(time, values)], abs=RING_ERROR_S
    )


@pytest.mark.parametrize("depth", [3.0, 5.0])
def test_a_bounce_is_one_hold_on_the_ring_and_in_the_score(depth: float) -> None:
    reps = [Rep(pause=1.0, hold=3.0)] * 3
    time, values = thigh(reps)
    for at in timetable(reps):
        inside = (time > at.hold_start + 0.5) & (time < at.hold_end - 0.5)
        values[inside] -= depth * (1 - np.cos(2 * np.pi * (time[inside] - at.hold_start - 0.5))) / 2
    assert len(scored(time, values)) == 3
    assert rings(time, values) == pytest.approx(
        [one.hold_s for one in scored(time, values)], abs=RING_ERROR_S
    )


@pytest.mark.parametrize(("share", "count"), [(0.35, 1), (0.75, 2)])
def test_a_return_half_of_the_way_separates_two_holds_on_the_ring_and_in_the_score(
    share: float, count: int
) -> None:
    first = Rep(pause=1.0)
    time, values = thigh([first, first])
    one, two = timetable([first, first])
    between = (time > one.hold_end) & (time < two.hold_start)
    values[between] = np.maximum(values[between], -3.0 + (1 - share) * first.travel)
    assert len(scored(time, values)) == len(rings(time, values)) == count


def test_a_pause_on_the_way_is_not_the_hold() -> None:
    time = np.arange(0, 12, 1 / 30)
    values = np.interp(time, [0, 2, 3, 4, 5, 7, 8.5], [0, 0, 9, 9, 16, 16, 0])
    assert rings(time, values) == pytest.approx([one.hold_s for one in scored(time, values)], abs=0.6)


def test_a_minute_s_hold_stays_a_hold() -> None:
    time, values = thigh([Rep(hold=60.0, pause=2.0)])
    assert rings(time, values) == pytest.approx([60.0], abs=RING_ERROR_S)


def test_on_both_feet_the_rear_knee_is_the_one_farther_back_though_the_other_is_lower() -> None:
    phases, opened = Phases(LUNGE), 0.0
    for at in np.arange(0, 6.0, 1 / 16).tolist():
        seen = look(at, repetition(at))
        seen.points[LANDMARKS.index("left_knee"), 1] = 500.0
        opened = max(opened, phases.add(seen, "right").opened_deg or 0.0)
    assert opened == pytest.approx(16.0, abs=0.5), "and nothing drifts along"
