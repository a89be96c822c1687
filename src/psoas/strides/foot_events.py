"""Foot strike and toe-off in a clip, by several witnesses that are each a constant time before or after the event.

A leg reaches forward, draws back and meets the ground; it leaves the ground and swings on. Witnesses of these instants
are the extremes of the foot's place against the hip (Zeni 2008, doi:10.1016/j.gaitpost.2007.07.007) and of the angles
of knee, shank and thigh (the knee at toe-off: Fellin 2010, doi:10.1016/j.jsams.2010.03.006), and the instants at which
the foot takes on the ground's speed and loses it. How long each is after the event, as a share of a stride, was learnt
on rendered people (``foot_events.json``, made by ``benchmarks/strides.py``); the event is the weighted median of what
they say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from psoas.data import read_data
from psoas.estimate import NORMAL_MAD
from psoas.motion import Leg, Stick
from psoas.strides.leg_signals import leg_signals
from psoas.strides.stride import Gait
from psoas.strides.vertex import vertex
from psoas.timeseries import Array, bridged

Event = Literal["strike", "toe_off"]
EVENTS: Final[tuple[Event, Event]] = ("strike", "toe_off")
Rule = Literal["highest", "lowest", "rises", "falls"]

WINDOW: Final = 0.14
"""Time before and after the middle of the expected instants in which a witness is sought, in strides (ours)."""

APART: Final = 0.6
"""Least time between two events of a foot, in strides (ours)."""

BRIDGE: Final = 0.25
"""Longest gap in which an extreme may lie, in strides (ours)."""

LEAST_REACH: Final = 0.15
"""Of a foot before the hip at its strike, and behind the hip at its toe-off, in thigh lengths (ours)."""

LEAST_ERROR: Final = 0.008
"""One standard error of an event whose witnesses all agree, in strides: how constant the best of them are."""

PROMINENCE: Final = 0.35
"""Of an extreme of the foot's place against the hip, as a share of its range (ours)."""


@dataclass(frozen=True)
class Witness:
    """An instant that is a constant time after an event.

    Attributes:
        signal: of `leg_signals`.
        rule: an extreme of it, or where it crosses ``level``.
        level: in the signal's unit.
    """

    signal: str
    rule: Rule
    level: float = 0.0

    @property
    def name(self) -> str:
        """The key of its offset in ``foot_events.json``."""
        return f"{self.signal} {self.rule}" + (f" {self.level:g}" if self.rule in ("rises", "falls") else "")


WITNESSES: Final[dict[Event, tuple[Witness, ...]]] = {
    "strike": (
        Witness("ankle", "highest"),
        Witness("heel", "highest"),
        Witness("knee", "lowest"),
        Witness("shank", "lowest"),
        Witness("ankle_speed", "falls", -0.3),
        Witness("heel_speed", "falls", -0.3),
        Witness("ankle_speed", "falls", -0.6),
        Witness("heel_speed", "falls", -0.6),
    ),
    "toe_off": (
        Witness("ankle", "lowest"),
        Witness("heel", "lowest"),
        Witness("foot_index", "lowest"),
        Witness("thigh", "highest"),
        Witness("ankle_speed", "rises", -0.3),
        Witness("foot_index_speed", "rises", -0.3),
        Witness("foot_index_speed", "rises", -0.6),
    ),
}
"""Of each event; the first one is found first, once a stride."""


@dataclass(frozen=True)
class Offset:
    """How a witness stands to its event.

    Attributes:
        after: the witness less the event, in strides.
        spread: one standard deviation of that from one recording to another, in strides.
    """

    after: float
    spread: float


Offsets = Mapping[str, Offset]
"""By source, ``body`` or ``picture``, and name of the witness: ``body ankle highest``."""


def load_offsets(gait: Gait, event: Event) -> Offsets:
    """The learnt offsets of an event in a gait."""
    table = read_data("psoas.strides", "foot_events.json")["offsets"][gait][event]
    return {name: Offset(row["after"], row["spread"]) for name, row in table.items()}


@dataclass(frozen=True, eq=False)
class Sighting:
    """What the witnesses of one event say.

    Attributes:
        anchor_s: the instant that was found first [s].
        reach: foot from the hip at that instant, + ahead for a strike and behind for a toe-off [thigh lengths].
        instants: source and witness to its instant [s]; those that were not found are left out.
    """

    anchor_s: float
    reach: float
    instants: dict[str, float]


def sightings(
    sticks: Mapping[str, Stick],
    leg: Leg,
    event: Event,
    stride_s: float,
    start_s: float,
    end_s: float,
    apart: float = APART,
) -> list[Sighting]:
    """All witnesses of an event in a part of a recording, one sighting a stride.

    Args:
        sticks: ``body``, the fitted one as seen from beside, and ``picture``, what the camera saw, less smoothed.
        stride_s: duration of a stride [s].
        start_s, end_s: of the walking or running [s].
        apart: least time between two of them, in strides.
    """
    signals = {source: leg_signals(stick, leg) for source, stick in sticks.items()}
    time = sticks["body"].time
    inside = (time >= start_s) & (time <= end_s)
    anchor = WITNESSES[event][0]
    path = np.where(inside, bridged(time, signals["body"][anchor.signal], BRIDGE * stride_s), np.nan)
    found = []
    path = path if anchor.rule == "highest" else -path
    for at in _extremes(time, path, apart * stride_s):
        reach = float(np.interp(at, time, np.nan_to_num(path)))
        if reach < LEAST_REACH:
            continue
        said = {}
        for source, stick in sticks.items():
            for witness in WITNESSES[event]:
                instant = _instant(stick.time, signals[source][witness.signal], witness, at, stride_s)
                if instant is not None:
                    said[f"{source} {witness.name}"] = instant
        found.append(Sighting(at, reach, said))
    return found


def _extremes(time: Array, path: Array, apart_s: float) -> list[float]:
    """Times of the highest points of a path [s]."""
    known = np.isfinite(path)
    if known.sum() < 5:
        return []
    filled = np.where(known, path, float(np.nanmin(path)))
    span = float(np.ptp(np.nanpercentile(path, [5, 95])))
    apart = max(1, round(apart_s / float(np.median(np.diff(time)))))
    return [_vertex(time, path, top) for top in _tops(filled, apart, PROMINENCE * span)]


def _tops(path: Array, apart: int, prominence: float) -> list[int]:
    """Frames of the highest points that lie this far apart and rise this far above the lowest point on both sides.

    The same as `scipy.signal.find_peaks`, whose module takes half a second to load; an end of the path may be a top.
    """
    padded = np.concatenate([[path.min()], path, [path.min()]])
    highest = np.flatnonzero((padded[1:-1] > padded[:-2]) & (padded[1:-1] >= padded[2:]))
    kept: list[int] = []
    for top in highest[np.argsort(-path[highest], kind="stable")].tolist():
        if all(abs(top - one) >= apart for one in kept):
            kept.append(top)
    found = []
    for top in sorted(kept):
        higher = np.flatnonzero(path > path[top])
        left, right = higher[higher < top], higher[higher > top]
        valleys = (
            path[left[-1] : top + 1].min() if len(left) else path.min(),
            path[top : right[0] + 1].min() if len(right) else path.min(),
        )
        if path[top] - max(valleys) >= prominence:
            found.append(top)
    return found


def _instant(time: Array, signal: Array, witness: Witness, about_s: float, stride_s: float) -> float | None:
    """The instant of a witness nearest to a time, between the frames; None where it is not there."""
    near = np.flatnonzero(np.isfinite(signal) & (np.abs(time - about_s) <= WINDOW * stride_s))
    if len(near) < 3:
        return None
    if witness.rule in ("highest", "lowest"):
        signed = signal if witness.rule == "highest" else -signal
        top = int(near[signed[near].argmax()])
        return None if top in (near[0], near[-1]) else _vertex(time, signed, top)
    above = signal[near] - witness.level
    way = 1.0 if witness.rule == "rises" else -1.0
    crossings = np.flatnonzero((above[:-1] * way < 0) & (above[1:] * way >= 0))
    if not len(crossings):
        return None
    times = [
        float(
            time[near[one]]
            + above[one] / (above[one] - above[one + 1]) * (time[near[one + 1]] - time[near[one]])
        )
        for one in crossings
    ]
    return min(times, key=lambda one: abs(one - about_s))


def _vertex(time: Array, signal: Array, top: int) -> float:
    """The time of an extreme by its frame and both beside it [s]."""
    beside = slice(max(top - 1, 0), top + 2)
    if not np.isfinite(signal[beside]).all():
        return float(time[top])
    return vertex(time[beside], signal[beside])[0]


def event_of(sighting: Sighting, offsets: Offsets, stride_s: float) -> tuple[float, float] | None:
    """The instant of the event, and one standard error of it [s].

    The instant is the median of what its witnesses say, weighted by how constant they are. All of them follow one leg
    of one picture and err together, so that more of them are not surer: the error is their median distance from it.
    """
    rows = [
        (instant - offsets[name].after * stride_s, 1.0 / offsets[name].spread ** 2)
        for name, instant in sighting.instants.items()
        if name in offsets
    ]
    if len(rows) < max(2, len(offsets) / 3):
        return None
    times, weights = np.array(rows).T
    at = _weighted_median(times, weights)
    apart = NORMAL_MAD * _weighted_median(np.abs(times - at), weights)
    return at, float(np.hypot(apart, LEAST_ERROR * stride_s))


def _weighted_median(values: Array, weights: Array) -> float:
    order = np.argsort(values)
    middle = np.cumsum(weights[order]) - weights[order] / 2
    return float(np.interp(weights.sum() / 2, middle, values[order]))
