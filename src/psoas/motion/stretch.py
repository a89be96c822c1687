"""Coordinates that only the hip-flexor stretches have: rear thigh, pelvis, lower back, and where hip and knee are."""

from dataclasses import dataclass, field

import numpy as np

from psoas.data import read_data
from psoas.motion.angles import OTHER_LEG, Leg, Stick, leg_angles, median_length, trunk_lean, wrapped
from psoas.motion.arch import contours_of, trunk_shape
from psoas.motion.calibration import Calibration
from psoas.motion.lower_back import lower_back
from psoas.motion.stickers import sticker_line
from psoas.sides import SideWord
from psoas.timeseries import Array, Mask, TimeSeries
from psoas.words import N_, _

FLANK_DEG = 25.0
"""Beyond this turn the outline of the back is that of the flank [deg]."""

FLANK = N_(
    "the camera stood about {angle:.0f} degrees off the side, where the outline of the lower back "
    "is that of the flank; film from the side, at most 25 degrees off"
)

ROUGH = N_(
    "the smaller pose network, for slow computers, is not exact enough for it; use the full pose network if "
    "the computer is fast enough"
)
"""Why the back is not measured with the lite weights."""


@dataclass(frozen=True, eq=False)
class Stretching:
    """A person who stretches the hip of one leg.

    Attributes:
        stick: as seen from beside.
        seen: as in the picture, where the outline of the back is.
        rear: the leg behind.
        positioned: (T,) frames in which they are in the position of the stretch.
        towards: the side of the picture to which they face.
        turn_deg: how far they are turned out of the side view [deg].
        rough: the points come from the lite weights.
    """

    stick: Stick
    seen: Stick
    rear: Leg
    positioned: Mask
    towards: SideWord
    turn_deg: float
    calibration: Calibration
    rough: bool = False


@dataclass(frozen=True, eq=False)
class StretchAngles:
    """What was measured of the stretch.

    Attributes:
        columns: coordinate to its values (T,) [rad, m]; those that were not measured are left out.
        outline: (T, S, 2) visible points of the back, x to the front and y up [px].
        reasons: coordinate to why it was not measured.
        by_stickers: coordinates that two stickers on the pelvis gave, and one standard deviation of their error [deg].
    """

    columns: dict[str, Array]
    outline: Array
    reasons: dict[str, str] = field(default_factory=dict)
    by_stickers: dict[str, float] = field(default_factory=dict)


def stretch_angles(
    person: Stretching, contours: TimeSeries, stickers: TimeSeries | None, metres: float
) -> StretchAngles:
    """Measure the coordinates of the stretch.

    Args:
        contours: both sides of the trunk's contour [px].
        stickers: of `psoas.capture.pose.Captured`; None where the person wears none.
        metres: size of a pixel [m].
    """
    stick, rear, positioned, calibration = person.stick, person.rear, person.positioned, person.calibration
    front = OTHER_LEG[rear]
    # from the middle of both hips: in a side view they coincide, and the network's errors partly cancel
    thigh = stick.angle("mid_hip", f"{rear}_knee") - calibration.thigh_offset
    lean = trunk_lean(stick) - calibration.lean_offset
    hip = stick.joints["mid_hip"]
    past_toes = stick.joints[f"{front}_knee"][:, 0] - stick.joints[f"{front}_foot_index"][:, 0]
    columns = {
        "rear_knee_angle": leg_angles(stick, rear)["knee_angle"],
        "front_knee_angle": leg_angles(stick, front)["knee_angle"],
        "hip_forward": hip[:, 0] * metres,
        "hip_up": hip[:, 1] * metres,
        "front_knee_past_toes": past_toes * metres,
    }
    reference = _reference(thigh, positioned)
    blind = _(ROUGH) if person.rough else None
    if blind is None and abs(person.turn_deg) > FLANK_DEG:
        blind = _(FLANK, angle=abs(person.turn_deg))
    behind, before = contours_of(contours, person.towards)
    if blind is not None:
        behind, before = np.full_like(behind, np.nan), np.full_like(before, np.nan)
    shape = trunk_shape(person.seen, behind, before, calibration)
    line = None
    if stickers is not None and not person.rough:
        line = sticker_line(stickers, person.towards, abs(person.turn_deg))
    back = lower_back(shape, line, lean, thigh, positioned, reference, calibration)
    if back.why_hidden is not None:
        leaning = lean - float(np.nanmean(lean[reference])) if reference.any() else lean * np.nan
        columns["rear_thigh_angle"] = _undrifted(thigh, leaning, reference, calibration.hip_drift)
        reasons = dict.fromkeys(
            ("lumbar_extension", "pelvis_tilt", "rear_hip_extension"), blind or back.why_hidden
        )
        return StretchAngles(columns, shape.points, reasons)
    true_thigh = _undrifted(thigh, back.tilt, reference, calibration.hip_drift)
    opening = true_thigh - float(np.nanmean(true_thigh[reference]))
    columns |= {
        "rear_thigh_angle": true_thigh,
        # the chest's own lean: the hip-shoulder line turns with the pelvis and with a share of the arch
        "trunk_lean": lean - (1 - calibration.line_share) * back.arch,
        "lumbar_extension": back.arch,
        "pelvis_tilt": back.tilt,
        "rear_hip_extension": wrapped(opening - back.tilt),
    }
    return StretchAngles(columns, shape.points, {}, back.by_stickers)


def metres_per_px(stick: Stick, height_m: float | None) -> float:
    """Size of one pixel [m], from the person's height and the length of a leg."""
    figures = read_data("psoas.motion", "anthropometry.json")
    height = height_m or figures["default_height_m"]
    shanks = [stick.joints[f"{leg}_ankle"] - stick.joints[f"{leg}_knee"] for leg in ("near", "far")]
    leg_px = stick.thigh_px + max(median_length(shank) for shank in shanks)
    return float(height * (figures["thigh"] + figures["shank"]) / leg_px)


def _undrifted(thigh: Array, tilt: Array, reference: Mask, drift: float) -> Array:
    """Remove the drift of the hip point from the thigh's angle: seen change = change - drift x (change - tilt).

    Args:
        tilt: (T,) change of the pelvis [rad], + anterior, NaN where unknown; where the back is hidden throughout, the
            hip-shoulder line stands in for it, which is wrong by ``drift`` times the part of the arch that the line
            does not show.
    """
    if not reference.any():
        return thigh
    known = np.flatnonzero(np.isfinite(tilt))
    if not len(known):
        return thigh
    start = float(np.nanmean(thigh[reference]))
    whole = np.interp(np.arange(len(tilt)), known, tilt[known])  # a gap must not make the thigh jump
    corrected: Array = start + (thigh - start - drift * whole) / (1 - drift)
    return corrected


def _reference(thigh: Array, positioned: Mask) -> Mask:
    """(T,) frames that give the angles their zero: in position, with the rear thigh in the lowest fifth of its travel.

    The zero drops out of a repetition's changes, which count from the start that `psoas.exercises` finds later.
    """
    usable = positioned & np.isfinite(thigh)
    if not usable.any():
        return usable
    low, high = np.percentile(thigh[usable], [5, 95])
    return np.asarray(usable & (thigh <= low + max(0.2 * (high - low), np.radians(2))))
