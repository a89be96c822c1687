"""The limits of the half-kneeling stretch by name; ``limits.json`` holds them with their sources."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from psoas.exercises.limits import limit_values

PACKAGE: Final = "psoas.exercises.half_kneeling"


@dataclass(frozen=True)
class Thresholds:
    """Every limit that judges this stretch, in the unit that its name ends with; ``limits.json`` explains each."""

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
    start_front_knee_low_deg: float
    start_front_knee_high_deg: float
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
def load_thresholds() -> Thresholds:
    """The limits of this stretch and those that all exercises share, read once."""
    return limit_values(Thresholds, PACKAGE, "psoas.exercises")
