"""An analysis with its repetitions and everything that is said about them."""

from collections.abc import Mapping
from dataclasses import replace

from psoas.exercises import Repetition
from psoas.exercises.half_kneeling import Thresholds, find_repetitions, judge_repetitions, load_thresholds
from psoas.findings.analysis import Analysis
from psoas.findings.assess import assess


def judge(
    analysis: Analysis,
    *,
    bands: Mapping[str, float] | None = None,
    reasons: Mapping[str, str] | None = None,
    thresholds: Thresholds | None = None,
) -> Analysis:
    """The analysis with repetitions, findings and what was not measured.

    Args:
        analysis: what was measured; its angles, movement and view are read.
        bands: one standard error of a change [deg] by coordinate name.
        reasons: coordinate name to why it was not measured.
        thresholds: limits; None for the package's.
    """
    limits = thresholds or load_thresholds()
    repetitions: tuple[Repetition, ...] = ()
    if analysis.view.usable and analysis.movement == "half_kneeling_stretch" and not analysis.source.is_photo:
        segments = find_repetitions(analysis.angles, limits)
        repetitions = judge_repetitions(analysis.angles, segments, bands, limits)
    findings, not_measured = assess(
        movement=analysis.movement,
        view=analysis.view,
        angles=analysis.angles,
        repetitions=repetitions,
        bands=bands,
        reasons=reasons,
        thresholds=limits,
        absolute=analysis.source.motion is not None,
    )
    return replace(
        analysis, repetitions=repetitions, findings=tuple(findings), not_measured=tuple(not_measured)
    )
