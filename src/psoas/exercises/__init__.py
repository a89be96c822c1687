"""Scored exercises, one folder each; `registry` lists them."""

from psoas.exercises.exercise import CoachWords, Compensation, Exercise, Measure, MeasureGroup
from psoas.exercises.limits import Threshold, limit_values, read_limits
from psoas.exercises.registry import COACHED, EXERCISES, exercise_of
from psoas.exercises.repetition import Lengthening, Missing, Repetition
from psoas.exercises.timeline import Timeline
from psoas.exercises.verdict import could_be_either, judged, share_of_travel

__all__ = [
    "COACHED",
    "EXERCISES",
    "CoachWords",
    "Compensation",
    "Exercise",
    "Lengthening",
    "Measure",
    "MeasureGroup",
    "Missing",
    "Repetition",
    "Threshold",
    "Timeline",
    "could_be_either",
    "exercise_of",
    "judged",
    "limit_values",
    "read_limits",
    "share_of_travel",
]
