"""One repetition of a scored exercise: its times, what was measured in it, and its faults."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from psoas.quantities import MeasuredQuantity


@dataclass(frozen=True)
class Lengthening:
    """How much longer the psoas, or one attachment of it, is in the hold than at the person's own start.

    Attributes:
        mm: + longer; low_mm, high_mm: the ends of its error band.
        share_percent: the same as a share of the model's length in standing.
    """

    mm: float
    low_mm: float
    high_mm: float
    share_percent: float


@dataclass(frozen=True)
class Repetition:
    """One repetition. Angles [deg], times [s]; None or NaN was not measured, or is no figure of the exercise.

    ``good`` is None where a needed figure could not be seen: undecided, not true. ``psoas_attachments`` is by
    the name of the fascicle, from the top down. ``psoas_still`` is what the same way of the thigh would do with a still
    pelvis and back: the same names and, last, the psoas as a whole. Both are empty where ``psoas_change`` is None.
    ``others`` are figures by the key of their quantity that have no attribute here.
    """

    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    thigh_travel_deg: float = float("nan")
    trunk_lean_deg: float = float("nan")
    hip_extension_change_deg: float | None = None
    arch_change_deg: float | None = None
    pelvis_tilt_change_deg: float | None = None
    compensation_ratio: float | None = None
    faults: tuple[str, ...] = ()
    good: bool | None = None
    peak_s: float = float("nan")
    psoas_change: Lengthening | None = None
    psoas_attachments: Mapping[str, Lengthening] = field(default_factory=dict)
    psoas_still: Mapping[str, Lengthening] = field(default_factory=dict)
    others: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def hold_s(self) -> float:
        """How long the end position was held [s]."""
        return self.hold_end_s - self.hold_start_s

    def value_of(self, quantity: MeasuredQuantity) -> float | None:
        """One figure in the quantity's unit; None where it was not measured."""
        known = quantity.column is not None and hasattr(self, quantity.column)
        value = getattr(self, str(quantity.column)) if known else self.others.get(quantity.key)
        return None if value is None or value != value else float(value)


@dataclass(frozen=True)
class Unfinished:
    """A repetition that the recording cuts: it began before, or ended after, what was seen."""

    at_s: float
    missing: Literal["start", "end"]


def is_good(faults: Sequence[str], needed: Iterable[float | None]) -> bool | None:
    """Whether a repetition was good: False with a fault, None where a needed value was not measured, else True."""
    if faults:
        return False
    return None if any(value is None or value != value for value in needed) else True
