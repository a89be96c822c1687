"""The list of a trainer's clients: what is known of each, who needs a look, and a search."""

from dataclasses import dataclass
from html import escape

from nicegui import ui

from psoas.app import clock
from psoas.app.parts import html
from psoas.app.past import plan_of
from psoas.plan import ClientStanding, Plan, Profile, client_standing, load_protocol
from psoas.report import day_words
from psoas.store import Store
from psoas.words import _, ngettext


@dataclass(frozen=True)
class ClientRow:
    """One client in the list, with their plan of today."""

    person: Profile
    standing: ClientStanding
    plan: Plan


def client_rows(store: Store, people: tuple[Profile, ...]) -> list[ClientRow]:
    """All clients, those who need a look first, then by name. Any thread may call it."""
    rows = []
    for one in people:
        if one.settings.client:
            sessions = store.sessions(one.id)
            given = [(kept.homework, kept.results) for kept in store.homework.of(one.id, "given")]
            standing = client_standing(sessions, store.last_screening(one.id), given, clock.today())
            rows.append(ClientRow(one, standing, plan_of(store, one, sessions)))
    return sorted(rows, key=lambda row: (not row.standing.reasons, row.person.name.casefold()))


class ClientList:
    """The list of clients with its search."""

    def __init__(self, rows: list[ClientRow]) -> None:
        self._rows = rows
        if not rows:
            html(
                escape(_("There are no clients yet. Add one, or mark somebody who is here already.")),
                look="notice",
            )
            return
        search = ui.input(_("Search"), on_change=lambda event: self._show(str(event.value or "")))
        search.props("outlined dense clearable type=search")
        self._place = ui.element("ul").classes("past clients")
        ui.add_head_html('<link rel="stylesheet" href="/static/sessions.css">')
        self._show("")

    def _show(self, words: str) -> None:
        self._place.clear()
        shown = [row for row in self._rows if words.strip().casefold() in row.person.name.casefold()]
        with self._place:
            for row in shown:
                with ui.element("li").classes("card row spread"):
                    html(_client_html(row), "div")
                    link = f'<a class="button" href="/clients/{row.person.id}">{escape(_("Open"))}</a>'
                    html(link, "div")
            if not shown:
                html(escape(_("Nobody has this name.")), "li")


def _client_html(row: ClientRow) -> str:
    mark = f' <span class="badge warn">{escape(_("needs a look"))}</span>' if row.standing.reasons else ""
    return f"<strong>{escape(row.person.name)}</strong>{mark}{facts_html(row)}"


def facts_html(row: ClientRow) -> str:
    """What is known of a client, and why they need a look."""
    one = row.standing
    never = _("never")
    facts = _(
        "Last test: {test}. Last activity: {active}. Week {week} of the plan.",
        test=day_words(one.last_test) if one.last_test else never,
        active=day_words(one.last_active) if one.last_active else never,
        week=min(row.plan.course.number, load_protocol().last_week),
    )
    count = ngettext("{count} session here.", "{count} sessions here.", one.sessions)
    limits = [_("Limit from: {source}.", source=reason.source) for reason in one.reasons]
    why = "".join(
        f'<p>{escape(reason.says)} <span class="muted small">{escape(limit)}</span></p>'
        for reason, limit in zip(one.reasons, limits, strict=True)
    )
    return f"<p>{escape(facts)} {escape(count)}</p>{why}"
