"""Reading measured ground reactions of OpenSim: external loads (`.xml`) and their `.mot` or `.sto` file."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psoas.capture.files.external_loads import data_file, external_loads
from psoas.capture.files.mot import read_table
from psoas.capture.files.plate_columns import Columns, usual_columns
from psoas.errors import InputError
from psoas.timeseries import Array, TimeSeries
from psoas.words import N_, _

LEAST_VERTICAL_N = 20.0
"""Vertical force below which the reaction counts as zero: our choice, a common threshold of contact in laboratories.
The centre of pressure is a moment divided by this force, so its noise grows without bound as the force vanishes."""
FARTHEST_M = 50.0
LARGEST_N = 50_000.0
"""A point farther away or a larger force shows that the file is in other units."""


LARGEST_ALONG = (
    N_(
        "{file}: {name} is largest along x, not upwards (y); export the force that acts on the person, with x forward, "
        "y up and z right"
    ),
    N_(
        "{file}: {name} is largest downwards, not upwards (y); export the force that acts on the person, with x "
        "forward, y up and z right"
    ),
    N_(
        "{file}: {name} is largest along z, not upwards (y); export the force that acts on the person, with x forward, "
        "y up and z right"
    ),
)
"""What is wrong with a force that is largest along an axis: x, y or z."""

Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class GroundForce:
    """The reaction of the ground on one segment, measured by one plate (one ``ExternalForce``).

    Vectors are in OpenSim's ground frame, x forward, y up, z right, and act on the person. Below `LEAST_VERTICAL_N` of
    vertical force, force and torque are zero, and the point, which has no meaning there, is that of the nearest frame
    with contact. A frame with a missing value in the file is NaN throughout.

    Attributes:
        segment: OpenSim's name of the body it acts on, such as ``"calcn_r"``; empty where the file does not say it.
        time: (T,) increasing [s].
        force: (T, 3) [N].
        point: (T, 3) centre of pressure [m].
        torque: (T, 3) free moment about the point [N.m].
    """

    segment: str
    time: Array
    force: Array
    point: Array
    torque: Array

    def at(self, time: ArrayLike) -> tuple[Array, Array, Array]:
        """Interpolate the reaction linearly at other times.

        Args:
            time: (N,) [s].

        Returns:
            (N, 3) force [N], (N, 3) point [m] and (N, 3) torque [N.m]. They are NaN within and beside a gap. Outside of
            the recording the force is unknown and given as zero; compare with ``self.time`` where that matters.
        """
        times = np.atleast_1d(np.asarray(time, dtype=float))
        outside = (times < self.time[0]) | (times > self.time[-1])
        force, point, torque = (
            np.column_stack([np.interp(times, self.time, column) for column in values.T])
            for values in (self.force, self.point, self.torque)
        )
        force[outside] = torque[outside] = 0.0
        point[outside & ~np.isfinite(point).all(axis=1)] = 0.0
        return force, point, torque


def read_ground_forces(path: str | Path, *, unnamed: bool = False) -> tuple[GroundForce, ...]:
    """Read the ground reactions of one trial.

    Args:
        path: OpenSim's external loads (``.xml``), which name the segments and the file of numbers; or that file
            (``.mot``, ``.sto``) alone where its columns name left or right, such as ``ground_force_r_vx``,
            ``l_ground_force_px`` or ``ground_force_calcn_l_mx``. Where the xml names a file that does not exist, the
            file beside it with the xml's own name is used.
        unnamed: also take plates whose columns do not say on which foot they act.

    Returns:
        One reaction for each force that is not disabled, in the file's order; torque is zero without columns for it.

    Raises:
        InputError: a file is missing, damaged or of another kind; a column is missing; a force is given in the
            frame of a segment or does not push upwards; the foot is not named; or the units cannot be N and m.
    """
    path = Path(path)
    match path.suffix.lower():
        case ".xml":
            loads, named = external_loads(path)
            data, table = data_file(path, named, [columns for _segment, columns in loads])
        case ".mot" | ".sto":
            data, table = path, read_table(path)[1]
            loads = usual_columns(table.names, path, unnamed)
        case ending:
            raise InputError(
                _(
                    "{file}: {ending} is not a file of ground reactions; known are .xml, .mot and .sto",
                    file=path.name,
                    ending=ending or _("no ending"),
                )
            )
    found = tuple(_reaction(segment, table, columns, data) for segment, columns in loads)
    if not any(np.nan_to_num(force.force).any() for force in found):
        raise InputError(
            _(
                "{file}: no vertical force (y) reaches {least:g} N; export the force that acts on the "
                "person, in N and with y up",
                file=data.name,
                least=LEAST_VERTICAL_N,
            )
        )
    return found


def _reaction(segment: str, table: TimeSeries, columns: Columns, path: Path) -> GroundForce:
    """Build one plate's reaction; mark its gaps and set its noise without contact to zero."""
    force, point = (np.column_stack([table[name] for name in columns[kind]]) for kind in ("force", "point"))
    torque = np.zeros_like(force)
    if "torque" in columns:
        torque = np.column_stack([table[name] for name in columns["torque"]])
    _check_force(force, columns["force"][0][:-1], path)
    off = force[:, 1] < LEAST_VERTICAL_N
    force[off] = torque[off] = 0.0
    gap = ~np.isfinite(np.column_stack([force, point, torque])).all(axis=1) & ~off
    contact = np.flatnonzero(~off & ~gap)
    point[off] = point[_nearest(np.flatnonzero(off), contact)] if len(contact) else 0.0
    force[gap] = point[gap] = torque[gap] = np.nan
    farthest = np.abs(point[contact]).max(initial=0.0)
    if farthest > FARTHEST_M:
        raise InputError(
            _(
                "{file}: {name} is {farthest:.3g} away from the origin, surely in mm; export it in m",
                file=path.name,
                name=columns["point"][0][:-1],
                farthest=farthest,
            )
        )
    return GroundForce(segment, table.time, force, point, torque)


def _nearest(frames: Indices, among: Indices) -> Indices:
    """Find for each of ``frames`` the nearest of ``among``; both increase."""
    after = np.clip(np.searchsorted(among, frames), 0, len(among) - 1)
    before = np.maximum(after - 1, 0)
    closer = np.abs(among[before] - frames) <= np.abs(among[after] - frames)
    return np.where(closer, among[before], among[after])


def _check_force(force: Array, name: str, path: Path) -> None:
    """Refuse forces (T, 3) that cannot be N or do not push upwards, which else would count as no contact."""
    size = np.nan_to_num(np.abs(force)).max(axis=0)
    upwards = np.nan_to_num(force[:, 1]).max(initial=0.0)
    if size.max() > LARGEST_N:
        raise InputError(
            _(
                "{file}: {name} reaches {size:.3g}, too much for N; export it in N",
                file=path.name,
                name=name,
                size=size.max(),
            )
        )
    if size.max() > 5 * LEAST_VERTICAL_N and size.max() > 2 * upwards:
        raise InputError(_(LARGEST_ALONG[int(size.argmax())], file=path.name, name=name))
