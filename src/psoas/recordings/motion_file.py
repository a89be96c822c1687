"""The way in for a motion-capture file: read it, find the angles, and analyse."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from psoas.body import Person, load_body
from psoas.capture.files import MOTION_FILES, GroundForce, Markers, read_motion_file
from psoas.errors import UsageError
from psoas.estimate import NORMAL_95, Estimate
from psoas.findings import (
    Analysis,
    Finding,
    LoadsOverTime,
    MotionSource,
    NotMeasured,
    Source,
    View,
    gait_psoas,
    headed_by_strides,
    held_extension,
    stride_findings,
)
from psoas.motion import (
    SagittalMotion,
    check_upright,
    listed,
    load_recording_error,
    marker_template,
    read_marker_map,
    renamed_markers,
    sagittal_motion,
)
from psoas.muscle import psoas_of, tabulated
from psoas.recordings.analyse import analyse, empty_series
from psoas.recordings.loads import coordinate_loads, with_loads
from psoas.recordings.motion_strides import MotionStrides, motion_strides
from psoas.recordings.read_motion import ReadMotion, read_motion
from psoas.recordings.recorded_forces import named_feet, recorded_forces
from psoas.sides import WORD
from psoas.strides import GAITS
from psoas.timeseries import Array, Progress, TimeSeries
from psoas.words import N_, _, in_series

LEAST_FRAMES, LEAST_S = 10, 0.5
"""Fewer frames, or a shorter time, show a pose and no movement."""

STILL_DEG = 3.0
"""Nobody moves where no angle goes further than this."""

LEAST_KNOWN = 0.98
"""Share of the frames below which a gap is reported."""

NEEDED = {
    "rear_hip_extension": ("hip_flexion_r", "hip_flexion_l"),
    "lumbar_extension": ("lumbar_extension",),
    "pelvis_tilt": ("pelvis_tilt",),
    "trunk_lean": ("pelvis_tilt", "lumbar_extension"),
}
"""Coordinates of the body without which an angle is not measured."""

SHOWN_BY = {
    "lumbar_extension": N_("the trunk (such as C7 and both acromia)"),
    "pelvis_tilt": N_("the pelvis"),
}
"""Where markers have to sit for a coordinate."""


def analyse_motion(
    path: str | Path,
    *,
    height_m: float | None = None,
    loads: Person | None = None,
    markers: str | Path | None = None,
    forces: str | Path | None = None,
    workers: int | None = 0,
    progress: Progress | None = None,
) -> Analysis:
    """Analyse a motion-capture file.

    Args:
        path: coordinates (.mot, .sto) or markers (.trc, .c3d).
        height_m: standing height [m]; None stands for a usual one. Markers measure the person themselves.
        loads: the person whose loads are computed, too; None computes none.
        markers: a file with the names of its markers in psoas, see `psoas.motion.read_marker_map`.
        forces: its force plates; None looks for them in the file and beside it, see `recorded_forces`.
        workers: number of processes that help with the loads, as in `recorded_loads`.

    Returns:
        The analysis. Its view was no camera's: of the kind ``unknown``, and usable. Where the file is too short to show
        a movement, the view is not usable and says so.

    Raises:
        InputError: a file cannot be read, or what is in it cannot be a person's movement.
        UsageError: names of markers for a file of coordinates.
    """
    path = Path(path)
    found = _named(path, read_motion_file(path), markers)
    length = float(found.time[-1] - found.time[0])
    if len(found.time) < LEAST_FRAMES or length < LEAST_S:
        return _too_short(path, found.time)
    read = read_motion(path, found, height_m=height_m, progress=progress)
    motion = sagittal_motion(read.body, read.coordinates)
    from_markers = read.source.kind == "markers"
    suspect = (
        _("which axis of the file is up") if from_markers else in_series(("pelvis_tilt", "lumbar_extension"))
    )
    check_upright(motion, path.name, suspect)
    found_forces = recorded_forces(path, None if forces is None else Path(forces))
    analysis = _analysed(path, read, motion, motion_strides(read, motion, found_forces))
    if loads is None:
        return analysis
    body = load_body(replace(loads, factors=read.body.person.factors))

    def compute(ground: tuple[GroundForce, ...]) -> LoadsOverTime | NotMeasured:
        return coordinate_loads(
            body, read.coordinates, read.turned, ground=ground, workers=workers, progress=progress
        )

    return _with_loads(analysis, named_feet(found_forces.plates), compute)


def marker_map_template(path: str | Path) -> str:
    """Write the file to be filled in that gives the markers of a recording their names in psoas.

    Raises:
        InputError: the recording cannot be read.
        UsageError: it holds coordinates and no markers.
    """
    path = Path(path)
    if path.suffix.lower() not in MOTION_FILES:
        raise UsageError(
            _("{file} has no markers; give a motion file of markers (.trc, .c3d)", file=path.name)
        )
    found = read_motion_file(path)
    if not isinstance(found, Markers):
        raise UsageError(_("{file} holds joint angles and no markers; it needs no names", file=path.name))
    return marker_template(found)


def _named(path: Path, found: TimeSeries | Markers, names: str | Path | None) -> TimeSeries | Markers:
    """Give the markers their names in psoas."""
    if names is None:
        return found
    if not isinstance(found, Markers):
        raise UsageError(
            _("--markers names markers, and {file} holds joint angles; leave it out", file=path.name)
        )
    return renamed_markers(found, read_marker_map(Path(names)), Path(names).name)


def _analysed(path: Path, read: ReadMotion, motion: SagittalMotion, found: MotionStrides) -> Analysis:
    """Analyse the angles, and add the findings that only a motion file has."""
    angles, error, markers = motion.angles, load_recording_error(), read.source.kind == "markers"
    empty = empty_series(angles.time)
    measured = Analysis(
        source=_source(path, angles.time, read.source),
        view=View("unknown", None, True, None),
        movement=motion.movement,
        rear_leg=None,
        rear_side=None if motion.rear_side is None else WORD[motion.rear_side],
        facing=None,
        points=empty,
        outline=empty,
        angles=angles,
        segments=motion.segments,
        strides=found.strides,
        stride_sides=found.sides,
    )
    analysis = analyse(
        measured,
        bands=error.bands,
        reasons=dict(_reasons(read.source, motion)),
        height_m=read.source.height_m,
        body=read.body if markers else None,
        start_hip_error_deg=error.start_hip if markers else None,
    )
    findings = list(analysis.findings)
    if findings[0].cue and analysis.movement == "unknown":
        findings[0] = replace(
            findings[0], cue=_("Give the recording of a whole movement, with both legs in it")
        )
    if motion.movement in GAITS:
        findings[1:1] = [*stride_findings(analysis.main_strides, angles, error.bands), *found.findings]
        findings = headed_by_strides(findings, motion.movement, analysis.main_strides)
    place = next((number for number, one in enumerate(findings, 1) if one.id == "hip_opening"), len(findings))
    findings[place:place] = held_extension(angles, analysis.repetitions)
    return replace(
        analysis,
        gait_psoas=_gait_psoas(read, angles) if found.strides else None,
        findings=(*findings, *read.findings, _error_finding(read.source)),
        not_measured=(
            *analysis.not_measured,
            *_stillness(angles),
            *_gaps(read),
            *found.not_measured,
            *read.not_measured,
        ),
    )


def _with_loads(
    analysis: Analysis,
    plates: tuple[GroundForce, ...],
    compute: Callable[[tuple[GroundForce, ...]], LoadsOverTime | NotMeasured],
) -> Analysis:
    """The analysis with its loads by the force plates, and by predicted ground forces where those do not serve."""
    loads = compute(plates)
    if not plates or not isinstance(loads, NotMeasured):
        return with_loads(analysis, loads)
    predicted = compute(())
    if isinstance(predicted, NotMeasured):
        return with_loads(analysis, loads)
    said = _(
        "no loads with their forces ({reason}); the loads are those of predicted ground forces",
        reason=loads.reason,
    )
    unmeasured = (*analysis.not_measured, NotMeasured("force_plates", said))
    return with_loads(replace(analysis, not_measured=unmeasured), predicted)


def _gait_psoas(read: ReadMotion, angles: TimeSeries) -> TimeSeries | None:
    """Length and speed of both psoas."""
    error, height_m, markers = load_recording_error(), read.source.height_m, read.source.kind == "markers"
    return gait_psoas(
        angles,
        tabulated(read.body) if markers else psoas_of(height_m, "r"),
        error.bands,
        start_hip_error_deg=error.start_hip if markers else None,
        sized=markers or height_m is not None,
    )


def _source(path: Path, time: Array, motion: MotionSource | None) -> Source:
    length = float(time[-1] - time[0]) if len(time) > 1 else 0.0
    rate = (len(time) - 1) / length if length > 0 else 0.0
    return Source(str(path), len(time), rate, length, 0, 0, len(time), motion=motion)


def _too_short(path: Path, time: Array) -> Analysis:
    frames = len(time)
    if frames == 1:
        reason = _(
            "it holds one frame, a still pose; a movement is told from {least} frames and half a second or more",
            least=LEAST_FRAMES,
        )
    else:
        reason = _(
            "it holds {frames} frames in {seconds:.2g} s; a movement is told from {least} frames and half a second or "
            "more",
            frames=frames,
            seconds=time[-1] - time[0],
            least=LEAST_FRAMES,
        )
    empty = empty_series(np.empty(0))
    view = View("unknown", None, False, reason, _("give the recording of the movement, not a static trial"))
    analysis = Analysis(_source(path, time, None), view, "unknown", None, None, None, empty, empty, empty)
    return analyse(analysis, bands={}, reasons={})


def _reasons(source: MotionSource, motion: SagittalMotion) -> Iterator[tuple[str, str]]:
    """Say why an angle that findings need was not measured."""
    for name, needed in NEEDED.items():
        stretch_only = name.startswith("rear_")
        if name in motion.angles or (stretch_only and motion.rear_side is None):
            continue
        absent = [one for one in needed if one not in source.coordinates]
        if source.kind == "coordinates" and absent:
            yield name, _("the file lacks {names}", names=in_series(absent))
        elif source.kind == "markers":
            shown = next((_(SHOWN_BY[one]) for one in absent if one in SHOWN_BY), _("that part of the body"))
            yield name, _("too few markers that were seen and known sit on {part}", part=shown)
        else:
            yield name, _("the file has no number for it")


def _error_finding(source: MotionSource) -> Finding:
    error = load_recording_error()
    band = NORMAL_95 * max(error.bands.values())
    says = _(
        "Changes of an angle are given with a band of {band:.0f} degrees to each side, a "
        "working default: half of the error that gait laboratories find between two sessions. "
        "How far off the zero is, is not known.",
        band=band,
    )
    if source.kind == "coordinates":
        says = _("The file does not say how it was recorded; markers on the skin are taken.") + " " + says
    return Finding("error_band", Estimate.of(band, None, "deg"), "info", says, None, error.sources)


def _stillness(angles: TimeSeries) -> Iterator[NotMeasured]:
    turning = [angles[name] for name in angles.names if angles.unit_of(name) == "rad"]
    known = [np.degrees(values[np.isfinite(values)]) for values in turning]
    spans = [float(np.ptp(np.percentile(values, [2, 98]))) for values in known if len(values)]
    if not spans or max(spans) < STILL_DEG:
        yield NotMeasured(
            "movement",
            _(
                "nobody moves in it, as in a static trial: no angle goes through {angle:g} "
                "degrees; give the recording of the movement",
                angle=STILL_DEG,
            ),
        )


def _gaps(read: ReadMotion) -> Iterator[NotMeasured]:
    """Name the share of the time without a pose, and joints that are known for part of the time only."""
    known = np.isfinite(read.coordinates.values)
    if not known.size:
        return
    whole = known.any(axis=1)
    if whole.mean() < LEAST_KNOWN:
        why = _("empty")
        if read.source.kind == "markers":
            why = _("fewer than three markers of the pelvis were seen")
        gap = _("{share:.0%} of the recording is left out: {why}", share=1 - whole.mean(), why=why)
        yield NotMeasured("gaps", gap)
    partly = [
        name
        for name, column in zip(read.coordinates.names, known[whole].T, strict=True)
        if column.mean() < LEAST_KNOWN
    ]
    if partly:
        yield NotMeasured("gaps", _("known for part of the time only: {names}", names=listed(partly)))
