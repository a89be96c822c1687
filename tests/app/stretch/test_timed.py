"""Other exercises and still holds by the timer: led, kept under their own name, and never scored."""

import pytest

from psoas.app.stretch.timed import TimedChoice, exercise_name, sides_of
from psoas.app.stretch.timer import MOVE_S, SETUP_S, SWITCH_S
from psoas.exercises.registry import COACHED
from psoas.plan import timed_names
from psoas.plan.practice import done_in
from psoas.plan.records import SetRecord
from tests.app.stretch.test_timer import Clock, Kept, run
from tests.plan.made_sessions import START, a_session


def test_every_exercise_of_the_coach_and_every_form_of_the_stretch_can_be_timed() -> None:
    names = timed_names()
    assert {one.movement for one in COACHED} < set(names)
    assert {"chair_hand", "standing_split", "bed_edge", "arm_up", "rear_foot_raised"} < set(names)
    assert exercise_name("bed_edge") == "Lying at the edge of a bed"
    assert exercise_name(COACHED[0].movement) is None


def test_a_still_hold_lasts_as_long_as_was_chosen_and_counts_as_a_long_one() -> None:
    clock, kept = Clock(), Kept()
    timer = TimedChoice(COACHED[0].movement, ("left",), 1, 60.0).timer(kept, clock)
    beats = run(timer, clock, SETUP_S + 2 * MOVE_S + 60.5)
    said = [beat.say for beat in beats if beat.say]
    assert said[1:] == [
        "Tuck the tail, and glide forward.",
        "Hold.",
        "Halfway.",
        "And back.",
        "1. Set finished.",
    ]
    ((_, repetition),) = kept.saved
    assert (repetition.hold_s, repetition.good, repetition.hip_opening_deg) == (60.0, None, None)
    whole = a_session(START).sets[0]
    made = SetRecord(1, "left", "timer", whole.started_at, repetitions=(repetition,))
    assert done_in(made).long_holds == 1


@pytest.mark.parametrize("name", [name for name in timed_names() if exercise_name(name)])
def test_a_form_is_led_in_its_own_words(name: str) -> None:
    clock, kept = Clock(), Kept()
    choice = TimedChoice(name, sides_of("both", "right"), 1)
    timer = choice.timer(kept, clock)
    assert choice.form is not None
    assert choice.form.timed is not None
    beats = run(timer, clock, SETUP_S + 2 * MOVE_S + 2.5)
    said = [beat.say for beat in beats if beat.say]
    assert said[0] == f"Right leg. {choice.form.how[0]}"
    assert said[1:4] == [choice.form.timed.go, "Hold.", choice.form.timed.back]
    assert said[4].endswith("Now the left leg.")


def test_a_side_that_comes_twice_is_two_sets_and_nobody_turns_round() -> None:
    clock, kept = Clock(), Kept()
    timer = TimedChoice(COACHED[0].movement, ("left", "left"), 1).timer(kept, clock)
    beats = run(timer, clock, SETUP_S + SWITCH_S + 4 * MOVE_S + 2 * 2.0 + 1)
    assert (kept.sides, kept.ended) == (["left", "left"], [(1, 1), (2, 1)])
    assert any(beat.message == "Rest, then again: left leg." for beat in beats)


def test_cues_are_spoken_ahead_for_late_headphones_and_counts_are_not() -> None:
    spoken = []
    for ahead_s in (0.0, 0.5):
        clock, kept = Clock(), Kept()
        timer = TimedChoice(COACHED[0].movement, ("left",), 2).timer(kept, clock)
        timer.ahead_s = ahead_s
        beats = run(timer, clock, SETUP_S + 20)
        spoken.append({f"{number} {beat.say}": number / 8 for number, beat in enumerate(beats) if beat.say})
    late, early = ([(key.split(" ", 1)[1], at) for key, at in one.items()] for one in spoken)
    assert [words for words, _ in late] == [words for words, _ in early], "each once, in the same order"
    for (words, at), (_, sooner) in zip(late[1:], early[1:], strict=True):
        assert at - sooner == (0.0 if words[0].isdigit() else 0.5), words
