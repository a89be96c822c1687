"""Where each repetition of the half-kneeling stretch starts, is held, and ends."""

from dataclasses import dataclass, replace

import numpy as np

from psoas.exercises.half_kneeling.kneeling import Run, kneeling_runs, thigh_deg
from psoas.exercises.half_kneeling.profile import HoldProfile, fit_profile
from psoas.exercises.half_kneeling.swings import (
    CALM_DEG_S,
    Swing,
    calm_levels,
    find_swings,
    first_guess,
    lift_lows,
)
from psoas.exercises.half_kneeling.thresholds import Thresholds, load_thresholds
from psoas.exercises.repetition import Unfinished
from psoas.timeseries import Array, Mask, TimeSeries

POOR_FIT_DEG = 1.6
POOR_FIT_SHARE = 0.09
SHORTEST_S = 0.7
LEVEL_DEG = 9.0
HIPS_AGREE = 0.9
HIPS_WEIGHT = 2.0 / 3.0
TRAVEL_MOST_DEG = 60.0
_AROUND_S = 15.0
_BESIDE_S = 1.0
_ENOUGH_S = 0.5


@dataclass(frozen=True)
class Segment:
    """The times of one repetition [s] and how far the thigh went [deg].

    Attributes:
        start_s, hold_start_s, hold_end_s, end_s: the ends of move, hold and return.
        peak_s: where the thigh is furthest back in the hold.
        travel_deg: level of the hold over the calm level before it.
        fitted: the times come from the fitted shape; False where it did not fit and crossings were used.
        pelvis_hold_s: how long the pelvis was slower than 3 cm/s around the peak; None where it has no scale.
    """

    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    peak_s: float
    travel_deg: float
    fitted: bool
    pelvis_hold_s: float | None = None


def find_repetitions(angles: TimeSeries, thresholds: Thresholds | None = None) -> list[Segment]:
    """The repetitions of a half-kneeling stretch, in order.

    A repetition is a rise of the rear thigh from the calm level of kneeling that comes back to it. Moves of
    ``travel_listed_deg`` and more are returned; whether they also count (``travel_counts_deg``) is for the caller.
    The times are the ends of the phases of a minimum-jerk move in, a hold and a minimum-jerk move back, fitted to
    the thigh angle, averaged with the forward move of the hips where that goes with it (Flash and Hogan 1985, doi
    10.1523/JNEUROSCI.05-07-01688.1985). Where that shape leaves too much over, the times are those of a corrected
    crossing, and the hold is the time for which the pelvis is slower than ``hold_speed_m_s``, if ``hip_forward`` is
    there. That speed is also passed in the last tenth of a move, so it alone would call a hold 0.1 to 0.3 s longer
    than the pause between the moves; it is kept beside the fit as ``pelvis_hold_s``.

    Args:
        angles: needs ``rear_thigh_angle`` [rad]; uses ``front_knee_angle``, ``rear_knee_angle`` [rad], ``hip_up``
            and ``hip_forward`` [m] where there. Any rate; NaN where not measured.
        thresholds: limits; None for the package's.

    Returns:
        Segments that do not overlap. A repetition that the recording cuts is not among them, see `find_unfinished`.
    """
    limits = thresholds or load_thresholds()
    found, _ = _search(angles, limits)
    return [segment for run, kept, base in found for segment in _fit_all(angles, run, kept, base, limits)]


def find_unfinished(angles: TimeSeries, thresholds: Thresholds | None = None) -> list[Unfinished]:
    """Repetitions of which the recording shows only a part; they are not counted.

    Args:
        angles, thresholds: as in `find_repetitions`.
    """
    return _search(angles, thresholds or load_thresholds())[1]


def _search(
    angles: TimeSeries, limits: Thresholds
) -> tuple[list[tuple[Run, list[tuple[Swing, HoldProfile]], float]], list[Unfinished]]:
    """Each run of kneeling with its repetitions and its calm level, and those that the recording cuts."""
    found: list[tuple[Run, list[tuple[Swing, HoldProfile]], float]] = []
    unfinished: list[Unfinished] = []
    for run in kneeling_runs(angles):
        rests = [level for _, _, level in calm_levels(run)]
        if not rests:
            continue
        swings, begins, ends = find_swings(run, limits.travel_listed_deg)
        guesses = [(swing, first_guess(run, swing)) for swing in swings]
        base = _base(run, [(swing, guess) for swing, guess in guesses if guess is not None])
        raised = [lift_lows(swing, base) for swing in swings]
        guesses = [(swing, first_guess(run, swing)) for swing in raised]
        kept = [
            (swing, guess)
            for swing, guess in guesses
            if guess is not None and _is_repetition(run, swing, guess, base, rests, limits)
        ]
        if begins and run.thigh[0] - base >= limits.travel_counts_deg and _cut_before(angles, run):
            unfinished.append(Unfinished(float(run.time[0]), "start"))
        if kept and kept[-1][0] is raised[-1] and not ends and not _returned(run, kept[-1][0], base, limits):
            unfinished.append(Unfinished(float(run.time[-1]), "end"))
            kept.pop()
        elif ends and kept and run.thigh[-1] - base >= limits.travel_listed_deg:
            unfinished.append(Unfinished(float(run.time[-1]), "end"))
        found.append((run, kept, base))
    return found, unfinished


def _base(run: Run, found: list[tuple[Swing, HoldProfile]]) -> float:
    """The calm level of kneeling [deg]: where the thigh rests outside of the swings."""
    outside = np.abs(run.speed) < CALM_DEG_S
    for _, guess in found:
        outside &= (run.time < guess.start) | (run.time > guess.end)
    lows = [low for swing, _ in found for low in (swing.low_before, swing.low_after)]
    if not lows:
        return float(np.median(run.thigh[outside])) if outside.any() else float(np.median(run.thigh))
    middle = float(np.median(lows))
    outside &= np.abs(run.thigh - middle) < LEVEL_DEG
    return float(np.median(run.thigh[outside])) if outside.sum() >= 5 else middle


def _is_repetition(
    run: Run, swing: Swing, guess: HoldProfile, base: float, rests: list[float], limits: Thresholds
) -> bool:
    """Whether a swing leaves from the calm level and goes back to it, at the pace of a stretch."""
    slack = max(LEVEL_DEG, 0.5 * (swing.top - base))
    level = abs(swing.low_before - base) < LEVEL_DEG and abs(swing.low_after - base) < slack
    travels = limits.travel_listed_deg <= swing.top - swing.low_before <= TRAVEL_MOST_DEG
    rested = any(min(abs(rest - base), abs(rest - swing.top)) < 6.0 for rest in rests)
    lasts = guess.end - guess.start >= SHORTEST_S
    before = run.thigh[(run.time > guess.start - 0.35) & (run.time <= guess.start)]
    after = run.thigh[(run.time >= guess.end) & (run.time < guess.end + 0.1)]
    steady = all(bool((part > base - LEVEL_DEG).all()) for part in (before, after))
    return level and travels and rested and lasts and steady


def _cut_before(angles: TimeSeries, run: Run) -> bool:
    """Whether the thigh was out of sight before a run, not merely not kneeling."""
    before = np.flatnonzero(angles.time < run.time[0])
    return len(before) == 0 or not bool(np.isfinite(thigh_deg(angles)[before[-1]]))


def _returned(run: Run, swing: Swing, base: float, limits: Thresholds) -> bool:
    """Whether a swing at the end of the recording came back to the start, or, as between swings, half of the way."""
    left = float(run.thigh[swing.after]) - base
    return left <= max(limits.return_deg, 0.5 * (swing.top - base))


def _fit_all(
    angles: TimeSeries, run: Run, kept: list[tuple[Swing, HoldProfile]], base: float, limits: Thresholds
) -> list[Segment]:
    thigh = thigh_deg(angles)
    seen = np.isfinite(thigh) & (angles.time >= run.time[0]) & (angles.time <= run.time[-1])
    time, values = np.asarray(angles.time[seen], dtype=float), thigh[seen]
    last = float(run.time[-1] + np.median(np.diff(time)))
    hips = angles["hip_forward"][seen] if "hip_forward" in angles else np.full(len(time), np.nan)
    segments = []
    usual = _usual_moves([guess for _, guess in kept])
    for place, (swing, guess) in enumerate(kept):
        left = kept[place - 1][1].end if place else guess.start - 2.0
        right = kept[place + 1][1].start if place + 1 < len(kept) else guess.end + 2.0
        near = (time > max((left + guess.start) / 2.0, guess.start - 1.0)) & (
            time < min((guess.end + right) / 2.0, guess.end + 1.0)
        )
        local = _local_base(run, kept, guess, base)
        near &= _undisturbed(run, time, guess, local, max(3.5, 0.25 * (swing.top - local)))
        moved = _with_hips(values[near], hips[near])
        profile = fit_profile(time[near], moved, guess, local, usual)
        travel = swing.top - local
        fitted = profile is not None and _agrees(profile, guess, travel)
        times = profile if fitted and profile is not None else guess
        pelvis = _pelvis_hold(angles, times, limits)
        if not fitted and pelvis is not None:
            times = replace(times, hold_start=pelvis[0], hold_end=pelvis[1])
        segments.append(_segment(run, times, local, last, fitted, pelvis))
    return [segment for segment in _in_order(segments) if segment.travel_deg >= limits.travel_listed_deg]


def _with_hips(thigh: Array, hips: Array) -> Array:
    """The thigh angle, by two thirds what the forward move of the hips says of it.

    The hips go forward because the thigh turns about the knee, so both have the same times; a camera sees the hips'
    move with less noise. The hips say nothing where they do not go with the thigh.
    """
    known = np.isfinite(hips)
    if known.sum() < 8 or np.ptp(hips[known]) == 0 or np.ptp(thigh[known]) == 0:
        return thigh
    if np.corrcoef(hips[known], thigh[known])[0, 1] < HIPS_AGREE:
        return thigh
    slope, offset = np.polyfit(hips[known] - hips[known].mean(), thigh[known], 1)
    moved = thigh.copy()
    says = offset + slope * (hips[known] - hips[known].mean())
    moved[known] = thigh[known] + HIPS_WEIGHT * (says - thigh[known])
    return moved


def _undisturbed(run: Run, time: Array, guess: HoldProfile, base: float, slack: float) -> Mask:
    """Samples that belong to one repetition and the calm around it, up to where the thigh moves off again."""
    off = np.abs(run.thigh - base) > slack
    before = run.time[off & (run.time < guess.start)]
    after = run.time[off & (run.time > guess.end)]
    first = before[-1] if len(before) else -np.inf
    past = after[0] if len(after) else np.inf
    inside: Mask = (time > first) & (time < past)
    return inside


def _usual_moves(guesses: list[HoldProfile]) -> tuple[float, float] | None:
    """How long this person's moves in and back usually last [s]."""
    if len(guesses) < 3:
        return None
    moves = [(guess.hold_start - guess.start, guess.end - guess.hold_end) for guess in guesses]
    into, back = np.median(moves, axis=0)
    return float(into), float(back)


def _agrees(profile: HoldProfile, guess: HoldProfile, travel: float) -> bool:
    """Whether the shape fits and stays near the crossings."""
    drift = max(
        abs(profile.start - guess.start),
        abs(profile.hold_start - guess.hold_start),
        abs(profile.hold_end - guess.hold_end),
        abs(profile.end - guess.end),
    )
    return profile.rms <= max(POOR_FIT_DEG, POOR_FIT_SHARE * travel) and drift <= 0.8


def _local_base(run: Run, kept: list[tuple[Swing, HoldProfile]], guess: HoldProfile, base: float) -> float:
    """The calm level right before and after a repetition; where that is too short, around it."""
    first, past = np.searchsorted(run.time, (guess.start - _AROUND_S, guess.end + _AROUND_S))
    time, thigh = run.time[first:past], run.thigh[first:past]
    calm = np.abs(thigh - base) < LEVEL_DEG
    for _, other in kept:
        if other.end > guess.start - _AROUND_S and other.start < guess.end + _AROUND_S:
            calm &= (time <= other.start) | (time >= other.end)
    for around in (_BESIDE_S, _AROUND_S):
        near = calm & (time > guess.start - around) & (time < guess.end + around)
        if near.sum() * (run.time[1] - run.time[0]) >= _ENOUGH_S:
            return float(np.median(thigh[near]))
    return base


def _pelvis_hold(angles: TimeSeries, times: HoldProfile, limits: Thresholds) -> tuple[float, float] | None:
    """From the first to the last moment of the repetition in which the hips, forward, are slower than the limit."""
    if "hip_forward" not in angles:
        return None
    inside = (angles.time >= times.start) & (angles.time <= times.end) & np.isfinite(angles["hip_forward"])
    time, place = angles.time[inside], angles["hip_forward"][inside]
    if len(time) < 8 or float(np.max(np.diff(time))) > 0.5:
        return None
    clock = np.arange(time[0], time[-1], 1.0 / 30.0)
    even = np.convolve(np.pad(np.interp(clock, time, place), 4, mode="edge"), np.full(9, 1 / 9), mode="valid")
    forward = even - even.min() > 0.6 * np.ptp(even)
    slow = np.concatenate(
        [[False], (np.abs(np.gradient(even, 1 / 30.0)) < limits.hold_speed_m_s) & forward, [False]]
    )
    edges = np.flatnonzero(np.diff(slow.astype(int)))
    if len(edges) == 0:
        return None
    first, past = edges[0], edges[-1]
    return float(clock[first]), float(clock[past - 1])


def _segment(
    run: Run, times: HoldProfile, base: float, last: float, fitted: bool, pelvis: tuple[float, float] | None
) -> Segment:
    hold = (run.time >= times.hold_start) & (run.time <= times.hold_end)
    if hold.sum() < 3:
        middle = (times.hold_start + times.hold_end) / 2.0
        hold = np.abs(run.time - middle) <= max(0.1, 1.5 * float(run.time[1] - run.time[0]))
    levels = run.thigh[hold]
    # The recording may stop in the last few degrees of a return; nothing is told past its last frame.
    end = min(times.end, last)
    return Segment(
        start_s=max(times.start, float(run.time[0])),
        hold_start_s=max(times.hold_start, float(run.time[0])),
        hold_end_s=min(times.hold_end, end),
        end_s=end,
        peak_s=float(run.time[hold][int(np.argmax(levels))]) if len(levels) else times.hold_start,
        travel_deg=float(np.mean(levels)) - base if len(levels) else float("nan"),
        fitted=fitted,
        pelvis_hold_s=None if pelvis is None else pelvis[1] - pelvis[0],
    )


def _in_order(segments: list[Segment]) -> list[Segment]:
    ordered = list(segments)
    for place in range(len(ordered) - 1):
        first, second = ordered[place], ordered[place + 1]
        if first.end_s > second.start_s:
            middle = (first.end_s + second.start_s) / 2.0
            middle = min(max(middle, first.hold_end_s), second.hold_start_s)
            ordered[place] = replace(first, end_s=middle)
            ordered[place + 1] = replace(second, start_s=middle)
    return ordered
