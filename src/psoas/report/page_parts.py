"""Parts that several sections of the page show."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from psoas.draw import Plot, svg_plot
from psoas.exercises import Repetition


@dataclass(frozen=True)
class Tile:
    """A large number with its label and a line of explanation."""

    label: str
    value: str
    note: str
    kind: str = ""


@dataclass(frozen=True)
class PlotCard:
    """A plot as the page shows it: heading, meaning, names of its curves."""

    title: str
    says: str
    labels: tuple[str, ...]
    svg: Markup


def plot_card(plot: Plot, says: str, repetitions: Sequence[Repetition]) -> PlotCard | None:
    """The card of a plot; None where nothing was measured."""
    svg = svg_plot(plot, repetitions)
    labels = tuple(curve.label for curve in plot.curves if np.isfinite(curve.values).any())
    return PlotCard(plot.title, says, labels, svg) if svg else None
