"""The page of progress: charts with bands, changes, the export and the printable sheet."""

from asyncio import to_thread
from datetime import date, timedelta

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from nicegui import app, ui

from psoas.app import clock
from psoas.app.coach import Coach, Visit
from psoas.app.guard import OF_DOCUMENT
from psoas.app.markup import show
from psoas.app.past import Past
from psoas.app.shell import frame, has_page, page
from psoas.app.today.page import EARLIEST
from psoas.app.who import visit_of_file
from psoas.export import progress_zip
from psoas.plan import (
    MEASURES,
    KnownDay,
    Profile,
    WeeklyProgress,
    duration,
    load_protocol,
)
from psoas.report import (
    MEASURE_WORDS,
    ChartCard,
    change_rows,
    goal_words,
    progress_headline,
    sets_card,
    shared_setup,
    shared_words,
    sitting_card,
    steps_card,
    tally_words,
    trend_cards,
)
from psoas.words import _, date_words, inside, ngettext, number

STYLES = '<link rel="stylesheet" href="/static/plan.css"><link rel="stylesheet" href="/static/progress.css">'
MOST_WEEKS = 12
"""Weeks whose days are shown one by one."""
LONGEST_READ_S = 60.0
"""The page waits so long for the days of many years [s]; the database has shorter limits of its own."""
UNKEPT = {"Cache-Control": "no-store"}
"""Header of pages about a person: the browser does not keep them."""


def register(coach: Coach) -> None:
    """Add the page ``/progress``, the sheet for printing and the export."""

    @page("/progress", LONGEST_READ_S)
    async def progress() -> None:
        ui.add_head_html(STYLES)
        async with frame(coach, _("Progress")) as visit:
            past = await to_thread(Past.of, visit.coach.store, visit.profile)
            show("progress.html", **_values(past.progress, visit.profile), **_ways(visit))
            cards = await to_thread(past.forecasts)
            if cards:
                show("forecast.html", cards=cards, shared=shared_words(cards))

    @app.get("/progress/sheet")
    async def sheet(request: Request) -> HTMLResponse:
        visit = await visit_of_file(coach, request)
        words = await to_thread(lambda: Past.of(visit.coach.store, visit.profile).sheet_html())
        return HTMLResponse(words, headers=UNKEPT | OF_DOCUMENT)

    @app.get("/progress/sheet.pdf")
    async def pdf(request: Request) -> Response:
        visit = await visit_of_file(coach, request)
        content = await to_thread(lambda: Past.of(visit.coach.store, visit.profile).sheet_pdf())
        return Response(content, media_type="application/pdf", headers=download_headers("pdf"))

    @app.get("/progress/export.zip")
    async def export(request: Request) -> Response:
        content = await to_thread(exported, await visit_of_file(coach, request))
        return Response(content, media_type="application/zip", headers=download_headers("zip"))


def download_headers(ending: str) -> dict[str, str]:
    """Headers of a file of this day that the browser keeps under psoas's name; no cache keeps it."""
    name = f'attachment; filename="psoas-{clock.today().isoformat()}.{ending}"'
    return UNKEPT | {"Content-Disposition": name}


def exported(visit: Visit) -> bytes:
    """All records of a person, as tables in a zip."""
    store, person = visit.coach.store, visit.profile.id
    days = visit.coach.days.seen(person, EARLIEST, clock.today())
    drawn = store.bouts(person, date.min, date.max)
    return progress_zip(visit.profile, store.sessions(person), drawn, days)


def _ways(visit: Visit) -> dict[str, bool]:
    """Which other ways of the coach the page may point to."""
    return {"has_today": has_page(visit, "/today"), "keeps_clips": visit.coach.keeps_clips}


def _values(progress: WeeklyProgress, profile: Profile) -> dict[str, object]:
    figures = load_protocol().figures
    seen = {trend.measure for trend in progress.weeks}
    return {
        "new": not any((progress.course.weeks, progress.sitting, progress.tests, progress.gaits)),
        "stretched": bool(progress.course.weeks),
        "headline": progress_headline(progress) if progress.course.weeks else None,
        "tally": tally_words(progress.tally),
        "goals": goal_words(profile.settings, progress.tally, progress.weeks),
        "retest": progress.retest,
        "retest_due": date_words(progress.retest.due, "d MMM y"),
        "retest_is_due": progress.retest.due <= clock.today(),
        "retest_last": date_words(progress.retest.last, "d MMM y") if progress.retest.last else None,
        "retest_days": round(figures.retest_days),
        "trials": round(figures.retest_trials),
        "retest_rows": change_rows(progress.retests),
        "retest_charts": trend_cards(progress.retests, _("Retest of")),
        "charts": trend_cards(progress.weeks),
        "setup": shared_setup(progress.weeks),
        "retest_setup": shared_setup(progress.retests),
        "gait_setup": shared_setup(progress.gaits),
        "test_setup": shared_setup(progress.tests),
        "gait_rows": change_rows(progress.gaits),
        "gait_charts": trend_cards(progress.gaits),
        "test_rows": change_rows(progress.tests),
        "test_charts": trend_cards(progress.tests, _("Test of")),
        "unseen": ", ".join(inside(MEASURE_WORDS[one].title) for one in MEASURES if one not in seen),
        "counts": _counts(progress),
        "weeks": _weeks_of_days(progress),
        "earlier_weeks": max(0, len(progress.sitting) - MOST_WEEKS),
        "day_says": _day_words,
        "number": number,
    }


def _counts(progress: WeeklyProgress) -> list[ChartCard]:
    cards = []
    if progress.course.weeks:
        cards.append(sets_card(progress.course.weeks))
    if any(week.days for week in progress.sitting):
        cards.append(sitting_card(progress.sitting))
    if any(week.counted_days for week in progress.sitting):
        cards.append(steps_card(progress.sitting))
    return cards


def _weeks_of_days(progress: WeeklyProgress) -> list[dict[str, object]]:
    """The last weeks with each of their days, newest first; None for a day of which nothing is known."""
    known = {day.day: day for day in progress.days}
    found: list[dict[str, object]] = []
    for week in progress.sitting[: -MOST_WEEKS - 1 : -1]:
        dates = [week.first + timedelta(days=number) for number in range(7)]
        found.append(
            {
                "first": date_words(week.first, "d MMM y"),
                "days": [(date_words(day, "EEE"), day.day, known.get(day)) for day in dates],
            }
        )
    return found


def _day_words(name: str, number: int, day: KnownDay | None) -> str:
    """One day of a week in words, for who does not see its bar."""
    if day is None:
        return _("{weekday} {number}: nothing is known", weekday=name, number=number)
    return _(
        "{weekday} {number}: sitting {sitting}, other {other}, unknown {unknown}, {breaks}, {steps}",
        weekday=name,
        number=number,
        sitting=duration(day.sitting_min) if day.sitting_min else _("not known"),
        other=duration(day.active_min),
        unknown=duration(day.unknown_min),
        breaks=ngettext("{count} break", "{count} breaks", day.breaks),
        steps=_("steps not counted")
        if day.steps is None
        else ngettext("{count:,} step", "{count:,} steps", day.steps),
    )
