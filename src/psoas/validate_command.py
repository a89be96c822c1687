"""What ``psoas body validate`` does: derive every row, print the table, write the page."""

import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from psoas.body import load_body
from psoas.progress import ProgressBar
from psoas.terminal import CANNOT_TELL, check_apart, check_target, run_verb, write_json, write_whole
from psoas.validation import ROWS, Row, page, validate

SCHEMA: Final = "psoas.validate/1"
PAGE: Final = "validation.md"
_STYLES: Final = {"pass": "green", "fail": "bold red", "pending": "dim", "not run": "yellow"}


def validate_body(out: Path | None, *, json_to: str | None = None) -> int:
    """``psoas body validate``: 0 where no row fails, 3 where one does."""

    def work() -> int:
        check_target(json_to)
        target = out or (Path("docs") / PAGE if Path("docs").is_dir() else Path(PAGE))
        check_target(target, "--out")
        check_apart({"--json": json_to, "--out": target})
        with ProgressBar("validation") as progress:
            rows = validate(load_body(), lambda done: progress("deriving the rows", done, ROWS))
        write_whole(page(rows).encode(), target)
        if json_to is not None:
            write_json(
                {"schema": SCHEMA, "rows": [_row_json(row) for row in rows], "page": str(target)}, json_to
            )
        if json_to != "-":
            _print(rows, target)
            sys.stdout.flush()
        return CANNOT_TELL if any(row.verdict == "fail" for row in rows) else 0

    return run_verb(work)


def _print(rows: list[Row], target: Path) -> None:
    console = Console()
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for justify in ("right", "left", "left"):
        table.add_column(justify=justify, overflow="fold")
    for row in rows:
        told = Text(f"{row.check[0].upper()}{row.check[1:]}\n").append(
            f"passes when: {row.asked}\nreached: {row.reached}\n", style="dim"
        )
        table.add_row(str(row.number), Text(row.verdict, style=_STYLES[row.verdict]), told)
    console.print(table)
    counts = [
        f"{sum(r.verdict == v for r in rows)} {v}" for v in _STYLES if any(r.verdict == v for r in rows)
    ]
    console.print(f"{', '.join(counts)}. Sources and figures: {target}", soft_wrap=True)


def _row_json(row: Row) -> dict[str, object]:
    return {
        "number": row.number,
        "check": row.check,
        "passes_when": row.asked,
        "reached": row.reached,
        "verdict": row.verdict,
        "source": row.source,
        "remark": row.remark or None,
    }
