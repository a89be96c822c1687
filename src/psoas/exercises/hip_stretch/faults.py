"""Measure each repetition of a hip-flexor stretch, and say which faults it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from psoas.estimate import Estimate
from psoas.exercises.hip_stretch.hold import TIME_ERROR_S, counts
from psoas.exercises.hip_stretch.runs import SMOOTH_S, thigh_deg
from psoas.exercises.hip_stretch.swings import turning_points
from psoas.exercises.hip_stretch.thresholds import Thresholds, load_thresholds
from psoas.exercises.limits import read_limits
from psoas.exercises.repetition import Repetition, RepetitionTimes, is_good
from psoas.exercises.timeline import Run, Timeline
from psoas.exercises.verdict import is_beyond, judged
from psoas.timeseries import Array, Mask, TimeSeries, runs_of

_EDGE_S = 0.2

Shown = Literal["fault", "possible"] | None
"""A fault; a possible one, whose value is beyond the limit while its band is not; or neither."""

CHANGES = ("rear_thigh_angle", "lumbar_extension", "pelvis_tilt", "rear_hip_extension")
"""Coordinates of which a repetition's change from the start is told."""


def judge_repetitions(
    angles: TimeSeries, timeline: Timeline, bands: Mapping[str, float], package: str
) -> tuple[Repetition, ...]:
    """Measure each repetition, and judge whether it was good.

    A change is the mean of the given angle over the hold less its mean over ``start_position_s``, the quiet rest
    before the repetition, see `Timeline.starts_of`. A value beyond its limit is a fault where its error band allows no
    other answer, and else a possible fault, as in `psoas.findings.assess`. Whether a move counts goes by its value.

    Args:
        angles: ``rear_thigh_angle``, ``trunk_lean``, ``lumbar_extension``, ``pelvis_tilt``, ``rear_hip_extension``,
            ``front_knee_angle`` [rad], ``front_knee_past_toes`` [m]; what is absent or NaN was not measured.
        timeline: of the same angles.
        bands: one standard error of a change [deg] by coordinate name.
        package: import name of the stretch's folder, whose ``limits.json`` names the faults that are looked for.

    Returns:
        The repetitions of the timeline, in order. ``good`` is False with any fault; else None with a possible fault,
        or where the arch, the pelvis or the trunk was not measured; else True. ``trunk_lean_deg`` is NaN where it was
        not measured.
    """
    limits, faults = load_thresholds(package), tuple(read_limits(package).faults)
    return tuple(
        _judge(angles, times, timeline.starts_of(place), timeline.runs, bands, limits, faults)
        for place, times in enumerate(timeline.repetitions)
    )


def compensation_ratio(arch_deg: float | None, pelvis_deg: float | None, travel_deg: float) -> float | None:
    """Return how much of the thigh's move came from the back or the pelvis instead of the hip.

    Args:
        arch_deg, pelvis_deg: changes of lumbar extension and anterior tilt [deg]; None where not measured.
        travel_deg: change of the thigh [deg].

    Returns:
        The larger of the two over the travel; 0 where neither went that way; None where neither was measured.
    """
    known = [change for change in (arch_deg, pelvis_deg) if change is not None]
    if not known or not travel_deg > 0:
        return None
    return max(0.0, *known) / travel_deg


def _judge(
    angles: TimeSeries,
    times: RepetitionTimes,
    starts: Sequence[Mask],
    runs: Sequence[Run],
    bands: Mapping[str, float],
    limits: Thresholds,
    looked_for: Sequence[str],
) -> Repetition:
    hold = times.in_hold(angles.time)
    start = _start_position(angles, starts, limits.seen_share)

    def held(name: str) -> float | None:
        return _mean(angles, name, hold, limits.seen_share)

    def at_start(name: str, seen_share: float = limits.seen_share) -> float | None:
        return _mean(angles, name, start, seen_share)

    def change(name: str) -> float | None:
        value, level = held(name), at_start(name)
        return None if value is None or level is None else value - level

    moved = change("rear_thigh_angle")
    travel = times.thigh_travel_deg if moved is None else moved
    arch, pelvis, trunk = change("lumbar_extension"), change("pelvis_tilt"), held("trunk_lean")
    start_thigh = at_start("rear_thigh_angle", 0.0)
    knee, past_toes = held("front_knee_angle"), held("front_knee_past_toes")
    reach = {"knee": bands.get("front_knee_angle"), "thigh": bands.get("rear_thigh_angle")}
    lean, hold_s = bands.get("trunk_lean"), times.hold_s
    shown: dict[str, Shown] = {
        "arched_back": _arched(arch, travel, bands, limits),
        "anterior_tilt": _beyond(pelvis, bands.get("pelvis_tilt"), most=limits.pelvis_anterior_deg),
        "leaning_back": _beyond(trunk, lean, least=limits.trunk_back_deg),
        "folding_forward": _beyond(trunk, lean, most=limits.trunk_forward_deg),
        "short_hold": _beyond(hold_s, TIME_ERROR_S, least=limits.hold_short_s),
        "long_hold": _beyond(hold_s, TIME_ERROR_S, most=limits.hold_long_s),
        "bounce": "fault" if _bounces(angles, times, runs, limits) else None,
        "small_travel": None if counts(travel, limits) else "fault",
        "front_knee_past_toes": _worse(
            _beyond(knee, reach["knee"], most=limits.front_knee_deg),
            _beyond(past_toes, None, most=limits.front_knee_past_toes_m),
        ),
        "rear_knee_not_under_hip": _beyond(
            start_thigh, reach["thigh"], least=-limits.start_thigh_deg, most=limits.start_thigh_deg
        ),
    }
    faults, possible = (
        tuple(name for name in looked_for if shown[name] == kind) for kind in ("fault", "possible")
    )
    begins, ends = _seen_whole(times, runs)
    return Repetition(
        **asdict(replace(times, thigh_travel_deg=travel)),
        start_position_s=_parts(np.asarray(angles.time), start),
        trunk_lean_deg=float("nan") if trunk is None else trunk,
        hip_extension_change_deg=change("rear_hip_extension"),
        arch_change_deg=arch,
        pelvis_tilt_change_deg=pelvis,
        compensation_ratio=compensation_ratio(arch, pelvis, travel),
        faults=faults,
        possible_faults=possible,
        good=is_good(faults, (arch, pelvis, trunk), possible),
        others={
            "start_thigh": start_thigh,
            "start_trunk": at_start("trunk_lean"),
            "start_front_knee": at_start("front_knee_angle"),
            "move_in": times.hold_start_s - times.start_s if begins else None,
            "move_back": times.end_s - times.hold_end_s if ends else None,
        },
    )


def _start_position(angles: TimeSeries, starts: Sequence[Mask], seen_share: float) -> Mask:
    """(T,) True in the quiet rest from which every change of one repetition counts.

    The first of the possible starts in which all that the recording measures is seen, else the thigh, else the first.
    """
    for names in (CHANGES, CHANGES[:1]):
        wanted = [name for name in names if name in angles and np.isfinite(angles[name]).any()]
        for start in starts:
            if all(_mean(angles, name, start, seen_share) is not None for name in wanted):
                return start
    return starts[0] if len(starts) else np.zeros(len(angles), dtype=bool)


def _parts(time: Array, mask: Mask) -> tuple[tuple[float, float], ...]:
    """First and last time [s] of each run of True."""
    return tuple((float(time[first]), float(time[last])) for first, last in runs_of(mask))


def _seen_whole(times: RepetitionTimes, runs: Sequence[Run]) -> tuple[bool, bool]:
    """Whether the recording shows the move in from its start, and the move back to its end."""
    run = next((run for run in runs if run.time[0] <= times.hold_start_s <= run.time[-1]), None)
    if run is None:
        return True, True
    step = float(run.time[1] - run.time[0])
    return times.start_s > run.time[0] + step / 2, times.end_s < run.time[-1] + step / 2


def _beyond(
    value: float | None, error: float | None, *, least: float | None = None, most: float | None = None
) -> Shown:
    """Whether a value shows a fault: None within its limits or without a value.

    Args:
        error: one standard error, in the unit of the value; None where it is not known.
    """
    if value is None or not is_beyond(value, least, most):
        return None
    return "fault" if judged(Estimate.of(value, error, ""), least, most) == "fault" else "possible"


def _worse(*found: Shown) -> Shown:
    """The worst of several answers on one fault."""
    return "fault" if "fault" in found else "possible" if "possible" in found else None


def _arched(arch: float | None, travel: float, bands: Mapping[str, float], limits: Thresholds) -> Shown:
    """Whether the back arched: by itself too far, or too far for the travel of the thigh.

    The ratio here is the arch's own share; a pelvis that tips without an arch is `anterior_tilt`. A small move makes
    any noise a large share: 3 degrees of error over 8 of travel are already 0.38. So the ratio counts only where the
    arch differs from none by ``band_sigmas`` standard errors, and then the question is no longer open: with this rule
    every arched repetition of the rendered bodies left out is found, and no other (``docs/accuracy.md``).
    """
    if arch is None:
        return None
    error = bands.get("lumbar_extension")
    if arch > limits.band_sigmas * (error or 0.0) and arch / travel > limits.ratio_back_works:
        return "fault"
    return _beyond(arch, error, most=limits.arch_deg)


def _mean(angles: TimeSeries, name: str, mask: Mask, seen_share: float) -> float | None:
    """Return the mean over a mask [deg, or m for a distance]; None where too little of it was seen."""
    if name not in angles or not mask.any():
        return None
    values = angles[name][mask]
    seen = np.isfinite(values)
    if not seen.any() or seen.mean() < seen_share:
        return None
    mean = float(values[seen].mean())
    return float(np.degrees(mean)) if angles.unit_of(name) == "rad" else mean


def _bounces(angles: TimeSeries, times: RepetitionTimes, runs: Sequence[Run], limits: Thresholds) -> bool:
    """Whether the thigh goes and comes back at speed inside the hold, by more than the noise of this recording."""
    run = next((run for run in runs if run.time[0] <= times.hold_start_s <= run.time[-1]), None)
    if run is None:
        return False
    inside = (run.time > times.hold_start_s + _EDGE_S) & (run.time < times.hold_end_s - _EDGE_S)
    values, speed = run.thigh[inside], run.speed[inside]
    raw = thigh_deg(angles)
    raw = raw[np.isfinite(raw)]
    noise = 1.48 * float(np.median(np.abs(np.diff(raw, n=2)))) / np.sqrt(6.0)
    swing = max(limits.bounce_swing_deg, 4.0 * noise * _noise_share(run))
    turns = turning_points(values, swing)
    spikes = [
        float(np.max(np.abs(speed[first : last + 1]))) >= limits.bounce_speed_deg_s
        for first, last in pairwise(turns)
    ]
    return sum(spikes) >= 2


def _noise_share(run: Run) -> float:
    """Return the share of white noise that the smoothing of a run lets through."""
    samples = max(SMOOTH_S / float(run.time[1] - run.time[0]), 0.5)
    return float(min(1.0, (2.0 * np.sqrt(np.pi) * samples) ** -0.5))
