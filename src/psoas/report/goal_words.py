"""A person's own goals in words: how far they are, without blame for what was not done."""

from collections.abc import Sequence

from psoas.plan import Settings, Tally, Trend
from psoas.report.progress_words import MEASURE_WORDS, value_words


def goal_words(settings: Settings, tally: Tally, weeks: Sequence[Trend]) -> list[str]:
    """A sentence for each goal that the person has set, and for each side of the opening.

    Args:
        tally: of the stretches up to today.
        weeks: trends by week.
    """
    lines = []
    if settings.goal_days is not None:
        lines.append(_days(settings.goal_days, tally.recent_days))
    if settings.goal_opening_deg is not None:
        newest = {
            trend.side: trend
            for trend in sorted(weeks, key=lambda one: one.points[-1].day)
            if trend.measure == "hip_opening"
        }
        found = [_opening(settings.goal_opening_deg, newest[side]) for side in sorted(newest)]
        goal = f"{settings.goal_opening_deg:g}{MEASURE_WORDS['hip_opening'].unit}"
        lines += found or [f"Your goal is a hip opening of {goal}. The camera or a clip can measure it."]
    return lines


def _days(goal: int, done: int) -> str:
    days = f"{goal} day{'' if goal == 1 else 's'}"
    if done >= goal:
        return f"Your goal of {days} a week is reached: {done} of the last seven days."
    return f"Your goal is {days} a week. In the last seven days you stretched on {done}. Any day is good to go on."


def _opening(goal: float, trend: Trend) -> str:
    """The newest value of one side beside the goal, judged with its error."""
    value = trend.points[-1].value
    words = MEASURE_WORDS["hip_opening"]
    goal_says = f"{goal:g}{words.unit}"
    low, high = value.ends
    if low >= goal:
        says = f"your goal of {goal_says} is reached, with all of the error"
    elif high >= goal:
        says = f"your goal of {goal_says} lies within the error, so it may be reached"
    else:
        says = f"your goal of {goal_says} is still ahead"
    return f"{trend.side.title()} hip: {value_words(value, 'hip_opening')} in the newest week; {says}."
