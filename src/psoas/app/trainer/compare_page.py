"""The page that sets two repetitions side by side, of two dates or of two people, moving to their deepest moment."""

from collections.abc import Awaitable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from nicegui import app, ui
from nicegui.element import Element

from psoas.app.address_numbers import Number, number_in
from psoas.app.coach import Coach, Visit
from psoas.app.parts import card, html
from psoas.app.shell import frame, page
from psoas.app.stretch.moving_picture import FRAMES, Drawings, draw_repetition
from psoas.app.trainer.access import ClientAccess
from psoas.app.trainer.compared import ComparedSet, chosen_pair, compared_sets, drawn_changes, figure_rows
from psoas.app.trainer.remarks import STYLE, caption_of, picture_svg
from psoas.app.who import visit_of_file
from psoas.plan import KeptPicture, Profile, RepetitionRecord, SentPicture
from psoas.words import _

SCRIPT: Final = Path(__file__).with_name("compared_pair.js")
MOST_DRAWN: Final = 64
"""Strips of drawn repetitions that wait in memory, some 150 kB each; the oldest makes room."""


def register(coach: Coach) -> None:
    """Add the page ``/compare`` and the address of the drawn repetitions."""
    drawings: Drawings[tuple[Any, ...], bytes] = Drawings(MOST_DRAWN)

    @page("/compare")
    async def compare(request: Request) -> None:
        ui.add_head_html(STYLE)
        async with frame(coach, _("Compare")) as visit:
            sets = await coach.query(compared_sets, coach.store, seen_people(visit))
            if len(sets) < 2:
                says = _(
                    "Two sets with measured angles are needed: stretches before the camera, or clips that are dropped "
                    "on a client's page."
                )
                html(escape(says), look="notice")
                return
            second = number_in(request.query_params.get("second", ""))
            places = chosen_pair(sets, second)
            await ComparePage(visit, sets, places).show()

    @app.get("/compare/drawn/{person}/{set_id}/{number}.jpg")
    async def figure(person: Number, set_id: Number, number: Number, request: Request) -> Response:
        visit = await visit_of_file(coach, request)
        whose = [seen for seen in seen_people(visit) if seen.id == person]
        sets = await coach.query(compared_sets, coach.store, whose)
        one = next((found for found in sets if found.a_set.id == set_id), None)
        if one is None:
            return PlainTextResponse(_("There is no such repetition, or the access to it has ended."), 404)
        changes = drawn_changes(one.numbered(number))
        key = (one.a_set.exercise, *sorted(changes.items()))
        content = await drawings.get(key, draw_repetition, one.a_set.exercise, changes)
        return Response(content, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


def seen_people(visit: Visit) -> list[Profile]:
    """Whose repetitions a visitor may compare: their own, and those of clients."""
    clients = [one for one in visit.people if one.settings.client and one.id != visit.profile.id]
    return [visit.profile, *clients]


class ComparedPair(Element, component=SCRIPT):
    """Both repetitions, moved together by a slider or by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self._props["frames"] = FRAMES
        self._props["says"] = {
            "drawing": _("The figure is being drawn."),
            "failed": _("The figure could not be drawn; load the page again."),
            "play": _("Play"),
            "pause": _("Pause"),
            "slider": _("From the start to the deepest moment"),
            "start": _("Start"),
            "deepest": _("Deepest moment"),
            "between": _("{share} % of the way"),
        }

    def show(self, sides: list[dict[str, str]]) -> None:
        """Show two sides."""
        self._props["sides"] = sides
        self.update()


class ComparePage:
    """The choice of two repetitions, both beside each other, and the table of what differs."""

    def __init__(self, visit: Visit, sets: list[ComparedSet], places: tuple[int, int]) -> None:
        self._visit, self._sets = visit, sets
        self._filling = False
        names = {place: one.words for place, one in enumerate(sets)}
        self._choices: list[tuple[ui.select, ui.select]] = []
        with ui.element("div").classes("grid wide"):
            for side, title in enumerate((_("The first"), _("The second"))):
                with card(escape(title), f"compared-{side}"), ui.element("div").classes("row"):
                    chosen = ui.select(
                        names,
                        value=places[side],
                        label=_("Which set"),
                        on_change=partial(self._other_set, side),
                    )
                    number = ui.select({}, label=_("Repetition"), on_change=self._other)
                    for one in (chosen, number):
                        one.props("outlined dense options-dense")
                    self._choices.append((chosen, number))
                    self._fill(side)
        self._pair = ComparedPair()
        self._table = html("", "div")

    def _fill(self, side: int) -> None:
        """Offer the repetitions of the set that is chosen on a side, and choose the deepest one."""
        chosen, number = self._choices[side]
        one = self._sets[int(chosen.value)]
        self._filling = True
        number.set_options({rep.number: str(rep.number) for rep in one.repetitions}, value=one.deepest.number)
        self._filling = False

    def _other_set(self, side: int) -> Awaitable[None]:
        self._fill(side)
        return self.show()

    def _other(self) -> Awaitable[None] | None:
        return None if self._filling else self.show()

    async def show(self) -> None:
        """Show both.

        Raises:
            UsageError: one of them is of somebody who is no client any more.
        """
        sides, pair = [], []
        for chosen, number in self._choices:
            one = self._sets[int(chosen.value)]
            rep = one.numbered(int(number.value))
            pair.append((one.a_set, rep))
            sides.append(await self._side(one, rep))
        self._pair.show(sides)
        heads = [escape(words) for words in (_("The first"), _("The second"), _("What differs"))]
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th>'
            + "".join(
                f'<td data-label="{head}">{escape(cell)}</td>'
                for head, cell in zip(heads, cells, strict=True)
            )
            + "</tr>"
            for name, *cells in figure_rows(*pair)
        )
        top = "".join(f'<th scope="col">{head}</th>' for head in (escape(_("At the deepest moment")), *heads))
        about = _(
            "Angles are changes from each one's own start; ± is the error of 95 of 100 cases. What lies within the "
            "error is no difference."
        )
        self._table.content = (
            f'<table class="data stacked"><thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table>'
            f'<p class="muted small">{escape(about)}</p>'
        )

    async def _side(self, one: ComparedSet, rep: RepetitionRecord) -> dict[str, str]:
        store = self._visit.coach.store
        own = one.person.id == self._visit.profile.id
        query = self._visit.coach.query if own else ClientAccess(self._visit, one.person).query
        pictures = await query(store.history.pictures, one.session.id)
        kept = {
            picture.moment: picture
            for picture in pictures.get(one.a_set.id, ())
            if picture.number == rep.number
        }
        title = _("{set}, repetition {number}", set=one.words, number=rep.number)
        if "start" in kept and "deepest" in kept:
            return {
                "title": title,
                "says": _("Kept pictures; between the two one fades into the other."),
                "start": self._svg(one, kept["start"]),
                "deepest": self._svg(one, kept["deepest"]),
            }
        missing = (
            "" if rep.arch_deg is not None else _("The back was not measured and is drawn as at the start.")
        )
        drawn = _(
            "No pictures are kept: our own body, drawn from the angles, its right leg behind, evenly moved."
        )
        return {
            "title": title,
            "says": f"{drawn} {missing}".strip(),
            "strip": f"/compare/drawn/{one.person.id}/{one.a_set.id}/{rep.number}.jpg",
        }

    def _svg(self, one: ComparedSet, kept: KeptPicture) -> str:
        return picture_svg(
            SentPicture(caption_of(one.session, kept), kept.jpeg, kept.remarks), decorative=True
        )
