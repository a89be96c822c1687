"""One analysis behind every recording: judge what was measured, and add the psoas.

A clip, a motion file and a live camera differ in how they measure; from the angles on, all go this way.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from psoas.body import Body
from psoas.capture.pose import Captured
from psoas.exercises import Exercise, Repetition, Timeline, exercise_of
from psoas.findings import (
    FROM_START,
    Analysis,
    View,
    add_psoas,
    assess,
    changes_from,
    judge_view,
    start_angles,
    start_posture,
)
from psoas.motion import MeasuredMotion, OngoingFit, Pitch, measure, without_names
from psoas.quantities import Movement
from psoas.timeseries import TimeSeries


def analyse(
    measured: Analysis,
    *,
    bands: Mapping[str, float],
    reasons: Mapping[str, str],
    height_m: float | None = None,
    body: Body | None = None,
    start_hip_error_deg: float | None = None,
    psoas: bool = True,
) -> Analysis:
    """The analysis with its timeline, repetitions, findings and psoas.

    Args:
        measured: source, view, movement, rear leg and angles. The angles of a motion file have a zero of their own,
            those of a camera are changes from the person's own start where one picture does not show them.
        bands: one standard error of a change [deg] by coordinate name.
        reasons: coordinate name to why it was not measured.
        height_m: standing height [m]; None stands for a usual one.
        body: of the person where markers measured it; None stands for the usual one of that height.
        start_hip_error_deg: one standard error of the hip at the start; None where it is no better known than from
            one camera.
        psoas: False leaves the psoas out, whose tables of a new height take a second to make.
    """
    angles, own_zero = measured.angles, measured.source.motion is not None
    timeline: Timeline | None = None
    repetitions: tuple[Repetition, ...] = ()
    exercise = exercise_of(measured.movement)
    if exercise is not None and measured.view.usable and not measured.source.is_photo:
        timeline = exercise.find_timeline(angles)
        if not own_zero and not timeline.calm.any():
            # a change has no meaning without the start that it counts from
            lost = [name for name in FROM_START if name in angles]
            angles = angles.without(lost)
            reasons = {**reasons, **dict.fromkeys(lost, exercise.no_start)}
        repetitions = exercise.judge(angles, timeline, bands)
        if measured.source.filming.speed_doubt is not None:
            repetitions = tuple(_without_times(one, exercise) for one in repetitions)
    findings, not_measured = assess(
        movement=measured.movement,
        view=measured.view,
        angles=angles,
        repetitions=repetitions,
        unfinished=() if timeline is None else timeline.unfinished,
        bands=bands,
        reasons=reasons,
        absolute=own_zero,
        speed_doubt=measured.source.filming.speed_doubt,
        segments=measured.segments,
    )
    judged = replace(
        measured,
        angles=angles,
        timeline=timeline,
        repetitions=repetitions,
        findings=tuple(findings),
        not_measured=tuple(not_measured),
        errors=dict(bands),
    )
    if not psoas or (own_zero and timeline is None):
        return judged
    if timeline is None or not own_zero:
        return add_psoas(judged, bands=bands, reasons=reasons, height_m=height_m)
    start = start_angles(angles, timeline)
    with_psoas = add_psoas(
        replace(judged, angles=changes_from(start, angles)),
        bands=bands,
        reasons=reasons,
        height_m=height_m,
        body=body,
        start=start_posture(start, start_hip_error_deg),
    )
    return replace(with_psoas, angles=angles)


def _without_times(repetition: Repetition, exercise: Exercise) -> Repetition:
    """The repetition without faults of its hold, where the speed of the recording is in doubt."""
    if exercise.hold is None:
        return repetition
    of_time = (exercise.hold.too_short, exercise.hold.too_long)
    faults, possible = (
        tuple(name for name in names if name not in of_time)
        for names in (repetition.faults, repetition.possible_faults)
    )
    return replace(repetition, faults=faults, possible_faults=possible, good=False if faults else None)


def measure_side_view(
    captured: Captured,
    size: tuple[int, int],
    *,
    height_m: float | None = None,
    stretching: Movement | None = None,
    rough: bool = False,
    tilted: str | None = None,
    by_room: Pitch | None = None,
    before: OngoingFit | None = None,
) -> tuple[MeasuredMotion, View]:
    """Measure what a camera saw, and judge how it stood.

    No body is fitted to the points of the lite weights: they are the picture's own angles that change least wrongly.

    Args:
        captured: of one person.
        size: width and height of the picture [px].
        height_m, stretching, rough, before: as in `measure`.
        tilted: why nothing can be measured where the camera was rolled; None where it can.
        by_room: as in `measure`.
    """
    motion = measure(
        captured.points,
        captured.world,
        captured.contours,
        size=None if rough else size,
        height_m=height_m,
        stretching=stretching,
        rough=rough,
        stickers=captured.stickers,
        by_room=by_room,
        before=before,
    )
    if tilted is not None:
        segments = without_names(motion.segments, tilted)
        motion = replace(motion, unread=tilted, movement="unknown", rear_leg=None, segments=segments)
    view = judge_view(
        captured.points,
        motion.turn_deg,
        motion.facing is not None,
        size,
        kneeling=motion.rear_leg is not None and motion.movement == "half_kneeling_stretch",
        unread=motion.unread,
        from_front=stretching is None
        and tilted is None
        and motion.facing is None
        and bool(motion.angles.names),
        rough=rough,
        picture=captured.picture,
    )
    return motion, view


def empty_series(time: np.ndarray) -> TimeSeries:
    """A series of this time (T,) [s] without a value."""
    return TimeSeries(time, (), np.zeros((len(time), 0)), ())
