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
from psoas.sides import SIDES, Side
from psoas.timeseries import Array
from psoas.words import N_, _, capital, named, number

MOST_ROWS: Final = 40
"""Greatest number of rows of a printed sweep."""
STILL_MM: Final = 0.05
"""Change of length below which it is printed as none [mm]."""

HEADINGS: Final[dict[Side, str]] = {"r": N_("Right psoas"), "l": N_("Left psoas")}
SUBJECTS: Final[dict[Side, str]] = {"r": N_("The right psoas"), "l": N_("The left psoas")}
TOWARDS: Final = N_('{psoas} pulls towards "{positive}", with a lever of {reach}.')
AWAY: Final = N_('{psoas} pulls away from "{positive}", with a lever of {reach}.')
BOTH_WAYS: Final = N_(
    '{psoas} pulls towards "{positive}" where its lever is above 0, and away from it below; it goes from {reach}.'
)
TURNS_TOWARDS: Final = N_('At full effort it turns most at {at}, with {moment:.1f} N.m towards "{positive}".')
TURNS_AWAY: Final = N_('At full effort it turns most at {at}, with {moment:.1f} N.m away from "{positive}".')
LONGER: Final = N_("From {first} to {last} it gets {by:.1f} mm longer.")
SHORTER: Final = N_("From {first} to {last} it gets {by:.1f} mm shorter.")
LONGEST: Final = N_("In between it is longest, at {at} ({by:.1f} mm longer than at {first}).")
SHORTEST: Final = N_("In between it is shortest, at {at} ({by:.1f} mm shorter than at {first}).")
AS_LONG: Final[dict[Side, str]] = {
    "r": N_("the right psoas is as long as in standing"),
    "l": N_("the left psoas is as long as in standing"),
}
CHANGED: Final[dict[tuple[Side, bool], str]] = {
    ("r", True): N_("the right psoas is {small:.1f} to {large:.1f} % longer"),
    ("r", False): N_("the right psoas is {small:.1f} to {large:.1f} % shorter"),
    ("l", True): N_("the left psoas is {small:.1f} to {large:.1f} % longer"),
    ("l", False): N_("the left psoas is {small:.1f} to {large:.1f} % shorter"),
}
"""By side, and whether it is longer."""
MIXED: Final[dict[Side, str]] = {
    "r": N_("the right psoas is shorter in some parts and longer in others ({low:+.1f} to {high:+.1f} %)"),
    "l": N_("the left psoas is shorter in some parts and longer in others ({low:+.1f} to {high:+.1f} %)"),
}
OF_A_WOMAN: Final = N_("The body of a female person of {height:g} m and {mass:g} kg")
OF_A_MAN: Final = N_("The body of a male person of {height:g} m and {mass:g} kg")


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
        line(
            console,
            _(
                "{coordinate} does not move the psoas: no attachment changes its length.",
                coordinate=sweep.coordinate,
            ),
        )
    for side in sweep.sides:
        line(console, _("Psoas, either side") if sweep.alike else _(HEADINGS[side]), "bold")
        console.print(_sweep_table(sweep, side, console))
        for words in sweep_says(sweep, side):
            line(console, words)
    rows = _rows(sweep)
    if len(rows) < len(sweep.values):
        line(
            console,
            _(
                "{shown} of {count} angles are shown; --csv and --json have them all.",
                shown=len(rows),
                count=len(sweep.values),
            ),
        )


def sweep_says(sweep: Sweep, side: Side) -> list[str]:
    """One or three plain sentences on one side of a sweep."""
    psoas, values = sweep.of_side(side), sweep.shown_values
    arms = psoas.moment_arm * 1e3
    positive = COORDINATES[sweep.coordinate].positive
    least, most = int(np.argmin(arms)), int(np.argmax(arms))
    sizes = np.abs(arms) if arms[least] > 0 or arms[most] < 0 else arms
    low, high = int(np.argmin(sizes)), int(np.argmax(sizes))
    reach = _(
        "{low:.1f} mm at {first} to {high:.1f} mm at {last}",
        low=sizes[low],
        first=number(values[low], "g"),
        high=sizes[high],
        last=_with_unit(sweep, values[high]),
    )
    pulls = TOWARDS if arms[least] > 0 else AWAY if arms[most] < 0 else BOTH_WAYS
    what = _("The psoas") if sweep.alike else _(SUBJECTS[side])
    pull = _(pulls, psoas=what, positive=positive, reach=reach)
    if len(values) == 1:
        return [pull]
    strongest = int(np.argmax(np.abs(psoas.max_moment)))
    moment = float(psoas.max_moment[strongest])
    turns = _(
        TURNS_TOWARDS if moment > 0 else TURNS_AWAY,
        at=_with_unit(sweep, values[strongest]),
        moment=abs(moment),
        positive=positive,
    )
    return [pull, _grows(sweep, psoas.length_change * 1e3), turns]


def _grows(sweep: Sweep, lengths: Array) -> str:
    """Change of a length [mm] from the first value to the last, and its extremes between, in words."""
    values = sweep.shown_values
    first, last = number(values[0], "g"), _with_unit(sweep, values[-1])
    by = float(lengths[-1] - lengths[0])
    turns = []
    for says, at, sign in (
        (LONGEST, int(np.argmax(lengths)), 1),
        (SHORTEST, int(np.argmin(lengths)), -1),
    ):
        beyond = float(lengths[at] - lengths[0])
        if min(sign * beyond, sign * float(lengths[at] - lengths[-1])) > STILL_MM:
            turns.append(_(says, at=_with_unit(sweep, values[at]), by=abs(beyond), first=first))
    if abs(by) >= STILL_MM:
        grows = _(LONGER if by > 0 else SHORTER, first=first, last=last, by=abs(by))
    elif turns:
        grows = _("From {first} to {last} it ends as long as it began.", first=first, last=last)
    else:
        grows = _("From {first} to {last} it keeps its length.", first=first, last=last)
    return " ".join([grows, *turns])


def print_pose(posed: PosedPsoas, posture: Posture, *, changed: bool, picture: Path | None) -> None:
    """Print each attachment's length in a posture, the rule of counting them, and the path of the picture.

    Args:
        posed: the lengths.
        posture: the named posture.
        changed: whether coordinates of the posture were changed.
        picture: path of the picture, if one was drawn.
    """
    console = terminal_console()
    line(
        console,
        named(_("{posture}, changed", posture=posture.name) if changed else posture.name, posture.says),
        "bold",
    )
    angles = ", ".join(f"{name} {_shown(name, value)}" for name, value in posed.pose.items() if value)
    if angles:
        line(console, _("Angles: {angles}", angles=angles))
    line(console, _("Why these: {because}", because=posture.because))
    table = empty_table(console)
    table.add_column(_("attachment"))
    for name in (_("right [mm]"), _("change"), "", _("left [mm]"), _("change"), ""):
        table.add_column(Text(name), justify="right", no_wrap=True)
    half = len(posed.fascicles) // 2
    for row in range(half):
        cells = [_(posed.fascicles[row].origin)]
        for column in (row, row + half):
            change = posed.change[column] * 1e3
            cells += [
                number(posed.length[column] * 1e3, ".1f"),
                number(change, "+.1f"),
                f"{number(posed.stretch[column] * 100, '+.1f')} %",
            ]
        table.add_row(*cells)
    console.print(table)
    line(console, f"{_('Change is against standing, + longer.')} {pose_says(posed)}")
    line(console, _("Counted: {rule}", rule=_(psoas_table()["counting_rule"])))
    if picture is not None:
        line(console, _("Picture: {file}", file=picture))


def pose_says(posed: PosedPsoas) -> str:
    """One plain sentence on the length of the psoas."""
    half = len(posed.fascicles) // 2
    sides = []
    for side, part in zip(SIDES, (slice(0, half), slice(half, None)), strict=True):
        low, high = posed.stretch[part].min() * 100, posed.stretch[part].max() * 100
        if max(abs(low), abs(high)) < STILL_MM:
            sides.append(_(AS_LONG[side]))
        elif low >= 0 or high <= 0:
            small, large = sorted((abs(low), abs(high)))
            sides.append(_(CHANGED[side, bool(low >= 0)], small=float(small), large=float(large)))
        else:
            sides.append(_(MIXED[side], low=float(low), high=float(high)))
    return f"{capital('; '.join(sides))}."


def print_export(body: Body, files: Mapping[str, str]) -> None:
    """Print the content of an export and how to open it."""
    console, person = terminal_console(), body.person
    of = OF_A_WOMAN if person.sex == "female" else OF_A_MAN
    line(console, _(of, height=person.height_m, mass=person.mass_kg), "bold")
    line(
        console,
        _(
            "{muscles} muscles, {coordinates} coordinates; lengths as in psoas.",
            muscles=len(body.muscles),
            coordinates=len(body.coordinates),
        ),
    )
    for name, label in (("model", "MuJoCo"), ("attachments", _("Table")), ("license", _("Licence"))):
        line(console, f"{label + ':':9}{files[name]}")
    line(
        console,
        _('Open it: mujoco.MjModel.from_xml_path("psoas.xml"), or drag it into MuJoCo\'s viewer.'),
    )


def _sweep_table(sweep: Sweep, side: Side, console: Console) -> Table:
    psoas, columns = sweep.of_side(side), sweep.columns(side)
    table, plain = empty_table(console), not console.is_terminal
    names = (
        _("[deg]") if sweep.unit == "deg" else "[m]",
        _("moment arm [mm]"),
        _("length [mm]"),
        _("at rest [N]"),
        _("full effort [N.m]"),
    )
    for name in names:
        table.add_column(Text(name), justify="right", no_wrap=plain)
    for name in (_("does most"), _("does least")):
        table.add_column(name, no_wrap=plain, overflow="fold")
    for row in _rows(sweep):
        shares = np.abs(sweep.max_moment[row, columns])
        most, least = (sweep.fascicles[columns[int(pick(shares))]].origin for pick in (np.argmax, np.argmin))
        table.add_row(
            number(sweep.shown_values[row], "g"),
            number(psoas.moment_arm[row] * 1e3, ".1f"),
            number(psoas.length_change[row] * 1e3, "+.1f"),
            number(sweep.passive_force[row, columns].sum(), ".0f"),
            number(psoas.max_moment[row], ".1f"),
            _(most),
            _(least),
        )
    return table


def _rows(sweep: Sweep) -> list[int]:
    """Indices of the printed rows: all, or an even choice with the first and the last."""
    count = len(sweep.values)
    shown = min(count, MOST_ROWS)
    return sorted({round(row * (count - 1) / max(shown - 1, 1)) for row in range(shown)})


def _with_unit(sweep: Sweep, value: float) -> str:
    """A value of the moving coordinate with its unit, such as ``30 degrees``."""
    if sweep.unit == "deg":
        return _("{value:g} degrees", value=float(value))
    return f"{number(value, 'g')} m"


def _shown(name: str, value: float) -> str:
    if COORDINATES[name].unit == "rad":
        return number(round(float(np.degrees(value)), 6), "g")
    return f"{number(value, 'g')} m"
