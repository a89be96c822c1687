"""The weeks and doses are those of the protocol, each with a source."""

import pytest

from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.findings.evidence import load_evidence
from psoas.plan.protocol import aimed_minutes, load_protocol
from psoas.words import speaking


def test_one_set_of_ten_a_day_is_two_point_three_minutes_a_week() -> None:
    first, second, third = load_protocol().stages
    assert aimed_minutes(first, 10) == pytest.approx(10 * 2 * 7 / 60)
    assert round(aimed_minutes(first, 10), 1) == 2.3
    assert aimed_minutes(second, 10) == pytest.approx(2 * aimed_minutes(first, 10))
    assert aimed_minutes(third, 10) < load_protocol().figures.plateau_min < aimed_minutes(third, 11)


def test_the_weeks_are_those_of_the_protocol() -> None:
    protocol = load_protocol()
    assert [protocol.stage(week).sets for week in range(1, 9)] == [1, 1, 2, 2, 4, 4, 4, 4]
    assert protocol.stage(9) == protocol.stages[-1]


def test_the_protocol_is_kept_in_english_whoever_loads_it_first() -> None:
    with speaking("de"):
        loaded = load_protocol.__wrapped__()
    assert loaded.exercises["walk"].name == "Walk"
    assert loaded.exercises == load_protocol().exercises


def test_every_figure_stage_and_exercise_has_a_source() -> None:
    protocol = load_protocol()
    for entry in protocol.entries.values():
        assert entry.source
        assert entry.meaning.endswith(".")
    assert all(stage.source for stage in protocol.stages)
    for exercise in protocol.exercises.values():
        assert exercise.source, exercise.id
        assert exercise.how


def test_exercises_point_to_evidence_and_faults_that_exist() -> None:
    for exercise in load_protocol().exercises.values():
        assert set(exercise.evidence) <= set(load_evidence())
        assert set(exercise.helps) <= set(EXERCISE.faults)


def test_every_fault_has_an_easier_form() -> None:
    helped = {
        fault
        for exercise in load_protocol().exercises.values()
        if exercise.kind == "easier"
        for fault in exercise.helps
    }
    assert helped == set(EXERCISE.faults)


def test_swimming_and_skating_are_not_called_rest() -> None:
    exercises = load_protocol().exercises
    assert (exercises["swim"].verdict, exercises["skate"].verdict) == ("contested", "contested")
    assert exercises["swim"].note
    assert "no rest for the psoas" in exercises["swim"].note
