"""The swings of the thigh: find which rises and falls belong to one repetition, before any shape is fitted."""

from dataclasses import dataclass, replace

import numpy as np

from psoas.exercises.hip_stretch.hold import at_rest, went_back
from psoas.exercises.hip_stretch.profile import HoldProfile, phase_at
from psoas.exercises.timeline import Run
from psoas.timeseries import Array, runs_of

SHORTEST_REST_S = 0.3
DEEPEST_DEG = -25.0
"""No stretch starts with the knee this far in front of the hip; swings below it are sitting, rising or walking."""
_LOW, _HIGH = 0.25, 0.75
_LOW_PHASE, _HIGH_PHASE = phase_at(_LOW), phase_at(_HIGH)


@dataclass(frozen=True)
class Swing:
    """A rise and a fall of the thigh.

    Attributes:
        before, peak, after: samples of the lowest point before, the highest, and the lowest after.
        low_before, low_after: levels that the rise starts from and the fall ends at [deg].
        top: level of the hold [deg].
    """

    before: int
    peak: int
    after: int
    low_before: float
    low_after: float
    top: float


def rest_levels(run: Run) -> list[float]:
    """The median angle [deg] of each stretch in which the thigh rests."""
    step = run.time[1] - run.time[0]
    return [
        float(np.median(run.thigh[first : last + 1]))
        for first, last in runs_of(at_rest(run.speed))
        if (last + 1 - first) * step >= SHORTEST_REST_S
    ]


def turning_points(values: Array, least: float) -> list[int]:
    """Find the samples where the values turn: alternately lows and highs, each at least ``least`` from the next.

    The first and the last are where the values begin and end to move; they may lie at the edge.
    """
    turns: list[int] = []
    low = high = 0
    rising: bool | None = None
    for index, value in enumerate(values):
        if value > values[high]:
            high = index
        if value < values[low]:
            low = index
        if rising is not False and value <= values[high] - least:
            turns.append(high)
            rising, low = False, index
        elif rising is not True and value >= values[low] + least:
            turns.append(low)
            rising, high = True, index
    if rising is not None:
        turns.append(high if rising else low)
    return turns


def floor_of(run: Run, least: float) -> float:
    """The level [deg] below which the thigh is not in the start position of a stretch.

    It lies under the lower of the two levels at which the thigh rests, start and hold, where two can be distinguished.
    """
    levels = np.array([level for level in rest_levels(run) if level > DEEPEST_DEG])
    if len(levels) >= 2 and np.ptp(levels) >= least:
        middle = (levels.min() + levels.max()) / 2.0
        for _ in range(10):
            middle = (levels[levels <= middle].mean() + levels[levels > middle].mean()) / 2.0
        low = levels[levels <= middle]
        return max(float(np.median(low)) - 5.0, DEEPEST_DEG)
    return DEEPEST_DEG


def find_swings(run: Run, least: float) -> tuple[list[Swing], bool, bool]:
    """Find the swings of one run.

    Two neighbouring highs are one swing where the thigh does not go back between them, see `went_back`.

    Args:
        least: the smallest swing to find [deg].

    Returns:
        The swings in order; whether the run begins in the middle of one; whether it ends in the middle of one.
    """
    thigh = np.maximum(run.thigh, floor_of(run, least))
    turns = _merge_bounces(thigh, turning_points(thigh, 0.8 * least))
    if len(turns) < 2:
        return [], False, False
    begins = bool(thigh[turns[0]] > thigh[turns[1]])
    ends = bool(thigh[turns[-1]] > thigh[turns[-2]])
    swings = []
    for before, peak, after in zip(turns, turns[1:], turns[2:], strict=False):
        if thigh[peak] > thigh[before]:
            bottom = max(thigh[before], thigh[after])
            inside = thigh[before : after + 1]
            top = float(np.median(inside[inside >= bottom + 0.8 * (thigh[peak] - bottom)]))
            swings.append(Swing(before, peak, after, float(thigh[before]), float(thigh[after]), top))
    return swings, begins, ends


def _merge_bounces(thigh: Array, turns: list[int]) -> list[int]:
    turns = list(turns)
    while True:
        worst, depth = None, np.inf
        for place in range(1, len(turns) - 1):
            level = thigh[turns[place]]
            left, right = thigh[turns[place - 1]], thigh[turns[place + 1]]
            if level < left and level < right and min(left, right) - level < depth:
                bottom = _outer_bottom(thigh, turns, place)
                if bottom is not None and not went_back(level, bottom, min(left, right)):
                    worst, depth = place, min(left, right) - level
        if worst is None:
            return turns
        lower = worst - 1 if thigh[turns[worst - 1]] < thigh[turns[worst + 1]] else worst + 1
        for place in sorted((worst, lower), reverse=True):
            del turns[place]


def _outer_bottom(thigh: Array, turns: list[int], place: int) -> float | None:
    """Return the level that the thigh comes from and goes to around a dip; None where the dip itself is that level."""
    level = thigh[turns[place]]
    sides = [
        next((thigh[turn] for turn in part if thigh[turn] < level - 1.5), None)
        for part in (turns[place - 1 :: -1], turns[place + 1 :])
    ]
    found = [float(side) for side in sides if side is not None]
    return max(found) if len(found) == 2 else None


def lift_lows(swing: Swing, base: float) -> Swing:
    """Raise lows that lie well under the quiet level, as when the person sits back or rises after a repetition."""
    before, after = (base if low < base - 3.0 else low for low in (swing.low_before, swing.low_after))
    return replace(swing, low_before=before, low_after=after)


def first_guess(run: Run, swing: Swing) -> HoldProfile | None:
    """Estimate the phases of a swing; None where its moves are not seen whole."""
    rise, fall = slice(swing.before, swing.peak + 1), slice(swing.peak, swing.after + 1)
    into = move_ends(run.time[rise], run.thigh[rise], swing.low_before, swing.top)
    back = move_ends(-run.time[fall][::-1], run.thigh[fall][::-1], swing.low_after, swing.top)
    if into is None or back is None:
        return None
    (start, hold_start), (end, hold_end) = into, (-back[0], -back[1])
    if hold_end < hold_start:
        hold_start = hold_end = (hold_start + hold_end) / 2.0
    return HoldProfile(start, hold_start, hold_end, end)


def move_ends(time: Array, values: Array, low: float, top: float) -> tuple[float, float] | None:
    """Estimate the start and the end of a move from where it crosses a quarter and three quarters of its way [s].

    A minimum-jerk movement crosses them at known shares of its duration, so the ends follow without the bias of a
    single crossing.

    Args:
        time: (K,) [s]; negative and reversed for a move back.
        values: (K,) [deg].
        low, top: levels of the start and of the hold [deg].

    Returns:
        None where one of the two is not crossed.
    """
    quarter, most = (low + share * (top - low) for share in (_LOW, _HIGH))
    above = np.flatnonzero(values >= most)
    if len(above) == 0 or above[0] == 0:
        return None
    below = np.flatnonzero(values[: above[0]] <= quarter)
    if len(below) == 0:
        return None
    left_s = _between(time, values, int(below[-1]), quarter)
    reached_s = _between(time, values, int(above[0]) - 1, most)
    length = max(abs(reached_s - left_s) / (_HIGH_PHASE - _LOW_PHASE), 0.1)
    start = left_s - _LOW_PHASE * length
    return start, start + length


def _between(time: Array, values: Array, index: int, level: float) -> float:
    """Interpolate when the values reach a level after the sample ``index`` [s]."""
    rise = values[index + 1] - values[index]
    share = (level - values[index]) / rise if rise > 0 else 0.5
    return float(time[index] + np.clip(share, 0.0, 1.0) * (time[index + 1] - time[index]))
