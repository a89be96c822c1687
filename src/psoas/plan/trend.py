"""One measure over time."""

from dataclasses import dataclass
from datetime import date

from psoas.plan.values import Comparison, Setup, Value
from psoas.sides import SideWord


@dataclass(frozen=True)
class DatedValue:
    """A value and the first day of its week, or the day of its retest or its test."""

    day: date
    value: Value


@dataclass(frozen=True)
class Trend:
    """One measure of one side in one set-up over time.

    Attributes:
        measure: one of `psoas.plan.Measure`, or the key of a clinical test's figure.
        points: oldest first, at least one.
        change: from the first to the last; None with a single one.
    """

    measure: str
    side: SideWord
    setup: Setup
    points: tuple[DatedValue, ...]
    change: Comparison | None
