"""Summary of a day as HTML, in figures and sentences, and what the hips went through."""

from collections.abc import Sequence

from psoas.app.markup import filled, with_times
from psoas.day import Day, load_activities
from psoas.plan import MINUTES, Bout, clock, duration, summarize
from psoas.report import hip_words
from psoas.words import _, number, pgettext


def summary_html(bouts: Sequence[Bout], seen: Day | None = None, until_min: int = MINUTES) -> str:
    """Write the summary of a day.

    Args:
        bouts: all that is known of it.
        seen: the day as devices saw it, whose steps are shown; None where none did.
        until_min: how far the day has come [min since midnight].
    """
    summary = summarize(bouts, until_min)
    longest = summary.longest
    span = (
        _("{start} to {end}", start=clock(longest.start), end=clock(longest.end))
        if longest
        else _("nothing entered")
    )
    figures: list[tuple[str, object, str]] = [
        (_("Longest sitting"), duration(longest.sat) if longest else pgettext("of sittings", "none"), span),
        (_("Sitting"), duration(summary.sitting_min), _("all kinds")),
        (_("Breaks"), summary.breaks, _("from sitting")),
    ]
    if seen is not None and seen.steps is not None:
        figures.append((_("Steps"), number(seen.steps, ","), _("counted by devices")))
    figures = [(name, value, with_times(about)) for name, value, about in figures]
    return filled("day_summary.html", figures=figures, says=[with_times(one) for one in summary.says])


def hip_html(day: Day | None) -> str:
    """Write what the hips went through on a day that devices saw; empty where none did, or nothing is known."""
    hip = None if day is None else hip_words(day)
    return "" if hip is None else filled("day_hip.html", hip=hip)


def notes_html(bouts: Sequence[Bout]) -> str:
    """Write the notes from studies on a day's activities; empty where there are none."""
    return filled("day_notes.html", notes=summarize(bouts).notes, kinds=load_activities().kinds)
