"""Coordinates of an OpenSim file in the body's names and signs, with checked units."""

from dataclasses import dataclass

import numpy as np

from psoas.body import BODY_COORDINATES, COORDINATES
from psoas.errors import InputError
from psoas.motion.marker_sets import listed
from psoas.sides import both
from psoas.timeseries import Array, TimeSeries
from psoas.words import _

EXAMPLES = ("pelvis_tilt", "hip_flexion_r", "knee_angle_r", "ankle_angle_r", "lumbar_extension")
"""Names listed to the user where a file has no known coordinate."""

OTHER_NAMES = {
    "pelvis_rot": "pelvis_rotation", "hip_flex": "hip_flexion", "hip_add": "hip_adduction", "hip_rot": "hip_rotation",
    "knee_flex": "knee_angle", "ankle_flex": "ankle_angle", "subt_angle": "subtalar_angle",
    "lumbar_ext": "lumbar_extension", "lumbar_latbend": "lumbar_bending", "lumbar_rot": "lumbar_rotation",
}  # fmt: skip
"""Names without side in the models of Lenhart et al. 2015 (doi:10.1007/s10439-015-1326-3), whose signs are the same."""

KNEES = both("knee_angle")
HIPS_AND_KNEES = (*both("hip_flexion"), *KNEES)
KNEE_BEND = np.radians(15)
"""Angle that a knee exceeds only in flexion, whichever sign the file gives it [rad]."""

ANGLE_LIMIT, POSITION_LIMIT_M = np.radians(200), 50.0
"""Greatest angle of a hip or a knee [rad], and greatest coordinate of the pelvis's position [m]."""

RADIAN_LIMIT, RADIAN_MOTION = np.radians(np.pi), np.radians(0.3)
"""If no angle exceeds the first, but a hip or a knee moves by the second, the file has radians called degrees [rad]."""


@dataclass(frozen=True, eq=False)
class OpenSimMotion:
    """The content of a coordinate file.

    Attributes:
        coordinates: (T, C) [rad, m], the body's names and signs.
        unused: columns that are no coordinate of the body.
        knee_turned: True where the file's knee is negative in flexion, as in gait2392, and its sign was changed.
    """

    coordinates: TimeSeries
    unused: tuple[str, ...]
    knee_turned: bool


def from_opensim(found: TimeSeries, file: str) -> OpenSimMotion:
    """Convert the coordinates of a file of OpenSim's.

    Signs are those of Rajagopal 2016. Values show whether the knee is negative in flexion (gait2392).

    Args:
        found: the columns, as from `psoas.capture.files.read_mot`.

    Raises:
        InputError: no known coordinate, an impossible unit, or a knee that bends both ways.
    """
    picked: dict[str, str] = {}
    for column in found.names:
        name = coordinate_of(column)
        if name is not None and name not in picked and np.isfinite(found[column]).any():
            picked[name] = column
    if not any(COORDINATES[name].unit == "rad" for name in picked):
        raise InputError(
            _(
                "{file} holds no joint angle that is known: wanted are {examples} and the like, found were "
                "{found}; give the file of inverse kinematics, not one of forces or muscles",
                file=file,
                examples=", ".join(EXAMPLES),
                found=listed(found.names),
            )
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
    """The coordinate of the body in a column: ``/jointset/hip_r/hip_flexion_r/value`` is ``hip_flexion_r``."""
    *parents, leaf = column.split("/")
    name = parents[-1] if leaf == "value" and parents else leaf
    stem, side = (name[:-2], name[-2:]) if name[-2:] in ("_r", "_l") else (name, "")
    name = OTHER_NAMES.get(stem, stem) + side
    return name if name in BODY_COORDINATES and COORDINATES[name].opensim_sign is not None else None


def _check_units(columns: dict[str, Array], file: str) -> None:
    for name, values in columns.items():
        if COORDINATES[name].unit == "m" and np.nanmax(np.abs(values)) > POSITION_LIMIT_M:
            raise InputError(
                _(
                    "{file}: {name} goes to {value:.0f} m; write the pelvis's place in metres",
                    file=file,
                    name=name,
                    value=np.nanmax(np.abs(values)),
                )
            )
    angles = {name: values for name, values in columns.items() if COORDINATES[name].unit == "rad"}
    for name in HIPS_AND_KNEES:
        if name in angles and np.nanmax(np.abs(angles[name])) > ANGLE_LIMIT:
            far = np.degrees(np.nanmax(np.abs(angles[name])))
            raise InputError(
                _(
                    "{file}: {name} goes to {far:.0f} degrees, and no joint does; check inDegrees in its header",
                    file=file,
                    name=name,
                    far=far,
                )
            )
    largest = max(float(np.nanmax(np.abs(values))) for values in angles.values())
    moves = max(
        (float(np.nanmax(angles[n]) - np.nanmin(angles[n])) for n in HIPS_AND_KNEES if n in angles),
        default=0.0,
    )
    if largest < RADIAN_LIMIT and moves > RADIAN_MOTION:
        raise InputError(
            _(
                "{file}: no angle goes beyond {largest:.1f} degrees, so they look like radians called degrees; "
                "write inDegrees=no in its header",
                file=file,
                largest=np.degrees(largest),
            )
        )


def _knee_is_negative(columns: dict[str, Array], file: str) -> bool:
    """Whether the knees are negative in flexion."""
    ways = set()
    for name in KNEES:
        if name in columns:
            low, high = np.nanpercentile(columns[name], [2, 98])
            if low < -KNEE_BEND and high > KNEE_BEND:
                raise InputError(
                    _(
                        "{file}: {name} goes from {low:.0f} to {high:.0f} degrees, and no knee bends both ways; check "
                        "the file",
                        file=file,
                        name=name,
                        low=np.degrees(low),
                        high=np.degrees(high),
                    )
                )
            ways |= {"negative"} if low < -KNEE_BEND else {"positive"} if high > KNEE_BEND else set()
    if len(ways) == 2:
        raise InputError(
            _("{file}: one knee bends to the positive and one to the negative side; turn one sign", file=file)
        )
    return ways == {"negative"}
