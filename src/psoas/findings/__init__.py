"""From angles to statements: repetitions, faults, cues."""

from psoas.findings.analysis import (
    Analysis,
    Filming,
    Finding,
    LoadsOverTime,
    MotionSource,
    NotMeasured,
    PsoasMotion,
    Source,
    View,
)
from psoas.findings.assess import assess
from psoas.findings.clinical import clinical_findings, trial_rows
from psoas.findings.evidence import Evidence, Verdict, load_evidence, load_glossary, load_safety
from psoas.findings.gait_psoas import gait_psoas
from psoas.findings.hip_or_back import stride_mean
from psoas.findings.limits import common_limits
from psoas.findings.own_zero import FROM_START, changes_from, held_extension, start_angles, start_posture
from psoas.findings.pose_table import PoseTable, pose_table
from psoas.findings.psoas import ID, add_psoas, compensated
from psoas.findings.range_table import half_bands, range_table
from psoas.findings.ranges import LEAST_SEEN, extent, unrecognised
from psoas.findings.stride_angles import (
    CONSTANT,
    STRIDE_CURVES,
    clip_stride_angles,
    curve_errors,
    stride_angle_errors,
)
from psoas.findings.stride_words import (
    STRIDE_LABELS,
    STRIDE_UNITS,
    banded_words,
    difference_words,
    mean_words,
    norm_words,
    spread_words,
    stride_counts,
    value_words,
)
from psoas.findings.strides import clip_stride_findings, headed_by_strides, stride_findings
from psoas.findings.view import SET_UP, judge_view
from psoas.findings.words import (
    TIMES,
    fault_words,
    front_side,
    good_words,
    middle,
    segment_words,
    short_name,
    signed,
    status,
    unmeasured,
    unmeasured_words,
    verdict,
    view_words,
    with_band,
)

__all__ = [
    "CONSTANT",
    "FROM_START",
    "ID",
    "LEAST_SEEN",
    "SET_UP",
    "STRIDE_CURVES",
    "STRIDE_LABELS",
    "STRIDE_UNITS",
    "TIMES",
    "Analysis",
    "Evidence",
    "Filming",
    "Finding",
    "LoadsOverTime",
    "MotionSource",
    "NotMeasured",
    "PoseTable",
    "PsoasMotion",
    "Source",
    "Verdict",
    "View",
    "add_psoas",
    "assess",
    "banded_words",
    "changes_from",
    "clinical_findings",
    "clip_stride_angles",
    "clip_stride_findings",
    "common_limits",
    "compensated",
    "curve_errors",
    "difference_words",
    "extent",
    "fault_words",
    "front_side",
    "gait_psoas",
    "good_words",
    "half_bands",
    "headed_by_strides",
    "held_extension",
    "judge_view",
    "load_evidence",
    "load_glossary",
    "load_safety",
    "mean_words",
    "middle",
    "norm_words",
    "pose_table",
    "range_table",
    "segment_words",
    "short_name",
    "signed",
    "spread_words",
    "start_angles",
    "start_posture",
    "status",
    "stride_angle_errors",
    "stride_counts",
    "stride_findings",
    "stride_mean",
    "trial_rows",
    "unmeasured",
    "unmeasured_words",
    "unrecognised",
    "value_words",
    "verdict",
    "view_words",
    "with_band",
]
