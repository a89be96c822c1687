"""How exact an angle is in a view: one standard error by the turn of the person."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from psoas.data import read_data
from psoas.sides import without_side

DOUBLED_DEG = 25.0
"""Turn at which the bands of what comes from the outline of the back are twice those from beside (working default; on
twelve rendered clips turned by 8 to 25 degrees the arch was off by 2.7 degrees in the median)."""


def on_feet_bands(bands: Mapping[str, float]) -> dict[str, float]:
    """The bands of a stretch on both feet: the outline of the back was learnt from kneeling people, and is less exact.

    Args:
        bands: one standard error [deg] by coordinate, of a kneeling person in this view.
    """
    least: dict[str, float] = read_data("psoas.motion", "standard_errors.json")["on_feet_deg"]
    return {name: max(error, least.get(name, 0.0)) for name, error in bands.items()}


def view_bands(coordinates: Iterable[str], turn_deg: float, outline: Mapping[str, float]) -> dict[str, float]:
    """One standard error [deg] of each coordinate that has one.

    Errors of bodies that the fit was not learnt from (``camera_fit.json``): 1.96 of them held 95 % of the frames. Where
    the arch is known, its share is taken out of the trunk's lean, whose error is then that of ``outline``.

    Args:
        coordinates: names of `psoas.body.COORDINATES`.
        turn_deg: of the person, as measured, + where the camera sees their front.
        outline: the errors from beside of what comes from the outline of the back [deg].
    """
    table: dict[str, Any] = read_data("psoas.motion", "camera_fit.json")["bands_deg"]
    names = tuple(coordinates)
    result = {}
    for name in names:
        key = without_side(name)
        if key in table and not (name == "trunk_lean" and "lumbar_extension" in names):
            result[name] = float(np.interp(turn_deg, table["turn"], table[key]))
        elif name in outline:
            result[name] = outline[name] * (1 + abs(turn_deg) / DOUBLED_DEG)
    return result
