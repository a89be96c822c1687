"""One repetition of a scored exercise: its times, what was measured in it, and its faults."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from psoas.estimate import Estimate
from psoas.quantities import MeasuredQuantity
from psoas.timeseries import Array, Mask

Missing = Literal["start", "end"]
"""The part that is missing of a repetition which began before, or ended after, what was seen."""

LEAST_HOLD_S = 0.2
"""A shorter hold is too short to average; the samples around its middle are averaged for this long [s]."""


@dataclass(frozen=True)
class Lengthening(Estimate):
    """How much longer the psoas, or one attachment of it, is in the hold than at the person's own start [mm].

    Attributes:
        share_percent: the same as a share of the model's length in standing.
    """

    share_percent: float


@dataclass(frozen=True)
class RepetitionTimes:
    """When one repetition happened [s] and how far the thigh went [deg].

    Attributes:
        start_s, hold_start_s, hold_end_s, end_s: the ends of the move in, the hold and the return.
        thigh_travel_deg: level of the hold above the quiet level beside it; NaN where the exercise has no such figure.
        peak_s: where the hold is deepest.
    """

    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    thigh_travel_deg: float = float("nan")
    peak_s: float = float("nan")

    @property
    def hold_s(self) -> float:
        """How long the end position was held [s]."""
        return self.hold_end_s - self.hold_start_s

    def in_hold(self, time: Array) -> Mask:
        """(T,) True in the hold; around its middle where it is shorter than `LEAST_HOLD_S`.

        Args:
            time: (T,) [s].
        """
        middle = (self.hold_start_s + self.hold_end_s) / 2.0
        mask: Mask = np.abs(time - middle) <= max(self.hold_s, LEAST_HOLD_S) / 2.0
        return mask


@dataclass(frozen=True)
class Repetition(RepetitionTimes):
    """One repetition as it was measured and judged. Angles [deg]; None or NaN was not measured, or is no figure of it.

    Attributes:
        faults: names of what was wrong, whatever the error of the figures.
        possible_faults: names of what was wrong by its value, while with its error it could be either.
        good: None where a needed figure could not be seen, or a fault is possible: undecided.
        psoas_attachments: change of length by the name of the fascicle, from the top down.
        psoas_still: what the same travel of the thigh would do with a still pelvis and back: the same names and, last,
            the psoas as a whole. Both are empty where ``psoas_change`` is None.
        others: figures by the key of their quantity that have no attribute here.
        start_position_s: first and last moment [s] of each quiet part from which the changes count.
    """

    trunk_lean_deg: float = float("nan")
    hip_extension_change_deg: float | None = None
    arch_change_deg: float | None = None
    pelvis_tilt_change_deg: float | None = None
    compensation_ratio: float | None = None
    faults: tuple[str, ...] = ()
    good: bool | None = None
    psoas_change: Lengthening | None = None
    psoas_attachments: Mapping[str, Lengthening] = field(default_factory=dict)
    psoas_still: Mapping[str, Lengthening] = field(default_factory=dict)
    others: Mapping[str, float | None] = field(default_factory=dict)
    start_position_s: tuple[tuple[float, float], ...] = ()
    possible_faults: tuple[str, ...] = ()

    @property
    def faults_by_value(self) -> tuple[str, ...]:
        """Everything that was wrong by its value: the faults, then those that are only possible."""
        return self.faults + self.possible_faults

    def value_of(self, quantity: MeasuredQuantity) -> float | None:
        """One figure in the quantity's unit; None where it was not measured."""
        known = quantity.column is not None and hasattr(self, quantity.column)
        value = getattr(self, str(quantity.column)) if known else self.others.get(quantity.key)
        return None if value is None or value != value else float(value)


def is_good(
    faults: Sequence[str], needed: Iterable[float | None], possible: Sequence[str] = ()
) -> bool | None:
    """Whether a repetition was good.

    Returns:
        False with a fault; None with a possible fault, or where a needed value was not measured; else True.
    """
    if faults:
        return False
    return None if possible or any(value is None or value != value for value in needed) else True
