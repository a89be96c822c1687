"""The day as it was: files of devices to bouts, fused to days."""

from psoas.day.activities import SEATS, SITTING, Activities, Activity, ActivityKind, load_activities
from psoas.day.bout import Day, DayBout
from psoas.day.contents import DeviceContents, read_contents_in
from psoas.day.corrected import BY_HAND, corrected
from psoas.day.fusion import fuse, observations_of
from psoas.day.habits import with_habits
from psoas.day.hip import HipDay, HipPosture, hip_day
from psoas.day.observation import DeviceLog, NotUsed, Observation, ZoneHint
from psoas.day.read_days import (
    DayReading,
    ReadFile,
    read_days,
    reader_endings,
    remarks,
)
from psoas.day.reader import DayAnswers, Question
from psoas.day.rules import CONTEXT_WORDS, WEARS, WORN, Worn, confidence
from psoas.day.running_activitywatch import MOST_RUNNING_DAYS, RUNNING_SOURCE, read_running
from psoas.day.sittings import SittingRun, find_sittings
from psoas.day.steps import STEP_PART_S, StepPart, kept_steps, step_parts
from psoas.day.zones import home_zone, skipped_minutes, wall_clock

__all__ = [
    "BY_HAND",
    "CONTEXT_WORDS",
    "MOST_RUNNING_DAYS",
    "RUNNING_SOURCE",
    "SEATS",
    "SITTING",
    "STEP_PART_S",
    "WEARS",
    "WORN",
    "Activities",
    "Activity",
    "ActivityKind",
    "Day",
    "DayAnswers",
    "DayBout",
    "DayReading",
    "DeviceContents",
    "DeviceLog",
    "HipDay",
    "HipPosture",
    "NotUsed",
    "Observation",
    "Question",
    "ReadFile",
    "SittingRun",
    "StepPart",
    "Worn",
    "ZoneHint",
    "confidence",
    "corrected",
    "find_sittings",
    "fuse",
    "hip_day",
    "home_zone",
    "kept_steps",
    "load_activities",
    "observations_of",
    "read_contents_in",
    "read_days",
    "read_running",
    "reader_endings",
    "remarks",
    "skipped_minutes",
    "step_parts",
    "wall_clock",
    "with_habits",
]
