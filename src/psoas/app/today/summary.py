"""Summary of a day as HTML, in figures and sentences."""

from collections.abc import Sequence
from html import escape

from psoas.plan import Bout, DaySummary, clock, duration, load_activities, summarize


def summary_html(bouts: Sequence[Bout]) -> str:
    """Write the summary of a day."""
    summary = summarize(bouts)
    says = "".join(f"<li>{escape(sentence)}</li>" for sentence in summary.says)
    return f"{_figures(summary)}<ul class='today-sentences'>{says}</ul>"


def _figures(summary: DaySummary) -> str:
    longest = summary.longest
    span = f"{clock(longest.start_min)} to {clock(longest.end_min)}" if longest else "nothing entered"
    figures = (
        ("Longest sitting", duration(longest.sat_min) if longest else "none", span),
        ("Sitting", duration(summary.sitting_min), "all kinds"),
        ("Breaks", str(summary.breaks), "from sitting"),
    )
    cells = "".join(
        f"<div><dt>{name}</dt><dd><span class='today-figure'>{escape(value)}</span>"
        f"<small class='muted'>{escape(about)}</small></dd></div>"
        for name, value, about in figures
    )
    return f"<dl class='today-figures'>{cells}</dl>"


def notes_html(bouts: Sequence[Bout]) -> str:
    """Write the notes from studies on a day's activities; empty where there are none."""
    notes = summarize(bouts).notes
    if not notes:
        return ""
    kinds = load_activities().kinds
    items = "".join(
        f"<div><dt>{escape(kinds[name].label)}</dt><dd>{escape(note)} "
        f"<small class='muted'>Source: {escape(kinds[name].source or '')}.</small></dd></div>"
        for name, note in notes.items()
    )
    return f"<h2>What studies say about it</h2><dl class='today-notes'>{items}</dl>"
