"""A plot of named angles, with the words that the table of coordinates has for them."""

from collections.abc import Mapping, Sequence

import numpy as np

from psoas.body import COORDINATES
from psoas.draw.plots import Curve, Plot
from psoas.timeseries import TimeSeries

SIDES = {"_l": "left", "_r": "right"}


def angle_plot(
    angles: TimeSeries,
    bands: Mapping[str, float | None],
    title: str,
    names: Sequence[str],
    *,
    absolute: bool = False,
    limit: float | None = None,
    limit_label: str = "",
) -> Plot:
    """Those of some angles that were measured, in one plot.

    Args:
        angles: (T, N) [rad].
        bands: coordinate to half of its error band [deg].
        title: of the plot.
        names: of the angles; the first names the plot, and says what its positive side means.
        absolute: True where the angles have a zero of their own, False where they are changes from the start.
        limit: a line to draw [deg]; limit_label: its words.
    """
    curves = []
    for name in names:
        if name in angles:
            coordinate = COORDINATES[name]
            label = SIDES.get(name[-2:], coordinate.absolute_label if absolute else coordinate.label)
            curves.append(Curve(label, np.degrees(angles[name]), bands.get(name)))
    return Plot(
        name=f"plot-{names[0].replace('_', '-')}",
        title=title,
        positive=COORDINATES[names[0]].positive,
        time=angles.time,
        curves=tuple(curves),
        limit=limit,
        limit_label=limit_label,
    )
