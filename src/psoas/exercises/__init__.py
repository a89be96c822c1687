"""Scored exercises and clinical tests, one folder each; `registry` lists them."""

from psoas.exercises.clinical_test import ClinicalTest, Examined, ExaminedLeg, Trial
from psoas.exercises.exercise import CoachWords, Compensation, Exercise, Measure, MeasureGroup
from psoas.exercises.limits import LimitsFile, Threshold, limit_values, read_limits
from psoas.exercises.registry import CLINICAL_TESTS, COACHED, EXERCISES, clinical_test_of, exercise_of
from psoas.exercises.repetition import Lengthening, Missing, Repetition
from psoas.exercises.timeline import Timeline
from psoas.exercises.verdict import could_be_either, judged, share_of_travel

__all__ = [
    "CLINICAL_TESTS",
    "COACHED",
    "EXERCISES",
    "ClinicalTest",
    "CoachWords",
    "Compensation",
    "Examined",
    "ExaminedLeg",
    "Exercise",
    "Lengthening",
    "LimitsFile",
    "Measure",
    "MeasureGroup",
    "Missing",
    "Repetition",
    "Threshold",
    "Timeline",
    "Trial",
    "clinical_test_of",
    "could_be_either",
    "exercise_of",
    "judged",
    "limit_values",
    "read_limits",
    "share_of_travel",
]
