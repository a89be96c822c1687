"""The verb ``psoas body validate``: derive every row, print the table, write the page."""

from pathlib import Path
from typing import Final

from rich.table import Table
from rich.text import Text

from psoas.body import load_body
from psoas.cli.printing import OpenEndedConsole
from psoas.cli.progress_bar import ProgressBar
from psoas.cli.run_body import Build, person_of
from psoas.cli.terminal import CANNOT_TELL, check_apart, check_target, show_result, verb, write_whole
from psoas.errors import UsageError
from psoas.validation import ROWS, Row, Walk, page, validate
from psoas.words import _

SCHEMA: Final = "psoas.validate/1"
PAGE: Final = "validation.md"
_STYLES: Final = {"pass": "green", "fail": "bold red", "not run": "yellow"}


@verb
def validate_body(
    out: Path | None, build: Build, *, walk: Path | None, forces: Path | None, json_to: str | None
) -> int:
    """``psoas body validate``; returns 0, or 3 where a row fails."""
    check_target(json_to)
    target = out or (Path("docs") / PAGE if Path("docs").is_dir() else Path(PAGE))
    check_target(target, "--out")
    check_apart({"--json": json_to, "--out": target})
    walked = _walk(walk, forces, build)
    with ProgressBar("validation") as progress:
        rows = validate(load_body(), lambda done: progress("deriving the rows", done, ROWS), walk=walked)
    write_whole(page(rows).encode(), target)
    show_result(
        json_to,
        lambda: {"schema": SCHEMA, "rows": [_row_json(row) for row in rows], "page": str(target)},
        lambda: _print(rows, target),
    )
    return CANNOT_TELL if any(row.verdict == "fail" for row in rows) else 0


def _walk(walk: Path | None, forces: Path | None, build: Build) -> Walk | None:
    """The recorded walk of the options.

    Raises:
        UsageError: one of the two files without the other.
    """
    if walk is None and forces is None:
        return None
    if walk is None or forces is None:
        raise UsageError(
            _("--walk and --forces belong together; give the markers and the ground forces of one walk")
        )
    return Walk(walk, forces, person_of(build))


def _print(rows: list[Row], target: Path) -> None:
    console = OpenEndedConsole()
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for justify in ("right", "left", "left"):
        table.add_column(justify=justify, overflow="fold")
    for row in rows:
        words = Text(f"{row.check[0].upper()}{row.check[1:]}\n").append(
            f"passes when: {row.passes_when}\nreached: {row.reached}\n", style="dim"
        )
        table.add_row(str(row.number), Text(row.verdict, style=_STYLES[row.verdict]), words)
    console.print(table)
    counts = [
        f"{sum(r.verdict == v for r in rows)} {v}" for v in _STYLES if any(r.verdict == v for r in rows)
    ]
    console.print(f"{', '.join(counts)}. Sources and figures: {target}", soft_wrap=True)


def _row_json(row: Row) -> dict[str, object]:
    names = ("number", "check", "passes_when", "reached", "verdict", "source")
    return {name: getattr(row, name) for name in names} | {"remark": row.remark or None}
