"""What each repetition measured, and which faults it shows."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from psoas.exercises.half_kneeling.calm import calm_mask
from psoas.exercises.half_kneeling.kneeling import Run, kneeling_runs, thigh_deg
from psoas.exercises.half_kneeling.repetitions import Segment
from psoas.exercises.half_kneeling.swings import turning_points
from psoas.exercises.half_kneeling.thresholds import Thresholds, load_thresholds
from psoas.exercises.repetition import Repetition, is_good
from psoas.timeseries import Mask, TimeSeries

PAUSE_S = 0.5
"""A shorter pause is too short to average; the calm parts around it are used with it."""
AROUND_S = 20.0
_EDGE_S = 0.2


def judge_repetitions(
    angles: TimeSeries,
    segments: Sequence[Segment],
    bands: Mapping[str, float] | None = None,
    thresholds: Thresholds | None = None,
) -> tuple[Repetition, ...]:
    """What each repetition measured, its faults, and whether it was good.

    A change is the mean over the hold less the mean over the calm kneeling before the repetition: the pause before
    it, or, where that is shorter than half a second, the calm parts within 20 s. A fault is called on the measured
    value; `psoas.findings.assess` says where its error band leaves it open.

    Args:
        angles: ``rear_thigh_angle``, ``trunk_lean``, ``lumbar_extension``, ``pelvis_tilt``, ``rear_hip_extension``,
            ``front_knee_angle`` [rad], ``front_knee_past_toes`` [m]; what is absent or NaN was not measured.
        segments: what `find_repetitions` returned for them.
        bands: one standard error of a change [deg] by coordinate name.
        thresholds: limits; None for the package's.

    Returns:
        One repetition a segment. ``good`` is False with any fault; else None where the arch, the pelvis or the trunk
        was not measured; else True. ``trunk_lean_deg`` is NaN where it was not measured.
    """
    limits = thresholds or load_thresholds()
    calm = calm_mask(angles, list(segments))
    runs = kneeling_runs(angles)
    ends = [-np.inf, *(segment.end_s for segment in segments)]
    return tuple(
        _judge(angles, segment, calm, ends[place], runs, bands or {}, limits)
        for place, segment in enumerate(segments)
    )


def compensation_ratio(arch_deg: float | None, pelvis_deg: float | None, travel_deg: float) -> float | None:
    """How much of the thigh's move came from the back or the pelvis instead of the hip.

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
    segment: Segment,
    calm: Mask,
    previous_end: float,
    runs: Sequence[Run],
    bands: Mapping[str, float],
    limits: Thresholds,
) -> Repetition:
    hold = _hold_mask(angles, segment)
    pauses = _pauses(angles, segment, calm, previous_end)

    def held(name: str) -> float | None:
        return _mean(angles, name, hold, limits.seen_share)

    def at_start(name: str, seen_share: float = limits.seen_share) -> float | None:
        levels = (_mean(angles, name, pause, seen_share) for pause in pauses)
        return next((level for level in levels if level is not None), None)

    def change(name: str) -> float | None:
        value, start = held(name), at_start(name)
        return None if value is None or start is None else value - start

    arch, pelvis = change("lumbar_extension"), change("pelvis_tilt")
    trunk = held("trunk_lean")
    ratio = compensation_ratio(arch, pelvis, segment.travel_deg)
    start_thigh = at_start("rear_thigh_angle", 0.0)
    knee, past_toes = held("front_knee_angle"), held("front_knee_past_toes")
    length = segment.hold_end_s - segment.hold_start_s
    bounced = _bounces(angles, segment, runs, limits)
    shown = {
        "arched_back": arch is not None and _arched(arch, segment.travel_deg, bands, limits),
        "anterior_tilt": pelvis is not None and pelvis > limits.pelvis_anterior_deg,
        "leaning_back": trunk is not None and trunk < limits.trunk_back_deg,
        "folding_forward": trunk is not None and trunk > limits.trunk_forward_deg,
        "short_hold": length < limits.hold_short_s,
        "long_hold": length > limits.hold_long_s,
        "bounce": bounced,
        "small_travel": segment.travel_deg < limits.travel_counts_deg,
        "front_knee_past_toes": (knee is not None and knee > limits.front_knee_deg)
        or (past_toes is not None and past_toes > limits.front_knee_past_toes_m),
        "rear_knee_not_under_hip": start_thigh is not None and abs(start_thigh) > limits.start_thigh_deg,
    }
    faults = tuple(name for name, is_shown in shown.items() if is_shown)
    return Repetition(
        start_s=segment.start_s,
        hold_start_s=segment.hold_start_s,
        hold_end_s=segment.hold_end_s,
        end_s=segment.end_s,
        thigh_travel_deg=segment.travel_deg,
        trunk_lean_deg=float("nan") if trunk is None else trunk,
        hip_extension_change_deg=change("rear_hip_extension"),
        arch_change_deg=arch,
        pelvis_tilt_change_deg=pelvis,
        compensation_ratio=ratio,
        faults=faults,
        good=is_good(faults, (arch, pelvis, trunk)),
        peak_s=segment.peak_s,
        others={
            "start_thigh": start_thigh,
            "start_trunk": at_start("trunk_lean"),
            "start_front_knee": at_start("front_knee_angle"),
            "move_in": segment.hold_start_s - segment.start_s,
            "move_back": segment.end_s - segment.hold_end_s,
        },
    )


def _arched(arch: float, travel: float, bands: Mapping[str, float], limits: Thresholds) -> bool:
    """Whether the back arched: by itself too far, or too far for what the thigh did.

    The ratio here is the arch's own share; a pelvis that tips without an arch is `anterior_tilt`. A small move
    makes any noise a large share: 3 degrees of error over 8 of travel are already 0.38. So the ratio counts only
    where the arch is told apart from none, by ``band_sigmas`` standard errors.
    """
    told_apart = arch > limits.band_sigmas * bands.get("lumbar_extension", 0.0)
    return arch > limits.arch_deg or (told_apart and arch / travel > limits.ratio_back_works)


def _hold_mask(angles: TimeSeries, segment: Segment) -> Mask:
    """The samples of the hold; of a hold too short to average, those around its middle."""
    middle = (segment.hold_start_s + segment.hold_end_s) / 2.0
    half = max((segment.hold_end_s - segment.hold_start_s) / 2.0, 0.1)
    mask: Mask = np.abs(angles.time - middle) <= half
    return mask


def _pauses(angles: TimeSeries, segment: Segment, calm: Mask, previous_end: float) -> list[Mask]:
    """Where to look for the start position, best first."""
    before = calm & (angles.time >= previous_end) & (angles.time <= segment.start_s)
    near = calm & (np.abs(angles.time - segment.start_s) <= AROUND_S)
    pauses = [near, calm, before]
    if before.any() and np.ptp(angles.time[before]) >= PAUSE_S:
        pauses.insert(0, before)
    return pauses


def _mean(angles: TimeSeries, name: str, mask: Mask, seen_share: float) -> float | None:
    """Mean over a mask [deg, or m for a distance]; None where too little of it was seen."""
    if name not in angles or not mask.any():
        return None
    values = angles[name][mask]
    seen = np.isfinite(values)
    if not seen.any() or seen.mean() < seen_share:
        return None
    mean = float(values[seen].mean())
    return float(np.degrees(mean)) if angles.unit_of(name) == "rad" else mean


def _bounces(angles: TimeSeries, segment: Segment, runs: Sequence[Run], limits: Thresholds) -> bool:
    """Whether the thigh goes and comes back at speed inside the hold, by more than the noise of this recording."""
    run = next((run for run in runs if run.time[0] <= segment.hold_start_s <= run.time[-1]), None)
    if run is None:
        return False
    inside = (run.time > segment.hold_start_s + _EDGE_S) & (run.time < segment.hold_end_s - _EDGE_S)
    values, speed = run.thigh[inside], run.speed[inside]
    raw = thigh_deg(angles)
    raw = raw[np.isfinite(raw)]
    noise = 1.48 * float(np.median(np.abs(np.diff(raw, n=2)))) / np.sqrt(6.0)
    swing = max(limits.bounce_swing_deg, 4.0 * noise * _passed(run))
    turns = turning_points(values, swing)
    spikes = [
        float(np.max(np.abs(speed[first : last + 1]))) >= limits.bounce_speed_deg_s
        for first, last in pairwise(turns)
    ]
    return len(spikes) >= 2 and sum(spikes) >= 2


def _passed(run: Run) -> float:
    """Share of white noise that the smoothing of a run lets through."""
    samples = max(0.07 / float(run.time[1] - run.time[0]), 0.5)
    return float(min(1.0, (2.0 * np.sqrt(np.pi) * samples) ** -0.5))
