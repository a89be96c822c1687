"""Foot strike and toe-off from the movement of the feet alone, without force plates.

The feet are taken against the hips, so that neither the ground nor the belt of a treadmill has to be known:

1. Zeni et al. 2008 (doi:10.1016/j.gaitpost.2007.07.007): the heel is farthest ahead of the hips near the foot strike,
   and the foot farthest behind near the toe-off, or, in a run, after it. This finds each step, and no step twice.
2. The ground brakes the fall of the foot: the strike is where the upward acceleration of the lower one of heel and
   toes' joint grows fastest (its jerk is largest), within `STRIKE_WINDOW_S` of 1.
3. The toe tip lies still until the foot leaves the ground: a runner's toe-off is where its upward acceleration is
   largest, within `TOE_OFF_WINDOW` of 1. A walker's is 1 itself, which is as good there and needs no toes.

Handsaker et al. 2016 (doi:10.1016/j.jbiomech.2016.10.013, abstract) found both events of runners in the acceleration
and the jerk of heel and toe. Who goes backwards has no events: the order of 1 is then another.

`benchmarks.plates` compares 1 alone and all three with force plates.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import scipy

from psoas.motion import smooth, stretches
from psoas.sides import SIDES, Side
from psoas.strides.stride import FootEvents, Gait
from psoas.strides.vertex import vertex
from psoas.timeseries import Array, TimeSeries, bridged, runs_over_gaps
from psoas.words import N_, _

SWING_HZ, FOOT_HZ = 6.0, 10.0
"""Low-pass for the swing of the legs and for the derivatives of the feet's heights [Hz]."""

LEAST_SWING_M = 0.15
"""Way of a heel from behind the hips to ahead of them, below which nobody walks (ours) [m]."""

REACHED = 0.25
"""Part of the swing, to each side of its middle, that a foot passes in every step (ours)."""

DOWN, LIFTED = (0.0, 0.35), (0.65, 0.95)
"""Parts of a stride in which the foot is down, and in which it swings, in every walk and run forwards."""

STRIKE_WINDOW_S = (-0.03, 0.08)
"""Before and after the heel is farthest ahead [s]; strikes came 16 to 24 ms after it."""

TOE_OFF_WINDOW = (-0.16, 0.06)
"""Before and after the foot is farthest behind, as a share of the stride; a runner's toe-off comes 0.13 before."""

AROUND_S = 0.3
"""Time to both sides of a window that its derivatives are computed with [s]."""

LEAST_FRAMES, EDGE_FRAMES = 8, 2
"""Frames without which there are no derivatives, and frames at the ends in which they are not trusted."""


Span = tuple[float, float, Gait]
"""From, to [s], and what is done meanwhile."""


def motion_events(feet: TimeSeries, spans: Sequence[Span]) -> FootEvents:
    """Foot strikes and toe-offs of both feet.

    Args:
        feet: from `psoas.motion.foot_points`.
        spans: times of walking and running, to which the events are restricted.
    """
    strikes: dict[Side, tuple[float, ...]] = {}
    toe_offs: dict[Side, tuple[float, ...]] = {}
    reasons: dict[Side, str] = {}
    for side in SIDES:
        on, off = zeni_events(feet, side)
        strikes[side] = _inside(_strikes(feet, side, on), spans)
        runs, walks = ([span for span in spans if span[2] == gait] for gait in ("running", "walking"))
        lifted = _toe_offs(feet, side, off, on) if runs else []
        toe_offs[side] = tuple(sorted((*_inside(lifted, runs), *_inside(off, walks))))
        if not strikes[side] and not toe_offs[side]:
            reasons[side] = _reason(feet, side)
        elif _backwards(feet, side, strikes[side]):
            strikes[side] = toe_offs[side] = ()
            reasons[side] = _(BACKWARDS[side])
    return FootEvents(strikes, toe_offs, reasons=reasons)


def zeni_events(feet: TimeSeries, side: Side) -> tuple[list[float], list[float]]:
    """Times at which the heel is farthest ahead of the hips, and the toes' joint farthest behind (Zeni 2008) [s]."""
    return _farthest(feet, f"heel_ahead_{side}", 1.0), _farthest(feet, f"ball_ahead_{side}", -1.0)


def _farthest(feet: TimeSeries, name: str, way: float) -> list[float]:
    """Times of the extremes ahead (+1) or behind (-1), one a step; none at the ends of what is known."""
    found: list[float] = []
    for part in stretches(feet.time, np.isfinite(feet[name])):
        time, swing = feet.time[part], bridged(feet.time[part], way * feet[name][part], np.inf)
        if len(part) < 5:
            continue
        swing = smooth(time, swing, SWING_HZ)
        low, high = np.percentile(swing, [5, 95])
        if high - low < LEAST_SWING_M:
            continue
        middle, reach = (low + high) / 2, REACHED * (high - low)
        stays = ~(swing < middle - reach)
        for first, last in runs_over_gaps(time, swing > middle + reach, np.inf, stays):
            at = vertex(time[first : last + 1], swing[first : last + 1])[0]
            if time[0] < at < time[-1]:
                found.append(at)
    return found


def _strikes(feet: TimeSeries, side: Side, coarse: Sequence[float]) -> list[float]:
    """Each strike where the fall of the lower one of heel and toes' joint begins to be braked."""
    heights = {name: feet[f"{name}_up_{side}"] for name in ("heel", "ball")}
    found = []
    for at in coarse:
        level = {
            name: float(np.interp(at, feet.time, values) - np.nanpercentile(values, 5))
            for name, values in heights.items()
        }
        lower = min(level, key=lambda name: level[name])
        window = at + STRIKE_WINDOW_S[0], at + STRIKE_WINDOW_S[1]
        found.append(_greatest_derivative(feet.time, heights[lower], 3, window))
    return [at for at in found if at is not None]


def _toe_offs(feet: TimeSeries, side: Side, coarse: Sequence[float], strikes: Sequence[float]) -> list[float]:
    """Each toe-off of a run where the toe tip is accelerated upwards most."""
    steps = np.diff(np.array([*coarse]) if len(coarse) > 1 else np.array([*strikes]))
    stride = float(np.median(steps)) if len(steps) else 1.0
    first, last = (share * stride for share in TOE_OFF_WINDOW)
    found = [
        _greatest_derivative(feet.time, feet[f"tip_up_{side}"], 2, (at + first, at + last)) for at in coarse
    ]
    return [at for at in found if at is not None]


def _greatest_derivative(time: Array, height: Array, order: int, window: tuple[float, float]) -> float | None:
    """Time in a window at which a derivative of a height is largest [s]; None where frames are missing there."""
    around = (time >= window[0] - AROUND_S) & (time <= window[1] + AROUND_S)
    moments, values = time[around], height[around]
    known = stretches(moments, np.isfinite(values))
    middle = (window[0] + window[1]) / 2
    part = next((one for one in known if moments[one[0]] < middle < moments[one[-1]]), None)
    if part is None or len(part) < LEAST_FRAMES:
        return None
    moments, values = (
        moments[part],
        smooth(moments[part], bridged(moments[part], values[part], np.inf), FOOT_HZ),
    )
    spline = scipy.interpolate.CubicSpline(moments, values)
    # the third derivative of a cubic spline is constant between frames
    derivative = spline(moments, 2) if order == 2 else np.gradient(spline(moments, 2), moments)
    inside = (moments >= window[0]) & (moments <= window[1])
    inside[:EDGE_FRAMES] = inside[-EDGE_FRAMES:] = False
    if not inside.any():
        return None
    at = vertex(moments[inside], derivative[inside])[0]
    cut = moments[EDGE_FRAMES] > window[0] and at <= moments[EDGE_FRAMES]
    return None if cut or (moments[-EDGE_FRAMES - 1] < window[1] and at >= moments[-EDGE_FRAMES - 1]) else at


def _backwards(feet: TimeSeries, side: Side, strikes: Sequence[float]) -> bool:
    """Whether the foot is lower when it should swing than on the straight between the steps before and after."""
    height = np.fmin(feet[f"heel_up_{side}"], feet[f"ball_up_{side}"])
    lifts = []
    for start, end in pairwise(strikes):
        share = (feet.time - start) / (end - start)
        before, swing, after = (
            np.mean(height[(share >= first) & (share <= last)])
            for first, last in (DOWN, LIFTED, (1 + DOWN[0], 1 + DOWN[1]))
        )
        along = (sum(LIFTED) - sum(DOWN)) / 2
        lifts.append(swing - before - along * (after - before))
    known = [one for one in lifts if np.isfinite(one)]
    return bool(known) and float(np.median(known)) < 0


def _inside(times: Sequence[float], spans: Sequence[Span]) -> tuple[float, ...]:
    return tuple(at for at in times if any(start <= at <= end for start, end, _gait in spans))


def _reason(feet: TimeSeries, side: Side) -> str:
    if not np.isfinite(feet[f"heel_ahead_{side}"]).any():
        return _(UNKNOWN[side])
    return _(NO_SWING[side])


BACKWARDS: Final[dict[Side, str]] = {
    "l": N_(
        "the left foot is higher where it should be down than where it should swing: steps backwards are not measured"
    ),
    "r": N_(
        "the right foot is higher where it should be down than where it should swing: steps backwards are not measured"
    ),
}
UNKNOWN: Final[dict[Side, str]] = {
    "l": N_("the left foot is not known: its hip, knee and ankle are needed"),
    "r": N_("the right foot is not known: its hip, knee and ankle are needed"),
}
NO_SWING: Final[dict[Side, str]] = {
    "l": N_("the left foot does not swing past the hips and back"),
    "r": N_("the right foot does not swing past the hips and back"),
}
