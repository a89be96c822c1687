"""Pelvis and lower back of a runner or walker, from the outline of the trunk and how the trunk leans within a step.

Seen from beside, the outline behind the hip-shoulder line comes forward at the waist where the lower back is arched,
and the belly goes forward where the pelvis tips; and the trunk leans back towards toe-off by as much as the lower back
arches more than the pelvis tips. A linear rule of both, learnt on rendered people whose pelvis and back are known
(``trunk.json``, made by ``benchmarks/strides.py``), gives pelvic tilt and lumbar extension at the greatest hip
extension. Its zero is upright standing of rendered people: the band says what it is worth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np

from psoas.data import read_data
from psoas.estimate import Estimate
from psoas.motion import contours_of, load_calibration, trunk_lean, trunk_shape
from psoas.sides import SideWord
from psoas.strides.clip_events import GaitPart
from psoas.strides.stride import FootEvents
from psoas.timeseries import Array, TimeSeries
from psoas.words import N_, _

LOWEST: Final = 9
"""Heights of the calibration that are used, from the buttock to a third of the trunk: above, arms hide the back."""

LEAST_SEEN: Final = 0.15
"""Share of the frames in which a height of the outline has to be seen (ours)."""

LONGEST_CONTACT: Final = 0.8
"""Of a foot with the ground, in strides: a slow walker's lasts two thirds of one (ours)."""

LEAST_STRIKES: Final = 3
"""Strikes of both feet from which the phase of the step is known (ours)."""

HIDDEN: Final = N_(
    "the outline of waist and belly is hidden too much of the time; wear a fitted top, "
    "and have a plain wall behind you"
)
UNLIKE: Final = N_(
    "the outline of the trunk is unlike all those by which the rule was learnt, as under "
    "a loose top; wear a fitted one"
)
TURNED: Final = N_("seen from so far off the side, the outline is that of the flank; film from the side")

Target = Literal["pelvis_tilt", "lumbar_extension", "arching"]


@dataclass(frozen=True, eq=False)
class TrunkRule:
    """The content of ``trunk.json``.

    Attributes:
        mean, spread: (F,) of the features over the clips by which the rule was learnt.
        weights: target to (F,) degrees for one spread; middle: target to degrees at the mean.
        errors: target to one standard error on bodies left out [deg].
        farthest: largest root mean square of the features, in spreads, at which the rule holds.
    """

    mean: Array
    spread: Array
    weights: Mapping[Target, Array]
    middle: Mapping[Target, float]
    errors: Mapping[Target, float]
    farthest: float


@dataclass(frozen=True)
class TrunkFigures:
    """Of the mean stride.

    Attributes:
        pelvis_tilt, lumbar_extension: at the greatest hip extension, + front of the pelvis down, back arched [deg].
        arching: how much more the lower back is arched there than half a step before [deg].
    """

    pelvis_tilt: Estimate
    lumbar_extension: Estimate
    arching: Estimate


@cache
def load_trunk_rule() -> TrunkRule:
    """Read the learnt rule; it is shared, do not change it."""
    table = read_data("psoas.strides", "trunk.json")
    return TrunkRule(
        np.array(table["mean"]),
        np.array(table["spread"]),
        {name: np.array(row) for name, row in table["weights"].items()},
        table["middle_deg"],
        table["errors_deg"],
        table["farthest"],
    )


def trunk_features(
    part: GaitPart, events: FootEvents, contours: TimeSeries, facing: SideWord
) -> Array | None:
    """What the rule looks at (F,); None where the outline is hidden or no phase of the step is known.

    Medians over the part of the depth of back and of belly at the heights of the calibration [trunk lengths], mean lean
    of the trunk [deg], and how far it leans forward at toe-off, against its mean [deg].
    """
    stick = part.sticks["slow_picture"]
    inside = (stick.time >= part.start_s) & (stick.time <= part.end_s)
    behind, before = contours_of(contours, facing)
    shape = trunk_shape(stick, behind, before, load_calibration())
    depths = np.column_stack([shape.back[inside, :LOWEST], shape.front[inside, :LOWEST]])
    lean = np.degrees(part.angles["trunk_lean"][inside])
    swing = _lean_at_toe_off(part, events)
    seen = np.isfinite(depths).mean(axis=0)
    if seen.min() < LEAST_SEEN or not np.isfinite(lean).any() or swing is None:
        return None
    return np.concatenate([np.nanmedian(depths, axis=0), [np.nanmean(lean), swing]])


def _lean_at_toe_off(part: GaitPart, events: FootEvents) -> float | None:
    """Forward lean of the trunk at toe-off against its mean, by the wave that it makes once a step [deg]."""
    strikes = np.array(sorted(at for times in events.strikes.values() for at in times))
    contacts = events.contacts(LONGEST_CONTACT * part.stride_s)
    stick = part.sticks["picture"]
    lean = np.degrees(trunk_lean(stick))
    known = np.isfinite(lean) & (stick.time >= part.start_s) & (stick.time <= part.end_s)
    if len(strikes) < LEAST_STRIKES or not contacts or known.sum() < LEAST_STRIKES * 4:
        return None
    time, step_s = stick.time[known], part.stride_s / 2
    since = time - strikes[np.abs(time[:, None] - strikes).argmin(axis=1)] - float(np.median(contacts))
    phase = 2 * np.pi * since / step_s
    wave = np.column_stack([np.ones_like(phase), np.cos(phase), np.sin(phase)])
    return float(np.linalg.lstsq(wave, lean[known], rcond=None)[0][1])


def trunk_figures(features: Array, rule: TrunkRule | None = None) -> TrunkFigures | None:
    """Pelvis and lower back by the rule; None where the outline is unlike all those that it was learnt by.

    Args:
        features: (F,) of `trunk_features`.
        rule: None stands for the learnt one.
    """
    rule = rule or load_trunk_rule()
    away = (features - rule.mean) / rule.spread
    if float(np.sqrt((away**2).mean())) > rule.farthest:
        return None
    targets: tuple[Target, ...] = ("pelvis_tilt", "lumbar_extension", "arching")
    tilt, extension, arching = (
        Estimate.of(float(away @ rule.weights[name]) + rule.middle[name], rule.errors[name], "deg")
        for name in targets
    )
    return TrunkFigures(tilt, extension, arching)


def seen_trunk(
    part: GaitPart, events: FootEvents, contours: TimeSeries, facing: SideWord | None
) -> TrunkFigures | str:
    """Pelvis and lower back of a part by the learnt rule, or why they are not measured."""
    if facing is None:
        return _(HIDDEN)
    features = trunk_features(part, events, contours, facing)
    if features is None:
        return _(HIDDEN)
    return trunk_figures(features) or _(UNLIKE)
