"""The pages of past sessions: a month at a time; each opens again, is corrected or deleted."""

from calendar import Calendar
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import Final

from fastapi import Request
from fastapi.responses import Response
from nicegui import app, ui

from psoas.app import clock
from psoas.app.address_numbers import Number, number_in
from psoas.app.coach import Coach, Visit
from psoas.app.correction import Correction
from psoas.app.markup import filled
from psoas.app.parts import button, html
from psoas.app.shell import frame, page
from psoas.app.stretch.headline import short_words
from psoas.app.stretch.results import Pictures, past_session, show_results
from psoas.app.stretch.timed import session_name
from psoas.app.trainer.compared import compare_link, is_measured
from psoas.app.trainer.remarks import REMARKS, RemarkCard
from psoas.app.who import visit_of_file
from psoas.errors import UsageError
from psoas.plan import DayMark, KeptPicture, Method, SessionRecord, day_marks, practised, stretches
from psoas.words import N_, _, capital, date_words, inside, ngettext

STYLE: Final = '<link rel="stylesheet" href="/static/sessions.css">'

Month = tuple[int, int]
"""Year and month."""

DOTS: Final[dict[DayMark | None, str]] = {"whole": "●", "part": "◐", None: "○"}
"""The dot of a day with a session."""

METHODS: Final[dict[Method, str]] = {"clip": N_("clip"), "timer": N_("timer")}
"""How a set was followed, where not by the camera."""


def register(coach: Coach) -> None:
    """Add the pages ``/sessions`` and ``/sessions/NUMBER``."""

    @page("/sessions")
    async def sessions(request: Request) -> None:
        ui.add_head_html(STYLE)
        async with frame(coach, _("Past sessions")) as visit:
            kept = await visit.coach.query(visit.coach.store.sessions, visit.profile.id)
            wanted = (request.query_params.get(name, "") for name in ("month", "day"))
            _show_month(visit, kept, *wanted)

    @page("/sessions/{number}")
    async def session(number: str, request: Request) -> None:
        ui.add_head_html(STYLE)
        async with frame(coach, _("Past session")) as visit:
            wanted = number_in(number)
            if wanted is None:
                raise UsageError(_("there is no such session; choose one under Progress, All sessions"))
            one, earlier = await visit.coach.query(past_session, visit.coach.store, visit.profile, wanted)
            chosen = tuple(request.query_params.get(name, "") for name in ("set", "number"))
            history = visit.coach.store.history
            moments = await visit.coach.query(history.frames_of, one.id)
            kept = await visit.coach.query(history.pictures, one.id)
            PastSession(visit, one, earlier, moments, kept).show(chosen)

    @app.get("/sessions/picture/{set_id}/{number}/{moment}")
    async def picture(set_id: Number, number: Number, moment: str, request: Request) -> Response:
        visit = await visit_of_file(coach, request)
        own, person = visit.coach, visit.profile.id
        jpeg = await own.query(own.store.history.frame, person, set_id, number, moment)
        if jpeg is None:
            return Response(status_code=404)
        return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


class PastSession:
    """One session again, as its results were shown, with the card in which remarks are drawn on its pictures.

    Args:
        moments: of its pictures.
        kept: its pictures, by the id of their set.
    """

    def __init__(
        self,
        visit: Visit,
        session: SessionRecord,
        earlier: list[SessionRecord],
        moments: Pictures,
        kept: dict[int, tuple[KeptPicture, ...]],
    ) -> None:
        self._visit, self._session, self._earlier = visit, session, earlier
        self._moments, self._kept = moments, kept
        self._place = ui.element("div").classes("stack")

    def show(self, chosen: tuple[str, ...] = ()) -> None:
        """Show the session.

        Args:
            chosen: id of the set and number of the repetition that the person wants to correct, as in the address.
        """
        coach, history = self._visit.coach, self._visit.coach.store.history
        self._place.clear()
        with self._place:
            html(f"{escape(_title(self._session))} {_badges(self._session)}", look="past-title")
            self._show_ways()
            correction = Correction.of(coach, self._session, chosen)
            if correction is not None:
                correction.show()
            show_results(self._session, earlier=self._earlier, pictures=self._moments, opened=True)
            person = self._visit.profile.id
            RemarkCard(lambda *of: coach.query(history.remark, person, *of), self._session, self._kept)
            with ui.element("div").classes("row"):
                button(_("Delete this session"), self._delete, "danger")

    def _show_ways(self) -> None:
        """Offer what else can be done with the session, which may stand far below."""
        ways = []
        if self._kept:
            ways.append(f'<a class="button" href="#{REMARKS}">{escape(_("Remarks on pictures"))}</a>')
        if is_measured(self._session) and not self._visit.coach.in_clinic:
            ways.append(compare_link(self._session))
        if ways:
            html(" ".join(ways), look="row")

    async def _delete(self) -> None:
        await _delete(self._visit.coach, self._session, self._place, self.show)
        with self._place:
            html(f'<a class="button" href="/sessions">{_("All sessions")}</a>', look="row")


def _show_month(visit: Visit, sessions: list[SessionRecord], month: str, day: str) -> None:
    """Show a month as a calendar with its sessions, or those of one day.

    Args:
        month: such as ``2026-11``; anything else is the newest month with a session.
        day: such as ``2026-11-14``; anything else shows the whole month.
    """
    months: dict[Month, list[SessionRecord]] = defaultdict(list)
    for one in sessions:
        at = _day(one)
        months[at.year, at.month].append(one)
    if not months:
        html(filled("sessions_none.html"), "div")
        return
    known = {_day(one).isoformat(): _day(one) for one in sessions}
    only = known.get(day)
    names = {f"{year}-{month:02}": (year, month) for year, month in sorted(months, reverse=True)}
    chosen = (only.year, only.month) if only else names.get(month, max(months))
    with ui.element("div").classes("sessions-month"):
        html(filled("sessions.html", **_calendar(sessions, names, months, chosen, only)), "div", "text-page")
        with ui.element("ul").classes("past"):
            for one in reversed(months[chosen]):
                if only is None or _day(one) == only:
                    _SessionRow(visit, one).show()


def _calendar(
    sessions: list[SessionRecord],
    names: Mapping[str, Month],
    months: Mapping[Month, list[SessionRecord]],
    chosen: Month,
    only: date | None,
) -> dict[str, object]:
    """The values of the template: the month's days with their dots, and the ways to other months."""
    marks = day_marks(practised(stretches(sessions), None), clock.today())
    counts = Counter(_day(one) for one in months[chosen])

    def cell(day: date) -> dict[str, object] | None:
        if (day.year, day.month) != chosen:
            return None
        mark, count = marks.get(day), counts[day]
        return {
            "number": day.day,
            "date": day.isoformat(),
            "words": date_words(day, "d MMM y"),
            "dot": DOTS[mark],
            "says": _sessions_of_day(count, mark) if count else "",
            "today": day == clock.today(),
            "chosen": day == only,
        }

    ways = {month: (name, _month_name(month)) for name, month in names.items()}
    weeks = Calendar().monthdatescalendar(*chosen)
    earlier, later = ([one for one in months if one < chosen], [one for one in months if one > chosen])
    return {
        "links": [(name, _month_name(one), len(months[one]), one == chosen) for name, one in names.items()],
        "before": ways[max(earlier)] if earlier else None,
        "after": ways[min(later)] if later else None,
        "weeks": [[cell(day) for day in week] for week in weeks],
        "month": _month_name(chosen),
        "name": ways[chosen][0],
        "names": [date_words(day, "EEE") for day in weeks[0]],
        "chosen": date_words(only, "d MMM y") if only else None,
    }


class _SessionRow:
    """One session in the list."""

    def __init__(self, visit: Visit, session: SessionRecord) -> None:
        self._coach, self._session = visit.coach, session
        self._place = ui.element("li").classes("card row spread")

    def show(self) -> None:
        title = _title(self._session)
        self._place.clear()
        with self._place:
            html(
                f'<a href="/sessions/{self._session.id}">{escape(title)}</a> {_badges(self._session)}'
                f"<p>{escape(short_words(self._session))}</p>",
                "div",
            )
            button(_("Delete"), self._delete).props["aria-label"] = _(
                "Delete the session {title}", title=title
            )

    async def _delete(self) -> None:
        await _delete(self._coach, self._session, self._place, self.show)


async def _delete(coach: Coach, session: SessionRecord, place: ui.element, show: Callable[[], None]) -> None:
    """Delete a session, say so in its place, and offer to bring it back as long as the page is open."""
    removed = await coach.query(coach.store.history.remove, session.id)

    async def undo() -> None:
        await coach.query(coach.store.history.put_back, removed)
        show()

    place.clear()
    with place, ui.element("div").classes("row"):
        html(escape(_("Deleted: {title}.", title=_title(session)))).props("role=status")
        button(_("Undo"), undo)


def _day(session: SessionRecord) -> date:
    return session.started_at.astimezone().date()


def _title(session: SessionRecord) -> str:
    """The day, the time and the exercise of a session."""
    at = session.started_at.astimezone()
    return _(
        "{day}, {time}: {exercise}",
        day=date_words(at.date(), "EEE d MMM y"),
        time=at.strftime("%H:%M"),
        exercise=inside(session_name(session)),
    )


def _badges(session: SessionRecord) -> str:
    marks = []
    if session.purpose == "retest":
        marks.append(_("retest"))
    methods = {one.method for one in session.sets}
    marks += [_(words) for method, words in METHODS.items() if method in methods]
    if session.ended_at is None:
        marks.append(_("interrupted"))
    if any(one.corrections for a_set in session.sets for one in a_set.repetitions):
        marks.append(_("corrected"))
    return " ".join(f'<span class="badge">{mark}</span>' for mark in marks)


def _month_name(month: Month) -> str:
    return capital(date_words(date(*month, 1), "MMMM y"))


def _sessions_of_day(count: int, mark: DayMark | None) -> str:
    """How often somebody stretched on a day, and what the dot of the day means."""
    match mark:
        case "whole":
            return ngettext(
                "{count} session, the dose was done on both sides",
                "{count} sessions, the dose was done on both sides",
                count,
            )
        case "part":
            return ngettext(
                "{count} session, a part of the dose was done",
                "{count} sessions, a part of the dose was done",
                count,
            )
    return ngettext("{count} session, measured only", "{count} sessions, measured only", count)
