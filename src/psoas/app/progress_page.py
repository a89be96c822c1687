"""The page of progress: charts with bands, changes, the export and the printable sheet."""

from asyncio import to_thread
from datetime import date, timedelta

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from nicegui import app, ui

from psoas.app.coach import Coach
from psoas.app.markup import show
from psoas.app.past import Past
from psoas.app.shell import PERSON_COOKIE, frame, page, picked
from psoas.app.today.page import EARLIEST
from psoas.export import progress_zip
from psoas.plan import (
    MEASURES,
    Bout,
    Profile,
    WeeklyProgress,
    duration,
    load_protocol,
)
from psoas.report import (
    MEASURE_WORDS,
    ChartCard,
    change_rows,
    day_words,
    goal_words,
    progress_headline,
    sets_card,
    shared_setup,
    sitting_card,
    steps_card,
    tally_words,
    trend_cards,
)

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
        async with frame(coach, "Progress") as visit:
            past = await to_thread(Past.of, coach.store, visit.profile)
            show("progress.html", **_values(past.progress, visit.profile))
            cards = await to_thread(past.forecasts)
            if cards:
                show("forecast.html", cards=cards)

    @app.get("/progress/sheet")
    def sheet(request: Request) -> HTMLResponse:
        return HTMLResponse(Past.of(coach.store, _person(coach, request)).sheet_html(), headers=UNKEPT)

    @app.get("/progress/sheet.pdf")
    def pdf(request: Request) -> Response:
        content = Past.of(coach.store, _person(coach, request)).sheet_pdf()
        name = {"Content-Disposition": f'attachment; filename="psoas-{date.today().isoformat()}.pdf"'}
        return Response(content, media_type="application/pdf", headers=UNKEPT | name)

    @app.get("/progress/export.zip")
    def export(request: Request) -> Response:
        profile = _person(coach, request)
        content = progress_zip(
            profile,
            coach.store.sessions(profile.id),
            _bouts(coach, profile),
            coach.days.seen(profile.id, EARLIEST, date.today()),
        )
        name = {"Content-Disposition": f'attachment; filename="psoas-{date.today().isoformat()}.zip"'}
        return Response(content, media_type="application/zip", headers=UNKEPT | name)


def _person(coach: Coach, request: Request) -> Profile:
    return picked(coach.store.profiles(), request.cookies.get(PERSON_COOKIE, ""))


def _bouts(coach: Coach, profile: Profile) -> list[Bout]:
    return coach.store.bouts(profile.id, date.min, date.max)


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
        "retest_due": day_words(progress.retest.due),
        "retest_is_due": progress.retest.due <= date.today(),
        "retest_last": day_words(progress.retest.last) if progress.retest.last else None,
        "retest_days": round(figures.retest_days),
        "trials": round(figures.retest_trials),
        "retest_rows": change_rows(progress.retests),
        "retest_charts": trend_cards(progress.retests, "Retest of"),
        "charts": trend_cards(progress.weeks),
        "setup": shared_setup(progress.weeks),
        "retest_setup": shared_setup(progress.retests),
        "gait_setup": shared_setup(progress.gaits),
        "test_setup": shared_setup(progress.tests),
        "gait_rows": change_rows(progress.gaits),
        "gait_charts": trend_cards(progress.gaits),
        "test_rows": change_rows(progress.tests),
        "test_charts": trend_cards(progress.tests, "Test of"),
        "unseen": [MEASURE_WORDS[measure].title for measure in MEASURES if measure not in seen],
        "counts": _counts(progress),
        "weeks": _weeks_of_days(progress),
        "earlier_weeks": max(0, len(progress.sitting) - MOST_WEEKS),
        "duration": duration,
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
                "first": day_words(week.first),
                "days": [(f"{day:%a}", day.day, known.get(day)) for day in dates],
            }
        )
    return found
