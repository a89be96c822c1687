"""One measure over time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from psoas.plan.records import SetRecord
from psoas.plan.steady import SteadyTrend, steady_trend
from psoas.plan.values import Comparison, Setup, Value, compare, median_value, shared_error
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
        measure: one of `psoas.plan.Measure`, or the key of a figure of a clinical test or of a stride.
        points: oldest first, at least one.
    """

    measure: str
    side: SideWord
    setup: Setup
    points: tuple[DatedValue, ...]

    @property
    def change(self) -> Comparison | None:
        """From the first point to the last; None with a single one."""
        return compare(self.points[0].value, self.points[-1].value) if len(self.points) > 1 else None

    @property
    def steady(self) -> SteadyTrend | None:
        """Whether all values together go one way; None with too few of them."""
        return steady_trend([(point.day, point.value.value) for point in self.points])


def figure_trends(dated: Sequence[tuple[date, SetRecord]], units: Mapping[str, str]) -> list[Trend]:
    """Follow figures by exercise, set-up and side; a value is the median of a day's repetitions.

    Args:
        dated: the day that a set belongs to, and the set.
        units: of each figure, by the key under which the repetitions keep it.
    """
    groups = {(Setup.of(one), one.side) for _, one in dated}
    found = []
    for setup, side in sorted(groups, key=_place):
        mine = [(day, one) for day, one in dated if (Setup.of(one), one.side) == (setup, side)]
        for key, unit in units.items():
            points = tuple(_dated_values(key, unit, mine, setup))
            if points:
                found.append(Trend(key, side, setup, points))
    return found


def _place(group: tuple[Setup, SideWord]) -> tuple[str, ...]:
    setup, side = group
    return setup.exercise, setup.method, setup.weights or "", side


def _dated_values(
    key: str, unit: str, dated: Sequence[tuple[date, SetRecord]], setup: Setup
) -> Iterable[DatedValue]:
    """The median of a figure on each day, from sets that keep it under ``key`` in the figures of their repetitions.

    Args:
        dated: the day that a set belongs to, and the set; all of one side and set-up.
    """
    for day in sorted({day for day, _ in dated}):
        sets = [one for when, one in dated if when == day]
        rows = [[one.figures[key] for one in a_set.repetitions if key in one.figures] for a_set in sets]
        known = [row for row in rows if row]
        bands = [a_set.bands.get(key) for a_set, row in zip(sets, rows, strict=True) if row]
        if known:
            yield DatedValue(day, median_value(known, shared_error(bands), unit, setup))
