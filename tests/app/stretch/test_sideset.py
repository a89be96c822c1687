"""What is kept of a set, and when."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.stretch.sideset import SideSet
from psoas.errors import InputError
from psoas.exercises.repetition import Repetition
from psoas.findings.analysis import View
from psoas.plan.records import RepetitionRecord
from psoas.recordings.live import Reading
from tests.app.stretch.played import Kept

VIEW = View("side", 2.0, True, None)


def repetition(start_s: float, travel: float = 16.0, faults: tuple[str, ...] = ()) -> Repetition:
    return Repetition(
        start_s=start_s,
        hold_start_s=start_s + 1,
        hold_end_s=start_s + 3,
        end_s=start_s + 4,
        thigh_travel_deg=travel,
        trunk_lean_deg=2.0,
        hip_extension_change_deg=20.0,
        arch_change_deg=3.0,
        pelvis_tilt_change_deg=-4.0,
        compensation_ratio=0.1,
        faults=faults,
        good=not faults,
        peak_s=start_s + 2,
    )


def reading(*repetitions: Repetition) -> Reading:
    return Reading(99.0, VIEW, repetitions=repetitions)


def test_nothing_is_kept_before_the_first_repetition() -> None:
    kept = Kept()
    running = SideSet(kept, "left", 10.0, "full")
    assert not running.keep(reading())
    running.end()
    assert not kept.sets
    assert not kept.ended


def test_a_finished_repetition_is_kept_once_and_told_once() -> None:
    kept = Kept()
    running = SideSet(kept, "left", 10.0, "full")
    assert running.keep(reading(repetition(12)))
    assert not running.keep(reading(repetition(12)))
    assert len(kept.saved) == 1
    assert (kept.saved[0].start_s, kept.saved[0].number) == (2.0, 1)


def test_what_becomes_known_better_is_kept_again() -> None:
    kept = Kept()
    running = SideSet(kept, "left", 0.0, "full")
    running.keep(reading(repetition(12)))
    running.keep(reading(replace(repetition(12), arch_change_deg=3.2)))
    assert len(kept.saved) == 1
    running.keep(reading(replace(repetition(12), arch_change_deg=12.0, faults=("arched_back",), good=False)))
    assert [one.faults for one in kept.saved] == [(), ("arched_back",)]
    running.keep(reading(replace(repetition(12), arch_change_deg=None, good=None)))
    assert kept.saved[-1].arch_deg is None


def test_a_small_move_is_kept_and_not_counted() -> None:
    kept = Kept()
    running = SideSet(kept, "left", 0.0, "full")
    assert not running.keep(reading(repetition(12, 6.0, ("small_travel",))))
    assert (running.count, len(kept.saved)) == (0, 1)


def test_what_was_told_is_never_taken_back() -> None:
    kept = Kept()
    running = SideSet(kept, "left", 0.0, "full")
    running.keep(reading(repetition(12), repetition(17), repetition(22)))
    assert not running.keep(reading(repetition(12)))
    assert not running.keep(reading(replace(repetition(12), end_s=21.0), repetition(22)))  # two read as one
    assert not running.keep(reading(repetition(12), repetition(17, 7.9, ("small_travel",))))
    assert running.count == 3
    running.end()
    assert [(one.number, one.start_s, one.faults) for one in kept.ended[0]] == [
        (1, 12, ()),
        (2, 17, ()),
        (3, 22, ()),
    ]


@given(
    st.lists(st.lists(st.sampled_from([2, 6, 7, 12, 13, 17, 22, 27]), unique=True), min_size=1, max_size=6)
)
def test_as_many_are_kept_as_were_told_whatever_the_readings_say(starts: list[list[int]]) -> None:
    kept = Kept()
    running = SideSet(kept, "left", 0.0, "full")
    told = 0
    for some in starts:
        running.keep(reading(*(repetition(start) for start in sorted(some))))
        assert running.count >= told
        told = running.count
    running.end()
    assert told == len(kept.ended[-1] if kept.ended else ())


def test_a_repetition_that_cannot_be_kept_is_not_told_and_tried_again() -> None:
    kept = Kept()
    kept.fault = InputError("the disk is full; make room")
    running = SideSet(kept, "left", 0.0, "full")
    with pytest.raises(InputError):
        running.keep(reading(repetition(12)))
    assert running.count == 0
    kept.fault = None
    assert running.keep(reading(repetition(12)))
    assert kept.numbers == [1]


def test_repetitions_whose_pictures_are_forgotten_stay() -> None:
    kept = Kept()
    running = SideSet(kept, "left", 0.0, "full")
    running.keep(reading(repetition(12), repetition(17)))
    running.keep(reading(repetition(17), repetition(22)))
    running.keep(reading(repetition(22), repetition(27)))
    running.end()
    assert [(one.number, one.start_s) for one in kept.ended[0]] == [(1, 12), (2, 17), (3, 22), (4, 27)]


def test_the_set_keeps_why_the_back_was_not_measured_and_which_faults_are_only_possible() -> None:
    kept = Kept()
    running = SideSet(kept, "left", 0.0, "full")
    perhaps = replace(repetition(2), possible_faults=("arched_back",), good=None)
    running.keep(replace(reading(perhaps), unmeasured={"arch": "an arm lies across it"}))
    assert (kept.saved[0].faults, kept.saved[0].possible_faults) == (("arched_back",), ("arched_back",))
    assert kept.saved[0].certain_faults == ()
    running.keep(reading(replace(perhaps, faults=("arched_back",), possible_faults=(), good=False)))
    assert kept.saved[-1].certain_faults == ("arched_back",), (
        "a possible fault that became certain is kept again"
    )
    running.keep(replace(reading(perhaps), unmeasured={"arch": "the shirt is loose"}))
    running.end()
    assert kept.unmeasured == {"arch": "the shirt is loose"}


def test_a_set_that_was_cut_off_goes_on_with_its_numbers_and_its_times() -> None:
    before = tuple(RepetitionRecord(number, 5.0 * number, 5.0 * number + 4.0, 2.0) for number in (1, 2, 3))
    kept = Kept()
    running = SideSet(kept, "left", 10.0, "full", before)
    assert running.count == 3
    assert running.keep(reading(repetition(12)))
    assert (running.count, [one.number for one in kept.saved]) == (4, [4])
    assert kept.saved[0].start_s == before[-1].end_s + 2.0, "it comes after what was done before"
    running.end()
    assert [one.number for one in kept.ended[0]] == [1, 2, 3, 4]
    assert kept.ended[0][:3] == before
