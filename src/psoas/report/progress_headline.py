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
from psoas.sides import leg_on, side_word
from psoas.words import N_, _, ngettext

CHANGED: Final = {
    "hip_opening": (N_("{leg}: the hip opens further."), N_("{leg}: the hip opens less far.")),
    "arch": (N_("{leg}: the lower back arches more."), N_("{leg}: the lower back arches less.")),
    "hold": (N_("{leg}: the stretch is held longer."), N_("{leg}: the stretch is held shorter.")),
    "good_holds": (
        N_("{leg}: the stretch is held for the right time more often."),
        N_("{leg}: the stretch is held for the right time less often."),
    ),
}
"""A change up and a change down of each measure, in English."""

STEADY: Final = {
    "hip_opening": (
        N_("{leg}: the hip opens further week by week, {slope} over {weeks:.0f} weeks."),
        N_("{leg}: the hip opens less far week by week, {slope} over {weeks:.0f} weeks."),
    ),
    "arch": (
        N_("{leg}: the lower back arches more week by week, {slope} over {weeks:.0f} weeks."),
        N_("{leg}: the lower back arches less week by week, {slope} over {weeks:.0f} weeks."),
    ),
    "hold": (
        N_("{leg}: the stretch is held longer week by week, {slope} over {weeks:.0f} weeks."),
        N_("{leg}: the stretch is held shorter week by week, {slope} over {weeks:.0f} weeks."),
    ),
    "good_holds": (
        N_(
            "{leg}: the stretch is held for the right time more often week by week, {slope} over {weeks:.0f} weeks."
        ),
        N_(
            "{leg}: the stretch is held for the right time less often week by week, {slope} over {weeks:.0f} weeks."
        ),
    ),
}
"""A steady way up and a steady way down of each measure, in English."""


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
        title = _("What changed since your first week")
        if by_retests:
            title = _("What changed since your first retest")
        return ProgressHeadline(title, tuple(lines), True)
    if steady:
        lines.append(
            _(
                "The direction is clear; the size is less so, for it is within the error of putting the camera up "
                "twice."
            )
        )
        return ProgressHeadline(_("Week by week it goes one way"), tuple(lines), True)
    if known:
        return ProgressHeadline(_("No change shows yet"), _why_not(known), False)
    if progress.weeks:
        says = _("A second week, or a second retest, can show a change.")
        return ProgressHeadline(_("These are your first values"), (says,), False)
    says = _("Use the camera or a clip once: only measured repetitions can show a change.")
    return ProgressHeadline(_("Nothing is measured yet"), (says,), False)


def tally_words(tally: Tally) -> list[str]:
    """Count what was done, without blame for what was not."""
    if tally.first is None:
        return []
    first, sessions = day_words(tally.first), tally.sessions
    lines = [ngettext("{count} session since {day}.", "{count} sessions since {day}.", sessions, day=first)]
    if tally.weeks > 1:
        lines = [
            ngettext(
                "{count} session since {day}; you stretched in {active} of {weeks} weeks.",
                "{count} sessions since {day}; you stretched in {active} of {weeks} weeks.",
                sessions,
                day=first,
                active=tally.active_weeks,
                weeks=tally.weeks,
            )
        ]
    if tally.recent_days:
        lines.append(
            ngettext(
                "In the last seven days you stretched on {count} day.",
                "In the last seven days you stretched on {count} days.",
                tally.recent_days,
            )
        )
    if tally.corrected:
        lines.append(
            ngettext(
                "You corrected {corrected} of {count} measured repetition; the measured verdicts stay beside your "
                "word.",
                "You corrected {corrected} of {count} measured repetitions; the measured verdicts stay beside your "
                "word.",
                tally.measured,
                corrected=tally.corrected,
            )
        )
    return lines


def _is_steady(trend: Trend) -> bool:
    return trend.steady is not None and trend.steady.way != "not sure"


def _leg(trend: Trend, named: bool) -> str:
    """The side, with the set-up where there are several."""
    leg = leg_on(trend.side)
    return f"{leg} ({setup_words(trend.setup)})" if named else leg


def _changed(trend: Trend, named: bool) -> str:
    change = trend.change
    difference = 0.0 if change is None or change.difference is None else change.difference.value
    moved = _(CHANGED[trend.measure][difference <= 0], leg=_leg(trend, named))
    return f"{moved} {change_words(change, trend.measure)}"


def _steady(trend: Trend, named: bool) -> str:
    steady = trend.steady
    if steady is None:
        return ""
    slope = slope_words(steady, trend.measure)
    says = STEADY[trend.measure][steady.way == "down"]
    return _(says, leg=_leg(trend, named), slope=slope, weeks=steady.weeks)


def _why_not(known: Sequence[Trend]) -> tuple[str, ...]:
    """How far the hip, where it is known, moved so far, and how large a change or a trend would show."""
    banded = [one for one in known if _reach(one) is not None]
    hips = [one for one in banded if one.measure == "hip_opening"] or banded
    if not hips:
        return (_("A change counts only where it is larger than the error of both measurements."),)
    one = max(hips, key=lambda trend: len(trend.points))
    difference = one.change.difference.value if one.change and one.change.difference else 0.0
    moved = f"{number(difference, one.measure, difference=True)}{unit_of_change(one.measure)}"
    lines = [
        _(
            "{measure}, {side}: {moved} so far. One camera shows a change from about {least} on.",
            measure=MEASURE_WORDS[one.measure].title,
            side=side_word(one.side),
            moved=moved,
            least=_size(_reach(one) or 0.0, one.measure),
        )
    ]
    if one.steady is not None:
        lines.append(
            _(
                "Your {weeks} weeks together would show a steady change from about {least} on, by how much your own "
                "values scatter.",
                weeks=len(one.points),
                least=_size(one.steady.shows_from, one.measure),
            )
        )
    lines.append(_("A smaller change may be there: what does not show is not known, and it is no failure."))
    return tuple(lines)


def _size(value: float, measure: str) -> str:
    return f"{number(value, measure)}{unit_of_change(measure)}".removeprefix("+")


def _reach(trend: Trend) -> float | None:
    """Half the width of the interval of the difference; None where the error is not known."""
    difference = None if trend.change is None else trend.change.difference
    return None if difference is None else difference.reach
