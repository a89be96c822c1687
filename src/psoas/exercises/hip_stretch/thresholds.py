"""The limits of a hip-flexor stretch by name; ``limits.json`` of its folder and of this one hold them with sources."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from psoas.exercises.limits import limit_values

PACKAGE: Final = "psoas.exercises.hip_stretch"


@dataclass(frozen=True)
class Thresholds:
    """Every limit that judges a stretch, in the unit that its name ends with; ``limits.json`` explains each."""

    travel_counts_deg: float
    travel_listed_deg: float
    return_deg: float
    hold_short_s: float
    hold_ideal_s: float
    hold_long_s: float
    hold_speed_m_s: float
    start_still_s: float
    start_thigh_deg: float
    start_trunk_deg: float
    move_short_s: float
    move_long_s: float
    pelvis_anterior_deg: float
    arch_deg: float
    ratio_good: float
    ratio_back_works: float
    trunk_back_deg: float
    trunk_forward_deg: float
    front_knee_deg: float
    front_knee_past_toes_m: float
    bounce_swing_deg: float
    bounce_speed_deg_s: float
    seen_share: float
    band_sigmas: float


@cache
def load_thresholds(package: str = PACKAGE) -> Thresholds:
    """The limits of one stretch and those that all exercises share, read once.

    Args:
        package: import name of the stretch's folder; that of this one gives what all stretches share.
    """
    return limit_values(Thresholds, package, "psoas.exercises")
