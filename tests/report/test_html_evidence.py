"""The claims on a page belong to what the person did."""

from dataclasses import replace

from psoas.exercises.registry import EXERCISES, exercise_of
from psoas.findings.analysis import Analysis
from psoas.findings.evidence import Evidence, load_evidence
from psoas.report.html import GAIT_EVIDENCE, OTHER_EVIDENCE, _evidence
from tests.report.made import made_photo, made_stretch, made_walk


def evidence_for(analysis: Analysis) -> list[Evidence]:
    return _evidence(analysis, exercise_of(analysis.movement))


def test_an_exercise_has_its_own_claims_in_their_order() -> None:
    for exercise in EXERCISES:
        found = evidence_for(replace(made_stretch(), movement=exercise.movement))
        assert [one.id for one in found] == list(exercise.claims)


def test_who_walks_or_runs_reads_about_gait_and_who_stands_does_not() -> None:
    walking = [one.id for one in evidence_for(made_walk())]
    assert walking == [one.id for one in evidence_for(replace(made_walk(), movement="running"))]
    standing = [one.id for one in evidence_for(made_photo())]
    assert "walking" in walking
    assert "walking" not in standing
    assert "one_camera" in {*walking} & {*standing}


def test_no_claim_is_named_that_is_not_among_the_evidence() -> None:
    assert {*GAIT_EVIDENCE, *OTHER_EVIDENCE} <= set(load_evidence())
