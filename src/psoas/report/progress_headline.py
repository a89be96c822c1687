"""The headline of a person's progress: what changed, or why nothing can be told yet, and what was done so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from psoas.plan import Tally, Trend, WeeklyProgress
from psoas.report.progress_words import MEASURE_WORDS, change_words, day_words, number

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
        changed: whether something changed beyond the error.
    """

    title: str
    lines: tuple[str, ...]
    changed: bool


def progress_headline(progress: WeeklyProgress) -> ProgressHeadline:
    """Say what changed beyond the measuring error since the first value: by whole retests, else by weeks."""
    by_retests = any(trend.change is not None for trend in progress.retests)
    trends = progress.retests if by_retests else progress.weeks
    known = [trend for trend in trends if trend.change is not None]
    changed = [trend for trend in known if trend.change is not None and trend.change.verdict == "changed"]
    if changed:
        since = "your first retest" if by_retests else "your first week"
        return ProgressHeadline(f"What changed since {since}", tuple(_changed(one) for one in changed), True)
    if known:
        return ProgressHeadline("Nothing changed beyond the measuring error yet", _why_not(known), False)
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


def _changed(trend: Trend) -> str:
    change = trend.change
    difference = 0.0 if change is None or change.difference is None else change.difference.value
    up, down = DIRECTIONS[trend.measure]
    moved = up if difference > 0 else down
    thing = PARTS.get(trend.measure, "hip")
    return f"{trend.side.title()} leg: the {thing} {moved}. {change_words(change, trend.measure)}"


def _why_not(known: Sequence[Trend]) -> tuple[str, ...]:
    """From how large a change on it would show, for the hip where that is known."""
    banded = [one for one in known if _reach(one) is not None]
    hips = [one for one in banded if one.measure == "hip_opening"] or banded
    why = "A change counts only where it is larger than the error of both measurements."
    if not hips:
        return (why,)
    one = max(hips, key=lambda trend: len(trend.points))
    unit, name = MEASURE_WORDS[one.measure].unit, MEASURE_WORDS[one.measure].title
    reach = f"{number(_reach(one) or 0.0, one.measure)}{unit}".removeprefix("+")
    difference = one.change.difference.value if one.change and one.change.difference else 0.0
    moved = f"{number(difference, one.measure, difference=True)}{unit}"
    return (
        f"{name}, {one.side}: {moved} so far. One camera shows a change from about {reach} on.",
        "That is the error of putting the camera up twice; more repetitions do not make it smaller.",
    )


def _reach(trend: Trend) -> float | None:
    """Half the width of the interval of the difference; None where the error is not known."""
    difference = None if trend.change is None else trend.change.difference
    return None if difference is None else difference.reach


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
