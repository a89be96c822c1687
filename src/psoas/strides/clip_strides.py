"""The strides of a clip: events, figures less what the view adds to them, and what was not measured and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from psoas.capture.pose import Captured
from psoas.estimate import NORMAL_95, Estimate
from psoas.motion import LEGS, MeasuredMotion, metres_per_px, slowest_run
from psoas.quantities import Movement
from psoas.strides.clip_events import GaitPart, clip_events
from psoas.strides.leg_signals import leg_signals
from psoas.strides.measured import measure_strides
from psoas.strides.side_figures import SideFigure, side_figures
from psoas.strides.stride import GAITS, TIMES, FootEvents, Gait, Stride
from psoas.strides.trunk import TURNED, TrunkFigures, seen_trunk
from psoas.strides.view_errors import TURNED_DEG, corrected, load_view_errors
from psoas.timeseries import TimeSeries
from psoas.words import N_, _, named

NO_BODY: Final = N_(
    "no body could be fitted to the points, so that no foot strike is found; film from the side"
)
TOO_SHORT: Final = N_(
    "no whole stride, from a foot strike to the next of the same foot, is seen; film five strides or more"
)


SLOW_RUN: Final = N_(
    "a stride takes {seconds:.1f} s, and nobody runs so slowly, so that the clip is slow motion; "
    "add --filmed-fps with the pictures a second that the camera took, such as 120 or 240"
)


@dataclass(frozen=True)
class ClipStrides:
    """The strides of a clip.

    Attributes:
        strides: in the order of time.
        reasons: what was not measured, by figure, leg (``far_leg``) or ``strides`` for all, and why.
        turned: the person stands more than `TURNED_DEG` off the side view.
        arching: how much more the lower back is arched at the end of a step than in its middle [deg]; None where that
            was not measured.
    """

    strides: tuple[Stride, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    turned: bool = False
    arching: Estimate | None = None

    def sides(self, gait: Movement) -> tuple[SideFigure, ...]:
        """The strides of one gait together; left less right only in a view from beside."""
        if gait not in GAITS:
            return ()
        errors = {} if self.turned else load_view_errors(gait).differences
        found = side_figures([one for one in self.strides if one.movement == gait], errors)
        return tuple(
            replace(one, spread=dict.fromkeys(one.spread)) if one.name in OF_MEAN_STRIDE else one
            for one in found
        )


def clip_strides(
    captured: Captured,
    motion: MeasuredMotion,
    parts: Sequence[GaitPart],
    *,
    height_m: float | None = None,
    speed_doubt: str | None = None,
    speed_given: bool = False,
) -> ClipStrides:
    """Measure all strides of a clip; none where nobody walks or runs in it.

    Args:
        captured: what was seen of one person.
        motion: that was measured from it.
        parts: its walking and running parts, from `named_by_feet`.
        height_m: of the person; None stands for a usual one.
        speed_doubt: why the clip's time is not that of the filming; then no time is measured.
        speed_given: the user said how many pictures a second the camera took, and is believed.
    """
    if not any(one.movement in GAITS for one in motion.segments):
        return ClipStrides()
    if motion.beside is None:
        return ClipStrides(reasons={"strides": _(NO_BODY)})
    found: list[Stride] = []
    reasons: dict[str, str] = {}
    turn_deg = motion.turn_deg or 0.0
    turned = abs(turn_deg) > TURNED_DEG
    arching: Estimate | None = None
    for part in parts:
        events = clip_events(part)
        raw = raw_strides(part, events, height_m, turned=turned)
        own = corrected(raw, load_view_errors(part.gait), turn_deg)
        trunk = _(TURNED) if turned else seen_trunk(part, events, captured.contours, motion.facing)
        if isinstance(trunk, str):
            reasons |= dict.fromkeys(OF_TRUNK, trunk)
        else:
            own = tuple(with_trunk(one, trunk) for one in own)
            arching = trunk.arching if part.gait == motion.movement else arching
        found += own
        reasons |= _hidden_legs(part, events)
        if part.gait == "running" and part.stride_s * slowest_run() > 1 and not speed_given:
            speed_doubt = speed_doubt or _(SLOW_RUN, seconds=part.stride_s)
    if not found:
        legs = {name: why for name, why in reasons.items() if name.endswith("_leg")}
        return ClipStrides(reasons={"strides": _(TOO_SHORT)} | legs)
    if speed_doubt is not None:
        found = [replace(one, contact_s=None, flight_s=None, cadence_steps_min=None) for one in found]
        reasons |= dict.fromkeys(TIMES, speed_doubt)
    known = {name for name in OF_TRUNK if any(one.figure(name) is not None for one in found)}
    reasons = {name: why for name, why in reasons.items() if name not in known}
    return ClipStrides(tuple(found), reasons, turned, arching)


OF_TRUNK: Final = ("peak_hip_extension_deg", "pelvis_tilt_deg", "lumbar_extension_deg")
"""The figures that need the outline of the trunk."""

OF_MEAN_STRIDE: Final = OF_TRUNK[1:]
"""Those that are measured once for all strides, so that they have no spread."""


def with_trunk(stride: Stride, trunk: TrunkFigures) -> Stride:
    """The stride with pelvis and back of the mean stride, and the hip by its own thigh."""
    thigh, tilt = stride.thigh_behind_vertical_deg, trunk.pelvis_tilt
    hip = None
    if thigh is not None and thigh.reach is not None and tilt.reach is not None:
        error = float(np.hypot(thigh.reach, tilt.reach)) / NORMAL_95
        hip = Estimate.of(thigh.value - tilt.value, error, "deg")
    return replace(
        stride, peak_hip_extension_deg=hip, pelvis_tilt_deg=tilt, lumbar_extension_deg=trunk.lumbar_extension
    )


BODY_SHARE: Final[dict[Gait, float]] = {"running": 1.0, "walking": 0.25}
"""Weight of the fitted body against the picture in the angle of the thigh, from beside: in a run the network mixes the
legs, in a walk it hardly does (ours: the smaller error of left-right differences on rendered people)."""


def raw_strides(
    part: GaitPart, events: FootEvents, height_m: float | None = None, *, turned: bool = False
) -> tuple[Stride, ...]:
    """The strides of a part as the view shows them.

    Args:
        events: of both feet, from `clip_events`.
        turned: the person is turned out of the side view, which shortens what the picture shows.
    """
    body = part.sticks["body"]
    metres = metres_per_px(body, height_m)
    ahead = {
        f"foot_ahead_{part.side_of(leg)}": metres
        * (body.joints[f"{leg}_ankle"][:, 0] - body.joints["mid_hip"][:, 0])
        for leg in LEGS
    }
    feet = TimeSeries.from_columns(body.time, ahead, "m")
    angles = part.angles if turned else _with_thighs(part)
    found = measure_strides(angles, events, part.gait, near=part.near, feet=feet)
    return tuple(one if one.toe_off_s is not None else _without_thigh(one) for one in found)


def _without_thigh(stride: Stride) -> Stride:
    """The thigh is farthest back about the toe-off: where that is not seen, neither is the thigh's peak."""
    return replace(stride, thigh_behind_vertical_deg=None, peak_hip_extension_s=None)


def _hidden_legs(part: GaitPart, events: FootEvents) -> dict[str, str]:
    """Why a leg has no strides, by its name."""
    legs = {part.side_of(leg): leg for leg in LEGS}
    return {
        f"{legs[side]}_leg": named(_("left leg") if side == "l" else _("right leg"), why)
        for side, why in events.reasons.items()
    }


def _with_thighs(part: GaitPart) -> TimeSeries:
    """The angles with thighs between those of the fitted body and those of the picture."""
    values, share = part.angles.values.copy(), BODY_SHARE[part.gait]
    for leg in LEGS:
        name = f"thigh_angle_{part.side_of(leg)}"
        if name in part.angles and share < 1.0:
            seen = leg_signals(part.sticks["slow_picture"], leg)["thigh"]
            values[:, part.angles.names.index(name)] = share * part.angles[name] + (1.0 - share) * seen
    return replace(part.angles, values=values)
