"""The pages of past sessions: a month at a time; each opens again, is corrected or deleted."""

from calendar import Calendar, day_abbr
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import date
from html import escape
from typing import Final

from fastapi import Request
from nicegui import ui

from psoas.app.coach import Coach, Visit
from psoas.app.correction import Correction
from psoas.app.markup import filled
from psoas.app.parts import button, html
from psoas.app.shell import frame, page
from psoas.app.stretch.headline import short_words
from psoas.app.stretch.results import past_session, show_results
from psoas.errors import UsageError
from psoas.plan import SessionRecord
from psoas.quantities import MOVEMENTS
from psoas.report import day_words

STYLE: Final = '<link rel="stylesheet" href="/static/sessions.css">'

Month = tuple[int, int]
"""Year and month."""


def register(coach: Coach) -> None:
    """Add the pages ``/sessions`` and ``/sessions/NUMBER``."""

    @page("/sessions")
    async def sessions(request: Request) -> None:
        ui.add_head_html(STYLE)
        async with frame(coach, "Past sessions") as visit:
            kept = await visit.coach.query(visit.coach.store.sessions, visit.profile.id)
            _show_month(visit, kept, request.query_params.get("month", ""))

    @page("/sessions/{number}")
    async def session(number: str, request: Request) -> None:
        ui.add_head_html(STYLE)
        async with frame(coach, "Past session") as visit:
            if not number.isdecimal() or len(number) > 18:
                raise UsageError("there is no such session; choose one under Progress, All sessions")
            one, earlier = await visit.coach.query(past_session, visit, int(number))
            chosen = tuple(request.query_params.get(name, "") for name in ("set", "number"))
            PastSession(visit, one, earlier).show(chosen)


class PastSession:
    """One session again, as its results were shown."""

    def __init__(self, visit: Visit, session: SessionRecord, earlier: list[SessionRecord]) -> None:
        self._visit, self._session, self._earlier = visit, session, earlier
        self._place = ui.element("div").classes("stack")

    def show(self, chosen: tuple[str, ...] = ()) -> None:
        """Show the session.

        Args:
            chosen: id of the set and number of the repetition that the person wants to correct, as in the address.
        """
        self._place.clear()
        with self._place:
            html(f"{escape(_title(self._session))} {_badges(self._session)}", look="past-title")
            correction = Correction.of(self._visit.coach, self._session, chosen)
            if correction is not None:
                correction.show()
            show_results(self._session, earlier=self._earlier)
            with ui.element("div").classes("row"):
                button("Delete this session", self._delete, "danger")

    async def _delete(self) -> None:
        await self._visit.coach.query(self._visit.coach.store.history.remove, self._session.id)
        self._place.clear()
        with self._place:
            _deleted(self._session, self._undo)
            html('<a class="button" href="/sessions">All sessions</a>', look="row")

    async def _undo(self) -> None:
        await self._visit.coach.query(self._visit.coach.store.history.put_back, self._session)
        self.show()


def _show_month(visit: Visit, sessions: list[SessionRecord], wanted: str) -> None:
    """Show the sessions of a month, with a calendar and the way to the other months.

    Args:
        wanted: such as ``2026-11``; anything else is the newest month with a session.
    """
    months: dict[Month, list[SessionRecord]] = defaultdict(list)
    for one in sessions:
        day = _day(one)
        months[day.year, day.month].append(one)
    if not months:
        html(filled("sessions_none.html"), "div")
        return
    names = {f"{year}-{month:02}": (year, month) for year, month in sorted(months, reverse=True)}
    chosen = names.get(wanted, max(months))
    links = [(name, _month_name(one), len(months[one]), one == chosen) for name, one in names.items()]
    days: dict[int, int] = defaultdict(int)
    for one in months[chosen]:
        days[_day(one).day] += 1
    weeks = Calendar().monthdayscalendar(*chosen)
    calendar = filled(
        "sessions.html", links=links, weeks=weeks, days=days, month=_month_name(chosen), names=list(day_abbr)
    )
    html(calendar, "div", "text-page")
    with ui.element("ul").classes("past"):
        seen: set[int] = set()
        for one in reversed(months[chosen]):
            number = _day(one).day
            _SessionRow(visit, one, None if number in seen else f"day-{number}").show()
            seen.add(number)


class _SessionRow:
    """One session in the list."""

    def __init__(self, visit: Visit, session: SessionRecord, anchor: str | None) -> None:
        self._coach, self._session = visit.coach, session
        self._place = ui.element("li").classes("card row spread")
        if anchor is not None:
            self._place.props(f"id={anchor}")

    def show(self) -> None:
        title = _title(self._session)
        self._place.clear()
        with self._place:
            html(
                f'<a href="/sessions/{self._session.id}">{escape(title)}</a> {_badges(self._session)}'
                f"<p>{escape(short_words(self._session))}</p>",
                "div",
            )
            button("Delete", self._delete).props["aria-label"] = f"Delete the session {title}"

    async def _delete(self) -> None:
        await self._coach.query(self._coach.store.history.remove, self._session.id)
        self._place.clear()
        with self._place:
            _deleted(self._session, self._undo)

    async def _undo(self) -> None:
        await self._coach.query(self._coach.store.history.put_back, self._session)
        self.show()


def _deleted(session: SessionRecord, undo: Callable[[], Awaitable[None]]) -> None:
    """Say that a session is deleted, and offer to bring it back as long as the page is open."""
    with ui.element("div").classes("row"):
        html(f"Deleted: {escape(_title(session))}.").props("role=status")
        button("Undo", undo)


def _day(session: SessionRecord) -> date:
    return session.started_at.astimezone().date()


def _title(session: SessionRecord) -> str:
    """The day, the time and the exercise of a session."""
    at = session.started_at.astimezone()
    known = {str(name): one.label for name, one in MOVEMENTS.items()}
    exercise = known.get(session.exercise, session.exercise.replace("_", " ").capitalize())
    return f"{at:%a} {day_words(at.date())}, {at:%H:%M}: {exercise[0].lower()}{exercise[1:]}"


def _badges(session: SessionRecord) -> str:
    marks = []
    if session.purpose == "retest":
        marks.append("retest")
    marks += sorted({one.method for one in session.sets if one.method != "camera"})
    if session.ended_at is None:
        marks.append("interrupted")
    if any(one.corrections for a_set in session.sets for one in a_set.repetitions):
        marks.append("corrected")
    return " ".join(f'<span class="badge">{mark}</span>' for mark in marks)


def _month_name(month: Month) -> str:
    return f"{date(*month, 1):%B %Y}"
