"""The sheet for a physiotherapist or a client, as a page or as PDF: weeks, bands, plan and evidence on paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from psoas import __version__
from psoas.data import read_words
from psoas.draw import sitting_and_stretching
from psoas.exercises.half_kneeling import EXERCISE
from psoas.findings import load_evidence, load_safety
from psoas.plan import Plan, Profile, WeeklyProgress, load_protocol
from psoas.report.forecast_section import ForecastCard
from psoas.report.pdf import paper_svg, write_pdf
from psoas.report.progress_charts import ChartCard, sets_card, sitting_card, trend_cards
from psoas.report.progress_headline import progress_headline
from psoas.report.progress_words import ChangeRow, change_rows, day_words, shared_setup
from psoas.report.templates import template_environment
from psoas.sides import SIDE_WORDS
from psoas.words import N_, _, language, ngettext

CHARTED: Final = ("hip_opening", "arch")
"""Measures that have a chart on the sheet."""
MOST_CHARTS: Final = 4
MOST_WEEKS: Final = 10
STOP: Final = N_("See a clinician before the next stretch.")
READING: Final = N_(
    "In brackets and as bars: 95 % bands, of the camera's error, which more repetitions do not shrink, and the spread. "
    "A change is called one only where it is larger than the error of both values. One camera tells change from the "
    "person's own start, not an absolute angle. Different set-ups are not compared."
)
RETESTS: Final = N_("Retests: the middle of three trials")
WEEKS: Final = N_("First week and last week: the middle of the repetitions")


def sheet_html(
    profile: Profile,
    plan: Plan,
    progress: WeeklyProgress,
    today: date,
    forecasts: Sequence[ForecastCard] = (),
) -> str:
    """Write a person's sheet of one day as one HTML file that needs no other."""
    retests, charts = change_rows(progress.retests), _charts(progress)
    evidence = load_evidence()
    template = template_environment("psoas.report").get_template("sheet.html")
    return template.render(
        version=__version__,
        profile=profile,
        today=day_words(today),
        plan=plan,
        facts=_facts(plan, progress),
        stop=_(STOP),
        psoas=sitting_and_stretching(),
        changes=retests or change_rows(progress.weeks),
        caption=_(RETESTS if retests else WEEKS),
        reading=_reading(progress),
        charts=[(one, _legend_words(one)) for one in charts],
        tables=_tables(progress),
        forecasts=forecasts,
        evidence=[evidence[name] for name in EXERCISE.claims],
        safety=load_safety(),
    )


def sheet_pdf(
    profile: Profile,
    plan: Plan,
    progress: WeeklyProgress,
    today: date,
    forecasts: Sequence[ForecastCard] = (),
) -> bytes:
    """Write a person's sheet of one day as a tagged PDF (PDF/UA-1) with its fonts in it.

    Raises:
        UsageError: the package that writes PDF is not installed.
    """
    return write_pdf("sheet.typ", sheet_content(profile, plan, progress, today, forecasts), today)


def sheet_content(
    profile: Profile,
    plan: Plan,
    progress: WeeklyProgress,
    today: date,
    forecasts: Sequence[ForecastCard] = (),
) -> dict[str, Any]:
    """The words and pictures of the PDF, as JSON can hold them."""
    retests, evidence, safety = change_rows(progress.retests), load_evidence(), load_safety()
    style = read_words("psoas.report", "sheet_charts.css")
    rows = retests or change_rows(progress.weeks)
    facts = _facts(plan, progress)
    stage = plan.course.stage
    advice = [] if plan.stopped else [(one.says, f"{one.why} ({_(one.source)})") for one in plan.advice]
    said = progress_headline(progress)
    return {
        "title": _("Hip-flexor stretch: {name}", name=profile.name),
        "author": "psoas",
        "language": language(),
        "made_by": _("Made by psoas {version} on the person's own computer.", version=__version__),
        "day": day_words(today),
        "stop_says": _(STOP),
        "stop": [f"{one.says} {one.why} ({_(one.source)})" for one in plan.advice] if plan.stopped else [],
        "facts": facts,
        "new_says": _("No set has been recorded yet. The plan starts with week 1: {stage}", stage=stage.says),
        "seen": list(said.lines) if progress.weeks else [],
        "plan": [(stage.says, f"({_(stage.source)})"), *advice],
        "changes": _paper_changes(rows, _(RETESTS if retests else WEEKS)) if rows else None,
        "charts": [_paper_chart(one, style) for one in _charts(progress)],
        "tables": [_paper_table(one.title, one.says, one.heads, one.rows) for one in _tables(progress)],
        "forecasts": [_paper_forecast(one) for one in forecasts],
        "words": {
            "seen": said.title,
            "plan": _("Plan"),
            "changed": _("What was measured"),
            "reading": _reading(progress),
            "forecast": _("What the coming weeks may bring"),
            "forecast_reading": f"{forecasts[0].says[2]} {forecasts[0].says[-1]}" if forecasts else "",
            "studies": _("What studies say"),
        },
        "evidence": [
            {
                "verdict": _("{label}:", label=_(one.verdict)) if one.verdict else "",
                "claim": one.claim,
                "source": f"{one.source}; doi {one.doi}" if one.doi else one.source,
            }
            for one in (evidence[name] for name in EXERCISE.claims)
        ],
        "promise": f"{safety.promise} ({safety.promise_source})",
        "stop_now_says": _("{label}:", label=safety.stop_now.says),
        "stop_now": f"{'; '.join(safety.stop_now.items)}.",
    }


def _facts(plan: Plan, progress: WeeklyProgress) -> list[tuple[str, str]]:
    """The figures at the top; none before the first set."""
    weeks, protocol = progress.course.weeks, load_protocol()
    if not weeks:
        return []
    week = _(
        "week {week} of {weeks}",
        week=min(plan.course.number, protocol.last_week),
        weeks=protocol.last_week,
    )
    if plan.course.finished:
        week = ngettext("{count} week done", "all {count} weeks done", protocol.last_week)
    due = day_words(progress.retest.due)
    retest = _("due {day}", day=due)
    if progress.retest.last:
        retest = _("last {last}, due {day}", last=day_words(progress.retest.last), day=due)
    heads = {"left": _("Held in seven days, left"), "right": _("Held in seven days, right")}
    held = [
        (
            heads[side],
            _("{done:.1f} of {aim:.1f} min", done=plan.minutes[side], aim=plan.aimed_minutes),
        )
        for side in SIDE_WORDS
    ]
    return [
        (_("Since"), day_words(weeks[0].first)),
        (_("Plan"), week),
        *held,
        (_("Sessions"), str(progress.tally.sessions)),
        (_("Retest"), retest),
    ]


def _reading(progress: WeeklyProgress) -> str:
    """How to read the figures, after the set-up by which all were measured, where that is one."""
    shared = shared_setup((*progress.weeks, *progress.retests))
    setups = [_("All values: {setup}.", setup=shared)] if shared else []
    return " ".join([*setups, _(READING)])


def _charts(progress: WeeklyProgress) -> list[ChartCard]:
    return [one for one in trend_cards(progress.weeks) if one.measure in CHARTED][:MOST_CHARTS]


def _tables(progress: WeeklyProgress) -> list[ChartCard]:
    weeks, sitting = progress.course.weeks, [week for week in progress.sitting if week.days]
    found = [sets_card(weeks[-MOST_WEEKS:])] if weeks else []
    return found + ([sitting_card(sitting[-MOST_WEEKS:])] if sitting else [])


def _paper_changes(rows: Sequence[ChangeRow], caption: str) -> dict[str, Any]:
    heads = (_("Measure"), _("Side"), _("What changed"), _("First"), _("Last"))
    sides = [f"{row.side}, {row.setup}" if row.setup else row.side for row in rows]
    cells = [
        (row.measure, side, row.says, row.first, row.last) for row, side in zip(rows, sides, strict=True)
    ]
    return _paper_table("", caption, heads, cells)


def _paper_table(
    title: str, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[str, Any]:
    return {"title": title, "caption": caption, "heads": list(heads), "rows": [list(row) for row in rows]}


def _paper_chart(card: ChartCard, style: str) -> dict[str, str]:
    return {
        "title": card.title,
        "legend": _legend_words(card),
        "says": f"{card.title}. {card.says}",
        "svg": paper_svg(str(card.svg), style),
    }


def _legend_words(card: ChartCard) -> str:
    """The unit of a chart, and the shape of the points of each side."""
    marks = [
        _("{side} round", side=name) if mark == "round" else _("{side} square", side=name)
        for name, mark in card.legend
    ]
    return _("in degrees; {marks}", marks=", ".join(marks))


def _paper_forecast(card: ForecastCard) -> dict[str, Any]:
    rows = [row[:3] for row in card.rows]
    return {
        **_paper_table(
            card.title, _("{figure}, degrees, with its error", figure=card.shown), card.heads[:3], rows
        ),
        "says": f"{card.says[0]} {card.says[1]}",
    }
