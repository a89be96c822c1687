"""Parts that several sections of the page show."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup
from PIL import Image

from psoas.draw import Plot, svg_plot
from psoas.exercises import Repetition
from psoas.plan import duration


@dataclass(frozen=True)
class Tile:
    """A large number with its label and a line of explanation."""

    label: str
    value: str
    note: str
    kind: str = ""


@dataclass(frozen=True)
class PagePlot:
    """One plot as the page shows it: heading, meaning, names of its curves."""

    title: str
    says: str
    labels: tuple[str, ...]
    svg: Markup


def page_plots(plots: Sequence[tuple[Plot, str]], repetitions: Sequence[Repetition]) -> list[PagePlot]:
    """Draw plots, each with the words for its meaning; those in which nothing was measured are left out."""
    drawn = [(plot, says, svg_plot(plot, repetitions)) for plot, says in plots]
    return [
        PagePlot(plot.title, says, tuple(c.label for c in plot.curves if np.isfinite(c.values).any()), svg)
        for plot, says, svg in drawn
        if svg
    ]


def time_words(seconds: int) -> str:
    """A time of a day in whole minutes, such as ``1 h 05 min``."""
    return duration(round(seconds / 60))


def data_uri(picture: Image.Image, kind: str, **options: Any) -> str:
    """Encode a picture as ``JPEG`` or ``PNG``, with options of Pillow, in a ``data:`` address."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(file.getvalue()).decode('ascii')}"
