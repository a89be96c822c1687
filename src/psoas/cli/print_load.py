"""Loads in words for a person at a terminal: postures, recordings, what-ifs."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

from psoas.cli.print_body import line, terminal_console
from psoas.cli.run_load import SIDES
from psoas.findings import load_evidence
from psoas.loads import Difference, Figure, PostureLoad, PostureLoads, SideBending, WhatIf
from psoas.muscle import plain_name
from psoas.recordings import RecordedLoads

NAMES: Final = {
    "L4_L5.compression": "pressing on the disc L4/L5",
    "L5_S1.compression": "pressing on the disc L5/S1",
    "L5_S1.shear_ap": "sliding force at L5/S1, forward",
    "hip_r.contact": "right hip",
    "hip_l.contact": "left hip",
    "psoas_r": "right psoas",
    "psoas_l": "left psoas",
}
ALIKE: Final = 0.5
"""Hips that differ by less are those of a posture that is the same on both sides [N]."""

LEFT_OUT: Final = (
    "Newtons, with the band of what the model rests on (muscle strength and fibres, ligaments, friction, the rule that "
    "shares effort). Left out: the pressure of the belly, arm and toe muscles, and movement inside the chest. The load "
    "is the model's; nobody measured it in you."
)

BESIDE: Final = (
    "Beside measurements the model's hips are loaded too much in walking (instrumented hips: 238 % of body weight, "
    "Bergmann 2001) and its psoas works too little in a sit-up (15-35 % of maximum, Juker 1998): rows 12 and 13 of "
    "docs/validation.md. The first and the last tenth of a recording, where filters run out, are not in these figures."
)

CLAIM: Final = "pressure_on_the_back"


def print_postures(
    found: PostureLoads, after: PostureLoads | None = None, change: str = "", console: Console | None = None
) -> None:
    """Print a row a posture, what differs, and what it rests on.

    Args:
        found: the postures; after: the same with a changed psoas; change: that change in words.
        console: where to; None is standard output, plain where that is no terminal.
    """
    console = terminal_console(console)
    weight = found.body.person.weight
    table = Table(box=box.SIMPLE if console.is_terminal else None, pad_edge=False)
    heads = ("posture", "L4/L5", "of weight", "L5/S1", "hip right", "hip left", "psoas right", "psoas left")
    for head in heads:
        table.add_column(head, justify="left" if head == "posture" else "right", no_wrap=True)
    for row, one in enumerate(found.postures):
        _add(table, one.posture.name, one, weight)
        if after is not None:
            _add(table, f"  {change}", after.postures[row], weight)
    console.print(table)
    for row, one in enumerate(found.postures):
        _posture_lines(console, one)
        if after is not None:
            _change_lines(
                console, f"{one.posture.name}, {change}, against the usual:", found.changed_to(after, row)
            )
    for difference in found.differences:
        _difference_lines(console, difference)
    if after is None and len(found.postures) == 1 and found.postures[0].held:
        _fascicles(console, found.postures[0])
    line(console, LEFT_OUT)
    _evidence_line(console)


def _add(table: Table, name: str, one: PostureLoad, weight: float) -> None:
    if not one.held:
        table.add_row(name, "not held", *[""] * 6)
        return
    disc = one.figures["L4_L5.compression"]
    table.add_row(
        name,
        _banded(disc),
        f"{disc.value / weight:.2f} x",
        *(
            _banded(one.figures[key])
            for key in ("L5_S1.compression", "hip_r.contact", "hip_l.contact", "psoas_r", "psoas_l")
        ),
    )


def _posture_lines(console: Console, one: PostureLoad) -> None:
    carries = ", ".join(one.contacts)
    line(console, f"{one.posture.name}: {one.posture.says}. Carried by: {carries}.")
    if not one.held:
        line(
            console,
            "  No muscle and ground forces hold this posture: the body's weight lies outside of what carries it, or a "
            f"muscle would have to do more than it can ({one.residual_moment:.0f} N.m are missing).",
        )
        return
    line(
        console,
        f"  Hardest at work: {_whose(one)}, {100 * one.max_activation:.0f} % of its strength.",
    )
    if one.unheld:
        line(console, f"  Not held, and not in the band, with: {'; '.join(one.unheld)}.")


def _whose(one: PostureLoad) -> str:
    """The muscle that works hardest; of a posture that is the same on both sides, without a side."""
    name = plain_name(one.strongest)
    alike = abs(one.figures["hip_r.contact"].value - one.figures["hip_l.contact"].value) < ALIKE
    return f"both sides, {name.split(' ', 1)[1]}" if alike else name


def _change_lines(console: Console, title: str, loads: Mapping[str, Figure]) -> None:
    line(console, title, "bold")
    for name, figure in loads.items():
        if figure.clear:
            change = f"{figure.value:+.0f} N ({figure.low:+.0f} to {figure.high:+.0f})"
            line(console, f"  {NAMES[name]}: {change}.")
    same = [NAMES[name] for name, figure in loads.items() if not figure.clear]
    if same:
        line(console, f"  No difference beyond the band: {', '.join(same)}.")


def _difference_lines(console: Console, one: Difference) -> None:
    _change_lines(console, f"{one.second} against {one.first}:", one.loads)
    for side, figure in one.psoas_length.items():
        if abs(figure.value) < 5e-5:
            continue
        word = "longer" if figure.value > 0 else "shorter"
        doubt = "" if figure.clear else "; the band leaves it open"
        least, most = sorted(1e3 * end * np.sign(figure.value) for end in (figure.low, figure.high))
        size = f"{1e3 * abs(figure.value):.1f} mm {word} ({least:.1f} to {most:.1f} mm{doubt})"
        line(console, f"  {SIDES[side]} psoas: {size}.")


def _fascicles(console: Console, one: PostureLoad) -> None:
    line(console, "Each attachment of the psoas, force right / left (of it at rest), N", "bold")
    right, left = ([part for part in one.fascicles if part.side == side] for side in "rl")
    for a, b in zip(right, left, strict=True):
        line(
            console,
            f"  {a.origin:<22} {a.force:5.0f} / {b.force:<5.0f} ({a.passive:.0f} / {b.passive:.0f})",
        )


def print_recording(found: RecordedLoads, *, mass_given: bool, console: Console | None = None) -> None:
    """Print what was carried over a recording: middle and greatest, with their bands."""
    console = terminal_console(console)
    loads, weight = found.loads, found.loads.weight
    how = {
        "measured": "measured by force plates",
        "predicted": "predicted from the motion",
        "held still": "those of held postures",
    }[loads.ground]
    line(
        console, f"{found.file}: ground forces {how}; {loads.carried:.0%} of the frames are carried.", "bold"
    )
    labels = ("L4/L5 compression", "L5/S1 compression", "right hip", "left hip", "right psoas", "left psoas")
    for name, label in zip(loads.value.names, labels, strict=True):
        values = loads.value[name].copy()
        edge = len(values) // 10
        if np.isfinite(values[edge:-edge]).any():
            values[:edge] = values[len(values) - edge :] = np.nan
        top = int(np.nanargmax(values))
        ends = f"{loads.low[name][top]:.0f} to {loads.high[name][top]:.0f}"
        line(
            console,
            f"  {label:<18} middle {np.nanmedian(values):5.0f} N ({np.nanmedian(values) / weight:.2f} x weight), "
            f"greatest {values[top]:5.0f} N ({values[top] / weight:.2f} x; {ends} N) at "
            f"{loads.value.time[top]:.2f} s",
        )
    for words in found.says:
        line(console, words)
    if loads.unheld:
        line(console, f"In part not carried, and there not in the band, with: {'; '.join(loads.unheld)}.")
    line(console, BESIDE)
    if not mass_given:
        line(console, f"The person's mass was taken as {found.body.person.mass_kg:g} kg; give it by --mass.")
    line(console, LEFT_OUT)
    _evidence_line(console)


def print_what_if(found: WhatIf, change: str, console: Console | None = None) -> None:
    """Print the posture in which the changed person would stand."""
    console = terminal_console(console)
    line(console, f"Standing with the {change}", "bold")
    line(console, "Least effort, feet in place: before -> after (change; its band).")
    for one in found.figures:
        line(console, f"  {one}")
    for words in found.says:
        line(console, words)


def print_side_bending(found: SideBending, console: Console | None = None) -> None:
    """Print the psoas's part in holding the spine upright sideways."""
    console = terminal_console(console)
    line(console, "Against bending sideways", "bold")
    for words in found.says:
        line(console, words)


def _banded(figure: Figure) -> str:
    return f"{figure.value:.0f} ({figure.low:.0f}-{figure.high:.0f})"


def _evidence_line(console: Console) -> None:
    claim = load_evidence()[CLAIM]
    line(console, f"That a short psoas loads the back is {claim.verdict}. {claim.finding} ({claim.source})")
