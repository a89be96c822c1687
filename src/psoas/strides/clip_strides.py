"""The strides of a clip: events, figures less what the view adds to them, and what was not measured and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from psoas.motion import LEGS, MeasuredMotion, metres_per_px, slowest_run
from psoas.quantities import Movement
from psoas.sides import WORD
from psoas.strides.clip_events import GaitPart, clip_events, gait_parts
from psoas.strides.foot_events import Event, Gait, Offsets
from psoas.strides.leg_signals import leg_signals
from psoas.strides.measured import measure_strides
from psoas.strides.side_figures import SideFigure, side_figures
from psoas.strides.stride import FIGURES, TIMES, Stride
from psoas.strides.view_errors import TURNED_DEG, corrected, load_view_errors
from psoas.timeseries import TimeSeries

NO_BODY: Final = "no body could be fitted to the points, so that no foot strike is found; film from the side"
TOO_SHORT: Final = (
    "no whole stride, from a foot strike to the next of the same foot, is seen; film five strides or more"
)


SLOW_RUN: Final = (
    "a stride takes {:.1f} s, and nobody runs so slowly, so that the clip is slow motion; add --filmed-fps with the "
    "pictures a second that the camera took, such as 120 or 240"
)


@dataclass(frozen=True)
class ClipStrides:
    """The strides of a clip.

    Attributes:
        strides: in the order of time.
        reasons: what was not measured, by figure, leg (``far_leg``) or ``strides`` for all, and why.
        turned: the person stands more than `TURNED_DEG` off the side view.
    """

    strides: tuple[Stride, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    turned: bool = False

    def sides(self, gait: Movement) -> tuple[SideFigure, ...]:
        """The strides of one gait together; left less right only in a view from beside."""
        if gait not in ("walking", "running"):
            return ()
        errors = {} if self.turned else load_view_errors(gait).differences
        return side_figures([one for one in self.strides if one.movement == gait], errors)


def clip_strides(
    points: TimeSeries,
    motion: MeasuredMotion,
    *,
    height_m: float | None = None,
    speed_doubt: str | None = None,
    speed_given: bool = False,
) -> ClipStrides:
    """Measure all strides of a clip; none where nobody walks or runs in it.

    Args:
        points: 33 landmarks ``.x`` and ``.y`` [px].
        motion: that was measured from them.
        height_m: of the person; None stands for a usual one.
        speed_doubt: why the clip's time is not that of the filming; then no time is measured.
        speed_given: the user said how many pictures a second the camera took, and is believed.
    """
    gaits: tuple[Movement, ...] = ("walking", "running")
    if not any(one.movement in gaits for one in motion.segments):
        return ClipStrides()
    if motion.beside is None:
        return ClipStrides(reasons={"strides": NO_BODY})
    found: list[Stride] = []
    reasons: dict[str, str] = {}
    turned = abs(motion.turn_deg or 0.0) > TURNED_DEG
    for part in gait_parts(points, motion):
        strides, hidden = raw_strides(part, height_m, turned=turned)
        found += corrected(strides, load_view_errors(part.gait), turned)
        reasons |= hidden
        if part.gait == "running" and part.stride_s * slowest_run() > 1 and not speed_given:
            speed_doubt = speed_doubt or SLOW_RUN.format(part.stride_s)
    if not found:
        return ClipStrides(reasons={"strides": TOO_SHORT} | reasons)
    if speed_doubt is not None:
        found = [replace(one, contact_s=None, flight_s=None, cadence_steps_min=None) for one in found]
        reasons |= dict.fromkeys(TIMES, speed_doubt)
    absent = [name for name in FIGURES if all(one.figure(name) is None for one in found)]
    not_shown = {name: NOT_SHOWN[name] for name in absent if name in NOT_SHOWN}
    return ClipStrides(tuple(found), not_shown | reasons, turned)


NOT_SHOWN: Final = {
    "peak_hip_extension_deg": "one camera does not show how the pelvis is tipped; the thigh from vertical is",
    "pelvis_tilt_deg": "one camera does not show how the pelvis is tipped",
    "lumbar_extension_deg": "one camera does not show the curve of the lower back",
}
"""Why a figure is not measured in any stride of a clip."""


BODY_SHARE: Final[dict[Gait, float]] = {"running": 1.0, "walking": 0.25}
"""Weight of the fitted body against the picture in the angle of the thigh, from beside: in a run the network mixes the
legs, in a walk it hardly does (ours: the smaller error of left-right differences on rendered people)."""


def raw_strides(
    part: GaitPart,
    height_m: float | None = None,
    offsets: Mapping[Event, Offsets] | None = None,
    *,
    turned: bool = False,
) -> tuple[tuple[Stride, ...], dict[str, str]]:
    """The strides of a part as the view shows them, and why a leg has none.

    Args:
        offsets: of the witnesses of each event; None stands for the learnt ones.
        turned: the person is turned out of the side view, which shortens what the picture shows.
    """
    events = clip_events(part, offsets)
    body = part.sticks["body"]
    metres = metres_per_px(body, height_m)
    ahead = {
        f"foot_ahead_{part.side_of(leg)}": metres
        * (body.joints[f"{leg}_ankle"][:, 0] - body.joints["mid_hip"][:, 0])
        for leg in LEGS
    }
    feet = TimeSeries.from_columns(body.time, ahead, "m")
    angles = part.angles if turned else _with_thighs(part)
    strides = measure_strides(angles, events, part.gait, near=part.near, feet=feet)
    legs = {part.side_of(leg): leg for leg in LEGS}
    return strides, {f"{legs[side]}_leg": f"{WORD[side]} leg: {why}" for side, why in events.reasons.items()}


def _with_thighs(part: GaitPart) -> TimeSeries:
    """The angles with thighs between those of the fitted body and those of the picture."""
    values, share = part.angles.values.copy(), BODY_SHARE[part.gait]
    for leg in LEGS:
        name = f"thigh_angle_{part.side_of(leg)}"
        if name in part.angles and share < 1.0:
            seen = leg_signals(part.sticks["slow_picture"], leg)["thigh"]
            values[:, part.angles.names.index(name)] = share * part.angles[name] + (1.0 - share) * seen
    return replace(part.angles, values=values)
