"""Learning for `strides.py`: offsets of the witnesses of foot events, and what a side view adds to each figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from benchmarks.stride_clips import StrideClip, clip_named, stride_clips
from psoas.estimate import NORMAL_MAD
from psoas.motion import LEGS, Leg, MeasuredMotion
from psoas.recordings.analyse import measure_side_view
from psoas.strides import GAITS, FootEvents, Gait, Stride, named_by_feet
from psoas.strides.clip_events import GaitPart, clip_events
from psoas.strides.clip_strides import raw_strides
from psoas.strides.foot_events import EVENTS, Event, Offset, Sighting
from psoas.strides.side_figures import LEAST_STRIDES
from psoas.strides.view_errors import THIGH, TURNED_DEG, FigureError, ViewErrors, corrected

TRUE = {
    "thigh_behind_vertical_deg": "femur_world_at_peak",
    "trunk_lean_deg": "trunk_lean_mean",
    "knee_at_strike_deg": "knee_at_strike",
    "overstride_m": "overstride_m",
    "contact_s": "contact_s",
    "flight_s": "flight_s",
    "cadence_steps_min": "cadence_steps_min",
}
"""Figures of a stride, and their names in the truth."""

HIP, HIP_TRUE = "peak_hip_extension_deg", "peak_hip_ext"
"""Its left-right difference is that of the thighs: both hips have one pelvis."""

USUAL_ERROR, USUAL_SLOPE, USUAL_LOSS = 1.5, 0.5, 0.3
"""Error of the thigh in a clip beyond which it counts less [deg], and how much a slope and a loss by the turn may be
(ours)."""

LEAST_CLIPS = 3
"""Clips and legs in which a witness has to be seen for its offset to be learnt."""

MATCHED = 0.25
"""Largest time from a witness to its true event, in strides."""


@cache
def measured(name: str) -> tuple[MeasuredMotion, tuple[GaitPart, ...]]:
    """The motion of a clip and its walking and running parts, by its name."""
    return motion_of(clip_named(name))


def motion_of(clip: StrideClip) -> tuple[MeasuredMotion, tuple[GaitPart, ...]]:
    """The motion of a clip and its walking and running parts."""
    return named_by_feet(clip.captured.points, measure_side_view(clip.captured, clip.size)[0])


def true_events(clip: StrideClip, leg: Leg, event: Event) -> list[float]:
    """Instants of a leg's events in the picture [s]."""
    keys = ("foot_strike_s", "next_strike_s") if event == "strike" else ("toe_off_s",)
    instants = {one[key] for one in clip.strides if one["leg"] == leg for key in keys}
    return sorted(instants - set(clip.out_of_picture))


@cache
def witnesses(name: str, leg: Leg, event: Event) -> tuple[float, tuple[tuple[Sighting, float], ...]]:
    """Duration of a stride [s], and what was seen of each event of a leg with the true instant [s]."""
    clip = clip_named(name)
    found, true = [], np.array(true_events(clip, leg, event))
    stride_s = 0.0
    for part in measured(name)[1]:
        stride_s = part.stride_s
        found += [
            (one, float(true[np.abs(true - one.anchor_s).argmin()]))
            for one in part.sightings(leg, event)
            if len(true) and np.abs(true - one.anchor_s).min() <= MATCHED * stride_s
        ]
    return stride_s, tuple(found)


def learn(clips: Iterable[StrideClip], gait: Gait, event: Event) -> dict[str, Offset]:
    """Offsets of the witnesses: the median over clips of the median in each, and how much both vary."""
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for clip in clips:
        if clip.movement != gait:
            continue
        for leg in LEGS:
            stride_s, seen = witnesses(clip.name, leg, event)
            after: dict[str, list[float]] = defaultdict(list)
            for sighting, true in seen:
                for name, instant in sighting.instants.items():
                    after[name].append((instant - true) / stride_s)
            for name, values in after.items():
                if len(values) >= 0.6 * len(seen):
                    rows[name].append((float(np.median(values)), float(np.var(values))))
    found = {}
    for name, row in sorted(rows.items()):
        if len(row) >= LEAST_CLIPS:
            between, within = np.array(row).T
            middle = float(np.median(between))
            spread = np.sqrt((NORMAL_MAD * np.median(np.abs(between - middle))) ** 2 + np.median(within))
            found[name] = Offset(round(middle, 5), round(float(max(spread, 0.002)), 5))
    return found


@cache
def left_out_offsets(body: str, gait: Gait) -> dict[Event, dict[str, Offset]]:
    """Offsets that were learnt without a body."""
    others = [one for one in stride_clips() if one.body != body]
    return {event: learn(others, gait, event) for event in EVENTS}


@cache
def left_out_events(clip: StrideClip) -> tuple[tuple[GaitPart, FootEvents], ...]:
    """The walking and running parts of a clip with the events of both feet, by offsets learnt without its body."""
    offsets = left_out_offsets(clip.body, clip.movement)
    return tuple((part, clip_events(part, offsets)) for part in measured(clip.name)[1])


@dataclass(frozen=True, eq=False)
class Pair:
    """A stride that was found, and the true one."""

    clip: StrideClip
    found: Stride
    true: Mapping[str, Any]

    def error(self, figure: str) -> float | None:
        """Found less true, in the figure's unit; None where it was not measured."""
        one = self.found.figure(figure)
        return None if one is None else one.value - self.true[TRUE[figure]]


@cache
def raw(name: str) -> tuple[Stride, ...]:
    """The strides of a clip as the view shows them, with events by offsets learnt without its body."""
    clip = clip_named(name)
    return tuple(
        stride
        for part, events in left_out_events(clip)
        for stride in raw_strides(part, events, turned=is_turned(clip))
    )


def is_turned(clip: StrideClip) -> bool:
    """The person is turned out of the side view."""
    return abs(clip.yaw_deg) > TURNED_DEG


def matched(clip: StrideClip, strides: Iterable[Stride]) -> list[Pair]:
    """Each stride with the true one of its leg that begins nearest, within a quarter of its time."""
    pairs = []
    for stride in strides:
        mine = [one for one in clip.strides if one["leg"] == stride.leg]
        near = min(mine, key=lambda one: abs(one["foot_strike_s"] - stride.foot_strike_s), default=None)
        limit = MATCHED * (stride.end_s - stride.foot_strike_s)
        if near is not None and abs(near["foot_strike_s"] - stride.foot_strike_s) <= limit:
            pairs.append(Pair(clip, stride, near))
    return pairs


def errors_of(pairs: Iterable[Pair], leg: Leg, figure: str) -> list[float]:
    """Errors of a figure in the strides of one leg."""
    found = (pair.error(figure) for pair in pairs if pair.found.leg == leg)
    return [error for error in found if error is not None]


def view_errors(clips: Sequence[StrideClip], gait: Gait) -> ViewErrors:
    """What the view adds in these clips; bands are left at zero."""
    own = [one for one in clips if one.movement == gait]
    figures: dict[Leg, dict[str, FigureError]] = {leg: {} for leg in LEGS}
    pairs = [matched(one, raw(one.name)) for one in own if not is_turned(one)]
    for leg in LEGS:
        for figure in TRUE:
            medians = [float(np.median(errors)) for one in pairs if (errors := errors_of(one, leg, figure))]
            if medians:
                figures[leg][figure] = FigureError(round(float(np.median(medians)), 4), 0.0, 0.0)
    for leg in LEGS:
        figures[leg][THIGH] = _thigh_errors(clips)[gait, leg]
    return ViewErrors(figures, {})


def _thigh_errors(clips: Sequence[StrideClip]) -> dict[tuple[Gait, Leg], FigureError]:
    """What the view adds to the thighs: in each gait of each leg an offset and a slope, and in both a loss by the turn.

    Both legs of a clip err alike, so that their difference shows the slopes and their mean the offsets; the two count
    as two observations.
    """
    kinds: list[tuple[Gait, Leg]] = [(gait, leg) for gait in GAITS for leg in LEGS]
    rows, errors = [], []
    for clip in clips:
        turn_deg = measured(clip.name)[0].turn_deg or 0.0
        own, turn = [], (-max(turn_deg, 0.0), min(turn_deg, 0.0))
        for leg in LEGS:
            pairs = [
                one
                for one in matched(clip, raw(clip.name))
                if one.found.leg == leg and one.error(THIGH) is not None
            ]
            if pairs:
                true, off = np.median([(one.true[TRUE[THIGH]], one.error(THIGH)) for one in pairs], axis=0)
                which = [float((clip.movement, leg) == kind) for kind in kinds]
                lost = [one * (leg == other) for other in LEGS for one in turn]
                own.append((np.array([*which, *(true * one for one in which), *lost]), float(off)))
        if len(own) == len(LEGS):
            (near, near_error), (far, far_error) = own
            own = [((near + far) / 2, (near_error + far_error) / 2), (near - far, near_error - far_error)]
        rows += [row for row, _ in own]
        errors += [error for _, error in own]
    design, wanted = np.array(rows), np.array(errors)
    prior = np.diag(
        [*[0.0] * 4, *[(USUAL_ERROR / USUAL_SLOPE) ** 2] * 4, *[(USUAL_ERROR / USUAL_LOSS) ** 2] * 4]
    )
    weights = np.ones(len(wanted))
    for _ in range(20):  # Huber's weights, so that a clip with mixed legs does not tilt the line
        weighted = design.T * weights
        fitted = np.linalg.solve(weighted @ design + prior, weighted @ wanted)
        weights = 1.0 / np.maximum(np.abs(wanted - design @ fitted) / USUAL_ERROR, 1.0)
    offsets, slopes, losses = fitted.round(4).reshape(3, 4).tolist()
    by_leg = dict(zip(LEGS, (losses[:2], losses[2:]), strict=True))
    return {
        kind: FigureError(offset, 0.0, 0.0, slope, *by_leg[kind[1]])
        for kind, offset, slope in zip(kinds, offsets, slopes, strict=True)
    }


@cache
def left_out_view_errors(body: str, gait: Gait) -> ViewErrors:
    """What the view adds, learnt without a body."""
    return view_errors([one for one in stride_clips() if one.body != body], gait)


@cache
def left_out(name: str) -> tuple[Pair, ...]:
    """The strides of a clip, all that was learnt being learnt without its body."""
    clip = clip_named(name)
    strides = corrected(
        raw(name), left_out_view_errors(clip.body, clip.movement), measured(name)[0].turn_deg or 0.0
    )
    return tuple(matched(clip, strides))


def difference(clip: StrideClip, strides: Sequence[Stride], figure: str) -> tuple[float, float] | None:
    """Near less far leg, medians of the strides: found and true; None where a leg has too few."""
    sides = []
    for leg in LEGS:
        pairs = [
            (one.value, pair.true[HIP_TRUE if figure == HIP else TRUE[figure]])
            for pair in matched(clip, strides)
            if pair.found.leg == leg and (one := pair.found.figure(THIGH if figure == HIP else figure))
        ]
        if len(pairs) < LEAST_STRIDES:
            return None
        sides.append(np.median(pairs, axis=0))
    found, true = sides[0] - sides[1]
    return float(found), float(true)


def differences(gait: Gait, figure: str) -> list[tuple[StrideClip, float, float]]:
    """Near less far leg in each clip from beside: found, by what was learnt without its body, and true."""
    rows = []
    for clip in stride_clips():
        if clip.movement == gait and not is_turned(clip):
            one = difference(clip, [pair.found for pair in left_out(clip.name)], figure)
            if one is not None:
                rows.append((clip, *one))
    return rows


def left_out_errors(gait: Gait, leg: Leg, figure: str, turned: bool) -> list[float]:
    """Errors of a figure in all strides, by what was learnt without their body."""
    return [
        error
        for clip in stride_clips()
        if clip.movement == gait and is_turned(clip) == turned
        for error in errors_of(left_out(clip.name), leg, figure)
    ]


def rms(values: Iterable[float]) -> float:
    """Root mean square; 0 without a value."""
    table = np.array(list(values), float)
    return float(np.sqrt((table**2).mean())) if len(table) else 0.0
