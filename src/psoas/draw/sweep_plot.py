"""A sweep as a chart: moment arm, length and greatest moment of the psoas over one coordinate."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from psoas.body import COORDINATES
from psoas.draw.axis import axis_between, axis_over, number
from psoas.draw.canvas import Ink, Rgb
from psoas.draw.chart import FILE, Chart, Line, Panel, chart_picture, chart_svg
from psoas.errors import UsageError
from psoas.muscle import Sweep
from psoas.sides import Side
from psoas.words import N_, _, capital, either

KINDS: Final = (".svg", ".png")
LEVELS: Final[dict[str, Rgb]] = {
    "L1": (68, 1, 84),
    "L2": (59, 82, 139),
    "L3": (33, 145, 140),
    "L4": (94, 180, 80),
    "L5": (222, 180, 30),
}
"""Colour by the vertebra of the origin: steps of matplotlib's viridis (CC0), the last two darker, for white paper."""
COLOURS: Final[dict[Side, Rgb]] = {"r": (150, 20, 40), "l": (20, 70, 140)}
PANELS: Final = (
    (N_("Moment arm [mm]: how far the pull passes from the joint's axis"), "moment_arm", 1e3),
    (N_("Length against standing [mm]"), "length_change", 1e3),
    (N_("Greatest moment at full effort, without movement [N.m]"), "max_moment", 1.0),
)


def check_kind(path: Path) -> None:
    """Refuse a plot of a kind that is not drawn.

    Raises:
        UsageError: the name ends in neither .svg nor .png.
    """
    if path.suffix.lower() not in KINDS:
        raise UsageError(
            _(
                "a plot is drawn as {kinds}, not as {name}; change the end of the name",
                kinds=either(KINDS),
                name=path.name,
            )
        )


def plot_file(sweep: Sweep, path: Path) -> bytes:
    """The content of a plot file.

    Args:
        sweep: what to draw.
        path: its name's end says the kind, see ``check_kind``.
    """
    check_kind(path)
    chart = sweep_chart(sweep)
    if path.suffix.lower() == ".svg":
        return chart_svg(chart).encode()
    buffer = io.BytesIO()
    chart_picture(chart).save(buffer, "PNG")
    return buffer.getvalue()


def sweep_chart(sweep: Sweep) -> Chart:
    """The chart of a sweep; thin lines are single attachments, coloured by their vertebra.

    The left is dashed over the right, which shows through where they coincide.
    """
    sides = sweep.sides or ("r",)
    coordinate, values = COORDINATES[sweep.coordinate], sweep.shown_values
    inks = {side: Ink("", COLOURS[side], 3.4, dashed=side == "l" and len(sides) == 2) for side in sides}
    words = {"r": _("right psoas"), "l": _("left psoas")}
    if sweep.alike:
        words = {"r": _("whole psoas, either side")}
    thin = [(column, Ink("", LEVELS[sweep.fascicles[column].name.split("_")[1]], 1.4))
            for column in sweep.columns(sides[0])]  # fmt: skip
    single = {"moment_arm": sweep.moment_arm, "length_change": sweep.length - sweep.standing_length}

    legend = (
        *((words[side], ink) for side, ink in inks.items()),
        *(
            (
                _("{level}, right", level=level) if len(sides) == 2 else _("from {level}", level=level),
                Ink("", colour, 3.0),
            )
            for level, colour in LEVELS.items()
        ),
    )

    def panel(title: str, name: str, scale: float) -> Panel:
        lines = [Line(values, scale * single[name][:, column], ink) for column, ink in thin if name in single]
        lines += [Line(values, scale * getattr(sweep.of_side(side), name), ink) for side, ink in inks.items()]
        return Panel(
            axis_over(np.concatenate([line.values for line in lines])),
            tuple(lines),
            title=_(title),
            legend=legend if title == PANELS[0][0] else (),
        )

    held = ", ".join(f"{name} {number(value)}" for name, value in sweep.to_json()["pose"].items())
    return Chart(
        title=_("{angle}: what the psoas does", angle=capital(coordinate.absolute_label)),
        says=" ".join(
            [
                _("Held: {angles}.", angles=held) if held else _("Everything else as in standing."),
                _(
                    "A person of {height:g} m and {mass:g} kg.",
                    height=sweep.person.height_m,
                    mass=sweep.person.mass_kg,
                ),
            ]
        ),
        across=axis_between(values),
        label=f"{sweep.coordinate} [{sweep.unit}], + {coordinate.positive}",
        panels=tuple(panel(*one) for one in PANELS),
        frame=replace(FILE, legend=(0, 49)),
    )
