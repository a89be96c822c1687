"""A row of the validation table, and the literature with its limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from psoas.data import read_data
from psoas.timeseries import Array

Verdict = Literal["pass", "fail", "not run"]
Table = tuple[tuple[str, ...], Sequence[tuple[object, ...]]]


@dataclass(frozen=True, eq=False)
class Row:
    """One check of the body: its limit, and the figure that the body reached.

    Attributes:
        number: as in the validation table.
        check: subject of the check.
        passes_when: its limit in words.
        reached: the figures, derived in this run.
        verdict: ``not run`` where a program or a recording that it needs is absent.
        source: of the limit.
        table: column names and rows of numbers to show with it; None where the sentence says all.
        remark: advice for the reader.
        more: further tables.
    """

    number: int
    check: str
    passes_when: str
    reached: str
    verdict: Verdict
    source: str
    table: Table | None = None
    remark: str = ""
    more: tuple[Table, ...] = ()


def literature() -> dict[str, Any]:
    """Figures of the literature and of other models, as in ``literature.json``."""
    return read_data("psoas.validation", "literature.json")


def figures(number: int) -> dict[str, Any]:
    """The literature of one row."""
    row: dict[str, Any] = literature()["rows"][str(number)]
    return row


def before() -> dict[str, Any]:
    """Figures of an earlier state of the program, as in ``before.json``: of postures and of the rows that moved."""
    return read_data("psoas.validation", "before.json")


def result(
    number: int,
    reached: str,
    passes: bool | None,
    *,
    table: Table | None = None,
    source: str | None = None,
    more: tuple[Table, ...] = (),
    remark: str | None = None,
    **words: float,
) -> Row:
    """A row whose wording and limits are those of ``literature.json``.

    Args:
        number: of the row.
        reached: the figures, derived in this run.
        passes: None where the check was not run.
        table, more: as in `Row`.
        source, remark: None takes those of the file.
        words: values for the words of the limit that are not in the file.
    """
    row = figures(number)
    return Row(
        number,
        row["check"],
        row["passes_when"].format(**row, **words),
        reached,
        "not run" if passes is None else "pass" if passes else "fail",
        source or row["source"],
        table,
        row.get("remark", "") if remark is None else remark,
        more,
    )


def spread(values: Array, unit: str, digits: int = 1) -> str:
    """Range of some values in words."""
    return f"{values.min():.{digits}f} to {values.max():.{digits}f} {unit}"
