"""One line of the table that `benchmarks.run` prints."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was asked, what was reached, and whether that is enough; ``passed`` is None for what was not run."""

    what: str
    asked: str
    reached: str
    passed: bool | None
