"""A line without its gaps, and a long one by the lowest and the highest value of each part."""

import itertools
from collections.abc import Iterator
from typing import Final

import numpy as np

from psoas.timeseries import Array, runs_of

HOLE: Final = 2.5
"""A step between samples that is longer than so many usual steps is a gap."""


def pieces(across: Array, values: Array, count: int) -> Iterator[tuple[Array, Array, Array]]:
    """Each gapless piece of a line: (N,) places across, the lowest and the highest value there.

    Args:
        across, values: (T,); a value of NaN is a gap, and so is a hole in ``across``.
        count: a line of more samples than twice this is taken by so many bins.
    """
    xs, lows, highs = across, values, values
    if len(xs) > 2 * count:
        edges = np.linspace(xs[0], xs[-1], count + 1)
        bins = np.clip(np.searchsorted(edges, xs, "right") - 1, 0, count - 1)
        lows, highs = np.full(count, np.inf), np.full(count, -np.inf)
        known = np.isfinite(values)
        np.minimum.at(lows, bins[known], values[known])
        np.maximum.at(highs, bins[known], values[known])
        lows[~np.isfinite(lows)] = np.nan
        xs = (edges[:-1] + edges[1:]) / 2
    steps = np.diff(xs)
    holes = np.empty(0, dtype=int)
    if (
        len(steps) and steps.max() > HOLE * steps.min()
    ):  # or else none is longer than so many of the usual ones
        holes = 1 + np.flatnonzero(steps > HOLE * np.median(steps))
    for begin, end in runs_of(np.isfinite(lows)):
        inside = holes[(holes > begin) & (holes <= end)]
        for first, last in itertools.pairwise([begin, *inside, end + 1]):
            yield xs[first:last], lows[first:last], highs[first:last]
