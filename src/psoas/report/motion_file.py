"""Angles for other programs: an OpenSim motion file and a tidy table."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psoas.body import COORDINATES
from psoas.errors import CannotTellError
from psoas.findings import Analysis
from psoas.timeseries import Array, TimeSeries

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
    """What a `.mot` file holds.

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


def motion_table(angles: TimeSeries) -> MotionTable:
    """The part of the angles that a motion file can hold: uniform in time and without one gap.

    A `.mot` has no way to say "not measured", and nothing is filled in. Columns are left out from the least
    measured one on; of the sets that come of it, the one whose longest gapless stretch holds the most numbers
    is kept. The rest is in the table and in the JSON. Where arch and pelvis are part of it, the hip angle is
    turned from thigh-against-trunk into OpenSim's thigh-against-pelvis by adding the arch.

    Args:
        angles: (T, N) [rad], the names of `psoas.body.coordinates`.

    Returns:
        The table in degrees with OpenSim's signs; pelvis and arch are changes from the person's own start.

    Raises:
        CannotTellError: not one coordinate with an OpenSim name was measured.
    """
    names = [name for name in OPENSIM_NAMES if name in angles and np.isfinite(angles[name]).any()]
    if not names:
        raise CannotTellError(
            "No joint angle was measured, so there is no motion to write; film from the side."
        )
    chosen, run = _fullest(angles, names)
    part = angles.where(np.isin(np.arange(len(angles)), np.arange(run.start, run.stop)))
    against_pelvis = "pelvis_tilt" in chosen and "lumbar_extension" in chosen
    columns = {name: part[name] for name in chosen}
    if against_pelvis:
        for name in chosen:
            if name.startswith("hip_flexion"):
                columns[name] = columns[name] + part["lumbar_extension"]
    time = _uniform(part.time)
    values = np.column_stack(
        [_sign(name) * np.degrees(np.interp(time, part.time, columns[name])) for name in chosen]
    )
    return MotionTable(time, tuple(chosen), values, against_pelvis)


def write_motion(analysis: Analysis, path: Path) -> None:
    """Write the `.mot` file of `motion_table`, to open in OpenSim with the Rajagopal 2016 model.

    Raises:
        CannotTellError: nothing to write was measured.
        OSError: the file cannot be written.
    """
    table = motion_table(analysis.angles)
    hips = "thigh against pelvis" if table.against_pelvis else "thigh against trunk (pelvis not measured)"
    header = [
        "Coordinates",
        "version=1",
        f"nRows={len(table.time)}",
        f"nColumns={len(table.names) + 1}",
        "inDegrees=yes",
        "",
        "Written by psoas. Signs of the model Rajagopal 2016; in gait2392 the knee has the other sign.",
        f"hip_flexion: {hips}. pelvis_tilt and lumbar_extension: change from the person's own start.",
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
    """Write every angle and distance as a tidy CSV: one row a time stamp and quantity.

    Columns ``time_s, name, value, unit, confidence``; angles in degrees. What was not measured has an empty
    value and confidence 0, so that a gap stays one.

    Raises:
        OSError: the file cannot be written.
    """
    angles = analysis.angles
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("time_s", "name", "value", "unit", "confidence"))
        for name, unit in zip(angles.names, angles.units, strict=True):
            degrees = unit == "rad"
            values = np.degrees(angles[name]) if degrees else angles[name]
            confidence = np.nan_to_num(angles.confidence_of(name))
            for moment, value, sure in zip(
                angles.time.tolist(), values.tolist(), confidence.tolist(), strict=True
            ):
                known = value == value
                writer.writerow(
                    (
                        f"{moment:.4f}",
                        name,
                        f"{value:.4f}" if known else "",
                        "deg" if degrees else unit,
                        f"{sure:.2f}" if known else "0",
                    )
                )


def _sign(name: str) -> float:
    sign = COORDINATES[name].opensim_sign
    assert sign is not None
    return sign


def _fullest(angles: TimeSeries, names: Sequence[str]) -> tuple[list[str], range]:
    """The columns, in the order of the table, and the samples whose numbers are the most."""
    measured = {name: np.isfinite(angles[name]) for name in names}
    kept = sorted(names, key=lambda name: -int(measured[name].sum()))
    best: tuple[int, list[str], range] = (0, list(names), range(0))
    while kept:
        run = _longest_run(angles.time, np.all([measured[name] for name in kept], axis=0))
        if len(run) * len(kept) > best[0]:
            best = (len(run) * len(kept), list(kept), run)
        kept.pop()
    return [name for name in names if name in best[1]], best[2]


def _longest_run(time: Array, whole: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> range:
    """The longest stretch of true samples that no hole in time interrupts."""
    step = float(np.median(np.diff(time))) if len(time) > 1 else 0.0
    best, start = range(0), 0
    for index in range(len(time) + 1):
        ends = index == len(time) or not whole[index]
        hole = not ends and index > start and time[index] - time[index - 1] > TIME_GAP_STEPS * step
        if ends or hole:
            if index - start > len(best):
                best = range(start, index)
            start = index if hole else index + 1
    return best


def _uniform(time: Array) -> Array:
    """Time at the same first and about the same last moment with one step, the median one [s]."""
    if len(time) < 2:
        return time
    count = max(2, round(float((time[-1] - time[0]) / np.median(np.diff(time)))) + 1)
    uniform: Array = np.linspace(float(time[0]), float(time[-1]), count)
    return uniform
