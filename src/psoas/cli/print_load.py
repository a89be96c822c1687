"""Loads at a terminal: a table of postures, and the lines of `psoas.recordings.load_words`."""

from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from psoas.cli.printing import line, terminal_console
from psoas.loads import Assumptions, PostureLoad, PostureLoads, SideBending, WhatIf
from psoas.recordings import (
    GROUND_SOURCE,
    RecordedLoads,
    change_lines,
    fascicle_lines,
    length_lines,
    posture_lines,
    recording_lines,
    remarks,
)
from psoas.words import N_, _, number

COLUMNS: Final = {
    "L5/S1": "L5_S1_compression",
    N_("hip right"): "hip_r_contact",
    N_("hip left"): "hip_l_contact",
    N_("psoas right"): "psoas_r",
    N_("psoas left"): "psoas_l",
}


def print_postures(
    found: PostureLoads, after: PostureLoads | None, change: str, assumed: Assumptions
) -> None:
    """Print a row for each posture, the differences, and what the figures rest on.

    Args:
        found: the postures.
        after: the same with a changed psoas.
        change: that change in words.
        assumed: what the loads rest on.
    """
    console = terminal_console()
    table = Table(box=box.SIMPLE if console.is_terminal else None, pad_edge=False)
    table.add_column(_("posture"), justify="left", no_wrap=True)
    for head in ("L4/L5", _("of weight"), *map(_, COLUMNS)):
        table.add_column(head, justify="right", no_wrap=True)
    weight = found.body.person.weight
    for row, one in enumerate(found.postures):
        table.add_row(one.posture.name, *_cells(one, weight))
        if after is not None:
            table.add_row(f"  {change}", *_cells(after.postures[row], weight))
    console.print(table)
    for row, one in enumerate(found.postures):
        _print(console, posture_lines(one))
        changed = {} if after is None else found.changed_to(after, row)
        if changed:
            _print(
                console,
                change_lines(changed),
                _("{posture}, {change}, against the usual:", posture=one.posture.name, change=change),
            )
    for two in found.differences:
        _print(
            console,
            [*change_lines(two.loads), *length_lines(two)],
            _("{second} against {first}:", second=two.second, first=two.first),
        )
    if after is None and len(found.postures) == 1 and found.postures[0].held:
        title = _("Each attachment of the psoas, force right / left (of it at rest), N")
        _print(console, fascicle_lines(found.postures[0]), title)
    _print(console, remarks(found.body, assumed))


def print_recording(found: RecordedLoads, assumed: Assumptions, *, mass_given: bool) -> None:
    """Print the middle and the greatest loads of a recording, with their bands, and what they rest on."""
    title = _(GROUND_SOURCE[found.loads.ground], file=found.file, share=found.loads.in_equilibrium)
    lines = [*recording_lines(found, mass_given=mass_given), *remarks(found.body, assumed)]
    _print(terminal_console(), lines, title)


def print_what_if(found: WhatIf, change: str) -> None:
    """Print the posture in which the changed person would stand."""
    lines = [
        _("Least effort, feet in place: before -> after (change; its band)."),
        *(f"  {one}" for one in found.figures),
    ]
    _print(terminal_console(), [*lines, *found.says], _("Standing with this change: {change}", change=change))


def print_side_bending(found: SideBending) -> None:
    """Print the psoas's part in holding the spine upright sideways."""
    _print(terminal_console(), found.says, _("Against bending sideways"))


def _print(console: Console, lines: Sequence[str], title: str = "") -> None:
    if title:
        line(console, title, "bold")
    for words in lines:
        line(console, words)


def _cells(one: PostureLoad, weight: float) -> list[str]:
    """The loads of a posture with their bands [N]."""
    if not one.held:
        return [_("not held"), *[""] * (1 + len(COLUMNS))]
    loads = [one.figures[key] for key in ("L4_L5_compression", *COLUMNS.values())]
    first, *others = (
        "{} ({}-{})".format(*(number(one, ".0f") for one in (load.value, *load.ends))) for load in loads
    )
    return [first, f"{number(loads[0].value / weight, '.2f')} x", *others]
