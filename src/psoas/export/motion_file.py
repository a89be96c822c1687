"""Angles for other programs: an OpenSim motion file and a tidy table."""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from psoas.body import COORDINATES
from psoas.errors import CannotTellError
from psoas.findings import Analysis, short_name
from psoas.timeseries import Array, Mask, TimeSeries
from psoas.words import _

OPENSIM_NAMES = (
    "pelvis_tilt",
    "hip_flexion_r",
    "knee_angle_r",
    "ankle_angle_r",
    "hip_flexion_l",
    "knee_angle_l",
    "ankle_angle_l",
    "lumbar_extension",
)
TIME_GAP_STEPS = 2.5


@dataclass(frozen=True)
class MotionTable:
    """Content of a `.mot` file.

    Attributes:
        time: (T,) uniform [s].
        names: N coordinates in OpenSim's names.
        values: (T, N) [deg], OpenSim's signs.
        against_pelvis: True where the hip angles are between thigh and pelvis, False where they are between
            thigh and trunk because the pelvis was not measured.
    """

    time: Array
    names: tuple[str, ...]
    values: Array
    against_pelvis: bool


def motion_table(angles: TimeSeries, rear_side: str | None = None) -> MotionTable:
    """Select the part of the angles that a motion file can hold: uniform in time and without one gap.

    A `.mot` has no way to say "not measured", and nothing is filled in. Columns are left out from the least
    measured one on; of the sets that come of it, the one whose longest gapless stretch holds the most numbers
    is kept. The rest is in the table and in the JSON. Where arch and pelvis are part of it, the hip angle is
    turned from thigh-against-trunk into OpenSim's thigh-against-pelvis: the pelvis's tilt less the thigh's angle from
    vertical, or where the thigh is not among the angles, by adding the arch.

    Args:
        angles: (T, N) [rad], the names of `psoas.body.coordinates`.
        rear_side: ``left`` or ``right``, whose thigh is the rear one, which is measured better than the other.

    Returns:
        The table in degrees with OpenSim's signs; pelvis and arch are changes from the person's own start.

    Raises:
        CannotTellError: not one coordinate with an OpenSim name was measured.
    """
    names = [name for name in OPENSIM_NAMES if name in angles and np.isfinite(angles[name]).any()]
    if not names:
        raise CannotTellError(
            _("No joint angle was measured, so there is no motion to write; film from the side.")
        )
    part, chosen, time = _gapless(angles, names)
    against_pelvis = "pelvis_tilt" in chosen and "lumbar_extension" in chosen
    columns = {name: part[name] for name in chosen}
    if against_pelvis:
        for name in chosen:
            if name.startswith("hip_flexion"):
                columns[name] = _against_pelvis(part, name, rear_side)
    values = np.column_stack(
        [_sign(name) * np.degrees(np.interp(time, part.time, columns[name])) for name in chosen]
    )
    return MotionTable(time, chosen, values, against_pelvis)


def write_motion(analysis: Analysis, path: Path) -> None:
    """Write the `.mot` file of `motion_table`, to open in OpenSim with the Rajagopal 2016 model.

    From markers come all coordinates of the body, with their own zero.

    Raises:
        CannotTellError: nothing to write was measured, or the angles were read from such a file.
        OSError: the file cannot be written.
    """
    motion = analysis.source.motion
    if motion is not None:
        if motion.kind == "coordinates":
            raise CannotTellError(_("The recording is a motion file already; use that one."))
        _write(path, _coordinate_table(motion.coordinates), FROM_MARKERS)
        return
    table = motion_table(analysis.angles, analysis.rear_side)
    hips = "thigh against pelvis" if table.against_pelvis else "thigh against trunk (pelvis not measured)"
    zero = f"hip_flexion: {hips}. pelvis_tilt and lumbar_extension: change from the person's own start."
    _write(path, table, zero)


FROM_MARKERS = "From markers, on a body fitted to them. Lengths in metres; hip_flexion: thigh against pelvis."


def _coordinate_table(coordinates: TimeSeries) -> MotionTable:
    """The longest stretch without a gap [deg, m], with OpenSim's signs."""
    names = [name for name in coordinates.names if COORDINATES[name].opensim_sign is not None]
    part, chosen, time = _gapless(coordinates, names)
    columns = []
    for name in chosen:
        column = _sign(name) * np.interp(time, part.time, part[name])
        columns.append(np.degrees(column) if part.unit_of(name) == "rad" else column)
    return MotionTable(time, chosen, np.column_stack(columns), against_pelvis=True)


def _write(path: Path, table: MotionTable, zero: str) -> None:
    """Write a `.mot` file; ``zero`` is a line of its header on what the values mean."""
    header = [
        "Coordinates",
        "version=1",
        f"nRows={len(table.time)}",
        f"nColumns={len(table.names) + 1}",
        "inDegrees=yes",
        "",
        "Written by psoas. Signs of the model Rajagopal 2016; in gait2392 the knee has the other sign.",
        zero,
        "The longest stretch without a gap; nothing is filled in. The table and the JSON hold the rest.",
        "",
        "endheader",
        "\t".join(("time", *table.names)),
    ]
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.write("\n".join(header) + "\n")
        for moment, row in zip(table.time, table.values, strict=True):
            file.write("\t".join([f"{moment:.6f}", *(f"{value:.6f}" for value in row)]) + "\n")


def write_table(analysis: Analysis, path: Path) -> None:
    """Write every angle, distance and change of length as a tidy CSV: one row a time stamp and quantity.

    Columns ``time_s, name, value, unit, confidence``; angles in degrees, changes of the psoas's length in
    millimetres from the person's own start: ``psoas_change`` as a whole, ``psoas_change_L1_VB`` and so on at its
    attachments; loads in newtons: ``L4_L5_compression``, ``hip_r_contact``, ``psoas_r`` and so on, and the same with
    ``_low`` and ``_high`` behind it for the ends of the band. What was not measured has an empty value and
    confidence 0, so that a gap stays one.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("time_s", "name", "value", "unit", "confidence"))
        for name, unit, *columns in _columns(analysis):
            for moment, value, sure in zip(*(column.tolist() for column in columns), strict=True):
                cells = ("", unit, "0") if math.isnan(value) else (f"{value:.4f}", unit, f"{sure:.2f}")
                writer.writerow((f"{moment:.4f}", name, *cells))


def _columns(analysis: Analysis) -> Iterator[tuple[str, str, Array, Array, Array]]:
    """Name, unit, time [s], values and confidence of each quantity of the table."""
    angles = analysis.angles
    for name, unit in zip(angles.names, angles.units, strict=True):
        values = np.degrees(angles[name]) if unit == "rad" else angles[name]
        yield name, "deg" if unit == "rad" else unit, angles.time, values, angles.confidence_of(name)
    if analysis.psoas is not None:
        change = analysis.psoas.change
        for name in (change.names[-1], *change.names[:-1]):
            column = "psoas_change" if name == analysis.psoas.whole else f"psoas_change_{short_name(name)}"
            yield column, "mm", change.time, 1000 * change[name], change.confidence_of(name)
    if analysis.loads is not None:
        loads = analysis.loads
        for name in loads.value.names:
            for end, series in (("", loads.value), ("_low", loads.low), ("_high", loads.high)):
                yield f"{name}{end}", "N", series.time, series[name], series.confidence_of(name)


def _against_pelvis(angles: TimeSeries, name: str, rear_side: str | None) -> Array:
    """(T,) hip flexion between thigh and pelvis [rad]."""
    thigh = f"thigh_angle{name[-2:]}"
    if rear_side is not None and name[-1] == rear_side[0] and "rear_thigh_angle" in angles:
        thigh = "rear_thigh_angle"
    if thigh in angles and np.isfinite(angles[thigh]).all():
        return angles["pelvis_tilt"] - angles[thigh]
    return angles[name] + angles["lumbar_extension"]


def _sign(name: str) -> float:
    sign = COORDINATES[name].opensim_sign
    assert sign is not None
    return sign


def _gapless(series: TimeSeries, names: Sequence[str]) -> tuple[TimeSeries, tuple[str, ...], Array]:
    """The samples and the columns of `_fullest`, and even times [s] for them."""
    chosen, run = _fullest(series, names)
    part = series.where(np.isin(np.arange(len(series)), run))
    return part, tuple(chosen), _uniform(part.time)


def _fullest(angles: TimeSeries, names: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """Columns, in the order of the table, and indices of the samples that together hold the most numbers."""
    measured = {name: np.isfinite(angles[name]) for name in names}
    kept = sorted(names, key=lambda name: -int(measured[name].sum()))
    best: tuple[int, list[str], NDArray[np.intp]] = (0, list(names), np.empty(0, dtype=np.intp))
    while kept:
        run = _longest_run(angles.time, np.all([measured[name] for name in kept], axis=0))
        if len(run) * len(kept) > best[0]:
            best = (len(run) * len(kept), list(kept), run)
        kept.pop()
    return [name for name in names if name in best[1]], best[2]


def _longest_run(time: Array, whole: Mask) -> NDArray[np.intp]:
    """Indices of the longest run of true samples without a gap in time."""
    samples, steps = np.flatnonzero(whole), np.diff(time)
    if len(samples) < 2:
        return samples
    holes = steps > TIME_GAP_STEPS * np.median(steps)
    parted = (np.diff(samples) > 1) | holes[samples[1:] - 1]
    return max(np.split(samples, np.flatnonzero(parted) + 1), key=len)


def _uniform(time: Array) -> Array:
    """Time on an even clock [s]: the same first and about the same last moment, and the median step."""
    if len(time) < 2:
        return time
    steps = np.diff(time)
    count = max(2, round(float((time[-1] - time[0]) / np.median(steps))) + 1)
    if steps.max() < 1.5 * np.median(steps):  # none is missing: the steps differ by how they were rounded
        count = len(time)
    uniform: Array = np.linspace(float(time[0]), float(time[-1]), count)
    return uniform
