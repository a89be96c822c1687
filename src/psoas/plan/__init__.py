"""Plans and records: forms of the stretch, doses, breaks, practice and progress."""

from psoas.plan.advice import Plan, make_plan
from psoas.plan.breaks import Rules, Surroundings, Watch, rules_for
from psoas.plan.day import cleared, clock, duration, overlaid, pieces, restored, summarize
from psoas.plan.form import hurts
from psoas.plan.gait import FOLLOWED
from psoas.plan.past_days import KnownDay, SittingWeek, week_of
from psoas.plan.practice import Week
from psoas.plan.progress import MEASURES, Measure, WeeklyProgress, look_back
from psoas.plan.protocol import ExerciseForm, FormKind, aimed_minutes, load_protocol
from psoas.plan.records import (
    FIRST_EXERCISE,
    MINUTES,
    Bout,
    Method,
    Profile,
    Purpose,
    RepetitionRecord,
    Screening,
    SessionRecord,
    SetRecord,
    Settings,
)
from psoas.plan.trend import Trend
from psoas.plan.values import Comparison, Setup, Value

__all__ = [
    "FIRST_EXERCISE",
    "FOLLOWED",
    "MEASURES",
    "MINUTES",
    "Bout",
    "Comparison",
    "ExerciseForm",
    "FormKind",
    "KnownDay",
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
    "load_protocol",
    "look_back",
    "make_plan",
    "overlaid",
    "pieces",
    "restored",
    "rules_for",
    "summarize",
    "week_of",
]
