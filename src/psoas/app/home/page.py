"""The page ``/``: the one thing to do now, the last result and the week; somebody new is led to the first stretch."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from nicegui import ui

from psoas.app import clock
from psoas.app.coach import Coach, Visit
from psoas.app.home.example import example_sessions
from psoas.app.home.next_step import next_step
from psoas.app.home.week import last_days, week_words
from psoas.app.markup import show
from psoas.app.past import plan_of
from psoas.app.shell import frame, has_page, page
from psoas.app.stretch.headline import headline, holds_figures, short_words
from psoas.plan import Plan, Screening, SessionRecord
from psoas.report import day_words
from psoas.words import _


@dataclass(frozen=True)
class Record:
    """What is known of a person, read once for the page."""

    screening: Screening | None
    sessions: list[SessionRecord]
    plan: Plan

    @property
    def is_new(self) -> bool:
        """Whether the person has not begun: no question answered, and no session kept."""
        return self.screening is None and not self.sessions


def register(coach: Coach) -> None:
    """Add the page ``/``."""

    @page("/")
    async def home(request: Request) -> Response | None:
        if request.query_params.get("retest"):  # its address before there was a home page
            return RedirectResponse("/stretch?retest=1")
        ui.add_head_html('<link rel="stylesheet" href="/static/home.css">')
        async with frame(coach, _("Home")) as visit:
            record = await visit.coach.query(_record_of, visit)
            if record.is_new:
                return RedirectResponse("/stretch")
            show("home.html", **values_of(record, clock.utc_now()), has_today=has_page(visit, "/today"))
        return None


def _record_of(visit: Visit) -> Record:
    store, person = visit.coach.store, visit.profile
    with store.one_moment():
        sessions = store.sessions(person.id)
        return Record(store.last_screening(person.id), sessions, plan_of(store, person, sessions))


def values_of(record: Record, now: datetime) -> dict[str, object]:
    """Gather the values of the page; without a session the last result and the week are an example.

    Args:
        now: aware.
    """
    real = [one for one in record.sessions if any(a_set.repetitions for a_set in one.sets)]
    sessions = real or example_sessions(now)
    *earlier, last = sessions
    figures = holds_figures(last.sets)
    days = last_days(sessions, record.plan, now.astimezone().date())
    return {
        "step": next_step(record.plan, record.sessions, now),
        "example": not real,
        "last": last,
        "measured": short_words(last) if figures else None,
        "headline": None if figures else headline(last, earlier),
        "last_day": day_words(last.started_at.astimezone().date()),
        "days": days,
        "week": week_words(days),
    }
