"""One row of the validation table, and the literature that the rows stand beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from psoas.data import read_data
from psoas.timeseries import Array

Verdict = Literal["pass", "fail", "not run"]


@dataclass(frozen=True, eq=False)
class Row:
    """What was asked of the body and what it reached.

    Attributes:
        number: as in the validation table.
        check: what was looked at.
        asked: when it passes.
        reached: the figures, derived in this run.
        verdict: ``not run`` where a program or a recording that it needs is absent.
        source: of the figures that were asked.
        table: column names and rows of numbers to show with it; None where the sentence says all.
        remark: what to know when reading it.
    """

    number: int
    check: str
    asked: str
    reached: str
    verdict: Verdict
    source: str
    table: tuple[tuple[str, ...], Sequence[tuple[object, ...]]] | None = None
    remark: str = ""


@cache
def literature() -> dict[str, Any]:
    """Figures of the literature and of other models, as in ``literature.json``."""
    return read_data("psoas.validation", "literature.json")


def figures(number: int) -> dict[str, Any]:
    """The literature of one row."""
    row: dict[str, Any] = literature()["rows"][str(number)]
    return row


def verdict(passes: bool) -> Verdict:
    """``pass`` or ``fail``."""
    return "pass" if passes else "fail"


def spread(values: Array, unit: str, digits: int = 1) -> str:
    """Least to greatest of some values, in words."""
    return f"{values.min():.{digits}f} to {values.max():.{digits}f} {unit}"
