"""The guided timer: every repetition is kept once, in order, before it is told, however the clock ticks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.app.stretch.timer import GAP_S, MOVE_S, SETUP_S, SWITCH_S, Beat, GuidedTimer
from psoas.errors import InputError
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.exercises.hip_stretch.thresholds import load_thresholds
from psoas.plan.records import KeptPicture, RepetitionRecord
from psoas.sides import SideWord

HOLD_S, REST_S = load_thresholds().hold_ideal_s, load_thresholds().start_still_s
REPETITION_S = MOVE_S + HOLD_S + MOVE_S + REST_S


@dataclass
class Clock:
    """A clock that is set by hand."""

    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Kept:
    """What was kept, in the order in which it came."""

    sides: list[SideWord] = field(default_factory=list)
    saved: list[tuple[int, RepetitionRecord]] = field(default_factory=list)
    ended: list[tuple[int, int]] = field(default_factory=list)
    broken: bool = False
    trouble: str | None = None

    def begin_set(self, side: SideWord, weights: str | None, bands: dict[str, float]) -> int:
        self.sides.append(side)
        return len(self.sides)

    def save(self, set_id: int, repetition: RepetitionRecord) -> None:
        if self.broken:
            raise InputError("the database cannot be written; make room on the disk")
        self.saved.append((set_id, repetition))

    def end_set(
        self, set_id: int, repetitions: tuple[RepetitionRecord, ...], unmeasured: Mapping[str, str]
    ) -> None:
        self.ended.append((set_id, len(repetitions)))

    def keep_frames(self, set_id: int, frames: Sequence[KeptPicture]) -> None:
        raise AssertionError("a timer has no pictures")


def made(target: int = 2) -> tuple[GuidedTimer, Clock, Kept]:
    clock, kept = Clock(), Kept()
    return GuidedTimer(kept, "left", target, clock, EXERCISE), clock, kept


def run(timer: GuidedTimer, clock: Clock, seconds: float, step_s: float = 0.125) -> list[Beat]:
    beats = [timer.tick()]
    for _ in range(round(seconds / step_s)):
        clock.now_s += step_s
        beats.append(timer.tick())
    return beats


def test_it_leads_through_both_sides() -> None:
    timer, clock, kept = made(target=2)
    whole_s = SETUP_S + 2 * REPETITION_S + SWITCH_S + 2 * REPETITION_S
    beats = run(timer, clock, whole_s)
    assert [beat.say for beat in beats if beat.say] == [
        "Kneel on your left knee.",
        "Tuck the tail, and glide forward.",
        "Hold.",
        "And back.",
        "1.",
        "Hold.",
        "And back.",
        "2. This side is finished. Turn round, and kneel on your right knee.",
        "Tuck the tail, and glide forward.",
        "Hold.",
        "And back.",
        "1.",
        "Hold.",
        "And back.",
        "2. Set finished.",
    ]
    assert list(dict.fromkeys(beat.stage for beat in beats)) == ["setup", "moving", "switch", "done"]
    assert (kept.sides, kept.ended) == (["left", "right"], [(1, 2), (2, 2)])


def test_nothing_is_scored() -> None:
    timer, clock, kept = made(target=1)
    run(timer, clock, SETUP_S + REPETITION_S)
    ((_, repetition),) = kept.saved
    assert repetition == RepetitionRecord(
        number=1, start_s=0.0, end_s=MOVE_S + HOLD_S + MOVE_S, hold_s=HOLD_S, faults=(), good=None
    )


def test_the_ring_fills_over_the_hold_and_stays_full_on_the_way_back() -> None:
    timer, clock, _ = made()
    beats = run(timer, clock, SETUP_S + REPETITION_S)
    rings = [beat.ring for beat in beats if beat.phase == "hold"]
    assert rings == sorted(rings)
    assert rings[0] == 0
    assert rings[-1] == pytest.approx(1 - 0.125 / HOLD_S)
    assert {beat.ring for beat in beats if beat.phase == "back"} == {1.0}
    assert {beat.ring for beat in beats if beat.phase in ("rest", "forward")} == {0.0}


def test_the_set_up_counts_down() -> None:
    timer, clock, _ = made()
    beats = run(timer, clock, SETUP_S - 0.125)
    assert {beat.message for beat in beats} == {"Kneel on your left knee."}
    assert list(dict.fromkeys(beat.left_s for beat in beats)) == [5, 4, 3, 2, 1]


@settings(max_examples=50, deadline=None)
@given(
    eighths=st.lists(st.integers(0, 30), min_size=30, max_size=90),
    paused_at=st.sets(st.integers(0, 80), max_size=5),
)
def test_each_repetition_is_kept_once_and_in_order_before_it_is_told(
    eighths: list[int], paused_at: set[int]
) -> None:
    timer, clock, kept = made(target=2)
    phases: list[str] = []
    told = 0
    for number, eighth in enumerate(eighths):
        clock.now_s += eighth / 8
        if number in paused_at:
            timer.pause()
        before = len(kept.saved)
        beat = timer.tick()
        assert len(kept.saved) - before <= 1
        if beat.paused:
            assert len(kept.saved) == before
            timer.resume()
        told = max(told, beat.count if len(kept.sides) < 2 else 2 + beat.count)
        assert told <= len(kept.saved)
        if beat.stage == "moving" and (not phases or phases[-1] != beat.phase):
            phases.append(beat.phase)
        elif beat.stage == "switch":
            phases.clear()
    order = ("forward", "hold", "back", "rest")
    assert phases == [order[at % 4] for at in range(len(phases))], "no phase is skipped"
    assert [(at, one.number) for at, one in kept.saved] == [
        (1 + at // 2, 1 + at % 2) for at in range(len(kept.saved))
    ]
    for set_id in (1, 2):
        times = [time for at, one in kept.saved if at == set_id for time in (one.start_s, one.end_s)]
        assert times == sorted(times)
    assert all(one.end_s - one.start_s >= 2 * MOVE_S + HOLD_S - 0.01 for _, one in kept.saved)


def test_a_computer_that_slept_finds_the_timer_waiting() -> None:
    timer, clock, kept = made()
    before = run(timer, clock, SETUP_S + MOVE_S + 1.0)[-1]
    clock.now_s += GAP_S + 3600
    slept = timer.tick()
    assert (slept.paused, slept.message) == (True, "Paused.")
    assert replace(slept, paused=False, message=before.message) == before
    run(timer, clock, 60)
    assert kept.saved == []
    timer.resume()
    assert run(timer, clock, HOLD_S - 1.0 + MOVE_S)[-1].count == 1


def test_a_pause_does_not_count_as_time() -> None:
    timer, clock, kept = made()
    run(timer, clock, SETUP_S + 1.0)
    timer.pause()
    run(timer, clock, 30)
    timer.resume()
    run(timer, clock, REPETITION_S)
    assert [one.end_s for _, one in kept.saved] == [MOVE_S + HOLD_S + MOVE_S]


def test_finish_keeps_what_was_finished_and_no_more() -> None:
    timer, clock, kept = made(target=10)
    run(timer, clock, SETUP_S + REPETITION_S + MOVE_S)
    timer.finish()
    timer.close()
    assert (len(kept.saved), kept.ended) == (1, [(1, 1)])
    assert timer.tick().stage == "done"


def test_nothing_is_kept_of_a_side_without_a_repetition() -> None:
    timer, clock, kept = made()
    run(timer, clock, SETUP_S + MOVE_S)
    timer.finish()
    assert kept == Kept()


def test_a_repetition_that_could_not_be_kept_is_not_told() -> None:
    timer, clock, kept = made()
    run(timer, clock, SETUP_S + MOVE_S + HOLD_S)
    kept.broken = True
    clock.now_s += MOVE_S
    with pytest.raises(InputError):
        timer.tick()
    kept.broken = False
    assert timer.tick().count == 1
    assert [one.number for _, one in kept.saved] == [1]
