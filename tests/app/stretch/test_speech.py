"""Speech says a thing once, and does not nag."""

import itertools

from psoas.app.stretch.speech import STAYS_S, Speech
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.exercises.hip_stretch.phases import Instant
from psoas.exercises.hip_stretch.thresholds import load_thresholds

RIBS, TUCK = "Ribs down.", "Tuck the tail."
IDEAL_S = load_thresholds().hold_ideal_s


def test_words_are_spoken_once_and_in_their_order() -> None:
    speech = Speech(EXERCISE)
    speech.say("One.")
    speech.say("Two.")
    assert speech.spoken() == "One. Two."
    assert speech.spoken() is None


def test_a_fault_that_goes_on_is_told_again_only_when_its_cue_has_left_the_screen() -> None:
    speech, said = Speech(EXERCISE), []
    for tenth in range(round(25 * STAYS_S)):
        speech.cue(RIBS, tenth / 10)
        if (words := speech.spoken()) is not None:
            said.append((tenth / 10, words))
        assert speech.shown(tenth / 10) == RIBS
    assert [words for _, words in said] == [RIBS] * len(said)
    gaps = [after - before for (before, _), (after, _) in itertools.pairwise(said)]
    assert len(gaps) == 2
    assert min(gaps) > STAYS_S


def test_another_fault_takes_the_place_of_the_first_at_once() -> None:
    speech = Speech(EXERCISE)
    speech.cue(RIBS, 0.0)
    speech.cue(TUCK, 0.5)
    assert speech.shown(0.5) == TUCK
    assert speech.spoken() == f"{RIBS} {TUCK}"
    speech.cue(None, 0.6)
    assert speech.shown(0.6) == TUCK, "no fault now does not take the words away"
    assert speech.shown(0.5 + STAYS_S + 0.1) is None


def test_each_repetition_is_counted_with_a_cue_or_with_what_is_left() -> None:
    def counted(count: int, cue: str | None) -> str | None:
        speech = Speech(EXERCISE)
        speech.counted(count - 1, count, 10, cue, 1.0)
        return speech.spoken()

    assert counted(3, None) == "3."
    assert counted(3, RIBS) == f"3. {RIBS}"
    assert counted(7, None) == "7."
    assert counted(8, None) == "8. Two more."
    assert counted(9, None) == "9. Last one."
    assert counted(9, RIBS) == f"9. {RIBS}"
    assert counted(10, RIBS) == "10.", "nothing is left to do better"


def test_no_number_is_skipped_where_two_repetitions_are_found_at_once() -> None:
    speech = Speech(EXERCISE)
    speech.counted(1, 3, 10, None, 1.0)
    assert speech.spoken() == "2. 3."


def test_each_hold_is_ended_by_one_word() -> None:
    speech = Speech(EXERCISE)

    def follow(phase: str, hold_s: float) -> str | None:
        speech.follow(Instant(phase, 15.0, hold_s, 1.0))  # type: ignore[arg-type]
        return speech.spoken()

    for _ in range(2):
        assert follow("forward", 0.0) is None
        assert follow("hold", IDEAL_S - 0.1) is None
        assert follow("hold", IDEAL_S) == EXERCISE.phases["back"]
        assert follow("hold", IDEAL_S + 1) is None
        assert follow("back", IDEAL_S + 1) is None
        assert follow("rest", 0.0) is None
