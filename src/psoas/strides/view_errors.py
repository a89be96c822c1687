"""What a side view adds to the figures of a stride, learnt on rendered people; what remains is the band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from psoas.data import read_data
from psoas.estimate import Estimate
from psoas.motion import LEGS, Leg
from psoas.strides.stride import FIGURES, Gait, Stride

TURNED_DEG: Final = 15.0
"""Turn out of the side view from which the larger errors of turned views hold [deg]."""

THIGH: Final = "thigh_behind_vertical_deg"


@dataclass(frozen=True)
class FigureError:
    """What a view adds to a figure.

    Attributes:
        offset: measured less true, in the figure's unit; taken off.
        error, turned: one standard error of what remains, from beside and from a turned view.
    """

    offset: float
    error: float
    turned: float


@dataclass(frozen=True)
class ViewErrors:
    """What a view adds in one gait.

    Attributes:
        figures: by leg and name of the figure.
        difference_share: share of a left-right difference of the thighs that is seen: the network's hips go along with
            the thigh.
        differences: one standard error of the difference of both legs' means, by name of the figure.
    """

    figures: Mapping[Leg, Mapping[str, FigureError]]
    difference_share: float
    differences: Mapping[str, float]


def load_view_errors(gait: Gait) -> ViewErrors:
    """The learnt errors of a gait (``clip_errors.json``, made by ``benchmarks/strides.py``)."""
    table: dict[str, Any] = read_data("psoas.strides", "clip_errors.json")["gaits"][gait]
    figures = {leg: {name: FigureError(**row) for name, row in table["figures"][leg].items()} for leg in LEGS}
    return ViewErrors(figures, table["difference_share"], table["differences"])


def corrected(strides: Sequence[Stride], errors: ViewErrors, turned: bool) -> tuple[Stride, ...]:
    """Strides of one gait less what the view adds, with the band of each figure.

    Args:
        turned: the person stands more than `TURNED_DEG` off the side view.
    """
    found = tuple(_without_offsets(one, errors, turned) for one in strides)
    thighs: dict[Leg, list[float]] = {
        leg: [
            one.thigh_behind_vertical_deg.value
            for one in found
            if one.leg == leg and one.thigh_behind_vertical_deg is not None
        ]
        for leg in LEGS
    }
    if not all(thighs.values()):
        return found
    near, far = (float(np.median(thighs[leg])) for leg in LEGS)
    wider = (1.0 / errors.difference_share - 1.0) * (near - far) / 2
    return tuple(_moved(one, wider if one.leg == "near" else -wider) for one in found)


def _without_offsets(stride: Stride, errors: ViewErrors, turned: bool) -> Stride:
    values: dict[str, Any] = {}
    known = errors.figures[stride.leg or "near"]
    for name in FIGURES:
        one = stride.figure(name)
        if one is not None and name in known:
            error = known[name].turned if turned else known[name].error
            values[name] = Estimate.of(one.value - known[name].offset, error, one.unit)
    return replace(stride, **values)


def _moved(stride: Stride, by: float) -> Stride:
    one = stride.thigh_behind_vertical_deg
    return stride if one is None else replace(stride, thigh_behind_vertical_deg=one.plus(by))
