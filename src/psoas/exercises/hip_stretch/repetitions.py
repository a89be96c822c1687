"""Find where each repetition of a hip-flexor stretch starts, is held, and ends."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from psoas.exercises.hip_stretch.hold import at_rest, counts, went_back
from psoas.exercises.hip_stretch.profile import HoldProfile, fit_profile
from psoas.exercises.hip_stretch.runs import thigh_deg
from psoas.exercises.hip_stretch.swings import Swing, find_swings, first_guess, lift_lows, rest_levels
from psoas.exercises.hip_stretch.thresholds import Thresholds
from psoas.exercises.repetition import Missing, RepetitionTimes
from psoas.exercises.timeline import Run
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

Found = tuple[Swing, HoldProfile]
"""A swing that is a repetition, and the first estimate of its phases."""


def find_repetitions(
    angles: TimeSeries, runs: Sequence[Run], limits: Thresholds
) -> tuple[tuple[RepetitionTimes, ...], tuple[Missing, ...]]:
    """Find the repetitions, in order, and those that the recording cuts.

    A repetition is a rise of the rear thigh from the quiet level of the start that comes back to it. Moves of
    ``travel_listed_deg`` and more are returned; whether they also count (``travel_counts_deg``) is for the caller.
    The times are the ends of the phases of a minimum-jerk move in, a hold and a minimum-jerk move back, fitted to
    the thigh angle, averaged with the forward move of the hips where that goes with it (Flash and Hogan 1985, doi
    10.1523/JNEUROSCI.05-07-01688.1985). Where that shape fits badly, the times are those of a corrected crossing, and
    the hold is the time for which the pelvis is slower than ``hold_speed_m_s``, see `pelvis_hold`, if ``hip_forward``
    is known. That speed is also passed in the last tenth of a move, so it alone would call a hold 0.1 to 0.3 s longer
    than the pause between the moves.

    Args:
        angles: needs ``rear_thigh_angle`` [rad]; uses ``hip_forward`` [m] where it is there. Any rate; NaN where not
            measured.
        runs: from `find_runs` of the same angles.
        limits: of the stretch.

    Returns:
        Repetitions that do not overlap, and the missing part of each unfinished one, which is not among them.
    """
    least = limits.travel_listed_deg
    found: list[RepetitionTimes] = []
    unfinished: list[Missing] = []
    for run in runs:
        rests = rest_levels(run)
        if not rests:
            continue
        swings, begins, ends = find_swings(run, least)
        guesses = [(swing, first_guess(run, swing)) for swing in swings]
        base = _base(run, [(swing, guess) for swing, guess in guesses if guess is not None])
        raised = [lift_lows(swing, base) for swing in swings]
        guesses = [(swing, first_guess(run, swing)) for swing in raised]
        kept = [
            (swing, guess)
            for swing, guess in guesses
            if guess is not None and _is_repetition(run, swing, guess, base, rests, least)
        ]
        if begins and counts(run.thigh[0] - base, limits) and _cut_before(angles, run):
            unfinished.append("start")
        if kept and kept[-1][0] is raised[-1] and not ends and not _returned(run, kept[-1][0], base, limits):
            unfinished.append("end")
            kept.pop()
        elif ends and kept and run.thigh[-1] - base >= least:
            unfinished.append("end")
        found += _fit_all(angles, run, kept, base, limits)
    return tuple(found), tuple(unfinished)


def _base(run: Run, found: list[Found]) -> float:
    """Return the quiet level of the start [deg]: where the thigh rests outside of the swings."""
    outside = at_rest(run.speed)
    for _, guess in found:
        outside &= (run.time < guess.start) | (run.time > guess.end)
    lows = [low for swing, _ in found for low in (swing.low_before, swing.low_after)]
    if not lows:
        return float(np.median(run.thigh[outside])) if outside.any() else float(np.median(run.thigh))
    middle = float(np.median(lows))
    outside &= np.abs(run.thigh - middle) < LEVEL_DEG
    return float(np.median(run.thigh[outside])) if outside.sum() >= 5 else middle


def _is_repetition(
    run: Run, swing: Swing, guess: HoldProfile, base: float, rests: list[float], least: float
) -> bool:
    """Whether a swing leaves from the quiet level and goes back to it, at the pace of a stretch."""
    slack = max(LEVEL_DEG, 0.5 * (swing.top - base))
    level = abs(swing.low_before - base) < LEVEL_DEG and abs(swing.low_after - base) < slack
    travels = least <= swing.top - swing.low_before <= TRAVEL_MOST_DEG
    rested = any(min(abs(rest - base), abs(rest - swing.top)) < 6.0 for rest in rests)
    lasts = guess.end - guess.start >= SHORTEST_S
    before = run.thigh[(run.time > guess.start - 0.35) & (run.time <= guess.start)]
    after = run.thigh[(run.time >= guess.end) & (run.time < guess.end + 0.1)]
    steady = all(bool((part > base - LEVEL_DEG).all()) for part in (before, after))
    return level and travels and rested and lasts and steady


def _cut_before(angles: TimeSeries, run: Run) -> bool:
    """Whether the thigh was out of sight before a run, not merely in another position."""
    before = np.flatnonzero(angles.time < run.time[0])
    return len(before) == 0 or not bool(np.isfinite(thigh_deg(angles)[before[-1]]))


def _returned(run: Run, swing: Swing, base: float, limits: Thresholds) -> bool:
    """Whether a swing at the end of the recording came back to the start or, as between swings, far enough."""
    last = float(run.thigh[swing.after])
    return last - base <= limits.return_deg or went_back(last, base, swing.top)


def _fit_all(
    angles: TimeSeries, run: Run, kept: list[Found], base: float, limits: Thresholds
) -> list[RepetitionTimes]:
    thigh = thigh_deg(angles)
    seen = np.isfinite(thigh) & (angles.time >= run.time[0]) & (angles.time <= run.time[-1])
    time, values = np.asarray(angles.time[seen], dtype=float), thigh[seen]
    last = float(run.time[-1] + np.median(np.diff(time)))
    hips = angles["hip_forward"][seen] if "hip_forward" in angles else np.full(len(time), np.nan)
    found = []
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
        if profile is None or not _agrees(profile, guess, swing.top - local):
            slow = pelvis_hold(angles, guess.start, guess.end, limits.hold_speed_m_s)
            profile = guess if slow is None else replace(guess, hold_start=slow[0], hold_end=slow[1])
        found.append(_times(run, profile, local, last))
    return [one for one in _in_order(found) if one.thigh_travel_deg >= limits.travel_listed_deg]


def _with_hips(thigh: Array, hips: Array) -> Array:
    """Average the thigh angle with the one that follows from the forward move of the hips, which weighs two thirds.

    The hips go forward because the thigh turns about the knee, so both have the same times; a camera sees the hips'
    move with less noise. The thigh angle is returned unchanged where the hips do not move with it.
    """
    known = np.isfinite(hips)
    if known.sum() < 8 or np.ptp(hips[known]) == 0 or np.ptp(thigh[known]) == 0:
        return thigh
    if np.corrcoef(hips[known], thigh[known])[0, 1] < HIPS_AGREE:
        return thigh
    slope, offset = np.polyfit(hips[known] - hips[known].mean(), thigh[known], 1)
    moved = thigh.copy()
    expected = offset + slope * (hips[known] - hips[known].mean())
    moved[known] = thigh[known] + HIPS_WEIGHT * (expected - thigh[known])
    return moved


def _undisturbed(run: Run, time: Array, guess: HoldProfile, base: float, slack: float) -> Mask:
    """(T,) True in one repetition and the quiet start around it, up to where the thigh moves off again."""
    off = np.abs(run.thigh - base) > slack
    before = run.time[off & (run.time < guess.start)]
    after = run.time[off & (run.time > guess.end)]
    first = before[-1] if len(before) else -np.inf
    past = after[0] if len(after) else np.inf
    inside: Mask = (time > first) & (time < past)
    return inside


def _usual_moves(guesses: list[HoldProfile]) -> tuple[float, float] | None:
    """Return how long this person's moves in and back usually last [s]; None for fewer than three repetitions."""
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


def _local_base(run: Run, kept: list[Found], guess: HoldProfile, base: float) -> float:
    """Return the quiet level right before and after a repetition [deg]; where that is too short, further around it."""
    first, past = np.searchsorted(run.time, (guess.start - _AROUND_S, guess.end + _AROUND_S))
    time, thigh = run.time[first:past], run.thigh[first:past]
    quiet = np.abs(thigh - base) < LEVEL_DEG
    for _, other in kept:
        if other.end > guess.start - _AROUND_S and other.start < guess.end + _AROUND_S:
            quiet &= (time <= other.start) | (time >= other.end)
    for around in (_BESIDE_S, _AROUND_S):
        near = quiet & (time > guess.start - around) & (time < guess.end + around)
        if near.sum() * (run.time[1] - run.time[0]) >= _ENOUGH_S:
            return float(np.median(thigh[near]))
    return base


def pelvis_hold(angles: TimeSeries, start: float, end: float, slow_m_s: float) -> tuple[float, float] | None:
    """Find the first and the last moment of a repetition in which the hips, forward, are slower than the limit [s].

    Args:
        angles: uses ``hip_forward`` [m].
        start, end: of the repetition [s].
        slow_m_s: the limit.

    Returns:
        None where the forward move of the hips was not measured.
    """
    if "hip_forward" not in angles:
        return None
    inside = (angles.time >= start) & (angles.time <= end) & np.isfinite(angles["hip_forward"])
    time, place = angles.time[inside], angles["hip_forward"][inside]
    if len(time) < 8 or float(np.max(np.diff(time))) > 0.5:
        return None
    clock = np.arange(time[0], time[-1], 1.0 / 30.0)
    even = np.convolve(np.pad(np.interp(clock, time, place), 4, mode="edge"), np.full(9, 1 / 9), mode="valid")
    forward = even - even.min() > 0.6 * np.ptp(even)
    slow = np.flatnonzero((np.abs(np.gradient(even, 1 / 30.0)) < slow_m_s) & forward)
    return None if len(slow) == 0 else (float(clock[slow[0]]), float(clock[slow[-1]]))


def _times(run: Run, times: HoldProfile, base: float, last: float) -> RepetitionTimes:
    """Keep the times inside the run and in order, and measure how far above the quiet level ``base`` the hold is [deg].

    A shape may be fitted beyond the first or the last sample, where the recording begins or stops in a repetition.
    """
    hold = (run.time >= times.hold_start) & (run.time <= times.hold_end)
    if hold.sum() < 3:
        middle = (times.hold_start + times.hold_end) / 2.0
        hold = np.abs(run.time - middle) <= max(0.1, 1.5 * float(run.time[1] - run.time[0]))
    levels = run.thigh[hold]
    fitted = np.clip([times.start, times.hold_start, times.hold_end, times.end], float(run.time[0]), last)
    start, hold_start, hold_end, end = np.maximum.accumulate(fitted).tolist()
    return RepetitionTimes(
        start_s=start,
        hold_start_s=hold_start,
        hold_end_s=hold_end,
        end_s=end,
        peak_s=float(run.time[hold][int(np.argmax(levels))]) if len(levels) else times.hold_start,
        thigh_travel_deg=float(np.mean(levels)) - base if len(levels) else float("nan"),
    )


def _in_order(found: list[RepetitionTimes]) -> list[RepetitionTimes]:
    """Cut repetitions that overlap half-way between them, outside of their holds."""
    ordered = list(found)
    for place in range(len(ordered) - 1):
        first, second = ordered[place], ordered[place + 1]
        if first.end_s > second.start_s:
            middle = (first.end_s + second.start_s) / 2.0
            middle = min(max(middle, first.hold_end_s), second.hold_start_s)
            ordered[place] = _cut(first, -np.inf, middle)
            ordered[place + 1] = _cut(second, middle, np.inf)
    return ordered


def _cut(one: RepetitionTimes, first_s: float, last_s: float) -> RepetitionTimes:
    """Bring all times of a repetition between two moments [s]."""
    names = ("start_s", "hold_start_s", "peak_s", "hold_end_s", "end_s")
    return replace(one, **{name: min(max(getattr(one, name), first_s), last_s) for name in names})
