"""Sweeps, postures and exports of the body, printed at a terminal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from psoas.body import COORDINATES, Body, Posture, psoas_table
from psoas.cli.printing import empty_table, line, terminal_console
from psoas.muscle import PosedPsoas, Sweep
from psoas.sides import LETTER, WORD, Side
from psoas.timeseries import Array

MOST_ROWS: Final = 40
"""Greatest number of rows of a printed sweep."""
STILL_MM: Final = 0.05
"""Change of length below which it is printed as none [mm]."""


def print_sweep(sweep: Sweep, console: Console | None = None) -> None:
    """Print a table and sentences for each side.

    Args:
        sweep: at least one value.
        console: None is standard output, plain where that is no terminal.
    """
    console = terminal_console(console)
    label = COORDINATES[sweep.coordinate].absolute_label
    line(console, f"{sweep.coordinate} ({label}), + {COORDINATES[sweep.coordinate].positive}", "bold")
    if not sweep.sides:
        line(console, f"{sweep.coordinate} does not move the psoas: no attachment changes its length.")
    for side in sweep.sides:
        name = "psoas, either side" if sweep.alike else f"{WORD[side]} psoas"
        line(console, f"{name.capitalize()}", "bold")
        console.print(_sweep_table(sweep, side, console))
        for words in sweep_says(sweep, side):
            line(console, words)
    rows = _rows(sweep)
    if len(rows) < len(sweep.values):
        line(console, f"{len(rows)} of {len(sweep.values)} angles are shown; --csv and --json have them all.")


def sweep_says(sweep: Sweep, side: Side) -> list[str]:
    """One or three plain sentences on one side of a sweep."""
    psoas, values, unit = sweep.of_side(side), sweep.shown_values, _degrees(sweep.unit)
    arms = psoas.moment_arm * 1e3
    positive = COORDINATES[sweep.coordinate].positive
    least, most = int(np.argmin(arms)), int(np.argmax(arms))
    what = "The psoas" if sweep.alike else f"The {WORD[side]} psoas"
    toward, away = f'towards "{positive}"', f'away from "{positive}"'
    sizes = np.abs(arms) if arms[least] > 0 or arms[most] < 0 else arms
    low, high = int(np.argmin(sizes)), int(np.argmax(sizes))
    reach = f"{sizes[low]:.1f} mm at {values[low]:g} to {sizes[high]:.1f} mm at {values[high]:g}{unit}"
    if arms[least] > 0:
        pull = f"{what} pulls {toward}, with a lever of {reach}."
    elif arms[most] < 0:
        pull = f"{what} pulls {away}, with a lever of {reach}."
    else:
        pull = f"{what} pulls {toward} where its lever is above 0, and {away} below; it goes from {reach}."
    if len(values) == 1:
        return [pull]
    strongest = int(np.argmax(np.abs(psoas.max_moment)))
    moment = float(psoas.max_moment[strongest])
    turned = toward if moment > 0 else away
    return [
        pull,
        f"From {values[0]:g} to {values[-1]:g}{unit} it {_grows(sweep, psoas.length_change * 1e3)}.",
        f"At full effort it turns most at {values[strongest]:g}{unit}, with {abs(moment):.1f} N.m {turned}.",
    ]


def _grows(sweep: Sweep, lengths: Array) -> str:
    """Change of a length [mm] from the first value to the last, and its extremes between, in words."""
    values, unit = sweep.shown_values, _degrees(sweep.unit)
    by = float(lengths[-1] - lengths[0])
    words = "ends as long as it began" if abs(by) < STILL_MM else f"gets {_by(by)}"
    turns = []
    for name, at, sign in (
        ("longest", int(np.argmax(lengths)), 1),
        ("shortest", int(np.argmin(lengths)), -1),
    ):
        beyond = float(lengths[at] - lengths[0])
        if min(sign * beyond, sign * float(lengths[at] - lengths[-1])) > STILL_MM:
            turns.append(f"{name} in between, at {values[at]:g}{unit} ({_by(beyond)} than at {values[0]:g})")
    if not turns and abs(by) < STILL_MM:
        return "keeps its length"
    return words + (f", and is {' and '.join(turns)}" if turns else "")


def _by(change: float) -> str:
    return f"{abs(change):.1f} mm {'longer' if change > 0 else 'shorter'}"


def print_pose(posed: PosedPsoas, posture: Posture, *, changed: bool, picture: Path | None) -> None:
    """Print each attachment's length in a posture, the rule of counting them, and the path of the picture.

    Args:
        posed: the lengths.
        posture: the named posture.
        changed: whether coordinates of the posture were changed.
        picture: path of the picture, if one was drawn.
    """
    console = terminal_console()
    line(console, f"{posture.name}{', changed' if changed else ''}: {posture.says}", "bold")
    angles = ", ".join(f"{name} {_shown(name, value)}" for name, value in posed.pose.items() if value)
    if angles:
        line(console, f"Angles: {angles}")
    line(console, f"Why these: {posture.because}")
    table = empty_table(console)
    table.add_column("attachment")
    for name in ("right [mm]", "change", "", "left [mm]", "change", ""):
        table.add_column(Text(name), justify="right", no_wrap=True)
    half = len(posed.fascicles) // 2
    for row in range(half):
        cells = [posed.fascicles[row].origin]
        for column in (row, row + half):
            change = posed.change[column] * 1e3
            cells += [
                f"{posed.length[column] * 1e3:.1f}",
                f"{change:+.1f}",
                f"{posed.stretch[column] * 100:+.1f} %",
            ]
        table.add_row(*cells)
    console.print(table)
    line(console, "Change is against standing, + longer. " + pose_says(posed))
    line(console, f"Counted: {psoas_table()['counting_rule']}")
    if picture is not None:
        line(console, f"Picture: {picture}")


def pose_says(posed: PosedPsoas) -> str:
    """One plain sentence on the length of the psoas."""
    half = len(posed.fascicles) // 2
    sides = []
    for side, part in zip(LETTER, (slice(0, half), slice(half, None)), strict=True):
        low, high = posed.stretch[part].min() * 100, posed.stretch[part].max() * 100
        if max(abs(low), abs(high)) < STILL_MM:
            sides.append(f"the {side} psoas is as long as in standing")
        elif low >= 0 or high <= 0:
            small, large = sorted((abs(low), abs(high)))
            sides.append(
                f"the {side} psoas is {small:.1f} to {large:.1f} % {'longer' if low >= 0 else 'shorter'}"
            )
        else:
            sides.append(
                f"the {side} psoas is shorter in some parts and longer in others ({low:+.1f} to {high:+.1f} %)"
            )
    words = "; ".join(sides)
    return f"{words[0].upper()}{words[1:]}."


def print_export(body: Body, files: Mapping[str, str]) -> None:
    """Print the content of an export and how to open it."""
    console, person = terminal_console(), body.person
    whose = f"a {person.sex} person of {person.height_m:g} m and {person.mass_kg:g} kg"
    line(console, f"The body of {whose}", "bold")
    line(console, f"{len(body.muscles)} muscles, {len(body.coordinates)} coordinates; lengths as in psoas.")
    for name, label in (("model", "MuJoCo"), ("attachments", "Table"), ("license", "Licence")):
        line(console, f"{label + ':':9}{files[name]}")
    line(console, 'Open it: mujoco.MjModel.from_xml_path("psoas.xml"), or drag it into MuJoCo\'s viewer.')


def _sweep_table(sweep: Sweep, side: Side, console: Console) -> Table:
    psoas, columns = sweep.of_side(side), sweep.columns(side)
    table, plain = empty_table(console), not console.is_terminal
    names = (
        "[deg]" if sweep.unit == "deg" else "[m]",
        "moment arm [mm]",
        "length [mm]",
        "at rest [N]",
        "full effort [N.m]",
    )
    for name in names:
        table.add_column(Text(name), justify="right", no_wrap=plain)
    for name in ("does most", "does least"):
        table.add_column(name, no_wrap=plain, overflow="fold")
    for row in _rows(sweep):
        shares = np.abs(sweep.max_moment[row, columns])
        most, least = (sweep.fascicles[columns[int(pick(shares))]].origin for pick in (np.argmax, np.argmin))
        table.add_row(
            f"{sweep.shown_values[row]:g}",
            f"{psoas.moment_arm[row] * 1e3:.1f}",
            f"{psoas.length_change[row] * 1e3:+.1f}",
            f"{sweep.passive_force[row, columns].sum():.0f}",
            f"{psoas.max_moment[row]:.1f}",
            most,
            least,
        )
    return table


def _rows(sweep: Sweep) -> list[int]:
    """Indices of the printed rows: all, or an even choice with the first and the last."""
    count = len(sweep.values)
    shown = min(count, MOST_ROWS)
    return sorted({round(row * (count - 1) / max(shown - 1, 1)) for row in range(shown)})


def _degrees(unit: str) -> str:
    return " degrees" if unit == "deg" else " m"


def _shown(name: str, value: float) -> str:
    if COORDINATES[name].unit == "rad":
        return f"{round(float(np.degrees(value)), 6):g}"
    return f"{value:g} m"
