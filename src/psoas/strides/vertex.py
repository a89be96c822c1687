"""The highest point of a sampled curve, between its samples."""

import numpy as np

from psoas.timeseries import Array


def vertex(time: Array, values: Array) -> tuple[float, float]:
    """Time and height of the highest point: the vertex of the parabola through the highest sample and its neighbours.

    Args:
        time: (N,) increasing [s], N >= 1.
        values: (N,) without NaN.

    Returns:
        The highest sample itself where it is the first or the last one.
    """
    top = int(values.argmax())
    if 0 < top < len(values) - 1:
        near = slice(top - 1, top + 2)
        a, b, c = np.polyfit(time[near] - time[top], values[near], 2)
        at = -b / (2 * a) if a < 0 else 0.0
        if a < 0 and time[top - 1] <= time[top] + at <= time[top + 1]:
            return float(time[top] + at), float(c - b * b / (4 * a))
    return float(time[top]), float(values[top])
