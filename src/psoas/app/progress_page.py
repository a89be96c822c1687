"""The page of progress: charts with bands, changes, the export and the printable sheet."""

from asyncio import to_thread
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from nicegui import app, ui

from psoas.app.coach import Coach, Visit
from psoas.app.markup import show
from psoas.app.plan_page import plan_of
from psoas.app.shell import PLACES, frame, page, visit_of
from psoas.app.today.page import EARLIEST
from psoas.export import progress_zip
from psoas.plan import (
    MEASURES,
    Bout,
    Plan,
    Profile,
    SessionRecord,
    WeeklyProgress,
    duration,
    load_protocol,
    look_back,
)
from psoas.report import (
    MEASURE_WORDS,
    ChartCard,
    ForecastCard,
    change_rows,
    day_words,
    forecast_card,
    progress_headline,
    sets_card,
    sheet_html,
    sitting_card,
    steps_card,
    tally_words,
    trend_cards,
)
from psoas.store import person_forecasts

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
            past = await to_thread(_past_of, visit.coach, visit.profile)
            show("progress.html", **_values(past.progress), **_ways(visit))
            cards = await to_thread(_cards, visit.profile, past)
            if cards:
                show("forecast.html", cards=cards)

    @app.get("/progress/sheet")
    async def sheet(request: Request) -> HTMLResponse:
        visit = await visit_of(coach, request)
        return HTMLResponse(await to_thread(_sheet, visit), headers=UNKEPT)

    @app.get("/progress/export.zip")
    async def export(request: Request) -> Response:
        content = await to_thread(exported, await visit_of(coach, request))
        name = {"Content-Disposition": f'attachment; filename="psoas-{date.today().isoformat()}.zip"'}
        return Response(content, media_type="application/zip", headers=UNKEPT | name)


def exported(visit: Visit) -> bytes:
    """All records of a person, as tables in a zip."""
    store, person = visit.coach.store, visit.profile.id
    days = visit.coach.days.seen(person, EARLIEST, date.today())
    return progress_zip(visit.profile, store.sessions(person), _bouts(visit.coach, visit.profile), days)


def _sheet(visit: Visit) -> str:
    past = _past_of(visit.coach, visit.profile)
    cards = _cards(visit.profile, past)
    return sheet_html(visit.profile, past.plan, past.progress, date.today(), cards)


def _bouts(coach: Coach, profile: Profile) -> list[Bout]:
    return coach.store.bouts(profile.id, date.min, date.max)


@dataclass(frozen=True)
class _Past:
    """All that lies behind a person, and what follows from it, read once for the charts, the forecast and the sheet."""

    sessions: list[SessionRecord]
    known: list[Bout]
    progress: WeeklyProgress
    plan: Plan


def _past_of(coach: Coach, profile: Profile) -> _Past:
    sessions = coach.store.sessions(profile.id)
    known, steps = coach.days.past(profile.id, EARLIEST, date.today())
    progress = look_back(sessions, known, date.today(), steps=steps)
    return _Past(sessions, known, progress, plan_of(coach, profile, sessions))


def _cards(profile: Profile, past: _Past) -> list[ForecastCard]:
    """A forecast of each hip; none before the first test or stretch, nor while a clinician has to be seen first."""
    if past.plan.stopped:
        return []
    repetitions = profile.settings.target_repetitions
    found = person_forecasts(past.sessions, past.known, date.today(), repetitions=repetitions)
    return [forecast_card(one) for one in found]


def _ways(visit: Visit) -> dict[str, bool]:
    """Which other ways of the coach the page may point to."""
    return {"has_today": "/today" in (visit.places or PLACES), "keeps_clips": visit.coach.keeps_clips}


def _values(progress: WeeklyProgress) -> dict[str, object]:
    figures = load_protocol().figures
    seen = {trend.measure for trend in progress.weeks}
    return {
        "new": not any((progress.course.weeks, progress.sitting, progress.tests, progress.gaits)),
        "stretched": bool(progress.course.weeks),
        "headline": progress_headline(progress) if progress.course.weeks else None,
        "tally": tally_words(progress.tally),
        "retest": progress.retest,
        "retest_due": day_words(progress.retest.due),
        "retest_is_due": progress.retest.due <= date.today(),
        "retest_last": day_words(progress.retest.last) if progress.retest.last else None,
        "retest_days": round(figures.retest_days),
        "trials": round(figures.retest_trials),
        "retest_rows": change_rows(progress.retests),
        "retest_charts": trend_cards(progress.retests, "Retest of"),
        "charts": trend_cards(progress.weeks),
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
