"""Loads of a recording: a motion file, with or without measured ground forces, or a clip."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from psoas.body import Body, Person, load_body
from psoas.capture.files import GroundForce, read_ground_forces, read_motion_file
from psoas.errors import CannotTellError, InputError, UsageError
from psoas.findings import Analysis, LoadsOverTime, NotMeasured
from psoas.loads import Assumptions, MotionLoads
from psoas.motion import load_recording_error
from psoas.recordings.clip_pose import clip_coordinates
from psoas.recordings.loads_over_time import loads_over_time
from psoas.recordings.read_motion import read_motion
from psoas.sides import both
from psoas.timeseries import Array, Progress, TimeSeries
from psoas.words import _, ngettext

UNCHANGED = 1e-3
"""Accelerations whose change is less than this [m/s2, rad/s2], root sum of squares of all, count as unchanged."""

SLOW_HZ = 8.0
"""Frames a second at which the loads of a clip's slow movement are computed."""

READING = ("header", "cut_off", "wild_cells", "markers_repeated")
"""Remarks on how a file was read that belong to its loads, too."""


@dataclass(frozen=True, eq=False)
class RecordedLoads:
    """Loads of one recording.

    Attributes:
        file: its name.
        body: of the person.
        loads: over time, with their band.
        detail: loads of each measured frame, and how they were computed.
        says: remarks on residuals and absent coordinates.
    """

    file: str
    body: Body
    loads: LoadsOverTime
    detail: MotionLoads
    says: tuple[str, ...]


def recorded_loads(
    path: str | Path,
    person: Person,
    *,
    forces: str | Path | None = None,
    assumptions: Assumptions | None = None,
    workers: int | None = 0,
    progress: Progress | None = None,
) -> RecordedLoads:
    """Compute the loads of a motion file.

    Args:
        path: coordinates (.mot, .sto) or markers (.trc, .c3d).
        person: size of the body; markers measure its segments.
        forces: OpenSim's external loads (.xml), or the ground forces themselves (.mot, .sto); None predicts them.
        assumptions: what the loads rest on.
        workers: number of processes that help; None takes one on each other core for long files.

    Raises:
        InputError: a file cannot be read, or its content fits no person.
        CannotTellError: too few frames, or too few of them in equilibrium.
    """
    path = Path(path)
    ground: tuple[GroundForce, ...] = () if forces is None else read_ground_forces(Path(forces))
    read = read_motion(path, read_motion_file(path), person=person, progress=progress)
    if len(read.coordinates) < 4:
        raise CannotTellError(
            ngettext(
                "{file} holds {count} frame; loads of a movement need its speed: give the recording, or the posture by "
                "--set",
                "{file} holds {count} frames; loads of a movement need its speed: give the recording, or the posture "
                "by --set",
                len(read.coordinates),
                file=path.name,
            )
        )
    try:
        loads, detail = loads_over_time(
            read.body,
            read.coordinates,
            ground=ground,
            turned=read.turned,
            errors=load_recording_error().bands,
            assumptions=assumptions,
            workers=workers,
            progress=progress,
        )
    except (CannotTellError, InputError) as error:
        raise type(error)(f"{path.name}: {error}") from None
    remarks = tuple(f"{one.reason}." for one in read.not_measured if one.id in READING)
    return RecordedLoads(path.name, read.body, loads, detail, (*_says(detail), *remarks))


def clip_loads(
    analysis: Analysis, person: Person, *, progress: Progress | None = None
) -> LoadsOverTime | NotMeasured:
    """Compute the loads of an analysed clip, or say why they are not measured."""
    body = load_body(person)
    coordinates = clip_coordinates(replace(analysis, angles=_thinned(analysis.angles)), body)
    if isinstance(coordinates, NotMeasured):
        return coordinates
    try:
        return loads_over_time(body, coordinates, still=True, errors=analysis.errors, progress=progress)[0]
    except (CannotTellError, InputError, UsageError) as error:
        return NotMeasured("loads", str(error))


def _thinned(angles: TimeSeries) -> TimeSeries:
    """Keep no more frames a second than a slow movement needs."""
    length = float(angles.time[-1] - angles.time[0]) if len(angles) > 1 else 0.0
    every = max(1, int((len(angles) - 1) / (length * SLOW_HZ))) if length > 0 else 1
    return TimeSeries(angles.time[::every], angles.names, angles.values[::every], angles.units)


def coordinate_loads(
    body: Body,
    coordinates: TimeSeries,
    turned: float,
    *,
    ground: tuple[GroundForce, ...] = (),
    workers: int | None = 0,
    progress: Progress | None = None,
) -> LoadsOverTime | NotMeasured:
    """Compute the loads of an analysed motion file, or say why they are not measured.

    Without ``ground`` the ground forces are predicted.
    """
    try:
        return loads_over_time(
            body,
            coordinates,
            ground=ground,
            turned=turned,
            errors=load_recording_error().bands,
            workers=workers,
            progress=progress,
        )[0]
    except (CannotTellError, InputError) as error:
        return NotMeasured("loads", str(error))


def with_loads(analysis: Analysis, loads: LoadsOverTime | NotMeasured) -> Analysis:
    """The analysis with its loads, or with the reason why there are none."""
    if isinstance(loads, NotMeasured):
        return replace(analysis, not_measured=(*analysis.not_measured, loads))
    return replace(analysis, loads=loads)


def person_of(height_m: float | None, mass_kg: float | None) -> Person:
    """The usual person with the height and the mass that are known.

    Raises:
        UsageError: a height or a mass that the body has no table for.
    """
    usual = Person()
    return Person(
        height_m=usual.height_m if height_m is None else height_m,
        mass_kg=usual.mass_kg if mass_kg is None else mass_kg,
    )


def _says(detail: MotionLoads) -> tuple[str, ...]:
    """Remarks on the residuals between ground forces and motion, and on coordinates that count as zero."""
    said = []
    off = detail.consistent.residuals
    force, moment = (np.linalg.norm(off[:, part], axis=1) for part in (slice(0, 3), slice(3, 6)))
    moved = np.linalg.norm(detail.consistent.change, axis=1) > UNCHANGED
    if detail.measured:
        said.append(
            _(
                "Measured ground forces and motion disagreed by {force:.0f} N and {moment:.0f} N.m at the pelvis (root "
                "mean square; at most {most_force:.0f} N and {most_moment:.0f} N.m). The accelerations gave way by as "
                "little as brings them together. Where that was too much, the frame is not carried. A wrong mass shows "
                "here.",
                force=_rms(force),
                moment=_rms(moment),
                most_force=force.max(),
                most_moment=moment.max(),
            )
        )
    elif moved.any():
        said.append(
            _(
                "In {moved} of {frames} frames the push that is predicted of the ground and the motion disagreed by "
                "{force:.0f} N and {moment:.0f} N.m (root mean square); there the accelerations were changed by as "
                "little as it takes.",
                moved=int(moved.sum()),
                frames=len(moved),
                force=_rms(force[moved]),
                moment=_rms(moment[moved]),
            )
        )
    toes = [] if detail.measured else [name for name in both("mtp_angle") if name in detail.motion.absent]
    if toes:
        said.append(_("Not told by the recording: the toes; they are taken as level where a heel rises."))
    zero = [name for name in detail.motion.absent if name not in toes]
    if zero:
        said.append(_("Not told by the recording and taken as zero: {names}.", names=", ".join(zero)))
    return tuple(said)


def _rms(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))
