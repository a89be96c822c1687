"""Reading the force plates of a `.c3d` file: which channels, where each plate lies, and the reaction of the ground.

Parameters and types follow the C3D user's guide (Motion Lab Systems, c3d.org), group ``FORCE_PLATFORM``: type 1 gives
force and centre of pressure, type 2 force and moment, type 3 eight forces of four sensors, type 4 is type 2 with a
calibration matrix. Some programs store the force of the foot on the plate, and some that of the plate on the foot: the
ground only pushes, so the sign is found from the vertical force.
"""

from pathlib import Path

import numpy as np

from psoas.capture.files.c3d import axes_of, read_points
from psoas.capture.files.c3d_format import C3d
from psoas.capture.files.ground_forces import LEAST_VERTICAL_N, GroundForce
from psoas.capture.files.markers import METRES
from psoas.timeseries import Array, Mask

READ_TYPES = (1, 2, 3, 4)
LARGEST_OFFSET_N = 40.0
"""Vertical force of a plate without load that is taken for its zero and subtracted (ours) [N]."""

UNLOADED_PERCENT = 2.0
"""Least loaded share of a recording, by which the zero of a plate is found [%]."""

LEAST_PEAK_N = 100.0
"""A plate that never feels more was not stepped on [N]."""


def read_force_plates(path: str | Path) -> tuple[GroundForce, ...]:
    """Read the reactions of the force plates in a ``.c3d`` file.

    The axes are those of `read_c3d`, y up. Which foot a plate felt is not in the file: the segments are empty.

    Returns:
        One reaction for each plate that was stepped on and whose type is 1 to 4; none where the file has no plates.

    Raises:
        InputError: the file is missing, damaged or not a ``.c3d``.
    """
    path = Path(path)
    found, names, positions = read_points(path)
    plates = [_plate(found, number) for number in range(int(_first(found, "FORCE_PLATFORM:USED")))]
    turn = axes_of(found, names, positions)
    rate = found.rate * len(found.analog) / max(len(found.points), 1)
    time = (found.first_frame - 1) / found.rate + np.arange(len(found.analog)) / max(rate, 1e-9)
    reactions = (_reaction(time, turn, _metres(found), *plate) for plate in plates if plate is not None)
    return tuple(one for one in reactions if one is not None)


def _metres(found: C3d) -> float:
    """The unit of the points [m]; an unknown one is taken for a millimetre."""
    return METRES.get((found.texts("POINT:UNITS") or ["mm"])[0].strip().lower(), 1e-3)


def _first(found: C3d, name: str) -> float:
    """The first number of a parameter; 0 where it is missing."""
    return next(iter(found.numbers(name)), 0.0)


def _plate(found: C3d, number: int) -> tuple[Array, Array, Array, Array] | None:
    """Force (S, 3) [N], moment (S, 3) about the sensor, corners (4, 3) and origin (3,) [unit of the points] of a plate.

    Forces and moments are in the plate's own axes. None where the plate cannot be read.
    """
    types, corners = found.numbers("FORCE_PLATFORM:TYPE"), found.numbers("FORCE_PLATFORM:CORNERS")
    origins, channels = found.numbers("FORCE_PLATFORM:ORIGIN"), found.numbers("FORCE_PLATFORM:CHANNEL")
    used = int(_first(found, "FORCE_PLATFORM:USED"))
    each = len(channels) // used
    whole = len(types) >= used and len(corners) >= 12 * used and len(origins) >= 3 * used
    if not whole or int(types[number]) not in READ_TYPES or not len(found.analog):
        return None
    kind = int(types[number])
    width = 8 if kind == 3 else 6
    columns = [int(one) - 1 for one in channels[number * each : (number + 1) * each]][:width]
    if len(columns) < width or not all(0 <= one < found.analog.shape[1] for one in columns):
        return None
    values = np.column_stack([_scaled(found, column) for column in columns])
    origin = np.array(origins[3 * number : 3 * number + 3])
    four = np.array(corners[12 * number : 12 * number + 12]).reshape(4, 3)
    if kind == 4:
        matrix = found.numbers("FORCE_PLATFORM:CAL_MATRIX")
        if len(matrix) < 36 * (number + 1):
            return None
        # stored column by column
        values = values @ np.array(matrix[36 * number : 36 * number + 36]).reshape(6, 6)
    if kind == 3:
        values = _of_four_sensors(values, origin)
        origin = np.array([0.0, 0.0, origin[2]])
    force, moment = values[:, :3], values[:, 3:]
    if kind == 1:
        x, y = values[:, 3], values[:, 4]
        moment = np.column_stack([y * force[:, 2], -x * force[:, 2], values[:, 5]])
        origin = np.zeros(3)
    elif "mm" not in _unit(found, columns[-1]) and "m" in _unit(found, columns[-1]):
        moment = moment / _metres(found)
    return force, moment, four, origin


def _of_four_sensors(values: Array, origin: Array) -> Array:
    """Force and moment (S, 6) of a plate with four sensors, at the distances ``origin`` (3,) of its middle."""
    x12, x34, y14, y23, z1, z2, z3, z4 = values.T
    a, b, _ = np.abs(origin)
    return np.column_stack(
        [
            x12 + x34,
            y14 + y23,
            z1 + z2 + z3 + z4,
            b * (z1 + z2 - z3 - z4),
            a * (-z1 + z2 + z3 - z4),
            b * (x34 - x12) + a * (y14 - y23),
        ]
    )


def _scaled(found: C3d, column: int) -> Array:
    """The samples (S,) of an analog channel in its unit."""
    scale = found.numbers("ANALOG:GEN_SCALE")[:1] or [1.0]
    factors, offsets = found.numbers("ANALOG:SCALE"), found.numbers("ANALOG:OFFSET")
    raw = found.analog[:, column]
    unsigned = (found.texts("ANALOG:FORMAT") or [""])[0].upper().startswith("UNSIGNED")
    offset = offsets[column] if column < len(offsets) else 0.0
    if unsigned:
        # numbers of 16 bits, which the format stores as if they had a sign
        raw, offset = np.where(raw < 0, raw + 65536, raw), offset % 65536
    factor = factors[column] if column < len(factors) else 1.0
    values: Array = (raw - offset) * factor * scale[0]
    return np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)


def _unit(found: C3d, column: int) -> str:
    units = found.texts("ANALOG:UNITS")
    return units[column].lower() if column < len(units) else ""


def _reaction(
    time: Array, turn: Array, metres: float, force: Array, moment: Array, corners: Array, origin: Array
) -> GroundForce | None:
    """The reaction of the ground in the axes of the result, from the plate's own; None where nobody stepped on it."""
    across, along = corners[0] - corners[1], corners[0] - corners[3]
    lengths = np.linalg.norm(across), np.linalg.norm(along)
    if min(lengths) <= 0:
        return None
    x = across / lengths[0]
    z = np.cross(x, along)
    z = z / max(float(np.linalg.norm(z)), 1e-9)
    axes = np.column_stack([x, np.cross(z, x), z])
    world = force @ axes.T @ turn.T
    heaviest = np.argmax(np.abs(world[:, 1]))
    if world[heaviest, 1] < 0:
        world, force, moment = -world, -force, -moment
    if world[:, 1].max() < LEAST_PEAK_N:
        return None
    idle = _idle(world[:, 1])
    force, moment, world = (
        values - (np.median(values[idle], axis=0) if idle.any() else 0.0) for values in (force, moment, world)
    )
    loaded = world[:, 1] >= LEAST_VERTICAL_N
    # the surface lies above the sensor, whichever way the plate's own axis points
    depth = abs(origin[2]) * float(np.sign((axes.T @ turn.T @ np.array([0.0, 1.0, 0.0]))[2]))
    push = np.where(loaded, force[:, 2], np.inf)
    place = np.column_stack(
        [
            (depth * force[:, 0] - moment[:, 1]) / push - origin[0],
            (moment[:, 0] + depth * force[:, 1]) / push - origin[1],
        ]
    )
    point = (corners.mean(axis=0) + place @ axes[:, :2].T) @ turn.T * metres
    reaction = np.where(loaded[:, None], world, 0.0)
    point[~loaded] = corners.mean(axis=0) @ turn.T * metres
    return GroundForce("", time, reaction, point, np.zeros_like(reaction))


def _idle(vertical: Array) -> Mask:
    """(S,) samples in which a plate was without load, where it was so for a time; they show its zero."""
    low = float(np.percentile(vertical, UNLOADED_PERCENT))
    if abs(low) > LARGEST_OFFSET_N:
        return np.zeros(len(vertical), dtype=bool)
    idle: Mask = np.abs(vertical - low) < LEAST_VERTICAL_N
    return idle
