"""What a side view adds to the figures of a stride, learnt on rendered people; what remains is the band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from psoas.data import read_data
from psoas.estimate import Estimate
from psoas.motion import LEGS, Leg
from psoas.strides.stride import FIGURES, Gait, Stride

TURNED_DEG: Final = 15.0
"""Turn out of the side view from which the larger errors of turned views hold [deg]."""

THIGH: Final = "thigh_behind_vertical_deg"


@dataclass(frozen=True)
class FigureError:
    """What a view adds to a figure: measured = true + offset + slope * true - lost * degrees of turn.

    Attributes:
        offset: measured less true, in the figure's unit.
        error, turned: one standard error of what remains, from beside and from a turned view.
        slope: growth of the offset with the true figure; below zero where the network draws a leg less far back than it
            is.
        lost_ahead, lost_behind: what is missing for each degree by which the camera stands ahead of the person's side,
            or behind it; the fitted body is a little too cautious about depth.
    """

    offset: float
    error: float
    turned: float
    slope: float = 0.0
    lost_ahead: float = 0.0
    lost_behind: float = 0.0

    def true(self, measured: float, turn_deg: float) -> float:
        """The figure without what the view adds, in its unit.

        Args:
            measured: as the view shows it.
            turn_deg: of the person out of the side view, + where the camera stands ahead of the side.
        """
        lost = self.lost_ahead if turn_deg > 0 else self.lost_behind
        return (measured + lost * abs(turn_deg) - self.offset) / (1.0 + self.slope)


@dataclass(frozen=True)
class ViewErrors:
    """What a view adds in one gait.

    Attributes:
        figures: by leg and name of the figure.
        differences: one standard error of the difference of both legs' means, by name of the figure.
    """

    figures: Mapping[Leg, Mapping[str, FigureError]]
    differences: Mapping[str, float]


def load_view_errors(gait: Gait) -> ViewErrors:
    """The learnt errors of a gait (``clip_errors.json``, made by ``benchmarks/strides.py``)."""
    table: dict[str, Any] = read_data("psoas.strides", "clip_errors.json")["gaits"][gait]
    figures = {leg: {name: FigureError(**row) for name, row in table["figures"][leg].items()} for leg in LEGS}
    return ViewErrors(figures, table["differences"])


def corrected(strides: Sequence[Stride], errors: ViewErrors, turn_deg: float) -> tuple[Stride, ...]:
    """Strides of one gait less what the view adds, with the band of each figure.

    Args:
        turn_deg: of the person out of the side view; more than `TURNED_DEG` widens the bands.
    """
    return tuple(_corrected(one, errors.figures[one.leg or "near"], turn_deg) for one in strides)


def _corrected(stride: Stride, known: Mapping[str, FigureError], turn_deg: float) -> Stride:
    values: dict[str, Any] = {}
    for name in FIGURES:
        one = stride.figure(name)
        if one is not None and name in known:
            error = known[name].turned if abs(turn_deg) > TURNED_DEG else known[name].error
            values[name] = Estimate.of(known[name].true(one.value, turn_deg), error, one.unit)
    return replace(stride, **values)
