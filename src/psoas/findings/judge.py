"""An analysis with its repetitions and everything that is said about them."""

from collections.abc import Mapping
from dataclasses import replace

from psoas.exercises import Repetition, exercise_of
from psoas.findings.analysis import Analysis
from psoas.findings.assess import assess


def judge(
    analysis: Analysis,
    *,
    bands: Mapping[str, float] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Analysis:
    """The analysis with repetitions, findings and what was not measured.

    Args:
        analysis: what was measured; its angles, movement and view are read.
        bands: one standard error of a change [deg] by coordinate name.
        reasons: coordinate name to why it was not measured.
    """
    exercise = exercise_of(analysis.movement)
    repetitions: tuple[Repetition, ...] = ()
    if exercise is not None and analysis.view.usable and not analysis.source.is_photo:
        repetitions = exercise.judge(analysis.angles, bands or {})
    findings, not_measured = assess(
        movement=analysis.movement,
        view=analysis.view,
        angles=analysis.angles,
        repetitions=repetitions,
        bands=bands,
        reasons=reasons,
        absolute=analysis.source.motion is not None,
    )
    return replace(
        analysis, repetitions=repetitions, findings=tuple(findings), not_measured=tuple(not_measured)
    )
