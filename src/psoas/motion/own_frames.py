"""Which frames of a recording are measured: those of its movement, in which the points can be a body's."""

from collections.abc import Mapping, Sequence

import numpy as np
import scipy

from psoas.data import read_data
from psoas.motion.angles import Leg, Stick
from psoas.motion.posture import figure
from psoas.motion.segment_list import TURNS
from psoas.motion.view import facing_scores
from psoas.quantities import MOVEMENTS, Movement, MovementSegment
from psoas.timeseries import Array, Mask, TimeSeries
from psoas.words import _, inside

TO_CAMERA_SCORE = 0.8
"""Of the three witnesses of `facing_scores` together; at 45 degrees off a side view they give 1.2 and more."""

LEAST_TURN_S = 0.5
"""A shorter turn to the camera is an error of the network [s]."""

LEFT_OUT = "left_out_frames"
JOINTS_OUT = "joints_out_of_range"


def turned_to_camera(points: TimeSeries, world: TimeSeries) -> Mask:
    """(T,) frames in which the person faces the camera or has their back to it, for half a second or more."""
    score = facing_scores(points, world)
    known = np.flatnonzero(np.isfinite(score))
    turned = np.zeros(len(score), bool)
    if len(known) < 3:
        return turned
    spacing = float(np.median(np.diff(points.time[known])))
    width = max(3, 2 * int(LEAST_TURN_S / spacing / 2) + 1)
    frontal = np.abs(scipy.ndimage.median_filter(score[known], width, mode="nearest")) < TO_CAMERA_SCORE
    turned[known] = frontal
    return turned


def own_frames(
    columns: Mapping[str, Array],
    sides: Mapping[Leg, str],
    stick: Stick,
    segments: tuple[MovementSegment, ...],
    movement: Movement,
    turned: Mask,
    yaw_deg: float,
    rear: Leg | None = None,
) -> tuple[dict[str, Array], dict[str, str]]:
    """The coordinates in the frames that are the movement's own, and what was left out.

    Args:
        columns: coordinate to its values (T,) [rad, m].
        sides: the letter of each leg.
        movement: that of the recording; all frames of an unknown one are kept, and of one that was given, which has no
            segments.
        turned: (T,) frames in which the person turns to the camera.
        yaw_deg: how far off a side view the camera stood.
        rear: the kneeling leg in the stretch, whose coordinates have names of their own, too.

    Returns:
        The columns with NaN in all other frames; and the sentences about it, by what was left out.
    """
    kept = {name: np.array(values, float) for name, values in columns.items()}
    reasons: dict[str, str] = {}
    time = np.asarray(stick.time)
    seen: Mask = np.asarray(np.isfinite(stick.joints["mid_hip"]).all(1))
    mine = ~turned
    if segments and movement not in ("unknown", "half_kneeling_stretch"):
        mine &= ~within(time, [one for one in segments if one.movement != movement])
        mine = _beside(mine & seen, frames_of_movement(time, segments, movement))
    lost = seen & ~mine
    if lost.any():
        for values in kept.values():
            values[~mine] = np.nan
        reasons[LEFT_OUT] = _words(time, lost, segments, turned, movement)
    wrong = []
    for leg, side in sides.items():
        bad: Mask = _too_short(stick, leg, yaw_deg)
        for name in ("knee_angle", "hip_flexion", "ankle_angle"):
            if f"{name}_{side}" not in columns:
                continue
            low, high = np.radians(read_data("psoas.motion", "movement_figures.json")["ranges"][name])
            values = columns[f"{name}_{side}"]
            out: Mask = np.asarray((values < low) | (values > high))
            if name == "ankle_angle":
                kept[f"{name}_{side}"][out] = np.nan
                if np.any(out & mine):
                    wrong.append(_("ankle in {share}", share=_share(out & mine, seen)))
            else:
                bad = np.asarray(bad | out)
        bad = np.asarray(bad & mine & seen)
        if bad.any():
            names = [f"{name}_{side}" for name in ("thigh_angle", "knee_angle", "hip_flexion", "ankle_angle")]
            for name in (*names, *_of_stretch(leg, rear)):
                if name in kept:
                    kept[name][bad] = np.nan
            wrong.append(_("leg in {share}", share=_share(bad, seen)))
    if wrong:
        reasons[JOINTS_OUT] = _(
            "in some frames the points cannot be a person's ({joints}): joints beyond what "
            "people's joints reach, or a leg of the wrong length; those frames are left out",
            joints=", ".join(dict.fromkeys(wrong)),
        )
    return kept, reasons


def frames_of_movement(time: Array, segments: Sequence[MovementSegment], movement: Movement) -> Mask:
    """(T,) frames inside the segments of a movement."""
    return within(time, [one for one in segments if one.movement == movement])


def _of_stretch(leg: Leg, rear: Leg | None) -> tuple[str, ...]:
    """Coordinates of the stretch that come from this leg."""
    if rear is None:
        return ()
    rear_ones = ("rear_thigh_angle", "rear_knee_angle", "rear_hip_extension")
    return rear_ones if leg == rear else ("front_knee_angle", "front_knee_past_toes")


def _share(mask: Mask, seen: Mask) -> str:
    count = int(mask.sum())
    share = count / max(int(seen.sum()), 1)
    return _("one frame") if count == 1 else _("{share:.0%} of the frames", share=max(share, 0.01))


def within(time: Array, segments: Sequence[MovementSegment]) -> Mask:
    """(T,) frames inside some segments."""
    inside = np.zeros(len(time), bool)
    for one in segments:
        inside |= (time >= one.start_s - 1e-9) & (time <= one.end_s + 1e-9)
    return inside


def _beside(mine: Mask, own: Mask) -> Mask:
    """The runs of frames that hold a frame of the movement's own segments; a rest elsewhere is too short for a name."""
    runs, _count = scipy.ndimage.label(mine)
    return np.asarray(mine & np.isin(runs, runs[own & mine]))


def _too_short(stick: Stick, leg: Leg, yaw_deg: float) -> Mask:
    """(T,) frames in which the thigh is shorter than any seen from that angle."""
    least = figure("posture", "shortest_thigh") * np.cos(np.radians(min(yaw_deg, 60.0)))
    thigh = stick.joints[f"{leg}_knee"] - stick.joints[f"{leg}_hip"]
    return np.asarray(np.hypot(thigh[:, 0], thigh[:, 1]) < least * stick.trunk_px)


def _words(
    time: Array, lost: Mask, segments: tuple[MovementSegment, ...], turned: Mask, movement: Movement
) -> str:
    """One sentence: which time was left out, and what the person did in it."""
    parts = []
    for one in segments:
        here = lost & within(time, [one])
        if here.any() and one.movement != movement:
            doing = inside(MOVEMENTS[one.movement].label) if one.movement != "unknown" else one.why
            parts.append(
                _("{start:.1f} to {end:.1f} s ({doing})", start=one.start_s, end=one.end_s, doing=doing)
            )
    if not parts:
        at = time[lost]
        doing = _(TURNS) if turned[lost].any() else _("too short to be named")
        parts.append(_("{start:.1f} to {end:.1f} s ({doing})", start=at[0], end=at[-1], doing=doing))
    return _("only the frames of the movement are measured; left out: {parts}", parts="; ".join(parts))
