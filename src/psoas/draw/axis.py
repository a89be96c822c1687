"""Scales with round marks."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from psoas.timeseries import Array
from psoas.words import number as in_language


@dataclass(frozen=True)
class Axis:
    """The ends of a scale, and its marks, each a value with its words."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()

    def share(self, value: float) -> float:
        """0 at the low end, 1 at the high end."""
        return (value - self.low) / (self.high - self.low)


def number(value: float) -> str:
    """Write a number as the language does, such as ``2.5``."""
    return in_language(round(value, 9), "g")


def axis_over(
    values: Sequence[float] | Array,
    *,
    most: int = 5,
    room: float = 0.0,
    shortest: float = 0.0,
    words: Callable[[float], str] = number,
) -> Axis:
    """An axis with round marks that holds zero and some values.

    Args:
        values: NaN is left out.
        most: about so many marks.
        room: beyond the values.
        shortest: the axis reaches at least so far, so that noise looks small.
        words: of a mark.
    """
    known = np.append(values, 0.0)
    low, high = float(np.nanmin(known)) - room, float(np.nanmax(known)) + room
    if high - low < 1e-9:
        low, high = low - 1, high + 1
    missing = max(0.0, shortest - (high - low))
    low, high = (low, high + missing) if low == 0 else (low - missing / 2, high + missing / 2)
    step = step_of(high - low, most)
    low, high = step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)
    return Axis(low, high, ticks_of(low, high, step, words))


def axis_between(values: Array, step: float | None = None, words: Callable[[float], str] = number) -> Axis:
    """An axis from the least to the greatest value, with marks at the multiples of a step; about eight where None."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 1, high + 1
    return Axis(low, high, ticks_of(low, high, step or step_of(high - low, 8), words))


def step_of(span: float, most: int) -> float:
    """A round step that gives about ``most`` marks."""
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= span / most * 0.999)


def ticks_of(
    low: float, high: float, step: float, words: Callable[[float], str] = number
) -> tuple[tuple[float, str], ...]:
    """The multiples of a step between two values, with their words."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple((index * step, words(index * step)) for index in range(first, last + 1))


def multiples(axis: Axis, once: float, words: str) -> tuple[tuple[float, str], ...]:
    """Marks at round multiples of a value, such as a body's weight, for a second scale."""
    step = step_of((axis.high - axis.low) / once, 4)
    return tuple(
        (once * share, f"{number(share)}{words}")
        for share, _ in ticks_of(axis.low / once, axis.high / once, step)
    )
