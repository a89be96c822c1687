"""Recordings of the stretch made with the body itself: every coordinate is known."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from psoas.body.coordinates import COORDINATES
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.scaling import PARTS, Person
from psoas.motion.marked_body import MarkedBody
from psoas.motion.marker_sets import load_marker_sets
from psoas.timeseries import Array, TimeSeries
from tests.capture.files.marker_files import write_c3d, write_trc
from tests.exercises.hip_stretch.sessions import Rep, thigh

REPS = (Rep(pause=0.9), Rep(pause=0.8), Rep(pause=0.8))
FPS = 25.0


@cache
def unscaled_body() -> Body:
    return load_body(Person(factors=dict.fromkeys(PARTS, 1.0)))


def stretch(*, arched: bool = False, reps: tuple[Rep, ...] = REPS, fps: float = FPS) -> TimeSeries:
    """Coordinates [rad, m] of a stretch with the right knee down; the back arches by 1 or by 22 degrees."""
    time, rear = thigh(reps, fps=fps)
    depth = (rear + 3.0) / 17.0
    arch = (22.0 if arched else 1.0) * depth
    tilt = 6.0 + (9.0 if arched else -4.0) * depth
    front = -85.0 + 4.0 * depth
    angles = {
        "pelvis_tilt": tilt,
        "lumbar_extension": 5.0 + arch,
        "hip_flexion_r": tilt - rear,
        "hip_flexion_l": tilt - front,
        "knee_angle_r": 103.0 - rear,
        "knee_angle_l": 12.0 * depth - front,
        "ankle_angle_r": np.full_like(rear, 5.0),
        "ankle_angle_l": 12.0 * depth,
    }
    metres = {
        "pelvis_tx": 0.4 * np.sin(np.radians(rear)),
        "pelvis_ty": 0.52 + 0 * rear,
        "pelvis_tz": 0 * rear,
    }
    columns = {name: np.radians(values) for name, values in angles.items()} | metres
    return TimeSeries.from_columns(time, columns, {name: COORDINATES[name].unit for name in columns})


def walk(seconds: float = 3.0, fps: float = 50.0) -> TimeSeries:
    """One stride a second; the thighs go from 30 degrees in front to 12 behind the pelvis."""
    time = np.arange(0, seconds, 1 / fps)
    phase = 2 * np.pi * time
    columns = {
        "pelvis_tilt": 5 + 1.5 * np.cos(2 * phase),
        "lumbar_extension": -4 + 3 * np.cos(2 * phase),
        "hip_flexion_r": 9 + 21 * np.sin(phase),
        "hip_flexion_l": 9 - 21 * np.sin(phase),
        "knee_angle_r": 32 + 30 * np.cos(phase),
        "knee_angle_l": 32 - 30 * np.cos(phase),
    }
    return TimeSeries.from_columns(
        time, {name: np.radians(values) for name, values in columns.items()}, "rad"
    )


def markers_of(coordinates: TimeSeries, set_name: str = "rajagopal2016") -> tuple[list[str], Array]:
    """Names and (T, M, 3) positions [m] of the markers of a body that moves like this."""
    body = unscaled_body()
    known = next(known for known in load_marker_sets() if known.name == set_name)
    poses = np.zeros((len(coordinates), len(body.coordinates)))
    for name in coordinates.names:
        poses[:, body.coordinate_index(name)] = coordinates[name]
    marked = MarkedBody(body, list(known.places.values()))
    positions = [marked.view(pose, marked.base_locations).positions for pose in poses]
    return list(known.places), np.array(positions)


def write_recording(path: Path, coordinates: TimeSeries) -> Path:
    """The recording as `.mot`, `.trc` or `.c3d`, by the ending of the name."""
    if path.suffix == ".mot":
        columns = {
            name: (COORDINATES[name].opensim_sign or 1.0)
            * (coordinates[name] if COORDINATES[name].unit == "m" else np.degrees(coordinates[name]))
            for name in coordinates.names
        }
        return write_mot(path, coordinates.time, columns)
    names, positions = markers_of(coordinates)
    if path.suffix == ".trc":
        write_trc(path, np.asarray(coordinates.time), names, positions)
    else:
        turned = 1000 * positions @ np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]]).T
        write_c3d(path, names, turned, rate=1 / float(np.median(np.diff(coordinates.time))))
    return path


def write_mot(path: Path, time: Array, columns: Mapping[str, Array], header: str = "inDegrees=yes") -> Path:
    """A `.mot` file of columns as they stand; NaN is written as ``nan``."""
    lines = ["Coordinates", "version=1", header, "endheader", "\t".join(("time", *columns))]
    for index, moment in enumerate(time):
        lines.append("\t".join(f"{value:.8f}" for value in (moment, *(c[index] for c in columns.values()))))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
