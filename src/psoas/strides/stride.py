"""One stride, and the instants at which feet strike the ground and leave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from psoas.estimate import Estimate
from psoas.sides import Side, SideWord

Gait = Literal["walking", "running"]
GAITS: Final[tuple[Gait, Gait]] = ("walking", "running")
"""The movements that have strides."""

ANGLES: Final = (
    "peak_hip_extension_deg",
    "thigh_behind_vertical_deg",
    "pelvis_tilt_deg",
    "lumbar_extension_deg",
    "trunk_lean_deg",
    "knee_at_strike_deg",
)
"""The angles of a stride, in the order of every table."""

TIMES: Final = ("contact_s", "flight_s", "cadence_steps_min")
"""The figures that need the speed of the recording."""

FIGURES: Final = (*ANGLES, "overstride_m", *TIMES)
"""The figures of a stride, each an attribute of `Stride` and a key of its JSON."""

UNITS: Final = {
    **dict.fromkeys(ANGLES, "deg"),
    "overstride_m": "m",
    "contact_s": "s",
    "flight_s": "s",
    "cadence_steps_min": "1/min",
}
"""The unit of each figure."""


@dataclass(frozen=True)
class FootEvents:
    """Instants of both feet, from whatever source: force plates, the movement of the feet, or a clip.

    Attributes:
        strikes: times at which the foot of a side meets the ground, increasing [s].
        toe_offs: times at which it leaves the ground, increasing [s].
        by_plates: the instants of a side that are those of a force plate; the others are by the movement of the feet.
        reasons: side to why its instants are not measured; such a side has none.
    """

    strikes: Mapping[Side, tuple[float, ...]]
    toe_offs: Mapping[Side, tuple[float, ...]]
    by_plates: Mapping[Side, frozenset[float]] = field(default_factory=dict)
    reasons: Mapping[Side, str] = field(default_factory=dict)

    def of_plates(self, *instants: tuple[Side, float]) -> bool:
        """Whether all of these instants, each a side and a time [s], are those of force plates."""
        return all(time in self.by_plates.get(side, ()) for side, time in instants)

    def contacts(self, longest_s: float) -> list[float]:
        """Times from a foot strike to the first toe-off of the same foot after it [s].

        Args:
            longest_s: a toe-off that comes later belongs to another strike [s].
        """
        return [
            min(after) - strike
            for side, strikes in self.strikes.items()
            for strike in strikes
            if (after := [off for off in self.toe_offs.get(side, ()) if 0 < off - strike < longest_s])
        ]

    @property
    def every(self) -> list[tuple[Side, float]]:
        """All foot strikes and toe-offs, each a side and a time [s]."""
        return [
            (side, at) for times in (self.strikes, self.toe_offs) for side, own in times.items() for at in own
        ]


@dataclass(frozen=True)
class Stride:
    """One stride of one leg, from a foot strike to the next of the same foot; None is what was not measured.

    Attributes:
        leg: in a clip, the leg on the camera's side or the other one; None of a motion file.
        foot_strike_s, toe_off_s, end_s: this foot meets the ground, leaves it, and meets it again [s].
        peak_hip_extension_s: instant of the greatest hip extension; that of the thigh farthest behind where the pelvis
            was not measured [s].
        peak_hip_extension_deg: greatest angle of the thigh behind the pelvis.
        thigh_behind_vertical_deg: greatest angle of the thigh behind vertical.
        pelvis_tilt_deg, lumbar_extension_deg: at ``peak_hip_extension_s``; + is front of the pelvis down, back arched.
        trunk_lean_deg: mean over the stride, + is forward.
        knee_at_strike_deg: bend of the knee at the foot strike.
        overstride_m: ankle ahead of the hip at the foot strike.
        contact_s: from foot strike to toe-off.
        flight_s: from toe-off to the foot strike of the other foot; below zero where both feet are down meanwhile, as
            in walking.
        cadence_steps_min: two steps in the time of this stride.
    """

    leg: Literal["near", "far"] | None
    side: SideWord
    movement: Gait
    foot_strike_s: float
    toe_off_s: float | None
    end_s: float
    peak_hip_extension_s: float | None = None
    peak_hip_extension_deg: Estimate | None = None
    thigh_behind_vertical_deg: Estimate | None = None
    pelvis_tilt_deg: Estimate | None = None
    lumbar_extension_deg: Estimate | None = None
    trunk_lean_deg: Estimate | None = None
    knee_at_strike_deg: Estimate | None = None
    overstride_m: Estimate | None = None
    contact_s: Estimate | None = None
    flight_s: Estimate | None = None
    cadence_steps_min: Estimate | None = None

    def figure(self, name: str) -> Estimate | None:
        """One of `FIGURES`; None where it was not measured."""
        found: Estimate | None = getattr(self, name)
        return found
