"""The figures of all strides together: mean and spread of each side, and the difference between the sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from psoas.estimate import NORMAL_95, Estimate
from psoas.sides import SIDE_WORDS, SideWord
from psoas.strides.stride import FIGURES, Stride

LEAST_STRIDES = 2
"""Strides of each side without which a spread, and so a difference with its band, is not told."""


@dataclass(frozen=True)
class SideFigure:
    """One figure over all strides.

    Attributes:
        name: one of `FIGURES`; unit: of all values.
        mean: of each side on which it was measured, with the error of a single stride as its band.
        spread: standard deviation from stride to stride; None with a single stride.
        count: strides in which it was measured.
        difference: left less right with its band; None where a side has fewer than `LEAST_STRIDES`, or no error of a
            difference is known.
    """

    name: str
    unit: str
    mean: Mapping[SideWord, Estimate]
    spread: Mapping[SideWord, float | None]
    count: Mapping[SideWord, int]
    difference: Estimate | None


def side_figures(
    strides: Sequence[Stride], difference_errors: Mapping[str, float] | None = None
) -> tuple[SideFigure, ...]:
    """Summarise the strides of one gait.

    Args:
        strides: of walking or of running.
        difference_errors: one standard error of the difference between the sides that more strides do not lessen, such
            as that of markers, in the unit of the figure; a figure without one has no difference.

    Returns:
        Each figure that was measured on one side at least, in the order of `FIGURES`.
    """
    found = []
    for name in FIGURES:
        each: dict[SideWord, list[Estimate]] = {}
        for word in SIDE_WORDS:
            known = [one.figure(name) for one in strides if one.side == word]
            each[word] = [one for one in known if one is not None]
        measured = {word: values for word, values in each.items() if values}
        if measured:
            found.append(_figure(name, measured, (difference_errors or {}).get(name)))
    return tuple(found)


def _figure(name: str, each: Mapping[SideWord, Sequence[Estimate]], error: float | None) -> SideFigure:
    unit = next(iter(each.values()))[0].unit
    means, spreads = {}, {}
    for word, estimates in each.items():
        values = np.array([one.value for one in estimates])
        reach = estimates[0].reach
        means[word] = Estimate.of(float(values.mean()), None if reach is None else reach / NORMAL_95, unit)
        spreads[word] = float(values.std(ddof=1)) if len(values) > 1 else None
    counts = {word: len(estimates) for word, estimates in each.items()}
    difference = None
    if error is not None and len(each) == len(SIDE_WORDS) and min(counts.values()) >= LEAST_STRIDES:
        left, right = SIDE_WORDS
        apart = means[left].value - means[right].value
        reach = _reach(error, [((spreads[word] or 0.0) ** 2 / counts[word], counts[word]) for word in each])
        difference = Estimate(apart, apart - reach, apart + reach, unit)
    return SideFigure(name, unit, means, spreads, counts, difference)


def _reach(error: float, means: Sequence[tuple[float, int]]) -> float:
    """Half of the 95 % band of a difference of means: Student's t with the effective degrees of freedom.

    Few strides may lie together by chance, so that the band is wider than 1.96 standard errors where their spread
    decides, and not where ``error`` does (Welch-Satterthwaite, JCGM 100:2008, annex G.4).

    Args:
        error: one standard error that more strides do not lessen.
        means: squared standard error of each mean by the spread of its strides, and their number, 2 or more.
    """
    variance = error**2 + sum(square for square, _ in means)
    few = sum(square**2 / (count - 1) for square, count in means)
    times = NORMAL_95 if few == 0 else float(scipy.special.stdtrit(variance**2 / few, 0.975))
    return times * float(np.sqrt(variance))
