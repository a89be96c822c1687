"""A recording in the picture's plane turned, so that what is upright in the room is upright in the picture."""

from dataclasses import replace

import numpy as np

from psoas.capture.pose.recording import Captured
from psoas.timeseries import Array, TimeSeries


def turned_upright(captured: Captured, size: tuple[int, int], turn_deg: int) -> Captured:
    """Turn everything that was seen with the picture, by quarter turns clockwise.

    Args:
        captured: of a picture of ``size``.
        size: width and height [px] before the turn.
        turn_deg: 0, 90, 180 or 270.
    """
    width, height = size
    after = np.array((height, width) if turn_deg % 180 else (width, height))
    return _turned(captured, turn_deg, np.array(size) / 2, after / 2)


def levelled(captured: Captured, size: tuple[int, int], roll_deg: float) -> Captured:
    """Take the camera's roll out of everything that was seen, about the picture's middle.

    Args:
        captured: of a picture of ``size``, width and height [px].
        roll_deg: + where upright things lean to the right in the picture.
    """
    middle = np.array(size) / 2
    return _turned(captured, -roll_deg, middle, middle)


def as_filmed(points: TimeSeries, size: tuple[int, int], roll_deg: float) -> TimeSeries:
    """Put levelled points, ``<name>.x`` and ``.y`` [px], back to where the picture shows them; see `levelled`."""
    middle = np.array(size) / 2
    return _turned_series(points, roll_deg, middle, middle)


def _turned(captured: Captured, turn_deg: float, before: Array, after: Array) -> Captured:
    worn = captured.stickers
    return replace(
        captured,
        stickers=None if worn is None else _turned_series(worn, turn_deg, before, after),
        points=_turned_series(captured.points, turn_deg, before, after),
        contours=_turned_series(captured.contours, turn_deg, before, after),
        world=_turned_series(captured.world, turn_deg, np.zeros(2), np.zeros(2)),
    )


def _turned_series(series: TimeSeries, turn_deg: float, before: Array, after: Array) -> TimeSeries:
    """Turn every pair of columns ``.x`` and ``.y`` clockwise, y down, about ``before``, which comes to ``after``."""
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    across = np.array([name.endswith(".x") for name in series.names], bool)
    down = np.array([name.endswith(".y") for name in series.names], bool)
    values = series.values.astype(np.float64)
    x, y = values[:, across] - before[0], values[:, down] - before[1]
    values[:, across] = after[0] + cos * x - sin * y
    values[:, down] = after[1] + sin * x + cos * y
    return replace(series, values=values)
