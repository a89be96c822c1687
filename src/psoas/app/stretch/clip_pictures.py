"""Small pictures of the repetitions in a clip, of people for whom they are kept: start, deepest moment, worst fault."""

from pathlib import Path
from typing import Final

import numpy as np

from psoas.app.stretch.album import small_jpeg
from psoas.capture.video import read_frames
from psoas.exercises import Exercise, Repetition, exercise_of
from psoas.findings import Analysis
from psoas.plan import KeptPicture, Moment
from psoas.report import plain_stills
from psoas.timeseries import TimeSeries

SAME_S: Final = 0.2
"""A worst moment this near to another one shows the same, and is left out [s]."""

LEAST_SIDE: Final = 1280
"""Longer side of the pictures that are cut to the person [px]."""


def clip_pictures(path: Path, analysis: Analysis) -> list[KeptPicture]:
    """Read a clip once more for the pictures of its repetitions; none of a motion file or a photograph.

    Raises:
        InputError: the clip cannot be read any more.
    """
    if analysis.source.motion is not None or analysis.source.is_photo:
        return []
    moments = key_moments(analysis)
    stills = plain_stills(
        analysis, read_frames(path, max_side=LEAST_SIDE), [time_s for _number, _moment, time_s in moments]
    )
    found = []
    for number, moment, time_s in moments:
        jpeg = small_jpeg(stills[time_s].copy()) if time_s in stills else None
        if jpeg is not None:
            found.append(KeptPicture(number, moment, jpeg))
    return found


def key_moments(analysis: Analysis) -> list[tuple[int, Moment, float]]:
    """Number of each repetition that counts, its moments, and their times [s]."""
    exercise = exercise_of(analysis.movement)
    if exercise is None:
        return []
    found: list[tuple[int, Moment, float]] = []
    for number, one in enumerate(analysis.repetitions, start=1):
        if not exercise.counts(one):
            continue
        middle = (one.hold_start_s + one.hold_end_s) / 2
        deepest = one.peak_s if np.isfinite(one.peak_s) else middle
        found += [(number, "start", one.start_s), (number, "deepest", deepest)]
        worst = worst_s(exercise, one, analysis.angles)
        if worst is not None and min(abs(worst - one.start_s), abs(worst - deepest)) > SAME_S:
            found.append((number, "worst", worst))
    return found


def worst_s(exercise: Exercise, one: Repetition, angles: TimeSeries) -> float | None:
    """When in its hold, which is judged, the gravest fault of a repetition was largest [s].

    None without a fault that an angle shows.
    """
    fault = exercise.worst(one.faults_by_value)
    shown = None if fault is None else exercise.shown_by(fault)
    if shown is None or shown[0] not in angles:
        return None
    name, too_much = shown
    inside = one.in_hold(angles.time) & np.isfinite(angles[name])
    if not inside.any():
        return None
    values = angles[name][inside]
    return float(angles.time[inside][np.argmax(values) if too_much else np.argmin(values)])
