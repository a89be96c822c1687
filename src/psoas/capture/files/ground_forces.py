"""Reading measured ground reactions of OpenSim: external loads (`.xml`) and their `.mot` or `.sto` file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psoas.capture.files.mot import read_table
from psoas.capture.files.text_file import read_lines
from psoas.errors import InputError
from psoas.sides import LETTER, SIDES
from psoas.timeseries import Array, TimeSeries

DATA_FILES = (".mot", ".sto")
LEAST_VERTICAL_N = 20.0
"""Vertical force below which the reaction counts as zero: our choice, a common threshold of contact in laboratories.
The centre of pressure is a moment divided by this force, so its noise grows without bound as the force vanishes."""
FARTHEST_M = 50.0
LARGEST_N = 50_000.0
"""A point farther away or a larger force shows that the file is in other units."""
MOST_XML_BYTES = 2_000_000

KINDS = {"force": "v", "point": "p", "torque": "m"}
SILENT = {"ground", "grf", "force", "forces", "torque", "moment", "reaction", "calcn", "foot", "plate"}
"""Words in a column's name that do not distinguish one plate from another."""

Indices = NDArray[np.intp]
Columns = dict[str, tuple[str, str, str]]
"""Columns of x, y and z for ``force``, ``point`` and, if the file has one, ``torque``."""


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
            loads, named = _external_loads(path)
            data, table = _data_file(path, named, [columns for _, columns in loads])
        case ".mot" | ".sto":
            data, table = path, read_table(path)[1]
            loads = _usual_columns(table.names, path, unnamed)
        case ending:
            raise InputError(
                f"{path.name}: {ending or 'no ending'} is not a file of ground reactions; known are .xml, .mot and .sto"
            )
    found = tuple(_reaction(segment, table, columns, data) for segment, columns in loads)
    if not any(np.nan_to_num(force.force).any() for force in found):
        raise InputError(
            f"{data.name}: no vertical force (y) reaches {LEAST_VERTICAL_N:g} N; export the force that acts on the "
            "person, in N and with y up"
        )
    return found


def _external_loads(path: Path) -> tuple[list[tuple[str, Columns]], str]:
    """Read the segment and the columns of each force that is not disabled, and the name of the file of numbers."""
    if _is_file(path) and path.stat().st_size > MOST_XML_BYTES:
        raise InputError(f"{path.name} is too large for external loads; name the right .xml")
    text = "\n".join(read_lines(path, "file of external loads"))
    if re.search("<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise InputError(
            f"{path.name} defines a DOCTYPE, which external loads never need; save it from OpenSim again"
        )
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(
            f"{path.name} is not XML or it is cut off ({error}); save it from OpenSim again"
        ) from None
    external = root if root.tag == "ExternalLoads" else root.find("ExternalLoads")
    if external is None:
        raise InputError(
            f"{path.name} has no ExternalLoads; name the .xml that OpenSim's tools call external loads"
        )
    forces = [force for force in external.findall("objects/ExternalForce") if not _disabled(force, path)]
    if not forces:
        raise InputError(f"{path.name} has no ExternalForce that is switched on; add or enable one")
    return [_load(force, path) for force in forces], _property(external, "datafile")


def _property(element: ElementTree.Element, name: str) -> str:
    """Read the text of a property; empty where OpenSim writes ``Unassigned``."""
    text = " ".join((element.findtext(name) or "").split())
    return "" if text.lower() == "unassigned" else text


def _disabled(force: ElementTree.Element, path: Path) -> bool:
    for name, off in (("isDisabled", "true"), ("appliesForce", "false")):
        value = _property(force, name).lower()
        if value not in ("", "true", "false"):
            raise InputError(f"{path.name}: {name} is {value[:20]!r}; write true or false")
        if value == off:
            return True
    return False


def _load(force: ElementTree.Element, path: Path) -> tuple[str, Columns]:
    """Read the segment that an ``ExternalForce`` acts on, and its columns."""
    where = f"{path.name}, {' '.join(force.get('name', 'ExternalForce').split())}"
    segment = _property(force, "applied_to_body").rpartition("/")[2]
    if not segment:
        raise InputError(f"{where}: applied_to_body is missing; write the segment's name, such as calcn_r")
    for of in ("force", "point"):
        frame = _property(force, f"{of}_expressed_in_body") or "ground"
        if frame.rpartition("/")[2] != "ground":
            raise InputError(
                f"{where}: its {of} is given in the frame of {frame}; export it in that of the ground"
            )
    columns = {kind: _property(force, f"{kind}_identifier") for kind in KINDS}
    missing = [f"{kind}_identifier" for kind in ("force", "point") if not columns[kind]]
    if missing:
        raise InputError(
            f"{where}: {missing[0]} is missing; write how its columns begin, such as ground_force_v"
        )
    return segment, {
        kind: (f"{begin}x", f"{begin}y", f"{begin}z") for kind, begin in columns.items() if begin
    }


def _data_file(path: Path, named: str, loads: list[Columns]) -> tuple[Path, TimeSeries]:
    """Find and read the numbers of the external loads at ``path``: the file that they name, or their namesake."""
    data = path.parent / named.replace("\\", "/")
    needed = sorted({name for columns in loads for kind in columns.values() for name in kind})
    if named and _is_file(data):
        _, table = read_table(data)
        _check_repeated(table.names, data)
        missing = [name for name in needed if name not in table]
        if missing:
            raise InputError(
                f"{data.name} has no column {missing[0]}, which {path.name} asks for; correct the identifier, or name "
                "the right datafile"
            )
        return data, table
    shown = f"names the datafile {named[:100]!r}, which is not there" if named else "names no datafile"
    beside = [other for other in map(path.with_suffix, DATA_FILES) if _is_file(other)]
    read = [(other, read_table(other)[1]) for other in beside]
    fitting = [found for found in read if all(name in found[1] for name in needed)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        several = " and ".join(other.name for other, *_ in fitting)
        raise InputError(f"{path.name} {shown}, and both {several} would fit; write the right one there")
    if beside:
        raise InputError(
            f"{path.name} {shown}, and {beside[0].name} beside it lacks its columns; write the right one there"
        )
    raise InputError(f"{path.name} {shown}; correct it, or put {path.stem}.mot beside it")


def _is_file(path: Path) -> bool:
    """Tell a plain file from a device, a pipe or a name that no file can have."""
    try:
        return path.is_file()
    except OSError:
        return False


def _usual_columns(names: Sequence[str], path: Path, unnamed: bool) -> list[tuple[str, Columns]]:
    """Find the segment and the columns of each plate by the usual names of columns."""
    plates: dict[tuple[str, ...], dict[str, dict[str, str]]] = {}
    for name in names:
        if (usual := _usual(name)) is not None:
            plate, kind, axis = usual
            plates.setdefault(plate, {}).setdefault(kind, {})[axis] = name
    _check_repeated(names, path)
    plates = {plate: kinds for plate, kinds in plates.items() if "v" in kinds}
    if not plates:
        raise InputError(
            f"{path.name} has no columns such as ground_force_r_vx; name the external loads (.xml) that say which "
            "columns are forces"
        )
    return [(_foot(plate, kinds, path, unnamed), _complete(kinds, path)) for plate, kinds in plates.items()]


def _check_repeated(names: Sequence[str], path: Path) -> None:
    """Refuse forces of two plates under one name, as in old files: which foot each belongs to is not in them."""
    twice = next((name for name in names if name.endswith(" (2)")), None)
    if twice is not None and _usual(twice.removesuffix(" (2)")) is not None:
        raise InputError(
            f"{path.name}: {twice.removesuffix(' (2)')} occurs twice; give the columns of each foot their own names, "
            "such as ground_force_r_vx"
        )


def _usual(name: str) -> tuple[tuple[str, ...], str, str] | None:
    """Split a column's name into plate, kind (``v``, ``p`` or ``m``) and axis; None for no ground reaction."""
    words = name.lower().split("_")
    at = next((i for i in reversed(range(len(words))) if re.fullmatch("[fvpm]?[xyz]", words[i])), None)
    if at is None or not {"ground", "grf"} & set(words):
        return None
    kind, axis = words[at][:-1], words[at][-1]
    if not kind and not {"torque", "moment"} & set(words):
        return None
    plate = tuple(word for i, word in enumerate(words) if i != at and word not in SILENT)
    return plate, {"f": "v", "": "m"}.get(kind, kind), axis


def _foot(plate: tuple[str, ...], kinds: dict[str, dict[str, str]], path: Path, unnamed: bool) -> str:
    """Find the segment of a plate by the side in the names of its columns; empty where an unnamed one is taken."""
    sides = {word[0] for word in plate if word in (*SIDES, *LETTER)}
    strange = [word for word in plate if word not in (*SIDES, *LETTER) and not word.isdecimal()]
    if len(sides) != 1 or strange:
        if unnamed:
            return ""
        raise InputError(
            f"{path.name}: {next(iter(kinds['v'].values()))} does not say on which foot it acts; name the external "
            "loads (.xml) that belong to it"
        )
    return f"calcn_{sides.pop()}"


def _complete(kinds: dict[str, dict[str, str]], path: Path) -> Columns:
    """Name the columns of one plate; x, y and z all have to be there."""
    columns = {}
    for kind, letter in KINDS.items():
        axes = kinds.get(letter, {})
        if kind == "torque" and not axes:
            continue
        missing = [axis for axis in "xyz" if axis not in axes]
        if missing:
            beside = next(iter({**kinds["v"], **axes}.values()))
            raise InputError(
                f"{path.name}: the {missing[0]} of the {kind} is missing beside {beside}; export it too"
            )
        columns[kind] = (axes["x"], axes["y"], axes["z"])
    return columns


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
            f"{path.name}: {columns['point'][0][:-1]} is {farthest:.3g} away from the origin, surely in mm; "
            "export it in m"
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
        raise InputError(f"{path.name}: {name} reaches {size.max():.3g}, too much for N; export it in N")
    if size.max() > 5 * LEAST_VERTICAL_N and size.max() > 2 * upwards:
        along = ("along x", "downwards", "along z")[int(size.argmax())]
        raise InputError(
            f"{path.name}: {name} is largest {along}, not upwards (y); export the force that acts on the person, "
            "with x forward, y up and z right"
        )
