"""What is likely about a body and a camera before anything is seen: sizes, usual angles, and how fast they change."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from psoas.data import read_data
from psoas.motion.balance import Pitch
from psoas.motion.camera_body import COORDINATES, SIZES
from psoas.sides import without_side
from psoas.timeseries import Array

CORRELATED_S: Final = 0.3
"""A landmark's errors stay alike for about so long: what is known beforehand counts once in this time [s]."""

Q: Final = len(COORDINATES)


def knee_range() -> tuple[float, float]:
    """Least and most bend of a knee [rad]."""
    least, most = np.radians(_table()["knee_range_deg"])
    return float(least), float(most)


def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_data("psoas.motion", "camera_fit.json")
    return table


def usual_shared(height_m: float, longest_px: float, pitch: Pitch | None = None) -> tuple[Array, Array]:
    """Usual sizes and camera, and one standard error of each: (G,) and (G,) by `SHARED`.

    Args:
        height_m: of the person [m].
        longest_px: longest side of the picture [px].
        pitch: how far the camera looks down; None where that is not known.
    """
    table = _table()
    sizes = np.array([table["sizes_per_height"][name] for name in SIZES]) * height_m
    spread = sizes * [table["sizes_spread"][name] for name in SIZES]
    camera = table["camera_spread"]
    focal = np.log(table["focal_per_longest_side"] * longest_px)
    any_pitch = float(np.radians(camera["pitch_deg"])) ** -2.0
    value, known = (0.0, 0.0) if pitch is None else (pitch.value, pitch.error**-2.0)
    return (
        np.append(sizes, [value * known / (known + any_pitch), 0.0, focal]),
        np.append(spread, [(known + any_pitch) ** -0.5, np.radians(camera["roll_deg"]), camera["log_focal"]]),
    )


def usual_frames(step_s: float) -> tuple[Array, Array]:
    """(Q,) usual values of the coordinates that are known beforehand [rad], and how firmly.

    Args:
        step_s: between frames [s].
    """
    usual, firm = np.zeros(Q), np.zeros(Q)
    for column, name in enumerate(COORDINATES):
        if (entry := _table()["usual_deg"].get(without_side(name))) is not None:
            middle, spread = np.radians(entry)
            usual[column], firm[column] = middle, step_s / CORRELATED_S / spread**2
    return usual, firm


def smoothness(time: Array) -> Array:
    """(3 Q, T Q) lower band of what accelerations and speeds cost, for frames at these times (T,) [s]."""
    table = _table()
    step_s = float(np.median(np.diff(time))) if len(time) > 1 else CORRELATED_S
    calm = (
        np.array([1 / table["acceleration"][without_side(name)] ** 2 for name in COORDINATES]) * step_s / 0.1
    )
    slow = (
        np.array([1 / table["speed"].get(without_side(name), np.inf) ** 2 for name in COORDINATES])
        * step_s
        / 0.5
    )
    band = np.zeros((3 * Q, len(time) * Q))
    before, after = np.diff(time)[:-1], np.diff(time)[1:]
    second = np.stack(
        [2 / (before * (before + after)), -2 / (before * after), 2 / (after * (before + after))]
    )
    first = np.stack([-1 / np.diff(time), 1 / np.diff(time)])
    for rows, price in ((second, calm), (first, slow)):
        for one in range(len(rows)):
            for other in range(one, len(rows)):
                part = (rows[one] * rows[other])[:, None] * price
                start = one * Q
                band[(other - one) * Q, start : start + part.size] += part.ravel()
    return band
