"""The Body page: the model in 3-D, its postures, all attachments, and length over angle."""

from asyncio import to_thread
from collections.abc import Awaitable, Callable
from functools import partial
from html import escape
from typing import Final, Literal

import numpy as np
from nicegui import ui

from psoas.app.body3d.angle_slider import AngleSlider
from psoas.app.body3d.controls import CONTROLS, Control
from psoas.app.body3d.element import Body3D
from psoas.app.body3d.frames import PosedFrame, PosedFrames, frames_of
from psoas.app.body3d.legend import legend_html
from psoas.app.body3d.length_plot import length_plot
from psoas.app.coach import Coach
from psoas.app.markup import filled
from psoas.app.parts import card, html, sentence
from psoas.app.shell import frame, page
from psoas.body import COORDINATES, named_posture, psoas_fascicles, psoas_table
from psoas.draw import belly_table, belly_volumes
from psoas.findings import load_evidence
from psoas.muscle import PsoasLengths, psoas_of
from psoas.sides import OTHER, SIDES, Side
from psoas.words import N_, NC_, _, named, number, pgettext

SideChoice = Side | Literal["both"]

SIDE_NAMES: Final[dict[SideChoice, str]] = {
    "r": N_("Right leg"),
    "l": N_("Left leg"),
    "both": N_("Both legs"),
}
PRESETS: Final[dict[str, str]] = {
    "standing": N_("Stand"),
    "sitting_upright": N_("Sit"),
    "sitting_slouched": N_("Slouch"),
    "half_kneeling": N_("Stretch"),
    "half_kneeling_tucked": N_("Stretch, tail tucked"),
    "half_kneeling_arched": N_("Stretch, back arched"),
    "standing_stretch": N_("Standing stretch"),
    "lunge_stretch": N_("Lunge stretch"),
}
VIEWS: Final = {
    "oblique": NC_("a view", "At an angle"),
    "side": NC_("a view", "Right"),
    "front": NC_("a view", "Front"),
    "left": NC_("a view", "Left"),
    "back": NC_("a view", "Back"),
}
FRAMINGS: Final = {"whole": N_("Whole body"), "psoas": N_("The psoas")}


def register(coach: Coach) -> None:
    """Add the page ``/body``."""

    @page("/body")
    async def body() -> None:
        ui.add_head_html('<link rel="stylesheet" href="/static/body.css">')
        async with frame(coach, _("Body")) as visit:
            bench = Bench(visit.profile.height_m)
            ui.timer(0, bench.begin, once=True)


class Bench:
    """The page of one visitor: the chosen posture, and all that shows it."""

    def __init__(self, height_m: float | None) -> None:
        self.height_m = height_m
        self.side: SideChoice = "r"
        self.preset = "half_kneeling"
        self.degrees = dict(named_posture(self.preset).degrees)
        self.lengths: dict[str, PsoasLengths] = {}
        self.frames: PosedFrames | None = None
        self._busy, self._wanted = False, False
        with ui.element("div").classes("body-bench"):
            self._stage()
            self._settings()
        self._figures()
        html(
            filled("body_words.html", table=psoas_table(), claim=load_evidence()["psoas_attachments"]),
            "div",
            "grid wide",
        )

    def _stage(self) -> None:
        with ui.element("section").classes("card body-stage").props(f'aria-label="{_("The body in 3-D")}"'):
            self.body = Body3D()
            self.body.on("turned", lambda event: self._show_view(event.args))
            self.body.on("picked", lambda event: self._mark(event.args))
            with _group("row body-views", f'aria-label="{_("Seen from")}"'):
                self.views = {
                    view: self._look(pgettext("a view", word), f"show('{view}')")
                    for view, word in VIEWS.items()
                }
            with _group("row body-views", f'aria-label="{_("What is shown")}"'):
                self.framings = {
                    framing: self._look(_(word), f"show(null, '{framing}')")
                    for framing, word in FRAMINGS.items()
                }
                _toggle(_("Names"), self.body, "names")
                _toggle(_("Keep as outline"), self.body, "ghost")
            html(legend_html(), "div")
            html(
                _(
                    "Drag to turn it, or choose it and use the arrow keys; <kbd>+</kbd> and <kbd>\N{MINUS SIGN}</kbd> "
                    "zoom in or out, <kbd>Home</kbd> resets the view. Touch a strand of the psoas, and it is named. "
                    "&ldquo;Keep as outline&rdquo; leaves this posture as a line, to compare the next one with."
                ),
                look="muted small",
            )
            self.drawn = html("", "details", "small")

    def _look(self, word: str, call: str) -> ui.html:
        """Add a button that says whether its view is the one of now."""
        made = html(word, "button", "button").props("type=button aria-pressed=false")
        return made.on("click", js_handler=f"() => getElement({self.body.id}).{call}")

    def _show_view(self, now: list[str] | None) -> None:
        """Mark the view and the framing of now; None is a view of one's own, by hand."""
        view, framing = now or (None, None)
        for chosen, buttons in ((view, self.views), (framing, self.framings)):
            for name, made in buttons.items():
                made.props(f"aria-pressed={str(name == chosen).lower()}")

    def _mark(self, row: int | None) -> None:
        """Mark the attachment that was touched in the table."""
        for place, line in enumerate(self.rows):
            line.classes(add="marked" if place == row else "", remove="" if place == row else "marked")

    def _settings(self) -> None:
        with card(_("Posture"), "posture-title"):
            with _group("row body-choice", "aria-labelledby=posture-title"):
                self.presets = {
                    name: _choice(_(word), partial(self.choose, name)) for name, word in PRESETS.items()
                }
            self.says = html("", look="muted")
            html(_("Hip and knee"), "h3").props("id=side-title")
            with _group("row body-choice", "aria-labelledby=side-title"):
                self.sides = {
                    side: _choice(_(word), partial(self.choose_side, side))
                    for side, word in SIDE_NAMES.items()
                }
            self.sliders = {control: self._slider(control) for control in CONTROLS}
            self.summary = html("", look="body-summary")

    def _slider(self, control: Control) -> AngleSlider:
        async def slid(degrees: float) -> None:
            for name in self._coordinates(control):
                self.degrees[name] = degrees
            self.preset = ""
            self._show_settings(but=control)
            await self.refresh()

        low, high = np.degrees(COORDINATES[control.named].range).round().astype(int).tolist()
        return AngleSlider(control.label, (low, high), slid)

    def _figures(self) -> None:
        with ui.element("div").classes("body-figures"):
            with card(_("Every attachment"), "attachments-title"):
                html(
                    _(
                        "Change of length against standing, and the lever: how far the pull passes from the axis of "
                        "the hip, + where it bends the hip. Point at an attachment, or go there with Tab, and it "
                        "stands out in the body. A transverse process is the side spur of a vertebra; discs lie "
                        "between them."
                    ),
                    look="muted small",
                )
                with ui.element("div").classes("scroll"):
                    self._table()
            with card(_("Length against the angle of the hip"), "plot-title"):
                self.plot = html("", "div")
                html(filled("body_plot.html"), "div", "stack small")

    def _table(self) -> None:
        half = len(psoas_fascicles()) // 2
        self.cells: list[list[ui.html]] = []
        self.rows: list[ui.element] = []
        with ui.element("table").classes("data stacked body-attachments"):
            html(filled("body_table_head.html"), "thead")
            with ui.element("tbody"):
                for row, fascicle in enumerate(psoas_fascicles()[:half]):
                    with ui.element("tr") as line:
                        self.rows.append(line)
                        with ui.element("th").props("scope=row"):
                            name = html(escape(_(fascicle.origin)), "button").props("type=button")
                            lit = f"() => getElement({self.body.id}).highlight([{row}])"
                            for event in ("mouseenter", "focus", "click"):
                                name.on(event, js_handler=lit)
                            for event in ("mouseleave", "blur"):
                                name.on(event, js_handler=f"() => getElement({self.body.id}).highlight([])")
                        self.cells.append([html("", "td", "num") for _cell in range(6)])
                        for cell, label in zip(self.cells[-1], _column_labels(), strict=True):
                            cell.props["data-label"] = label

    async def begin(self) -> None:
        """Load the body of the person's height, and show the first posture."""
        frames, self.lengths = await to_thread(_of_height, self.height_m)
        self.frames, volumes = frames, belly_volumes(frames.body).items()
        psoas = 1e6 * sum(
            volume for name, volume in volumes if name.startswith("Ps_") and name.endswith("_r")
        )
        self.drawn.content = filled("body_drawn.html", psoas=round(psoas), compared=belly_table()["compared"])
        await self.choose(self.preset)

    async def choose(self, preset: str) -> None:
        """Show a named posture; the left leg kneels where the left was chosen."""
        self.preset = preset
        degrees = named_posture(preset).degrees
        self.degrees = {
            _mirrored(name) if self.side == "l" else name: value for name, value in degrees.items()
        }
        self._show_settings()
        await self.refresh()

    async def choose_side(self, side: SideChoice) -> None:
        """Apply hip and knee to one leg or to both, and show a named posture again for it."""
        self.side = side
        await self.choose(self.preset) if self.preset else self._show_settings()

    def _coordinates(self, control: Control) -> list[str]:
        if not control.sided:
            return [control.coordinate]
        return [f"{control.coordinate}_{side}" for side in (SIDES if self.side == "both" else (self.side,))]

    def _show_settings(self, but: Control | None = None) -> None:
        """Bring buttons, sliders and their words to the posture, except the slider that is being moved."""
        for chosen, buttons in ((self.preset, self.presets), (self.side, self.sides)):
            for name, button in buttons.items():
                button.props(f"aria-pressed={str(name == chosen).lower()}")
        self.says.content = self._posture_words()
        for control, slider in self.sliders.items():
            degrees = self.degrees.get(self._coordinates(control)[0], 0.0)
            if control is not but:
                slider.put(round(degrees))
            slider.say(control.says(round(degrees, 1)))

    def _posture_words(self) -> str:
        if not self.preset:
            return _("A posture of your own.")
        posture = named_posture(self.preset)
        return escape(sentence(posture.mirrored if self.side == "l" else posture.says))

    async def refresh(self) -> None:
        """Show the posture; where several were requested meanwhile, only the newest is computed."""
        self._wanted = True
        if self._busy or self.frames is None:
            return
        self._busy = True
        try:
            while self._wanted:
                self._wanted = False
                pose = {name: float(np.radians(value)) for name, value in self.degrees.items()}
                self._show(await to_thread(self.frames.at, pose))
        finally:
            self._busy = False

    def _show(self, posed: PosedFrame) -> None:
        self.body.pose(posed)
        self.summary.content = escape(posed.says())
        half = len(self.cells)
        columns = (1e3 * posed.change, 100 * posed.stretch, 1e3 * posed.hip_arm)
        for row, cells in enumerate(self.cells):
            values = [column[one] for one in (row, row + half) for column in columns]
            for cell, value in zip(cells, values, strict=True):
                cell.content = _signed(value)
        shown = "l" if self.side == "l" else "r"
        hip, lumbar = self.degrees.get(f"hip_flexion_{shown}", 0.0), self.degrees.get("lumbar_extension", 0.0)
        self.plot.content = length_plot(self.lengths[shown], hip, lumbar)


def _of_height(height_m: float | None) -> tuple[PosedFrames, dict[str, PsoasLengths]]:
    return frames_of(height_m), {"r": psoas_of(height_m, "r"), "l": psoas_of(height_m, "l")}


def _column_labels() -> list[str]:
    """What the cells of an attachment are, for a phone, where they do not stand below the heads of the columns."""
    columns = (_("length, mm"), _("length, %"), _("lever, mm"))
    return [
        named(side, column)
        for side in (pgettext("a view", "Right"), pgettext("a view", "Left"))
        for column in columns
    ]


def _group(classes: str, props: str) -> ui.element:
    return ui.element("div").classes(classes).props(f"role=group {props}")


def _choice(word: str, chosen: Callable[[], Awaitable[None]]) -> ui.html:
    return html(word, "button", "button").props("type=button").on("click", chosen, args=[])


def _toggle(word: str, body: Body3D, method: str) -> None:
    """Add a button that turns something of the body on and off."""
    made = html(word, "button", "button").props("type=button aria-pressed=false")
    made.on(
        "click",
        js_handler=f"""(event) => {{
            const now = event.currentTarget.getAttribute("aria-pressed") !== "true";
            event.currentTarget.setAttribute("aria-pressed", now);
            getElement({body.id}).{method}(now);
        }}""",
    )


def _mirrored(coordinate: str) -> str:
    stem, _line, side = coordinate.rpartition("_")
    return next((f"{stem}_{OTHER[one]}" for one in SIDES if side == one), coordinate)


def _signed(value: float) -> str:
    """Format a number with its sign and one decimal; zero has no sign."""
    return number(value, "+.1f")
