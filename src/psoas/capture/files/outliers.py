"""Wild cells: single values of a file that no person can have reached, found and made gaps."""

import numpy as np

from psoas.timeseries import Array, Mask

LONGEST_SPIKE_S = 0.1
"""Longest time between a jump away and the jump back for both to count as one spike [s]."""

RETURNED = 0.5
"""Largest change across a spike, relative to its height, for the values after it to count as back."""


def find_spikes(time: Array, values: Array, *, fastest: float) -> Mask:
    """Find values that leave and return within `LONGEST_SPIKE_S`, both ways faster than possible.

    Only jumps are looked at, so the time needed does not grow with smooth values.

    Args:
        time: (T,) increasing [s].
        values: (T, K), one point of K coordinates; NaN where unknown.
        fastest: greatest possible speed [unit of the values per s].

    Returns:
        (T,) True where a value is part of a spike.
    """
    wild: Mask = np.zeros(len(time), dtype=bool)
    known = np.flatnonzero(np.isfinite(values).all(axis=1))
    if len(known) < 3:
        return wild
    points, times = values[known], time[known]
    way = np.linalg.norm(np.diff(points, axis=0), axis=1)
    jumps = np.flatnonzero(way > fastest * np.diff(times))
    last = -1
    for jump in jumps:
        if jump < last:
            continue
        height = way[jump]
        for back in jumps[jumps > jump]:
            if times[back + 1] - times[jump] > LONGEST_SPIKE_S + (times[jump + 1] - times[jump]):
                break
            if np.linalg.norm(points[back + 1] - points[jump]) < RETURNED * height:
                wild[known[jump + 1 : back + 1]] = True
                last = int(back) + 1
                break
    return wild
