"""The headline of a person's progress: what changed, or why nothing can be told yet, and what was done so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from psoas.plan import Tally, Trend, WeeklyProgress
from psoas.report.progress_words import (
    MEASURE_WORDS,
    change_words,
    day_words,
    number,
    setup_words,
    slope_words,
    unit_of_change,
)

DIRECTIONS: Final = {
    "hip_opening": ("opens further", "opens less far"),
    "arch": ("arches more", "arches less"),
    "hold": ("is held longer", "is held shorter"),
    "good_holds": ("is held for the right time more often", "is held for the right time less often"),
}
"""A change up and a change down of each measure, after the name of the side."""

PARTS: Final = {"arch": "lower back", "hold": "stretch"}
"""What moves, where it is not the hip."""


@dataclass(frozen=True)
class ProgressHeadline:
    """A title and sentences below it.

    Attributes:
        changed: whether something changed beyond the error, or goes one way week by week.
    """

    title: str
    lines: tuple[str, ...]
    changed: bool


def progress_headline(progress: WeeklyProgress) -> ProgressHeadline:
    """Say what changed since the first value: by whole retests, else by weeks, and what goes one way week by week."""
    by_retests = any(trend.change is not None for trend in progress.retests)
    trends = progress.retests if by_retests else progress.weeks
    known = [trend for trend in trends if trend.change is not None]
    changed = [trend for trend in known if trend.change is not None and trend.change.verdict == "changed"]
    steady = [trend for trend in progress.weeks if _is_steady(trend)]
    named = len({trend.setup for trend in (*changed, *steady)}) > 1
    lines = [_changed(one, named) for one in changed] + [_steady(one, named) for one in steady]
    if changed:
        since = "your first retest" if by_retests else "your first week"
        return ProgressHeadline(f"What changed since {since}", tuple(lines), True)
    if steady:
        lines.append(
            "The direction is clear; the size is less so, for it is within the error of putting the camera up twice."
        )
        return ProgressHeadline("Week by week it goes one way", tuple(lines), True)
    if known:
        return ProgressHeadline("No change shows yet", _why_not(known), False)
    if progress.weeks:
        return ProgressHeadline(
            "These are your first values", ("A second week, or a second retest, can show a change.",), False
        )
    says = "Use the camera or a clip once: only measured repetitions can show a change."
    return ProgressHeadline("Nothing is measured yet", (says,), False)


def tally_words(tally: Tally) -> list[str]:
    """Count what was done, without blame for what was not."""
    if tally.first is None:
        return []
    since = f"{_several(tally.sessions, 'session')} since {day_words(tally.first)}"
    if tally.weeks > 1:
        since += f"; you stretched in {tally.active_weeks} of {tally.weeks} weeks"
    lines = [f"{since}."]
    if tally.recent_days:
        lines.append(f"In the last seven days you stretched on {_several(tally.recent_days, 'day')}.")
    if tally.corrected:
        lines.append(
            f"You corrected {tally.corrected} of {_several(tally.measured, 'measured repetition')}; "
            "the measured verdicts stay beside your word."
        )
    return lines


def _is_steady(trend: Trend) -> bool:
    return trend.steady is not None and trend.steady.way != "not sure"


def _named(trend: Trend, moved: int, named: bool) -> str:
    """The side and the part with the way in which it moved, such as ``Left leg: the hip opens further``."""
    thing = PARTS.get(trend.measure, "hip")
    setup = f" ({setup_words(trend.setup)})" if named else ""
    return f"{trend.side.title()} leg{setup}: the {thing} {DIRECTIONS[trend.measure][moved]}"


def _changed(trend: Trend, named: bool) -> str:
    change = trend.change
    difference = 0.0 if change is None or change.difference is None else change.difference.value
    return f"{_named(trend, int(difference <= 0), named)}. {change_words(change, trend.measure)}"


def _steady(trend: Trend, named: bool) -> str:
    steady = trend.steady
    if steady is None:
        return ""
    words = slope_words(steady, trend.measure)
    return f"{_named(trend, int(steady.way == 'down'), named)} week by week, {words} over {steady.weeks:.0f} weeks."


def _why_not(known: Sequence[Trend]) -> tuple[str, ...]:
    """How far the hip, where it is known, moved so far, and how large a change or a trend would show."""
    banded = [one for one in known if _reach(one) is not None]
    hips = [one for one in banded if one.measure == "hip_opening"] or banded
    if not hips:
        return ("A change counts only where it is larger than the error of both measurements.",)
    one = max(hips, key=lambda trend: len(trend.points))
    difference = one.change.difference.value if one.change and one.change.difference else 0.0
    moved = f"{number(difference, one.measure, difference=True)}{unit_of_change(one.measure)}"
    title, from_ = MEASURE_WORDS[one.measure].title, _size(_reach(one) or 0.0, one.measure)
    lines = [f"{title}, {one.side}: {moved} so far. One camera shows a change from about {from_} on."]
    if one.steady is not None:
        shows = _size(one.steady.shows_from, one.measure)
        lines.append(
            f"Your {len(one.points)} weeks together would show a steady change from about {shows} on, "
            "by how much your own values scatter."
        )
    lines.append("A smaller change may be there: what does not show is not known, and it is no failure.")
    return tuple(lines)


def _size(value: float, measure: str) -> str:
    return f"{number(value, measure)}{unit_of_change(measure)}".removeprefix("+")


def _reach(trend: Trend) -> float | None:
    """Half the width of the interval of the difference; None where the error is not known."""
    difference = None if trend.change is None else trend.change.difference
    return None if difference is None else difference.reach


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
