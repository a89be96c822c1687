"""What the kept pictures of one side tell so far: the same measuring and judging as for a recorded clip."""

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from psoas.capture.pose import Captured, Weights
from psoas.exercises import Repetition
from psoas.exercises.half_kneeling import find_repetitions, judge_repetitions
from psoas.findings import View, judge_view
from psoas.motion import Motion, load_calibration, measure
from psoas.plan import RepetitionRecord
from psoas.quantities import RECORDED
from psoas.sides import SideWord as Side

NEWEST_S, KNEELING_S = 0.35, 0.8
"""The newest values are the medians of this long; and who kneels for most of this long kneels [s]."""


@dataclass(frozen=True)
class Reading:
    """What is known at one moment.

    Attributes:
        time_s: of the newest picture [s].
        view: how the camera stands.
        facing: the side of the picture to which the person faces.
        kneeling: the person half-kneels now.
        near: the kneeling leg is the one at the camera; None where nobody kneels.
        side: which leg kneels; None where it cannot be told.
        repetitions: those that are finished.
        now: newest values [deg], changes from the person's own start, by the names of `psoas.quantities.RECORDED`;
            what cannot be measured is absent.
        unseen: why the back is not measured, or None.
    """

    time_s: float
    view: View
    facing: str | None = None
    kneeling: bool = False
    near: bool | None = None
    side: Side | None = None
    repetitions: tuple[Repetition, ...] = ()
    now: dict[str, float] | None = None
    unseen: str | None = None


def timed_read(
    captured: Captured, size: tuple[int, int], *, rough: bool, height_m: float | None
) -> tuple[Reading | None, float]:
    """`read`, and how long it took [s]."""
    began = perf_counter()
    reading = read(captured, size, rough=rough, height_m=height_m)
    return reading, perf_counter() - began


def read(
    captured: Captured, size: tuple[int, int], *, rough: bool, height_m: float | None = None
) -> Reading | None:
    """Measure and judge what was seen.

    Args:
        captured: the camera's pictures.
        size: of one picture [px].
        rough: they were looked at with the lite weights.
        height_m: of the person, for distances.

    Returns:
        None where there are too few pictures.
    """
    time = captured.points.time
    if len(time) < 5:
        return None
    motion = measure(
        captured.points, captured.world, captured.contours, height_m=height_m, stretching=True, rough=rough
    )
    view = judge_view(
        captured.points,
        motion.yaw_deg,
        motion.facing is not None,
        size,
        kneeling=motion.rear_leg is not None,
        rough=rough,
    )
    now_s = float(time[-1])
    if motion.rear_leg is None or motion.facing is None:
        return Reading(now_s, view, motion.facing)
    newest = time >= now_s - NEWEST_S
    near = motion.rear_leg == "near"
    return Reading(
        time_s=now_s,
        view=view,
        facing=motion.facing,
        kneeling=bool(motion.kneeling[time >= now_s - KNEELING_S].mean() >= 0.5),
        near=near,
        side=None if rough else _side(motion, near),
        repetitions=judge_repetitions(
            motion.angles, find_repetitions(motion.angles), load_calibration().bands
        ),
        now=dict(_newest(motion, newest)),
        unseen=motion.reasons.get("lumbar_extension"),
    )


def bands(weights: Weights) -> dict[str, float]:
    """One standard error of a repetition's figures [deg] by name, for the store; empty for what has no known error."""
    known = load_calibration().bands
    if weights == "lite":
        return {}
    return {name: known[coordinate] for name, coordinate in RECORDED.items() if coordinate in known}


def record_of(repetition: Repetition, number: int, since_s: float) -> RepetitionRecord:
    """A repetition as it is kept; times count from ``since_s``."""
    lean = repetition.trunk_lean_deg
    return RepetitionRecord(
        number=number,
        start_s=round(repetition.start_s - since_s, 3),
        end_s=round(repetition.end_s - since_s, 3),
        hold_s=round(repetition.hold_s, 3),
        thigh_travel_deg=repetition.thigh_travel_deg,
        hip_opening_deg=repetition.hip_extension_change_deg,
        arch_deg=repetition.arch_change_deg,
        pelvis_deg=repetition.pelvis_tilt_change_deg,
        trunk_lean_deg=lean if np.isfinite(lean) else None,
        faults=repetition.faults,
        good=repetition.good,
    )


def _side(motion: Motion, near: bool) -> Side:
    facing: Side = "left" if motion.facing == "left" else "right"
    other: Side = "right" if facing == "left" else "left"
    return facing if near else other


def _newest(motion: Motion, newest: np.ndarray) -> list[tuple[str, float]]:
    found = []
    for name, coordinate in RECORDED.items():
        if coordinate not in motion.angles:
            continue
        values = motion.angles[coordinate]
        if name == "thigh_travel":
            kneels = values[motion.kneeling & np.isfinite(values)]
            values = values - (np.percentile(kneels, 10) if len(kneels) else np.nan)
        values = values[newest]
        values = values[np.isfinite(values)]
        if len(values):
            found.append((name, float(np.degrees(np.median(values)))))
    return found
