"""The validation table: every row derived anew, and the page that shows it."""

from collections.abc import Callable, Iterator

from psoas.body import Body, load_body
from psoas.validation.beside_opensim import same_in_opensim
from psoas.validation.flexors import torque
from psoas.validation.geometry import clear_of_bones, continuous, lumbar_arms, smooth, symmetric
from psoas.validation.invariance import strands
from psoas.validation.loads import equilibrium, posture_ratios
from psoas.validation.posture import stand_to_sit
from psoas.validation.psoas_tasks import psoas_activation
from psoas.validation.row import Row, before
from psoas.validation.strength import fibres, hip_arms, passive_moment, sensitivity
from psoas.validation.trunk import trunk_strength
from psoas.validation.walking import Walk, hip_contact

_CHECKS: dict[int, Callable[[Body], Row]] = {
    1: continuous,
    2: smooth,
    3: symmetric,
    4: hip_arms,
    5: torque,
    6: lumbar_arms,
    7: clear_of_bones,
    8: fibres,
    9: passive_moment,
    10: stand_to_sit,
    11: posture_ratios,
    13: psoas_activation,
    14: sensitivity,
    16: same_in_opensim,
    17: strands,
    18: lambda _: trunk_strength(),
}

ROWS = len(_CHECKS) + 2
"""Rows 12 and 15 take a walk, too."""


def validate(
    body: Body | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    walk: Walk | None = None,
) -> list[Row]:
    """Derive every row anew.

    Args:
        body: the body; None takes the standard one.
        progress: called with the number of rows done.
        walk: a recorded walk for rows 12 and 15; None leaves it out.
    """
    rows = []
    for row in _rows(body or load_body(), walk):
        rows.append(row)
        if progress is not None:
            progress(len(rows))
    return rows


def _rows(body: Body, walk: Walk | None) -> Iterator[Row]:
    for number in range(1, ROWS + 1):
        if number == 12:
            yield hip_contact(body, walk)
        elif number == 15:
            yield equilibrium(body, walk)
        else:
            yield _CHECKS[number](body)


def page(rows: list[Row]) -> str:
    """The validation page in Markdown."""
    lines = [
        "# Is the body right?",
        "",
        "The figures under *reached* and those of this body in the tables were computed by `psoas body validate`, "
        "which also wrote the page; figures of other models and of studies stand beside them with their source. A row "
        "that fails stays here as failed. Row 12 needs a recorded walk with ground forces, which does not come with "
        "the program: `--walk`, `--forces`, `--height` and `--mass` give one.",
        "",
        "| # | check | passes when | reached | verdict |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {r.number} | {r.check} | {r.passes_when} | {r.reached} | **{r.verdict}** |" for r in rows]
    lines += _moved(rows)
    for row in rows:
        lines += ["", f"## {row.number}. {row.check[0].upper()}{row.check[1:]}", ""]
        for names, values in (*([] if row.table is None else [row.table]), *row.more):
            lines += ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
            lines += ["| " + " | ".join(str(value) for value in line) + " |" for line in values]
            lines.append("")
        if row.remark:
            lines += [row.remark, ""]
        lines.append(f"Source: {row.source}.")
    return "\n".join(lines) + "\n"


def _moved(rows: list[Row]) -> list[str]:
    """Lines on the rows that moved against an earlier state of the program."""
    was = before()
    moved = [row for row in rows if str(row.number) in was["rows"]]
    if not moved:
        return []
    lines = [
        "",
        "## What moved",
        "",
        f"Against the state {was['state']}. The figures of then: {was['how_known']}. Loads of every named posture are "
        "in the table of row 15; which change moved what is in docs/model.md (What the last changes moved).",
        "",
        "| # | before | now |",
        "|---|---|---|",
    ]
    return lines + [
        f"| {row.number} | {was['rows'][str(row.number)]} | {row.reached}: {row.verdict} |" for row in moved
    ]
