"""A person's own goals in words: how far they are, without blame for what was not done."""

from collections.abc import Sequence

from psoas.plan import Settings, Tally, Trend
from psoas.report.progress_words import MEASURE_WORDS, value_words
from psoas.sides import hip_on
from psoas.words import _, ngettext, number


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
        goal = _goal_words(settings.goal_opening_deg)
        lines += found or [
            _("Your goal is a hip opening of {goal}. The camera or a clip can measure it.", goal=goal)
        ]
    return lines


def _days(goal: int, done: int) -> str:
    if done >= goal:
        return ngettext(
            "Your goal of {count} day a week is reached: {done} of the last seven days.",
            "Your goal of {count} days a week is reached: {done} of the last seven days.",
            goal,
            done=done,
        )
    return ngettext(
        "Your goal is {count} day a week. In the last seven days you stretched on {done}. Any day is good to go on.",
        "Your goal is {count} days a week. In the last seven days you stretched on {done}. Any day is good to go on.",
        goal,
        done=done,
    )


def _goal_words(degrees: float) -> str:
    return f"{number(degrees, 'g')}{MEASURE_WORDS['hip_opening'].unit}"


def _opening(goal: float, trend: Trend) -> str:
    """The newest value of one side beside the goal, judged with its error."""
    value = trend.points[-1].value
    words = {
        "hip": hip_on(trend.side),
        "value": value_words(value, "hip_opening"),
        "goal": _goal_words(goal),
    }
    low, high = value.ends
    if low >= goal:
        return _(
            "{hip}: {value} in the newest week; your goal of {goal} is reached, with all of the error.",
            **words,
        )
    if high >= goal:
        return _(
            "{hip}: {value} in the newest week; your goal of {goal} lies within the error, so it may be reached.",
            **words,
        )
    return _("{hip}: {value} in the newest week; your goal of {goal} is still ahead.", **words)
