"""From angles to statements: repetitions, faults, cues."""

from psoas.findings.analysis import (
    Analysis,
    Finding,
    Lengthening,
    NotMeasured,
    PsoasMotion,
    Repetition,
    Source,
    StartPosture,
    View,
)
from psoas.findings.assess import assess
from psoas.findings.calm import calm_mask, start_window
from psoas.findings.evidence import Evidence, Safety, SafetyNotice, load_evidence, load_safety
from psoas.findings.faults import compensation_ratio, judge_repetitions
from psoas.findings.judge import judge
from psoas.findings.psoas import add_psoas
from psoas.findings.repetitions import Segment, Unfinished, find_repetitions, find_unfinished
from psoas.findings.thresholds import Fault, Threshold, Thresholds, load_thresholds
from psoas.findings.view import judge_view

__all__ = [
    "Analysis",
    "Evidence",
    "Fault",
    "Finding",
    "Lengthening",
    "NotMeasured",
    "PsoasMotion",
    "Repetition",
    "Safety",
    "SafetyNotice",
    "Segment",
    "Source",
    "StartPosture",
    "Threshold",
    "Thresholds",
    "Unfinished",
    "View",
    "add_psoas",
    "assess",
    "calm_mask",
    "compensation_ratio",
    "find_repetitions",
    "find_unfinished",
    "judge",
    "judge_repetitions",
    "judge_view",
    "load_evidence",
    "load_safety",
    "load_thresholds",
    "start_window",
]
