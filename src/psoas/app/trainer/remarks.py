"""Remarks on kept pictures: drawn in the session's page, shown over the picture wherever that is shown."""

from base64 import b64encode
from dataclasses import replace
from html import escape
from io import BytesIO
from math import atan2, cos, pi, sin
from pathlib import Path
from typing import Final

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments
from PIL import Image

from psoas.app.coach import Visit
from psoas.app.parts import button, card, html
from psoas.plan import (
    MOST_PICTURES_SENT,
    REMARK_POINTS,
    KeptPicture,
    Remark,
    RemarkKind,
    SentPicture,
    SessionRecord,
    remark_rows,
    remarks_of,
)
from psoas.report import day_words
from psoas.store import Store
from psoas.words import N_, _

SCRIPT: Final = Path(__file__).with_name("remark_pad.js")
STYLE: Final = '<link rel="stylesheet" href="/static/remarks.css">'
KINDS: Final[dict[RemarkKind, tuple[str, str]]] = {
    "arrow": (N_("Arrow"), N_("Click where the arrow begins, then where it points.")),
    "line": (N_("Line"), N_("Click both ends of the line.")),
    "angle": (N_("Angle"), N_("Click a point, the corner, and a point on the other side.")),
    "text": (N_("Words"), N_("Write the words below, then click where they begin.")),
}
"""Name of each kind, and what to do."""

HEAD: Final = 0.04
"""Length of an arrow's head as a share of the picture's longer side."""


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Width and height of a picture [px]; a square where it cannot be read."""
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as opened:
            return opened.size
    except OSError:
        return 400, 400


def remarks_svg(remarks: tuple[Remark, ...], width: int, height: int) -> str:
    """The parts of an SVG that draw remarks over a picture of this size [px]."""
    return "".join(_drawn(one, width, height) for one in remarks)


def picture_html(picture: SentPicture) -> str:
    """A picture with its remarks and its caption."""
    width, height = size_of(picture.jpeg)
    words = "; ".join(one.words for one in picture.remarks if one.words)
    says = f"{picture.caption}: {words}" if words else picture.caption
    return (
        f'<figure class="remarked"><svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(says)}">'
        f'<image href="{address_of(picture.jpeg)}" width="{width}" height="{height}"/>'
        f"{remarks_svg(picture.remarks, width, height)}</svg>"
        f'<figcaption class="small muted">{escape(picture.caption)}</figcaption></figure>'
    )


def address_of(jpeg: bytes) -> str:
    """A picture as an address that holds it."""
    return f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"


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
    day = day_words(session.started_at.astimezone().date())
    if picture.moment == "start":
        return _("{day}, repetition {number}: start", day=day, number=picture.number)
    return _("{day}, repetition {number}: deepest moment", day=day, number=picture.number)


class RemarkPad(Element, component=SCRIPT):
    """A picture on which points are clicked; emits ``drawn`` with the points of one remark."""

    def show(self, jpeg: bytes, remarks: tuple[Remark, ...], words: str) -> None:
        """Show a picture with its remarks."""
        width, height = size_of(jpeg)
        self._props["picture"] = address_of(jpeg)
        self._props["width"], self._props["height"] = width, height
        self._props["overlay"] = remarks_svg(remarks, width, height)
        self._props["words"] = words
        self.update()

    def need(self, points: int) -> None:
        """Say how many points the next remark has."""
        self._props["needed"] = points
        self.update()


class RemarkCard:
    """The card of a past session in which remarks are drawn on its pictures; each is kept at once."""

    def __init__(
        self, visit: Visit, session: SessionRecord, pictures: dict[int, tuple[KeptPicture, ...]]
    ) -> None:
        self._visit, self._session = visit, session
        sides = {one.id: one.side for one in session.sets}
        self._pictures = {
            f"{number}-{one.number}-{one.moment}": (number, one)
            for number, kept in pictures.items()
            for one in sorted(kept, key=lambda one: (one.number, one.moment == "start"))
        }
        if not self._pictures:
            return
        names = {
            key: f"{_side_words(sides.get(number, ''))}: {caption_of(session, one)}"
            for key, (number, one) in self._pictures.items()
        }
        ui.add_head_html(STYLE)
        with card(escape(_("Remarks on pictures")), "remarks-title"):
            self._chosen = ui.select(
                names, value=next(iter(names)), label=_("Picture"), on_change=self._refresh
            )
            self._chosen.props("outlined dense options-dense")
            kinds = {kind: _(name) for kind, (name, _how) in KINDS.items()}
            self._kind = ui.radio(kinds, value="arrow", on_change=self._refresh).props("inline")
            self._kind.props["aria-label"] = _("What to draw")
            self._how = html("", look="muted small").props("role=status")
            self._words = ui.input(_("Words on the picture")).props("outlined dense maxlength=80")
            self._pad = RemarkPad()
            self._pad.on("drawn", self._drawn)
            with ui.element("div").classes("row"):
                button(_("Take back the last remark"), self._undo)
                button(_("Remove all remarks on this picture"), self._clear, "quiet")
        self._refresh()

    def _refresh(self) -> None:
        _set_id, picture = self._pictures[str(self._chosen.value)]
        _name, how = KINDS[self._kind.value]
        self._how.content = escape(_(how))
        self._words.visible = self._kind.value == "text"
        self._pad.need(REMARK_POINTS[self._kind.value])
        self._pad.show(picture.jpeg, picture.remarks, caption_of(self._session, picture))

    async def _drawn(self, event: GenericEventArguments) -> None:
        _set_id, picture = self._pictures[str(self._chosen.value)]
        words = str(self._words.value or "") if self._kind.value == "text" else ""
        (new,) = remarks_of([{"kind": self._kind.value, "points": event.args, "words": words}])
        await self._keep((*picture.remarks, new))

    async def _undo(self) -> None:
        _set_id, picture = self._pictures[str(self._chosen.value)]
        await self._keep(picture.remarks[:-1])

    async def _clear(self) -> None:
        await self._keep(())

    async def _keep(self, remarks: tuple[Remark, ...]) -> None:
        key = str(self._chosen.value)
        set_id, picture = self._pictures[key]
        remarks = remarks_of(remark_rows(remarks))
        keep, person = self._visit.coach.store.history.remark, self._visit.profile.id
        await self._visit.coach.query(keep, person, set_id, picture.number, picture.moment, remarks)
        self._pictures[key] = (set_id, replace(picture, remarks=remarks))
        self._refresh()


def _side_words(side: str) -> str:
    return _("Left leg") if side == "left" else _("Right leg")


def _drawn(one: Remark, width: int, height: int) -> str:
    points = [(x * width, y * height) for x, y in one.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    if one.kind == "text":
        (x, y) = points[0]
        return f'<text x="{x:.1f}" y="{y:.1f}" class="remark-words">{escape(one.words)}</text>'
    lines = f'<polyline points="{path}" class="remark-edge"/><polyline points="{path}" class="remark-line"/>'
    if one.kind == "arrow":
        return lines + _head(points, HEAD * max(width, height))
    if one.kind == "angle":
        (x, y) = points[1]
        degrees = f"{one.angle_deg(width, height):.0f}°"
        return f'{lines}<text x="{x + 6:.1f}" y="{y - 6:.1f}" class="remark-words">{degrees}</text>'
    return lines


def _head(points: list[tuple[float, float]], length: float) -> str:
    (fx, fy), (x, y) = points
    way = atan2(y - fy, x - fx)
    corners = [
        (x + length * cos(way + turn), y + length * sin(way + turn)) for turn in (0.85 * pi, -0.85 * pi)
    ]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in ((x, y), *corners))
    return f'<polygon points="{path}" class="remark-head"/>'
