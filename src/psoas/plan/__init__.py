"""Plans and records: forms of the stretch, doses, breaks, practice and progress."""

from psoas.plan.advice import Plan, make_plan
from psoas.plan.breaks import Rules, Surroundings, Watch, rules_for
from psoas.plan.clinical import stretches
from psoas.plan.day import cleared, clock, duration, overlaid, pieces, restored, summarize
from psoas.plan.form import hurts
from psoas.plan.gait import FOLLOWED
from psoas.plan.long_sittings import (
    WEEKDAYS,
    device_sitting_days,
    find_long_sittings,
    long_sitting_words,
    sitting_days,
)
from psoas.plan.past_days import SittingWeek
from psoas.plan.practice import DayMark, Week, day_marks, practised
from psoas.plan.progress import MEASURES, Measure, WeeklyProgress, look_back, value_of
from psoas.plan.protocol import (
    ExerciseForm,
    FormKind,
    TimedWords,
    aimed_minutes,
    load_protocol,
    planned_seconds,
)
from psoas.plan.records import (
    FIRST_EXERCISE,
    MINUTES,
    Bout,
    KeptPicture,
    Method,
    Moment,
    Profile,
    Purpose,
    ReminderAnswer,
    ReminderRecord,
    RepetitionRecord,
    Screening,
    SessionRecord,
    SetRecord,
    Settings,
)
from psoas.plan.seen_breaks import adherence_words, answer_words, see_break, seen_words
from psoas.plan.steady import SteadyTrend
from psoas.plan.tally import Tally
from psoas.plan.trend import Trend
from psoas.plan.values import Comparison, Setup, Value, compare

__all__ = [
    "FIRST_EXERCISE",
    "FOLLOWED",
    "MEASURES",
    "MINUTES",
    "WEEKDAYS",
    "Bout",
    "Comparison",
    "DayMark",
    "ExerciseForm",
    "FormKind",
    "KeptPicture",
    "Measure",
    "Method",
    "Moment",
    "Plan",
    "Profile",
    "Purpose",
    "ReminderAnswer",
    "ReminderRecord",
    "RepetitionRecord",
    "Rules",
    "Screening",
    "SessionRecord",
    "SetRecord",
    "Settings",
    "Setup",
    "SittingWeek",
    "SteadyTrend",
    "Surroundings",
    "Tally",
    "TimedWords",
    "Trend",
    "Value",
    "Watch",
    "Week",
    "WeeklyProgress",
    "adherence_words",
    "aimed_minutes",
    "answer_words",
    "cleared",
    "clock",
    "compare",
    "day_marks",
    "device_sitting_days",
    "duration",
    "find_long_sittings",
    "hurts",
    "load_protocol",
    "long_sitting_words",
    "look_back",
    "make_plan",
    "overlaid",
    "pieces",
    "planned_seconds",
    "practised",
    "restored",
    "rules_for",
    "see_break",
    "seen_words",
    "sitting_days",
    "stretches",
    "summarize",
    "value_of",
]
