"""External loads of OpenSim (`.xml`): which columns of which file act on which segment."""

import re
from pathlib import Path
from xml.etree import ElementTree

from psoas.capture.files.mot import read_table
from psoas.capture.files.plate_columns import KINDS, Columns, check_repeated
from psoas.capture.files.text_file import read_lines
from psoas.errors import InputError
from psoas.timeseries import TimeSeries
from psoas.words import N_, _, in_series

DATA_FILES = (".mot", ".sto")
MOST_XML_BYTES = 2_000_000
NOT_IN_GROUND = {
    "force": N_("{where}: its force is given in the frame of {frame}; export it in that of the ground"),
    "point": N_("{where}: its point is given in the frame of {frame}; export it in that of the ground"),
}


def external_loads(path: Path) -> tuple[list[tuple[str, Columns]], str]:
    """Read the segment and the columns of each force that is not disabled, and the name of the file of numbers."""
    if _is_file(path) and path.stat().st_size > MOST_XML_BYTES:
        raise InputError(_("{file} is too large for external loads; name the right .xml", file=path.name))
    text = "\n".join(read_lines(path, _("file of external loads")))
    if re.search("<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise InputError(
            _(
                "{file} defines a DOCTYPE, which external loads never need; save it from OpenSim again",
                file=path.name,
            )
        )
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(
            _(
                "{file} is not XML or it is cut off ({error}); save it from OpenSim again",
                file=path.name,
                error=error,
            )
        ) from None
    external = root if root.tag == "ExternalLoads" else root.find("ExternalLoads")
    if external is None:
        raise InputError(
            _(
                "{file} has no ExternalLoads; name the .xml that OpenSim's tools call external loads",
                file=path.name,
            )
        )
    forces = [force for force in external.findall("objects/ExternalForce") if not _disabled(force, path)]
    if not forces:
        raise InputError(
            _("{file} has no ExternalForce that is switched on; add or enable one", file=path.name)
        )
    return [_load(force, path) for force in forces], _property(external, "datafile")


def _property(element: ElementTree.Element, name: str) -> str:
    """Read the text of a property; empty where OpenSim writes ``Unassigned``."""
    text = " ".join((element.findtext(name) or "").split())
    return "" if text.lower() == "unassigned" else text


def _disabled(force: ElementTree.Element, path: Path) -> bool:
    for name, off in (("isDisabled", "true"), ("appliesForce", "false")):
        value = _property(force, name).lower()
        if value not in ("", "true", "false"):
            raise InputError(
                _(
                    "{file}: {name} is {value!r}; write true or false",
                    file=path.name,
                    name=name,
                    value=value[:20],
                )
            )
        if value == off:
            return True
    return False


def _load(force: ElementTree.Element, path: Path) -> tuple[str, Columns]:
    """Read the segment that an ``ExternalForce`` acts on, and its columns."""
    where = f"{path.name}, {' '.join(force.get('name', 'ExternalForce').split())}"
    segment = _property(force, "applied_to_body").rpartition("/")[2]
    if not segment:
        raise InputError(
            _("{where}: applied_to_body is missing; write the segment's name, such as calcn_r", where=where)
        )
    for of in ("force", "point"):
        frame = _property(force, f"{of}_expressed_in_body") or "ground"
        if frame.rpartition("/")[2] != "ground":
            raise InputError(_(NOT_IN_GROUND[of], where=where, frame=frame))
    columns = {kind: _property(force, f"{kind}_identifier") for kind in KINDS}
    missing = [f"{kind}_identifier" for kind in ("force", "point") if not columns[kind]]
    if missing:
        raise InputError(
            _(
                "{where}: {missing} is missing; write how its columns begin, such as ground_force_v",
                where=where,
                missing=missing[0],
            )
        )
    return segment, {
        kind: (f"{begin}x", f"{begin}y", f"{begin}z") for kind, begin in columns.items() if begin
    }


def data_file(path: Path, named: str, loads: list[Columns]) -> tuple[Path, TimeSeries]:
    """Find and read the numbers of the external loads at ``path``: the file that they name, or their namesake."""
    data = path.parent / named.replace("\\", "/")
    needed = sorted({name for columns in loads for kind in columns.values() for name in kind})
    if named and _is_file(data):
        table = read_table(data)[1]
        check_repeated(table.names, data)
        missing = [name for name in needed if name not in table]
        if missing:
            raise InputError(
                _(
                    "{file} has no column {missing}, which {asking} asks for; correct the identifier, or name the "
                    "right datafile",
                    file=data.name,
                    missing=missing[0],
                    asking=path.name,
                )
            )
        return data, table
    named = named[:100]
    beside = [other for other in map(path.with_suffix, DATA_FILES) if _is_file(other)]
    read = [(other, read_table(other)[1]) for other in beside]
    fitting = [found for found in read if all(name in found[1] for name in needed)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        several = in_series([other.name for other, _table in fitting])
        raise InputError(
            _(
                "{file} names the datafile {named!r}, which is not there, and both {several} would fit; write the "
                "right one there",
                file=path.name,
                named=named,
                several=several,
            )
            if named
            else _(
                "{file} names no datafile, and both {several} would fit; write the right one there",
                file=path.name,
                several=several,
            )
        )
    if beside:
        raise InputError(
            _(
                "{file} names the datafile {named!r}, which is not there, and {beside} beside it lacks its columns; "
                "write the right one there",
                file=path.name,
                named=named,
                beside=beside[0].name,
            )
            if named
            else _(
                "{file} names no datafile, and {beside} beside it lacks its columns; write the right one there",
                file=path.name,
                beside=beside[0].name,
            )
        )
    raise InputError(
        _(
            "{file} names the datafile {named!r}, which is not there; correct it, or put {namesake} beside it",
            file=path.name,
            named=named,
            namesake=f"{path.stem}.mot",
        )
        if named
        else _(
            "{file} names no datafile; correct it, or put {namesake} beside it",
            file=path.name,
            namesake=f"{path.stem}.mot",
        )
    )


def _is_file(path: Path) -> bool:
    """Tell a plain file from a device, a pipe or a name that no file can have."""
    try:
        return path.is_file()
    except OSError:
        return False
