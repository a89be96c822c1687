"""The headline of a session: one sentence a side, what to do next, and what changed since the last time."""

from dataclasses import replace
from datetime import UTC, date, timedelta

from psoas.app.stretch.headline import headline, main_cue, short_words
from psoas.exercises.registry import EXERCISES
from psoas.plan.records import RepetitionRecord, SessionRecord
from psoas.sides import SideWord
from tests.plan.made_sessions import START, a_session, a_set, repetition, repetitions


def session(*done: list[RepetitionRecord], day: date = START) -> SessionRecord:
    """A session with a set of these repetitions on each side, the right one first."""
    sides: tuple[SideWord, ...] = ("right", "left")
    sets = tuple(a_set(side, row, day=day) for side, row in zip(sides, done, strict=False))
    return replace(a_session(day), sets=sets)


def test_each_side_has_one_sentence_with_one_count() -> None:
    fault = repetition(2, good=False, faults=("arched_back",))
    small = repetition(3, good=False, faults=("small_travel",))
    left = [repetition(1), fault, small, repetition(4, good=None)]
    one = session(repetitions(5), left)
    assert headline(one).sides == (
        "Right leg: all 5 good.",
        "Left leg: 1 of 2 good, 1 could not be judged: not all that matters could be seen.",
    )
    assert short_words(one) == "Right leg: all 5 good. Left leg: 1 of 2 good, 1 could not be judged."
    (cue,) = headline(one).cues
    assert cue.startswith("Left: in 1 of 3 ")


def test_what_the_error_leaves_open_is_perhaps() -> None:
    names = ("arched_back",)
    perhaps = replace(repetition(1, good=None, faults=names), possible_faults=names)
    cue = main_cue(a_set("left", [perhaps]))
    assert cue is not None
    assert f"in 1 of 1 perhaps {EXERCISES[0].faults['arched_back'].says}" in cue
    assert headline(session([perhaps])).sides == (
        "Right leg: 1 repetition, none could be judged: a value was too close to its limit to be sure.",
    )


def test_the_last_time_is_the_newest_one_of_the_same_kind() -> None:
    then = session(repetitions(4, good=False, faults=("arched_back",)), day=START)
    retest = replace(session(repetitions(3), day=START + timedelta(1)), purpose="retest")
    old = session(repetitions(3), day=START - timedelta(90))
    now = session(repetitions(4, hip=32.0), day=START + timedelta(2))
    said = headline(now, [old, then, retest], UTC).against
    assert said[0] == "Since the last time, 7 Sep 2026:"
    assert said[1].startswith("Right leg: 0 of 4 good then, 4 of 4 now. Hip opening: changed by +20.0")
    assert headline(now, [old], UTC).against == (), "too long ago"
    other = replace(then, sets=tuple(replace(one, weights="full") for one in then.sets))
    assert headline(now, [other], UTC).against == (), "another set-up is not compared"


def test_a_comparison_of_what_could_not_be_judged_is_a_whole_sentence() -> None:
    unseen = session(repetitions(4, good=None), day=START)
    good = session(repetitions(4), day=START + timedelta(2))
    unseen_later = session(repetitions(4, good=None), day=START + timedelta(3))
    assert (
        headline(good, [unseen], UTC)
        .against[1]
        .startswith("Right leg: none could be judged then, 4 of 4 good now.")
    )
    assert (
        headline(unseen_later, [good], UTC)
        .against[1]
        .startswith("Right leg: 4 of 4 good then, none could be judged now.")
    )
    assert (
        headline(unseen_later, [unseen], UTC)
        .against[1]
        .startswith("Right leg: none could be judged, neither then nor now.")
    )


def test_a_timer_has_neither_verdict_nor_cue() -> None:
    done = a_session(START, done=[RepetitionRecord(1, 0.0, 4.0, 2.0)], method="timer", weights=None)
    said = headline(done, [done])
    assert said.sides == ("Left leg: 1 repetition by the timer.", "Right leg: 1 repetition by the timer.")
    assert (said.cues, said.against) == ((), ())
