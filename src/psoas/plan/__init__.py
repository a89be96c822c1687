"""What to do, and what was done: exercises, doses, breaks, and the records that they are told from."""

from psoas.plan.activities import load_activities
from psoas.plan.advice import Plan, make_plan
from psoas.plan.breaks import Rules, Surroundings, Watch, rules_for
from psoas.plan.day import DaySummary, cleared, clock, duration, pieces, placed, restored, summarize
from psoas.plan.form import hurts
from psoas.plan.practice import SIDES, Week
from psoas.plan.progress import MEASURES, Measure, SittingWeek, Trend, WeeklyProgress, look_back
from psoas.plan.protocol import Exercise, Kind, aimed_minutes, load_protocol
from psoas.plan.records import (
    HALF_KNEELING,
    MINUTES,
    SITTING,
    Activity,
    Bout,
    Method,
    Profile,
    Purpose,
    RepetitionRecord,
    Screening,
    SessionRecord,
    SetRecord,
    Settings,
    Side,
)
from psoas.plan.values import Change, Setup, Value

__all__ = [
    "HALF_KNEELING",
    "MEASURES",
    "MINUTES",
    "SIDES",
    "SITTING",
    "Activity",
    "Bout",
    "Change",
    "DaySummary",
    "Exercise",
    "Kind",
    "Measure",
    "Method",
    "Plan",
    "Profile",
    "Purpose",
    "RepetitionRecord",
    "Rules",
    "Screening",
    "SessionRecord",
    "SetRecord",
    "Settings",
    "Setup",
    "Side",
    "SittingWeek",
    "Surroundings",
    "Trend",
    "Value",
    "Watch",
    "Week",
    "WeeklyProgress",
    "aimed_minutes",
    "cleared",
    "clock",
    "duration",
    "hurts",
    "load_activities",
    "load_protocol",
    "look_back",
    "make_plan",
    "pieces",
    "placed",
    "restored",
    "rules_for",
    "summarize",
]
