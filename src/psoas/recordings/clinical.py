"""The clinical test in a recording, where its movement is one."""

from dataclasses import replace

from psoas.capture.pose import Captured
from psoas.exercises import Examined, clinical_test_of
from psoas.findings import Analysis, clinical_findings


def with_clinical_test(analysis: Analysis, level: Captured, turn_deg: float | None) -> Analysis:
    """Add the legs that were tested, and the findings in place of the plain verdict; others are returned unchanged.

    Args:
        level: what the pose network saw, the camera's roll taken out.
        turn_deg: of the person off a side view; None where the person cannot be read.
    """
    test = clinical_test_of(analysis.movement)
    if test is None or not analysis.view.usable or analysis.facing is None or turn_deg is None:
        return analysis
    filming = analysis.source.filming
    error = None if filming.roll_deg is None else filming.roll_error_deg
    legs = test.judge(Examined(analysis.angles, level, analysis.facing, turn_deg, error))
    findings, not_measured = clinical_findings(test, legs)
    others = [one for one in analysis.findings if one.id != "verdict"]
    return replace(
        analysis,
        examined=legs,
        findings=(*findings, *others),
        not_measured=(*not_measured, *analysis.not_measured),
    )
