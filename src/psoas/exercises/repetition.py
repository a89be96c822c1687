"""One repetition of a scored exercise: its times, what was measured in it, and its faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    """One repetition of the half-kneeling stretch. Angles [deg], times [s]; None was not measured.

    ``good`` is None where the arch or the pelvis could not be seen: undecided, not true. ``psoas_attachments`` is by
    the name of the fascicle, from the top down. ``psoas_still`` is what the same way of the thigh would do with a still
    pelvis and back: the same names and, last, the psoas as a whole. Both are empty where ``psoas_change`` is None.
    """

    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    thigh_travel_deg: float
    trunk_lean_deg: float
    hip_extension_change_deg: float | None
    arch_change_deg: float | None
    pelvis_tilt_change_deg: float | None
    compensation_ratio: float | None
    faults: tuple[str, ...]
    good: bool | None
    peak_s: float
    psoas_change: Lengthening | None = None
    psoas_attachments: Mapping[str, Lengthening] = field(default_factory=dict)
    psoas_still: Mapping[str, Lengthening] = field(default_factory=dict)

    @property
    def hold_s(self) -> float:
        """How long the end position was held [s]."""
        return self.hold_end_s - self.hold_start_s
