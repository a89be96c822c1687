"""Walking and running: the thighs swing against each other, step after step."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy

from psoas.motion.angles import LEGS
from psoas.motion.posture import Body2D, figure
from psoas.timeseries import Array, bridged
from psoas.words import N_, _

LEAST_CROSSINGS = 3
"""The thighs pass each other three times in a stride."""

SHORTEST_STEP_S, LONGEST_STEP_S = 0.15, 3.5
"""Of a step in the file's time: a sprinter's at full speed, and a walker's slowed eight times (ours) [s]."""

UNEVEN = 2.4
"""Steps that follow each other differ by less than this factor."""

LONGEST_GAP_S = 0.4
"""Over which the thighs' swing is completed where a leg was not seen [s]."""


LEAST_REACH = 0.74
"""Hip above ankle of the longer-reaching leg, in leg lengths, below which the lowest tenth of the frames is no run's: a
runner has 0.86, 0.78 before a near camera; one who lunges 0.7 and less (ours)."""

LONGEST_RUNNING_STEP_S = 0.5
"""Quicker steps are no lunges, however low the body gets: two lunges a second are beyond anybody (ours) [s]."""

FASTEST_WALK = 1.3
"""Strides a second, in those of the fastest walker, from which steps are no walker's, whatever the knees show."""

LEAST_WAY = 0.4
"""Way of the hips from step to step, in thighs, with which somebody whose one leg stays in front, as in a limp, goes
on: half of the shortest steps (ours)."""

CLOSED_SHARE = 0.5
"""Share of an opening to which the thighs close again before the next one."""

ONE_LEG = -0.5
"""Mean over the steps, +1 where the other leg is in front and -1 where it is the same, below which one leg stays there:
legs that are called right or wrong by chance have 0."""

LEAST_LIFTS = 4
"""Times at which both feet are level in one stride and a half; fewer from the front may be an error of depth (ours)."""

LIFT = 0.2
"""Height of one ankle above the other, in thighs, in a swing: half of a walker's 0.15 to 0.2 m (ours)."""

DEPTH_MARGIN_DEG = 8.0
"""Error of the knees' bend from the front, by which neither walking nor running is named (ours) [deg]."""

EXCHANGE_S = 0.06
"""Time in which legs may pass each other between two pictures; sooner, they were exchanged (ours) [s]."""

CLOSED_DEG = 5.0
"""Angle between the thighs under which they are side by side [deg]."""


@dataclass(frozen=True)
class Gait:
    """Steps in a row.

    Attributes:
        start_s, end_s: of the row.
        kind: ``unknown`` where the witnesses disagree.
        strides_per_s: in the file's time.
        why: the witnesses in words.
    """

    start_s: float
    end_s: float
    kind: Literal["walking", "running", "unknown"]
    strides_per_s: float
    why: str


def gaits(body: Body2D, aside: bool = True) -> list[Gait]:
    """Find every row of at least one stride; the hips stay high, so that lunges on alternate legs are none.

    Args:
        aside: seen from the side; otherwise the feet that rise in turn show steps, too.
    """
    found = _gaits_by(body, body.scissors)
    if not aside:
        lifts = body.vector("near_ankle", "far_ankle")[:, 1] / LIFT * figure("gait", "swing_deg")
        for one in _gaits_by(body, lifts, lifts=True):
            if all(one.end_s <= other.start_s or other.end_s <= one.start_s for other in found):
                found.append(one)
    return found


def _gaits_by(body: Body2D, swing: Array, lifts: bool = False) -> list[Gait]:
    """The rows that this swing (T,) [deg] shows.

    Args:
        lifts: it is that of the feet's heights, by which the legs pass each other where it is largest.
    """
    time = body.stick.time
    found = []
    for row, alternate in _rows(body.stick.time, bridged(body.stick.time, swing, LONGEST_GAP_S)):
        inside = (time >= row[0]) & (time <= row[-1])
        reach = body.longest_reach[inside]
        step = (row[-1] - row[0]) / (len(row) - 1)
        low = np.isfinite(reach).sum() < 5 or np.nanpercentile(reach, 10) < LEAST_REACH
        if lifts and len(row) < LEAST_LIFTS:
            continue
        if (low and step > LONGEST_RUNNING_STEP_S) or (not alternate and not _travels(body, row)):
            continue
        start, end = (row[0], row[-1]) if lifts else _ends(body, row)
        kind, why = _kind_by_knees(body, row) if lifts else _kind(body, row)
        if kind == "walking" and 0.5 / step > FASTEST_WALK * figure("gait", "walking_strides_per_s", "most"):
            kind = "unknown"
        found.append(Gait(float(start), float(end), kind, (0.5 if alternate else 1.0) / step, why))
    return found


def _travels(body: Body2D, row: list[float]) -> bool:
    """The hips go on through the picture, always the same way, by as much as steps would carry them."""
    at = [int(np.searchsorted(body.stick.time, crossing)) for crossing in row]
    place = body.stick.joints["mid_hip"][at, 0] / body.stick.thigh_px
    ways = np.diff(place[np.isfinite(place)])
    return bool(len(ways) > 1 and (np.abs(ways) > LEAST_WAY).all() and len(set(np.sign(ways))) == 1)


def _ends(body: Body2D, row: list[float]) -> tuple[float, float]:
    """The row with the step before its first passing of the thighs and that after its last, while they are apart."""
    time, swing = body.stick.time, np.abs(bridged(body.stick.time, body.scissors, LONGEST_GAP_S))
    step = (row[-1] - row[0]) / (len(row) - 1)
    ends = []
    for crossing, way in ((row[0], -1), (row[-1], 1)):
        index = int(np.searchsorted(time, crossing)) - (way < 0)
        opened = False
        while 0 <= index + way < len(time) and abs(time[index + way] - crossing) <= step:
            index += way
            opened |= bool(swing[index] >= figure("gait", "swing_deg"))
            if not swing[index] >= CLOSED_DEG and (opened or abs(time[index] - crossing) > step / 4):
                break
        ends.append(float(time[min(max(index, 0), len(time) - 1)]))
    return ends[0], ends[1]


def step_rows(body: Body2D) -> list[list[float]]:
    """Times at which the thighs pass each other [s], in rows of even steps of at least one stride."""
    return [
        row for row, _kind in _rows(body.stick.time, bridged(body.stick.time, body.scissors, LONGEST_GAP_S))
    ]


def _rows(time: Array, swing: Array) -> list[tuple[list[float], bool]]:
    """Times at which the thighs pass each other [s], in rows of even steps, and whether the legs take turns in front.

    The angle between the thighs counts without its sign: it opens with each step, whichever leg is called which.
    """
    rows: list[tuple[list[float], list[float]]] = [([], [])]
    last: int | None = None
    for index in _openings(time, swing):
        if last is None or not np.isfinite(swing[last : index + 1]).all():
            rows.append(([], []))
            last = index
            continue
        row, turns = rows[-1]
        crossing = _passing(time[last : index + 1], swing[last : index + 1])
        if row and not SHORTEST_STEP_S <= crossing - row[-1] <= LONGEST_STEP_S:
            rows.append((row := [], turns := []))
        if len(row) > 1 and not 1 / UNEVEN <= (crossing - row[-1]) / (row[-1] - row[-2]) <= UNEVEN:
            before = row[-1]
            rows.append((row := [before], turns := []))
        row.append(crossing)
        turns.append(-float(np.sign(swing[last] * swing[index])))
        last = index
    return [(row, bool(np.mean(turns) > ONE_LEG)) for row, turns in rows if len(row) >= LEAST_CROSSINGS]


def _openings(time: Array, swing: Array) -> list[int]:
    """Frames in which the thighs are farthest apart, one for each step; between two of them they close.

    Legs that the network exchanges while they are apart change the sign and do not close.
    """
    apart = np.abs(np.nan_to_num(swing))
    found: list[int] = []
    for index in np.flatnonzero(apart >= figure("gait", "swing_deg")):
        if found:
            last = found[-1]
            closed = apart[last : index + 1].min() < min(apart[last], apart[index]) * CLOSED_SHARE
            unseen = swing[last] * swing[index] < 0 and time[index] - time[index - 1] > EXCHANGE_S
            if not closed and not unseen:
                if apart[index] > apart[last]:
                    found[-1] = int(index)
                continue
        found.append(int(index))
    return found


def _passing(time: Array, swing: Array) -> float:
    """When the thighs pass each other between two openings [s]."""
    side = float(np.sign(swing[-1]))
    if swing[0] * swing[-1] < 0:
        return float(np.interp(0.0, np.maximum.accumulate(swing * side), time))
    return float(time[np.abs(swing).argmin()])


def _kind(body: Body2D, row: list[float]) -> tuple[Literal["walking", "running", "unknown"], str]:
    """Walking or running, by three witnesses: the knees' largest bend, both knees at passing, the hips' bounce."""
    time = body.stick.time
    step = (row[-1] - row[0]) / (len(row) - 1)
    inside = (time >= row[0] - step / 2) & (time <= row[-1] + step / 2)
    bend = _bend(body, row)
    at = np.zeros(len(time), bool)
    for crossing in row:
        at |= np.abs(time - crossing) <= max(0.06 * step, 0.5 * float(np.median(np.diff(time))))
    both = (body.knee("near") + body.knee("far"))[at]
    passing = float(np.nanmedian(both)) if np.isfinite(both).any() else figure("gait", "passing_knees_deg")
    bounce = _bounce(body, inside, step)
    vote = 1.5 * float(np.clip((bend - figure("gait", "walker_knee_deg")) / 6, -1, 1))
    vote += float(np.clip((passing - figure("gait", "passing_knees_deg")) / 20, -1, 1))
    vote += float(np.clip(bounce / 0.5, -1, 1))
    words = IN_STEPS if not bounce else LOWEST_THERE if bounce > 0 else HIGHEST_THERE
    kind: Literal["walking", "running", "unknown"] = "unknown"
    if abs(vote) > 0.5:
        kind = "running" if vote > 0 else "walking"
    return kind, _(words, bend=bend, passing=passing)


IN_STEPS = N_(
    "the legs swing past each other, step after step; the knees bend to {bend:.0f} degrees, both together by "
    "{passing:.0f} as the legs pass"
)
LOWEST_THERE = N_(
    "the legs swing past each other, step after step; the knees bend to {bend:.0f} degrees, both together by "
    "{passing:.0f} as the legs pass, and the hips are lowest there"
)
HIGHEST_THERE = N_(
    "the legs swing past each other, step after step; the knees bend to {bend:.0f} degrees, both together by "
    "{passing:.0f} as the legs pass, and the hips are highest there"
)


def _kind_by_knees(body: Body2D, row: list[float]) -> tuple[Literal["walking", "running", "unknown"], str]:
    """Walking or running by the knees' largest bend alone, with a margin for depth that is an estimate."""
    bend, between = _bend(body, row), figure("gait", "walker_knee_deg")
    kind: Literal["walking", "running", "unknown"] = "unknown"
    if abs(bend - between) > DEPTH_MARGIN_DEG:
        kind = "running" if bend > between else "walking"
    return kind, _(
        "one foot rises after the other, step after step; the knees bend to {bend:.0f} degrees", bend=bend
    )


def _bend(body: Body2D, row: list[float]) -> float:
    """Largest bend of the knees in a stride [deg]: median over the strides, mean of both legs; 0 where none is seen.

    One stride or one leg that was seen wrongly names no gait. Each leg counts by the square of its visibility.
    """
    time, peaks, weights = body.stick.time, [], []
    for leg in LEGS:
        knee = body.knee(leg)
        strides = [knee[(time >= start) & (time <= end)] for start, end in zip(row, row[2:], strict=False)]
        seen = [float(np.nanmax(stride)) for stride in strides if np.isfinite(stride).any()]
        sure = body.stick.confidence[f"{leg}_knee"][(time >= row[0]) & (time <= row[-1])]
        if seen and np.isfinite(sure).any():
            peaks.append(float(np.median(seen)))
            weights.append(float(np.nanmedian(sure)) ** 2)
    return float(np.average(peaks, weights=weights)) if sum(weights) > 0 else 0.0


def _bounce(body: Body2D, inside: np.ndarray, step: float) -> float:
    """How the hips' height goes with the angle between the thighs, -1..1; 0 where they hardly bounce.

    A runner springs: the hips are lowest as the legs pass each other. A walker vaults over a stiff leg: they are
    highest then (Cavagna 1977, doi 10.1152/ajpregu.1977.233.5.R243).
    """
    time = body.stick.time
    height = body.stick.joints["mid_hip"][:, 1] / body.stick.thigh_px
    apart = np.abs(body.scissors)
    known = inside & np.isfinite(height) & np.isfinite(apart)
    if known.sum() < 10:
        return 0.0
    spacing = float(np.median(np.diff(time)))
    width = max(3, round(step / spacing))
    moved = [_detrended(values[known], width) for values in (height, apart)]
    if 2.8 * moved[0].std() < 0.06 or moved[1].std() == 0:
        return 0.0
    together = float(np.corrcoef(moved[0], moved[1])[0, 1])
    return together if abs(together) > 0.3 else 0.0


def _detrended(values: Array, width: int) -> Array:
    rest: Array = values - scipy.ndimage.uniform_filter1d(values, width, mode="nearest")
    return rest
