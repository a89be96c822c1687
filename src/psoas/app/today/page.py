"""The page Today: the strip of the day, its summary, and the reminder to stand up."""

import asyncio
from datetime import date, timedelta
from functools import partial

from nicegui import app, ui

from psoas.app import clock
from psoas.app.coach import Coach, Visit
from psoas.app.parts import card, html
from psoas.app.shell import frame, page
from psoas.app.stretch.uploads import keep_uploads
from psoas.app.today.days import Days, DayView
from psoas.app.today.devices_panel import DevicePanel, register_device_files
from psoas.app.today.drawing import Drawing
from psoas.app.today.keyboard_panel import KeyboardPanel
from psoas.app.today.now import Now
from psoas.app.today.reminder import Reminder, Reminders
from psoas.app.today.summary import hip_html, notes_html, summary_html
from psoas.app.today.week_panel import WeekPanel
from psoas.day import Day
from psoas.plan import MINUTES
from psoas.words import _, capital, date_words

EARLIEST = date(2000, 1, 1)
LOOK_S = 1.0
"""Time between two refreshes of an open page [s]."""


def register(coach: Coach) -> None:
    """Add the page ``/today``, and end its reminders with the app.

    A clinic has the days and the files of devices without the reminders: those, and the keyboard, are of the computer
    on which the coach runs.
    """
    if coach.in_clinic:
        keep_uploads(coach)
    else:
        app.on_shutdown(coach.reminders.close)
    register_device_files()
    add_page(coach, coach.days, coach.reminders)


def add_page(coach: Coach, days: Days, reminders: Reminders) -> None:
    """Add the page over these days and these reminders."""

    @page("/today")
    async def today(day: str = "") -> None:
        ui.add_head_html('<link rel="stylesheet" href="/static/today.css">')
        async with frame(coach, _("Today")) as visit:
            if coach.in_clinic:
                await _show(visit, day_of(day, clock.today()), visit.coach.days, None)
            else:
                await _show(visit, day_of(day, clock.today()), days, reminders.of(visit.profile.id))


def day_of(text: str, today: date) -> date:
    """Parse the day of an address; ``today`` where it names no past day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if EARLIEST <= day <= today else today


async def _show(visit: Visit, day: date, days: Days, reminder: Reminder | None) -> None:
    today = clock.today()
    _navigate(day, today)
    is_today = day == today
    now = Now(reminder) if is_today and reminder is not None else None
    the_day = _("The day")
    with ui.element("div").classes("today-layout"):
        with ui.element("section").classes("card").props(f'aria-label="{the_day}"'):
            place = ui.element("div")
        with card(_("What it adds up to"), "today-sum", ""):
            summary = html("", "div", "today-summary")
    panel = DevicePanel(days, visit.profile, in_clinic=visit.coach.in_clinic)
    keyboard = ui.element("div")
    hip = html("", "section", "card stack day-hip").props("aria-labelledby=today-hip")
    hip.set_visibility(False)
    week = WeekPanel(days, visit.profile.id, day)
    notes = html("", "section", "card")

    stale: list[Day | None] = []
    shown: list[DayView] = []

    def add_up(view: DayView) -> None:
        summary.set_content(summary_html(view.known, view.seen, _passed(day)))

    async def changed(view: DayView) -> None:
        known = view.known
        shown[:] = [view]
        add_up(view)
        await panel.refresh(view.seen)
        _fill(notes, notes_html(known))
        stale[:] = [view.corrected]

    if reminder is not None:
        with keyboard:
            KeyboardPanel(days, visit.profile.id, day, partial(week.refresh, anew=True))
    with place:
        drawing = Drawing(days, visit.profile.id, day, on_change=changed, on_now=now.turn if now else None)

    await drawing.read()

    async def look() -> None:
        moment = clock.local_now()
        if is_today and moment.date() != today:
            ui.navigate.to("/today")
            return
        if now is not None:
            await now.refresh()
        await drawing.refresh(_passed(day) if is_today else -1)
        if is_today and moment.second < LOOK_S:
            add_up(shown[-1])
        await week.refresh()
        if stale:  # the body is loaded for it, which takes seconds the first time
            _fill(hip, await asyncio.to_thread(hip_html, stale.pop()))

    ui.timer(LOOK_S, look)


def _passed(day: date) -> int:
    """How far a day has come [min since midnight]."""
    now = clock.local_now()
    return now.hour * 60 + now.minute if day == now.date() else MINUTES


def _fill(part: ui.html, content: str) -> None:
    part.set_content(content)
    part.set_visibility(bool(content))


def _navigate(day: date, today: date) -> None:
    days = _("Days")
    with ui.element("nav").classes("row today-days").props(f'aria-label="{days}"'):
        _link(_("← Previous day"), day - timedelta(days=1))
        html(capital(date_words(day, "EEEE, d MMMM y")), "h2", "today-date")
        if day < today:
            _link(_("Next day →"), day + timedelta(days=1))
            _link(_("To today"), today)


def _link(text: str, day: date) -> None:
    html(text, "a", "button").props(f'href="/today?day={day.isoformat()}"')
