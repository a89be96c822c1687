"""Summary of a day as HTML, in figures and sentences."""

from collections.abc import Sequence

from psoas.app.markup import filled
from psoas.day import load_activities
from psoas.plan import Bout, clock, duration, summarize


def summary_html(bouts: Sequence[Bout]) -> str:
    """Write the summary of a day."""
    summary = summarize(bouts)
    longest = summary.longest
    span = f"{clock(longest.start)} to {clock(longest.end)}" if longest else "nothing entered"
    figures = (
        ("Longest sitting", duration(longest.sat) if longest else "none", span),
        ("Sitting", duration(summary.sitting_min), "all kinds"),
        ("Breaks", summary.breaks, "from sitting"),
    )
    return filled("day_summary.html", figures=figures, says=summary.says)


def notes_html(bouts: Sequence[Bout]) -> str:
    """Write the notes from studies on a day's activities; empty where there are none."""
    return filled("day_notes.html", notes=summarize(bouts).notes, kinds=load_activities().kinds)
