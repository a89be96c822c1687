"""The list of a trainer's clients: what is known of each, who needs a look, and a search."""

from dataclasses import dataclass
from html import escape
from typing import Final

from nicegui import ui

from psoas.app import clock
from psoas.app.parts import html
from psoas.app.past import plan_of
from psoas.app.trainer.compared import is_measured
from psoas.plan import ClientStanding, Plan, Profile, SessionRecord, client_standing, load_protocol
from psoas.report import day_words
from psoas.store import Store
from psoas.words import _, ngettext

FEW: Final = 5
"""So many clients are found without a search."""


@dataclass(frozen=True)
class ClientRow:
    """One client in the list, with their plan of today.

    Attributes:
        measured: the newest session that can be compared; None without one.
    """

    person: Profile
    standing: ClientStanding
    plan: Plan
    measured: SessionRecord | None


def client_rows(store: Store, people: tuple[Profile, ...]) -> list[ClientRow]:
    """All clients, those who need a look first, the gravest reason in front, then by name. Any thread may call it."""
    rows = []
    for one in people:
        if one.settings.client:
            sessions = store.sessions(one.id)
            given = [(kept.homework, kept.results) for kept in store.homework.of(one.id, "given")]
            standing = client_standing(sessions, store.last_screening(one.id), given, clock.today())
            measured = next((kept for kept in reversed(sessions) if is_measured(kept)), None)
            rows.append(ClientRow(one, standing, plan_of(store, one, sessions), measured))
    return sorted(rows, key=lambda row: (row.standing.gravity, row.person.name.casefold()))


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
        if len(rows) > FEW:
            search = ui.input(_("Search"), on_change=lambda event: self._show(str(event.value or "")))
            search.props("outlined dense clearable type=search")
        ui.add_head_html('<link rel="stylesheet" href="/static/sessions.css">')
        self._place = ui.element("div").classes("stack")
        self._show("")

    def _show(self, words: str) -> None:
        self._place.clear()
        shown = [row for row in self._rows if words.strip().casefold() in row.person.name.casefold()]
        look = [row for row in shown if row.standing.reasons]
        well = [row for row in shown if not row.standing.reasons]
        with self._place:
            if not shown:
                html(escape(_("Nobody has this name.")))
            for title, rows in (
                (ngettext("{count} client needs a look", "{count} clients need a look", len(look)), look),
                (_("Nothing to look at now"), well),
            ):
                if rows:
                    html(escape(title), "h2")
                    html("".join(_client_html(row) for row in rows), "ul", "clients")


def _client_html(row: ClientRow) -> str:
    name, number = escape(row.person.name), row.person.id
    opens = escape(_("Open {name}", name=row.person.name))
    return (
        f'<li class="card"><h3><a href="/clients/{number}">{name}</a></h3>{reasons_html(row)}{facts_html(row)}'
        f'<a class="button" href="/clients/{number}" aria-label="{opens}">{escape(_("Open"))}</a></li>'
    )


def reasons_html(row: ClientRow) -> str:
    """Why a client needs a look, the gravest first; where the limits come from is folded up. Empty without a reason."""
    reasons = row.standing.reasons
    if not reasons:
        return ""
    why = "".join(f"<li>{escape(reason.says)}</li>" for reason in reasons)
    sources = "".join(
        f"<li>{escape(_('{reason} Limit from: {source}.', reason=reason.says, source=reason.source))}</li>"
        for reason in reasons
    )
    return (
        f'<ul class="notice warn look-why">{why}</ul>'
        f'<details class="small muted look-sources"><summary>{escape(_("Where the limits come from"))}</summary>'
        f"<ul>{sources}</ul></details>"
    )


def facts_html(row: ClientRow) -> str:
    """What is known of a client."""
    one = row.standing
    never = _("never")
    facts = _(
        "Last test: {test}. Last activity: {active}. Week {week} of the plan.",
        test=day_words(one.last_test) if one.last_test else never,
        active=day_words(one.last_active) if one.last_active else never,
        week=min(row.plan.course.number, load_protocol().last_week),
    )
    count = ngettext("{count} session here.", "{count} sessions here.", one.sessions)
    return f'<p class="muted">{escape(facts)} {escape(count)}</p>'
