"""Remarks on kept pictures: drawn by mouse, finger or keyboard, and shown over the picture wherever that is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from psoas.app.parts import button, card, html
from psoas.plan import (
    MOST_PICTURES_SENT,
    REMARK_POINTS,
    KeptPicture,
    Moment,
    Remark,
    RemarkKind,
    SentPicture,
    SessionRecord,
    remark_rows,
    remarks_of,
)
from psoas.report import address_of, day_words, picture_says, remark_says, remark_svg, size_of
from psoas.sides import leg_on
from psoas.store import Store
from psoas.words import N_, _, named

SCRIPT: Final = Path(__file__).with_name("remark_pad.js")
STYLE: Final = '<link rel="stylesheet" href="/static/remarks.css">'
REMARKS: Final = "remarks-title"
"""Name by which an address finds the card."""

KINDS: Final[dict[RemarkKind, tuple[str, str]]] = {
    "arrow": (N_("Arrow"), N_("Click where the arrow begins, then where it points.")),
    "line": (N_("Line"), N_("Click both ends of the line.")),
    "angle": (N_("Angle"), N_("Click a point, the corner, and a point on the other side.")),
    "text": (N_("Words"), N_("Write the words below, then click where they begin.")),
}
"""Name of each kind, and what to do."""

MOMENTS_FIRST: Final = ("deepest", "worst", "start")
"""Order of a repetition's pictures: the one that is most worth a remark comes first."""

KeepRemarks = Callable[[int, int, Moment, tuple[Remark, ...]], Awaitable[None]]
"""Keeps remarks: id of the set, number of the repetition, moment of the picture, and what is drawn on it."""


def picture_html(picture: SentPicture) -> str:
    """A picture with its remarks and its caption."""
    caption = f'<figcaption class="small muted">{escape(picture.caption)}</figcaption>'
    return f'<figure class="remarked">{picture_svg(picture)}{caption}</figure>'


def picture_svg(picture: SentPicture, *, decorative: bool = False) -> str:
    """A picture with its remarks.

    Args:
        decorative: what it shows stands beside it, so that a screen reader need not say it.
    """
    width, height = size_of(picture.jpeg)
    drawn = "".join(remark_svg(one, width, height) for one in picture.remarks)
    says = 'aria-hidden="true"' if decorative else f'role="img" aria-label="{escape(picture_says(picture))}"'
    return (
        f'<svg viewBox="0 0 {width} {height}" {says}>'
        f'<image href="{address_of(picture.jpeg)}" width="{width}" height="{height}"/>{drawn}</svg>'
    )


def remarked_pictures(store: Store, profile_id: int) -> tuple[SentPicture, ...]:
    """A person's newest pictures with remarks, as homework takes them along. Any thread may call it."""
    found: list[SentPicture] = []
    for session in reversed(store.sessions(profile_id)):
        for kept in store.history.pictures(session.id).values():
            found += [
                SentPicture(caption_of(session, one), one.jpeg, one.remarks) for one in kept if one.remarks
            ]
        if len(found) >= MOST_PICTURES_SENT:
            break
    return tuple(found[:MOST_PICTURES_SENT])


def caption_of(session: SessionRecord, picture: KeptPicture) -> str:
    """What a kept picture shows."""
    values = {"day": day_words(session.started_at.astimezone().date()), "number": picture.number}
    match picture.moment:
        case "start":
            return _("{day}, repetition {number}: start", **values)
        case "worst":
            return _("{day}, repetition {number}: worst moment", **values)
    return _("{day}, repetition {number}: deepest moment", **values)


class RemarkPad(Element, component=SCRIPT):
    """A picture on which points are put; emits ``drawn``, ``moved``, ``removed`` and ``left``, see its script."""

    def __init__(self, how: str) -> None:
        super().__init__()
        self._props["how"] = how
        self._props["says"] = {
            "at": _("{across} % across, {down} % down"),
            "put": _("Point {number} of {count} is put: {across} % across, {down} % down."),
        }

    def show(self, jpeg: bytes, remarks: tuple[Remark, ...], words: str, chosen: int, points: int) -> None:
        """Show a picture with its remarks.

        Args:
            words: what the picture shows.
            chosen: place of the remark that can be moved; -1 for none.
            points: how many the next remark has.
        """
        width, height = size_of(jpeg)
        self._props["picture"] = address_of(jpeg)
        self._props["width"], self._props["height"] = width, height
        self._props["overlays"] = [remark_svg(one, width, height) for one in remarks]
        self._props["words"], self._props["chosen"], self._props["needed"] = words, chosen, points
        self.update()


class RemarkCard:
    """The card in which remarks are drawn on the pictures of a session; each is kept at once.

    Args:
        keep: `SessionHistory.remark` of the person whose session it is.
        pictures: of the session, by the id of their set.
    """

    def __init__(
        self,
        keep: KeepRemarks,
        session: SessionRecord,
        pictures: dict[int, tuple[KeptPicture, ...]],
    ) -> None:
        self._keep_in_store, self._session = keep, session
        self._chosen_remark = -1
        sides = {one.id: one.side for one in session.sets}
        self._pictures = {
            f"{number}-{one.number}-{one.moment}": (number, one)
            for number, kept in pictures.items()
            if number in sides
            for one in sorted(kept, key=lambda one: (one.number, MOMENTS_FIRST.index(one.moment)))
        }
        if not self._pictures:
            return
        names = {
            key: named(leg_on(sides[number]), caption_of(session, one))
            for key, (number, one) in self._pictures.items()
        }
        ui.add_head_html(STYLE)
        with (
            card(escape(_("Remarks on pictures")), REMARKS),
            ui.element("div").classes("remark-parts"),
        ):
            with ui.element("div"):
                self._pad = RemarkPad("remark-how")
                self._pad.on("drawn", self._drawn)
                self._pad.on("moved", self._moved)
                self._pad.on("removed", self._removed)
                self._pad.on("left", self._other)
            with ui.element("div").classes("stack"):
                self._chosen = ui.select(
                    names, value=next(iter(names)), label=_("Picture"), on_change=self._other
                )
                self._chosen.props("outlined dense options-dense")
                kinds = {kind: _(name) for kind, (name, _how) in KINDS.items()}
                self._kind = ui.radio(kinds, value="arrow", on_change=self._other).props("inline")
                self._kind.props["aria-label"] = _("What to draw")
                self._how = html("", look="muted small").props("id=remark-how")
                self._words = ui.input(_("Words on the picture")).props("outlined dense maxlength=80")
                self._list = ui.element("ul").classes("remark-list")
                self._list.props["aria-label"] = _("Remarks on this picture")
        self._refresh()

    @property
    def _picture(self) -> tuple[int, KeptPicture]:
        return self._pictures[str(self._chosen.value)]

    def _other(self) -> None:
        self._chosen_remark = -1
        self._refresh()

    def _refresh(self) -> None:
        _set_id, picture = self._picture
        _name, how = KINDS[self._kind.value]
        keys = _(
            "By keyboard: step onto the picture, move the cross with the arrow keys (with Shift by small steps), "
            "and put a point with Enter."
        )
        chosen = _(
            "Drag the chosen remark, or move it with the arrow keys. Delete removes it, Escape lets it go."
        )
        drawn = f'{escape(_(how))} <span class="remark-keys">{escape(keys)}</span>'
        self._how.content = drawn if self._chosen_remark < 0 else escape(chosen)
        self._words.visible = self._kind.value == "text"
        self._pad.show(
            picture.jpeg,
            picture.remarks,
            picture_says(SentPicture(caption_of(self._session, picture), picture.jpeg, picture.remarks)),
            self._chosen_remark,
            REMARK_POINTS[self._kind.value],
        )
        self._show_list(picture)

    def _show_list(self, picture: KeptPicture) -> None:
        size = size_of(picture.jpeg)
        self._list.clear()
        with self._list:
            for place, one in enumerate(picture.remarks):
                says = remark_says(one, *size)
                with ui.element("li").classes("row spread"):
                    html(escape(says), "span", "small")
                    with ui.element("span").classes("row"):
                        move = button(_("Move"), partial(self._choose, place), "quiet")
                        move.props["aria-label"] = _("Move: {remark}", remark=says)
                        move.props["aria-pressed"] = "true" if place == self._chosen_remark else "false"
                        gone = button(_("Delete"), partial(self._remove, place), "quiet")
                        gone.props["aria-label"] = _("Delete: {remark}", remark=says)

    def _choose(self, place: int) -> None:
        self._chosen_remark = -1 if place == self._chosen_remark else place
        self._refresh()
        if self._chosen_remark >= 0:
            self._pad.run_method("focus")

    async def _drawn(self, event: GenericEventArguments) -> None:
        words = str(self._words.value or "") if self._kind.value == "text" else ""
        if self._kind.value == "text" and not words.strip():
            self._words.error = _("Write the words first.")
            self._words.run_method("focus")
            return
        (new,) = remarks_of([{"kind": self._kind.value, "points": event.args, "words": words}])
        await self._keep((*self._picture[1].remarks, new))

    async def _moved(self, event: GenericEventArguments) -> None:
        place, remarks = self._chosen_remark, list(self._picture[1].remarks)
        if 0 <= place < len(remarks):
            across, down = (float(share) for share in event.args)
            remarks[place] = remarks[place].moved(across, down)
            await self._keep(tuple(remarks))

    async def _removed(self) -> None:
        await self._remove(self._chosen_remark)

    async def _remove(self, place: int) -> None:
        remarks = self._picture[1].remarks
        self._chosen_remark = -1
        await self._keep(tuple(one for number, one in enumerate(remarks) if number != place))
        self._pad.run_method("focus")

    async def _keep(self, remarks: tuple[Remark, ...]) -> None:
        key = str(self._chosen.value)
        set_id, picture = self._pictures[key]
        remarks = remarks_of(remark_rows(remarks))
        await self._keep_in_store(set_id, picture.number, picture.moment, remarks)
        self._pictures[key] = (set_id, replace(picture, remarks=remarks))
        self._refresh()
