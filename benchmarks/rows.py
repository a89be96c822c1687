"""One line of the table that `benchmarks.run` prints."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was asked, what was reached, and whether that is enough; ``passed`` is None for what was not run."""

    what: str
    asked: str
    reached: str
    passed: bool | None


def show(rows: Iterable[Row]) -> None:
    """Print one line each, with pass, MISS or not run in front."""
    for row in rows:
        word = {True: "pass", False: "MISS", None: "not run"}[row.passed]
        print(f"{word:8s}{row.what:54s}{row.asked:22s}{row.reached}", flush=True)
