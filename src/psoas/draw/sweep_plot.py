"""A sweep as a chart: moment arm, length and greatest moment of the psoas over one coordinate."""

import io
from pathlib import Path
from typing import Final

from psoas.body import COORDINATES
from psoas.draw.chart import Chart, Line, Panel, Rgb, chart_picture, chart_svg
from psoas.errors import UsageError
from psoas.muscle import Sweep

KINDS: Final = (".svg", ".png")
LEVELS: Final[dict[str, Rgb]] = {
    "L1": (68, 1, 84),
    "L2": (59, 82, 139),
    "L3": (33, 145, 140),
    "L4": (94, 180, 80),
    "L5": (222, 180, 30),
}
"""Colour by the vertebra of the origin: steps of matplotlib's viridis (CC0), the last two darker, for white paper."""
RIGHT: Final[Rgb] = (150, 20, 40)
LEFT: Final[Rgb] = (20, 70, 140)


def check_kind(path: Path) -> None:
    """Refuse a plot of a kind that is not drawn.

    Raises:
        UsageError: the name ends in neither .svg nor .png.
    """
    if path.suffix.lower() not in KINDS:
        raise UsageError(
            f"a plot is drawn as {' or '.join(KINDS)}, not as {path.name}; change the end of the name"
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
    coordinate = COORDINATES[sweep.coordinate]
    label = coordinate.absolute_label
    colours = {"r": RIGHT, "l": LEFT}
    dashed = {"r": False, "l": len(sides) == 2}
    words = {"r": "right psoas", "l": "left psoas"} if not sweep.alike else {"r": "whole psoas, either side"}
    thin = sweep.columns(sides[0])
    levels = [LEVELS[sweep.fascicles[column].name.split("_")[1]] for column in thin]
    changes = sweep.length - sweep.standing_length

    def panel(title: str, single: list[Line], name: str, scale: float) -> Panel:
        whole = [
            Line(getattr(sweep.of_side(side), name) * scale, colours[side], 3.4, dashed[side])
            for side in sides
        ]
        return Panel(title, (*single, *whole))

    arms = [Line(sweep.moment_arm[:, c] * 1e3, colour) for c, colour in zip(thin, levels, strict=True)]
    lengths = [Line(changes[:, c] * 1e3, colour) for c, colour in zip(thin, levels, strict=True)]
    legend = [(words[side], colours[side], dashed[side]) for side in sides]
    held = ", ".join(f"{name} {value:g}" for name, value in sweep.to_json()["pose"].items())
    return Chart(
        title=f"{label[0].upper()}{label[1:]}: what the psoas does",
        subtitle=(f"Held: {held}. " if held else "Everything else as in standing. ")
        + f"A person of {sweep.person.height_m:g} m and {sweep.person.mass_kg:g} kg.",
        across=sweep.shown_values,
        across_label=f"{sweep.coordinate} [{sweep.unit}], + {coordinate.positive}",
        panels=(
            panel("Moment arm [mm]: how far the pull passes from the joint's axis", arms, "moment_arm", 1e3),
            panel("Length against standing [mm]", lengths, "length_change", 1e3),
            panel("Greatest moment at full effort, without movement [N.m]", [], "max_moment", 1.0),
        ),
        legend=(
            *legend,
            *(
                (f"{level}, right" if len(sides) == 2 else f"from {level}", colour, False)
                for level, colour in LEVELS.items()
            ),
        ),
    )
