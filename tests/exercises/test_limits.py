"""Every limit is one entry of a data file with its source, and every limit that is said to judge is read by code."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime

import numpy as np
import pytest

from psoas.app.evidence_page import COMMON, judging, orientation
from psoas.app.stretch.speech import Speech
from psoas.app.stretch.timer import GuidedTimer
from psoas.data import read_data
from psoas.exercises import ClinicalTest, Exercise
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.exercises.hip_stretch.phases import Instant
from psoas.exercises.hip_stretch.thresholds import Thresholds, load_thresholds
from psoas.exercises.limits import read_limits
from psoas.exercises.modified_thomas.judge import judge
from psoas.exercises.registry import CLINICAL_TESTS, EXERCISES, exercise_of
from psoas.findings.assess import assess
from psoas.findings.limits import CommonLimits, common_limits
from psoas.findings.view import judge_view
from psoas.plan.form import hurts
from psoas.plan.records import SessionRecord
from psoas.timeseries import TimeSeries
from psoas.words import speaking
from tests.exercises.hip_stretch.sessions import Rep, series, thigh, timetable
from tests.exercises.hip_stretch.test_faults import BANDS, Session, angles_of
from tests.exercises.modified_thomas.made_test import examined
from tests.exercises.modified_thomas.test_trials import TIME, up_and_down
from tests.findings.test_assess import SIDE
from tests.findings.test_view import SIZE, standing

OWN: tuple[Exercise | ClinicalTest, ...] = (*EXERCISES, *CLINICAL_TESTS)
STRETCH = "psoas.exercises.half_kneeling"


def test_every_limit_has_a_source_and_a_meaning() -> None:
    for entry in [*orientation(), *(limit for table in judging().values() for limit in table)]:
        assert entry.source
        assert entry.meaning.endswith(".")


def test_every_fault_has_words_and_a_cue() -> None:
    for file in (one.file for one in OWN):
        assert sorted(file.urgency) == sorted(file.faults)
        for fault in file.faults.values():
            assert fault.says
            assert fault.cue
    for exercise in EXERCISES:
        assert {group.key for group in exercise.groups} <= set(exercise.file.cues)


def test_the_stretch_has_its_ten_faults_in_their_order() -> None:
    stretch = exercise_of("half_kneeling_stretch")
    assert stretch is not None
    assert tuple(stretch.faults) == (
        "arched_back",
        "anterior_tilt",
        "leaning_back",
        "folding_forward",
        "short_hold",
        "long_hold",
        "bounce",
        "small_travel",
        "front_knee_past_toes",
        "rear_knee_not_under_hip",
    )
    assert stretch.faults["arched_back"].cue == "Ribs down, belt buckle to chin, smaller move"
    assert any("Vigotsky" in source for source in stretch.faults["arched_back"].sources)


def test_each_limit_of_a_file_is_a_field_that_code_can_read() -> None:
    own, shared = read_limits("psoas.exercises.hip_stretch").limits, read_limits("psoas.exercises").limits
    assert {field.name for field in fields(Thresholds)} == {*own, *shared}
    assert {field.name for field in fields(CommonLimits)} == set(read_limits("psoas.findings").limits)


@contextmanager
def changed(package: str, name: str, value: float) -> Iterator[None]:
    """The program with another value of one limit."""
    caches = (read_limits, load_thresholds, common_limits)
    entry = read_data(package, "limits.json")["limits"][name]
    before = entry["value"]
    try:
        entry["value"] = value
        for cache in caches:
            cache.cache_clear()
        yield
    finally:
        entry["value"] = before
        for cache in caches:
            cache.cache_clear()


def findings(angles: TimeSeries, bands: dict[str, float] = BANDS) -> object:
    """Everything that is said about a session of the stretch."""
    exercise = exercise_of("half_kneeling_stretch")
    assert exercise is not None
    timeline = exercise.find_timeline(angles)
    repetitions = exercise.judge(angles, timeline, bands)
    said = assess(
        movement="half_kneeling_stretch",
        view=SIDE,
        angles=angles,
        repetitions=repetitions,
        unfinished=timeline.unfinished,
        bands=bands,
    )
    return said, [(one.faults, one.good) for one in repetitions]


def of(session: Session, bands: dict[str, float] = BANDS) -> Callable[[], object]:
    return lambda: findings(angles_of(session), bands)


def half_seen() -> object:
    """The arch is seen in three fifths of each hold."""
    angles = angles_of(Session())
    for at in timetable([Rep()] * 4):
        late = (angles.time > at.hold_end - 0.8) & (angles.time < at.hold_end)
        angles["lumbar_extension"][late] = np.nan
    return findings(angles)


def cut_on_the_way_back() -> object:
    reps = [Rep(travel=12.0)] * 3
    time, values = thigh(reps)
    cut = time < timetable(reps)[-1].hold_end + 0.4
    return findings(series(time[cut], values[cut]))


def of_another_shape() -> object:
    """The thigh swings in the holds, so that no repetition's shape fits: the hold is then where the pelvis is slow."""
    reps = [Rep(hold=2.5)] * 3
    time, smooth = thigh(reps)
    values = smooth.copy()
    for at in timetable(reps):
        inside = (time > at.hold_start) & (time < at.hold_end)
        values[inside] -= 7.0 * np.sin(2 * np.pi * 1.6 * (time[inside] - at.hold_start))
    forward = 0.4 * np.sin(np.radians(smooth))
    return EXERCISE.find_timeline(series(time, values, hip_forward_m=forward)).repetitions


def view(yaw_deg: float) -> Callable[[], object]:
    return lambda: judge_view(standing(), yaw_deg, True, SIZE)


def pain() -> object:
    now = datetime(2025, 3, 1, 8, tzinfo=UTC)
    return hurts(SessionRecord(1, 1, "practice", now, pain_before=4, pain_after=5))


def spoken() -> object:
    speech = Speech(EXERCISE)
    speech.follow(Instant("hold", 15.0, 2.2, 2.2))
    return speech.spoken()


def rest_of_the_timer() -> object:
    timer = GuidedTimer.__new__(GuidedTimer)
    timer._stage, timer._phase, timer._limits = "moving", "rest", load_thresholds(STRETCH)
    return timer._lasts_s()


def of_the_test(thigh: float, knee: float, gap: float) -> Callable[[], object]:
    return lambda: [
        (leg.verdict, leg.faults, leg.possible_faults) for leg in judge(examined(thigh, knee, gap))
    ]


def rests(keep_s: float, wobble_deg: float = 0.0) -> Callable[[], object]:
    """A leg that hangs for a time, moving by a wobble of 0.5 Hz."""
    thigh = up_and_down(2, keep=keep_s) + wobble_deg * np.sin(np.pi * TIME)
    return lambda: [len(leg.trials) for leg in judge(examined(thigh, 90.0, 0.05, time=TIME))]


READ: dict[str, tuple[float, Callable[[], object]]] = {
    "travel_counts_deg": (6.0, of(Session(Rep(travel=6.3)))),
    "travel_listed_deg": (7.5, of(Session(Rep(travel=6.3)))),
    "return_deg": (14.0, cut_on_the_way_back),
    "hold_short_s": (0.5, of(Session(Rep(hold=1.0)))),
    "hold_ideal_s": (2.5, spoken),
    "hold_long_s": (5.0, of(Session(Rep(hold=4.0)))),
    "hold_speed_m_s": (0.3, of_another_shape),
    "start_still_s": (1.0, rest_of_the_timer),
    "start_thigh_deg": (20.0, of(Session(base=-14.0))),
    "start_trunk_deg": (1.0, of(Session())),
    "start_front_knee_low_deg": (100.0, of(Session())),
    "start_front_knee_high_deg": (90.0, of(Session())),
    "move_short_s": (0.3, of(Session())),
    "move_long_s": (0.5, of(Session())),
    "pelvis_anterior_deg": (12.0, of(Session(pelvis=9.0))),
    "arch_deg": (30.0, of(Session(arch=15.0))),
    "ratio_good": (0.25, of(Session(arch=3.0))),
    "ratio_back_works": (0.9, of(Session(arch=7.0))),
    "trunk_back_deg": (-20.0, of(Session(trunk=-14.0))),
    "trunk_forward_deg": (20.0, of(Session(trunk=14.0))),
    "front_knee_deg": (140.0, of(Session(front_knee=128.0))),
    "front_knee_past_toes_m": (0.1, of(Session(past_toes=0.03))),
    "bounce_swing_deg": (9.0, of(Session(Rep(hold=2.5), bounce=6.0))),
    "bounce_speed_deg_s": (80.0, of(Session(Rep(hold=2.5), bounce=6.0))),
    "seen_share": (0.9, half_seen),
    "band_sigmas": (9.0, of(Session(Rep(travel=9.5), arch=4.0), {"lumbar_extension": 1.0})),
    "oblique_view_deg": (30.0, view(20.0)),
    "readable_view_deg": (40.0, view(45.0)),
    "pull_most": (6.0, pain),
    "thigh_most_deg": (20.0, of_the_test(10.0, 95.0, 0.05)),
    "knee_least_deg": (50.0, of_the_test(-15.0, 65.0, 0.05)),
    "pelvis_most_deg": (60.0, of_the_test(-15.0, 95.0, 0.30)),
    "rest_deg_s": (0.2, rests(3.0, 0.5)),
    "rest_least_s": (3.0, rests(1.5)),
}
"""Limit to another value of it, and a result that this value changes."""


def test_each_limit_that_is_said_to_judge_is_among_those_that_are_tried() -> None:
    packages = (*(one.package for one in OWN), *COMMON)
    assert set(READ) == {name for package in packages for name in read_limits(package).limits}
    shown = [limit for table in judging().values() for limit in table]
    assert len(shown) == len({id(limit) for limit in shown}), "each stands in one table"
    files = {id(limit) for package in packages for limit in read_limits(package).limits.values()}
    assert files <= {id(limit) for limit in shown}


@pytest.mark.parametrize("name", READ)
def test_a_limit_that_is_said_to_judge_changes_a_result(name: str) -> None:
    packages = (STRETCH, "psoas.exercises.hip_stretch", *(one.package for one in CLINICAL_TESTS), *COMMON)
    package = next(one for one in packages if name in read_data(one, "limits.json")["limits"])
    value, result = READ[name]
    before = str(result())
    with changed(package, name, value):
        assert str(result()) != before
    assert str(result()) == before


def test_a_figure_for_orientation_is_no_limit() -> None:
    judged = {limit.meaning for table in judging().values() for limit in table}
    assert not judged & {figure.meaning for figure in orientation()}
    assert len(orientation()) == 10


def test_a_file_takes_over_what_it_is_based_on_and_may_differ() -> None:
    base, standing = (read_limits(f"psoas.exercises.{name}") for name in ("hip_stretch", "standing_stretch"))
    assert standing.based_on is base
    assert standing.limits["arch_deg"] is base.limits["arch_deg"]
    assert standing.limits["start_thigh_deg"] is not base.limits["start_thigh_deg"]
    assert standing.own_limits == (standing.limits["start_thigh_deg"],)
    assert standing.faults == base.faults
    kneeling = read_limits(STRETCH)
    assert set(kneeling.faults) - set(base.faults) == {"rear_knee_not_under_hip"}


def test_a_file_is_kept_in_english_whoever_reads_it_first() -> None:
    base, standing = (f"psoas.exercises.{name}" for name in ("hip_stretch", "standing_stretch"))
    with speaking("de"):
        read = read_limits.__wrapped__(standing)
    assert read.cues["unfinished"] == read_limits(base).cues["unfinished"]
    assert read == read_limits(standing)


@pytest.mark.parametrize(
    ("movement", "limit"), [("standing_hip_flexor_stretch", 25.0), ("lunge_stretch", 45.0)]
)
def test_a_thigh_that_only_rests_far_back_is_held_and_no_start(movement: str, limit: float) -> None:
    exercise = exercise_of(movement)
    assert exercise is not None
    assert exercise.threshold("start_thigh_deg").value == limit
    time = np.arange(0, 6, 1 / 30)
    for behind, calm in ((limit - 5.0, True), (limit + 5.0, False)):
        assert exercise.find_timeline(series(time, np.full(len(time), behind))).calm.any() == calm
