"""Where the centre of mass of trunk, head, arms and legs is."""

from collections.abc import Iterable

import numpy as np

from psoas.data import read_data
from psoas.timeseries import Array


def mass_centre(hips: Array, shoulders: Array, legs: Iterable[tuple[Array, Array, Array]]) -> Array:
    """(T, D) centre of the segments' masses (Winter 2009, in ``movement_figures.json``).

    Args:
        hips, shoulders: (T, D) middle of both.
        legs: (T, D) hip, knee and ankle of each leg.
    """
    masses = read_data("psoas.motion", "movement_figures.json")["masses"]
    parts = [("trunk", hips, shoulders)]
    for hip, knee, ankle in legs:
        parts += [("thigh", hip, knee), ("shank", knee, ankle)]
    whole = sum(masses[name][0] for name, _, _ in parts)
    total = sum(
        (masses[name][0] * (top + masses[name][1] * (end - top)) for name, top, end in parts), np.zeros(1)
    )
    return np.asarray(total / whole)
