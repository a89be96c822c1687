"""The strides of a clip: events, figures less what the view adds to them, and what was not measured and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from psoas.data import read_data
from psoas.estimate import Estimate
from psoas.motion import LEGS, Leg, MeasuredMotion, metres_per_px
from psoas.quantities import Movement
from psoas.sides import WORD
from psoas.strides.clip_events import GaitPart, clip_events, gait_parts
from psoas.strides.foot_events import Gait, Offsets
from psoas.strides.measured import measure_strides
from psoas.strides.stride import FIGURES, TIMES, Stride
from psoas.timeseries import TimeSeries

TURNED_DEG: Final = 15.0
"""Turn out of the side view from which the larger errors of turned views hold [deg]."""

NO_BODY: Final = "no body could be fitted to the points, so that no foot strike is found; film from the side"
TOO_SHORT: Final = (
    "no whole stride, from a foot strike to the next of the same foot, is seen; film five strides or more"
)


@dataclass(frozen=True)
class ClipStrides:
    """The strides of a clip.

    Attributes:
        strides: in the order of time.
        reasons: what was not measured, by figure, leg (``far_leg``) or ``strides`` for all, and why.
    """

    strides: tuple[Stride, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FigureError:
    """What a view adds to a figure, learnt on rendered people.

    Attributes:
        offset: measured less true, in the figure's unit; taken off.
        error, turned: one standard error of what remains, from beside and from a turned view.
    """

    offset: float
    error: float
    turned: float


def load_errors(gait: Gait, leg: Leg) -> Mapping[str, FigureError]:
    """The learnt errors of the figures of one leg."""
    table = read_data("psoas.strides", "clip_errors.json")["figures"][gait][leg]
    return {name: FigureError(row["offset"], row["error"], row["turned"]) for name, row in table.items()}


def clip_strides(
    points: TimeSeries,
    motion: MeasuredMotion,
    *,
    height_m: float | None = None,
    speed_doubt: str | None = None,
) -> ClipStrides:
    """Measure all strides of a clip; none where nobody walks or runs in it.

    Args:
        points: 33 landmarks ``.x`` and ``.y`` [px].
        motion: that was measured from them.
        height_m: of the person; None stands for a usual one.
        speed_doubt: why the clip's time is not that of the filming; then no time is measured.
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
        strides, hidden = raw_strides(part, motion, height_m)
        found += [corrected(one, turned) for one in strides]
        reasons |= hidden
    if not found:
        return ClipStrides(reasons=reasons | {"strides": TOO_SHORT})
    if speed_doubt is not None:
        found = [replace(one, **dict.fromkeys(TIMES)) for one in found]
        reasons |= dict.fromkeys(TIMES, speed_doubt)
    absent = [name for name in FIGURES if all(one.figure(name) is None for one in found)]
    return ClipStrides(
        tuple(found), {name: NOT_SHOWN[name] for name in absent if name in NOT_SHOWN} | reasons
    )


NOT_SHOWN: Final = {
    "peak_hip_extension_deg": "one camera does not show how the pelvis is tipped; the thigh from vertical is",
    "pelvis_tilt_deg": "one camera does not show how the pelvis is tipped",
    "lumbar_extension_deg": "one camera does not show the curve of the lower back",
}
"""Why a figure is not measured in any stride of a clip."""


def raw_strides(
    part: GaitPart,
    motion: MeasuredMotion,
    height_m: float | None = None,
    offsets: Mapping[Literal["strike", "toe_off"], Offsets] | None = None,
) -> tuple[tuple[Stride, ...], dict[str, str]]:
    """The strides of a part as the view shows them, and why a leg has none.

    Args:
        offsets: of the witnesses of each event; None stands for the learnt ones.
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
    strides = measure_strides(motion.angles, events, part.gait, near=part.near, feet=feet)
    legs = {part.side_of(leg): leg for leg in LEGS}
    return strides, {f"{legs[side]}_leg": f"{WORD[side]} leg: {why}" for side, why in events.reasons.items()}


def corrected(stride: Stride, turned: bool) -> Stride:
    """The stride less what the view adds, with the band of each figure; the peak in a view is the thigh's."""
    errors = load_errors(stride.movement, stride.leg or "near")
    values: dict[str, Estimate | None] = {}
    for name in FIGURES:
        one = stride.figure(name)
        if one is not None and name in errors:
            error = errors[name]
            of_view = error.turned if turned else error.error
            one = Estimate.of(one.value - error.offset, of_view, one.unit)
        values[name] = one
    return replace(stride, **values)
