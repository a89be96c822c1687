"""A motion-capture file instead of a clip: read it, find the angles, judge them by the same rules."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from psoas.body import Person, load_body
from psoas.capture.files import read_motion_file
from psoas.findings import (
    Analysis,
    Finding,
    MotionSource,
    NotMeasured,
    Source,
    View,
    add_psoas,
    calm_angles,
    from_calm,
    held_extension,
    judge,
    start_posture,
    stride_findings,
)
from psoas.motion import SagittalMotion, check_upright, load_recording_error, sagittal_motion
from psoas.recordings.loads import coordinate_loads, with_loads
from psoas.recordings.read_motion import ReadMotion, listed, read_motion
from psoas.timeseries import Progress, TimeSeries

LEAST_FRAMES, LEAST_S = 10, 0.5
"""Fewer frames, or a shorter time, are a pose and no movement."""

STILL_DEG = 3.0
"""Nobody moves where no angle goes further than this."""

LEAST_TOLD = 0.98
"""Share of the frames below which a gap is told."""

NEEDED = {
    "rear_hip_extension": ("hip_flexion_r", "hip_flexion_l"),
    "lumbar_extension": ("lumbar_extension",),
    "pelvis_tilt": ("pelvis_tilt",),
    "trunk_lean": ("pelvis_tilt", "lumbar_extension"),
}
"""Coordinates of the body without which an angle is not measured."""

TELLS = {"lumbar_extension": "the trunk (such as C7 and both acromia)", "pelvis_tilt": "the pelvis"}


def analyse_motion(
    path: str | Path,
    *,
    height_m: float | None = None,
    carried: Person | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Everything that a motion-capture file tells.

    Args:
        path: coordinates (.mot, .sto) or markers (.trc, .c3d).
        height_m: standing height [m]; None takes a usual one. Markers measure the person themselves.
        carried: the person whose loads are to be told, too; None tells none.
        progress: called with the stage, how much is done, and of how much.

    Returns:
        The analysis. Its view was no camera's: of the kind ``unknown``, and usable. Where the file is too short to show
        a movement, the view is not usable and says so.

    Raises:
        InputError: the file cannot be read, or what is in it cannot be a person's movement.
    """
    path = Path(path)
    found = read_motion_file(path)
    length = float(found.time[-1] - found.time[0])
    if len(found.time) < LEAST_FRAMES or length < LEAST_S:
        return _too_short(path, found.time)
    read = read_motion(path, found, height_m=height_m, progress=progress)
    motion = sagittal_motion(read.body, read.coordinates)
    upright = (
        "which axis of the file is up"
        if read.source.kind == "markers"
        else "pelvis_tilt and lumbar_extension"
    )
    check_upright(motion, path.name, upright)
    analysis = _judged(path, read, motion)
    if carried is None:
        return analysis
    body = load_body(replace(carried, factors=read.body.person.factors))
    loads = coordinate_loads(body, read.coordinates, read.turned, progress=progress)
    return with_loads(analysis, loads)


def _judged(path: Path, read: ReadMotion, motion: SagittalMotion) -> Analysis:
    """The analysis of angles that were found."""
    time, angles = read.coordinates.time, motion.angles
    empty = TimeSeries(time, (), np.zeros((len(time), 0)), ())
    side: Literal["left", "right"] | None = (
        None if motion.rear_side is None else "left" if motion.rear_side == "l" else "right"
    )
    analysis = Analysis(
        source=_source(path, time, read.source),
        view=View("unknown", None, True, None),
        movement=motion.movement,
        rear_leg=None,
        rear_side=side,
        facing=None,
        points=empty,
        outline=empty,
        angles=angles,
    )
    bands = load_recording_error().bands
    reasons = dict(_reasons(read.source, motion))
    judged = judge(analysis, bands=bands, reasons=reasons)
    if side is not None:
        calm, markers = calm_angles(judged.angles), read.source.kind == "markers"
        with_psoas = add_psoas(
            replace(judged, angles=from_calm(angles, calm)),
            bands=bands,
            reasons=reasons,
            height_m=read.source.height_m,
            body=read.body if markers else None,
            start=start_posture(calm, load_recording_error().start_hip if markers else None),
        )
        judged = replace(with_psoas, angles=angles)
    findings = [
        replace(one, cue="Give the recording of a whole movement, with both legs in it")
        if one.cue and _lost(one, judged)
        else one
        for one in judged.findings
    ]
    if motion.movement in ("walking", "running"):
        findings[1:1] = stride_findings(angles, bands)
    place = next((number for number, one in enumerate(findings, 1) if one.id == "hip_opening"), len(findings))
    findings[place:place] = held_extension(angles, judged.repetitions)
    return replace(
        judged,
        findings=(*findings, *read.findings, _error_finding(read.source)),
        not_measured=(*judged.not_measured, *_stillness(angles), *_gaps(read), *read.notes),
    )


def _lost(finding: Finding, analysis: Analysis) -> bool:
    return finding.id == "verdict" and analysis.movement == "unknown"


def _source(path: Path, time: np.ndarray, motion: MotionSource | None) -> Source:
    length = float(time[-1] - time[0]) if len(time) > 1 else 0.0
    rate = (len(time) - 1) / length if length > 0 else 0.0
    return Source(str(path), len(time), rate, length, 0, 0, len(time), motion=motion)


def _too_short(path: Path, time: np.ndarray) -> Analysis:
    frames = len(time)
    what = "one frame, a still pose" if frames == 1 else f"{frames} frames in {time[-1] - time[0]:.2g} s"
    reason = f"it holds {what}; a movement is told from {LEAST_FRAMES} frames and half a second or more"
    empty = TimeSeries(np.empty(0), (), np.empty((0, 0)), ())
    view = View("unknown", None, False, reason, "give the recording of the movement, not a static trial")
    analysis = Analysis(_source(path, time, None), view, "unknown", None, None, None, empty, empty, empty)
    return judge(analysis)


def _reasons(source: MotionSource, motion: SagittalMotion) -> Iterator[tuple[str, str]]:
    """Why an angle that is asked for is not there."""
    for name, needed in NEEDED.items():
        stretch_only = name.startswith("rear_")
        if name in motion.angles or (stretch_only and motion.rear_side is None):
            continue
        absent = [one for one in needed if one not in source.coordinates]
        if source.kind == "coordinates" and absent:
            yield name, f"the file has no {' and no '.join(absent)}"
        elif source.kind == "markers":
            where = next((TELLS[one] for one in absent if one in TELLS), "that part of the body")
            yield name, f"too few markers that were seen and known sit on {where}"
        else:
            yield name, "the file has no number for it"


def _error_finding(source: MotionSource) -> Finding:
    error = load_recording_error()
    band = 1.96 * max(error.bands.values())
    first = (
        ""
        if source.kind == "markers"
        else "The file does not say how it was recorded; markers on the skin are taken. "
    )
    says = (
        f"{first}Changes of an angle are given with a band of {band:.0f} degrees to each side, a working default: half "
        "of the error that gait laboratories find between two sessions. How far off the zero is, is not known."
    )
    return Finding("error_band", band, "deg", None, None, "info", says, None, error.sources)


def _stillness(angles: TimeSeries) -> Iterator[NotMeasured]:
    turning = [angles[name] for name in angles.names if angles.unit_of(name) == "rad"]
    known = [np.degrees(values[np.isfinite(values)]) for values in turning]
    spans = [float(np.ptp(np.percentile(values, [2, 98]))) for values in known if len(values)]
    if not spans or max(spans) < STILL_DEG:
        yield NotMeasured(
            "movement",
            f"nobody moves in it, as in a static trial: no angle goes through {STILL_DEG:g} degrees; give the "
            "recording of the movement",
        )


def _gaps(read: ReadMotion) -> Iterator[NotMeasured]:
    """Stretches without a pose, and joints that were told only part of the time."""
    known = np.isfinite(read.coordinates.values)
    if not known.size:
        return
    whole = known.any(axis=1)
    if whole.mean() < LEAST_TOLD:
        why = "fewer than three markers of the pelvis were seen" if read.source.kind == "markers" else "empty"
        yield NotMeasured("gaps", f"{1 - whole.mean():.0%} of the recording is left out: {why}")
    partly = [
        name
        for name, column in zip(read.coordinates.names, known[whole].T, strict=True)
        if column.mean() < LEAST_TOLD
    ]
    if partly:
        yield NotMeasured("gaps", f"known for part of the time only: {listed(tuple(partly))}")
