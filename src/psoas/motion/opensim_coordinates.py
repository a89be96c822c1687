"""Coordinates of an OpenSim file as ours: names picked out, signs turned, units checked."""

from dataclasses import dataclass

import numpy as np

from psoas.body import BODY_COORDINATES, COORDINATES
from psoas.errors import InputError
from psoas.timeseries import Array, TimeSeries

WANTED = ("pelvis_tilt", "hip_flexion_r", "knee_angle_r", "ankle_angle_r", "lumbar_extension")
"""Named to the user where a file holds none; the left side goes without saying."""

KNEES = ("knee_angle_r", "knee_angle_l")
TURNING = tuple(f"{name}_{side}" for name in ("hip_flexion", "knee_angle") for side in "rl")
KNEE_BENDS = np.radians(15)
"""A knee that goes further than this in one direction bends that way; none is overstretched so far [rad]."""

FARTHEST = np.radians(200)
"""No hip or knee turns further from its zero [rad]."""

SMALL, MOVES = np.radians(np.pi), np.radians(0.3)
"""Where no angle passes the first, yet a hip or a knee moves by the second, the numbers are radians called degrees."""

FARTHEST_M = 50.0
LISTED = 12


@dataclass(frozen=True, eq=False)
class OpenSimMotion:
    """What a coordinate file tells.

    Attributes:
        coordinates: (T, C) [rad, m], the body's names and signs.
        unused: columns that are no coordinate of the body.
        knee_turned: the file's knee is negative when bent, as in gait2392, and was turned.
    """

    coordinates: TimeSeries
    unused: tuple[str, ...]
    knee_turned: bool


def from_opensim(found: TimeSeries, file: str) -> OpenSimMotion:
    """The coordinates of the body in a file of OpenSim's.

    Signs are those of Rajagopal 2016. That the knee is negative when bent (gait2392) is told by the numbers.

    Args:
        found: as `psoas.capture.files.mot.read_mot` gives it.
        file: its name, for the message.

    Raises:
        InputError: no coordinate that is known, a unit that cannot be right, or a knee that bends both ways.
    """
    picked: dict[str, str] = {}
    for column in found.names:
        name = coordinate_of(column)
        if name is not None and name not in picked and np.isfinite(found[column]).any():
            picked[name] = column
    if not any(COORDINATES[name].unit == "rad" for name in picked):
        raise InputError(
            f"{file} holds no joint angle that is known: wanted are {', '.join(WANTED)} and the like, found were "
            f"{_listed(found.names)}; give the file of inverse kinematics, not one of forces or muscles"
        )
    columns = {
        name: found[picked[name]] * (COORDINATES[name].opensim_sign or 1.0)
        for name in BODY_COORDINATES
        if name in picked
    }
    _check_units(columns, file)
    turned = _knee_is_negative(columns, file)
    if turned:
        columns |= {name: -columns[name] for name in KNEES if name in columns}
    series = TimeSeries.from_columns(found.time, columns, {name: COORDINATES[name].unit for name in columns})
    unused = tuple(column for column in found.names if column not in picked.values())
    return OpenSimMotion(series, unused, turned)


def coordinate_of(column: str) -> str | None:
    """The coordinate of the body that a column holds: ``/jointset/hip_r/hip_flexion_r/value`` is ``hip_flexion_r``."""
    *parents, leaf = column.split("/")
    name = parents[-1] if leaf == "value" and parents else leaf
    return name if name in BODY_COORDINATES and COORDINATES[name].opensim_sign is not None else None


def _check_units(columns: dict[str, Array], file: str) -> None:
    for name, values in columns.items():
        if COORDINATES[name].unit == "m" and np.nanmax(np.abs(values)) > FARTHEST_M:
            raise InputError(
                f"{file}: {name} goes to {np.nanmax(np.abs(values)):.0f} m; write the pelvis's place in metres"
            )
    angles = {name: values for name, values in columns.items() if COORDINATES[name].unit == "rad"}
    for name in TURNING:
        if name in angles and np.nanmax(np.abs(angles[name])) > FARTHEST:
            far = np.degrees(np.nanmax(np.abs(angles[name])))
            raise InputError(
                f"{file}: {name} goes to {far:.0f} degrees, and no joint does; check inDegrees in its header"
            )
    largest = max(float(np.nanmax(np.abs(values))) for values in angles.values())
    moves = max(
        (float(np.nanmax(angles[n]) - np.nanmin(angles[n])) for n in TURNING if n in angles), default=0.0
    )
    if largest < SMALL and moves > MOVES:
        raise InputError(
            f"{file}: no angle goes beyond {np.degrees(largest):.1f} degrees, so they look like radians called "
            "degrees; write inDegrees=no in its header"
        )


def _knee_is_negative(columns: dict[str, Array], file: str) -> bool:
    """Whether the knees bend to the negative side."""
    ways = set()
    for name in KNEES:
        if name in columns:
            low, high = np.nanpercentile(columns[name], [2, 98])
            if low < -KNEE_BENDS and high > KNEE_BENDS:
                raise InputError(
                    f"{file}: {name} goes from {np.degrees(low):.0f} to {np.degrees(high):.0f} degrees, and no knee "
                    "bends both ways; check the file"
                )
            ways |= {"negative"} if low < -KNEE_BENDS else {"positive"} if high > KNEE_BENDS else set()
    if len(ways) == 2:
        raise InputError(
            f"{file}: one knee bends to the positive and one to the negative side; turn one sign"
        )
    return ways == {"negative"}


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:LISTED]) + (", ..." if len(names) > LISTED else "")
