"""A laboratory's own names of markers: the file that gives the names in psoas, and a template of it."""

import csv
import difflib
import io
import textwrap
from dataclasses import replace
from pathlib import Path

from psoas.capture.files import Markers, plain_marker_name, read_lines
from psoas.errors import InputError
from psoas.motion.marker_sets import load_marker_sets, marker_places, recognised_markers
from psoas.words import LANGUAGES, N_, _, either, speaking

HEADER = (N_("their name"), N_("our name"))
"""First row of a template, in English; in a map it is passed over, in any language."""

SHOWN = 8
"""Greatest number of markers of the recording in a message."""


def read_marker_map(path: Path) -> dict[str, str]:
    """Read a file of two columns: the name of a marker in the recording, and its name in psoas.

    Columns are separated by commas, semicolons or tabs. Rows that begin with ``#``, and the header of the template, are
    passed over. A second column that is empty leaves the marker out.

    Returns:
        The name in psoas, or ``""``, by the name in the recording.

    Raises:
        InputError: the file cannot be read, a row has no second column, or a name is unknown or occurs twice.
    """
    found: dict[str, str] = {}
    lines = read_lines(path, _("map of markers (.csv)"))
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    delimiter = max(",;\t", key=lambda sign: sum(sign in row for row in rows))
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
        where = _("{file}, line {line}", file=path.name, line=number)
        if _is_header(cells):
            continue
        if len(cells) < 2 or not cells[0]:
            raise InputError(
                _(
                    "{where}: {line!r} is not two columns; write the marker's name in the recording, a comma, and its "
                    "name in psoas",
                    where=where,
                    line=line.strip()[:40],
                )
            )
        theirs, ours = cells[:2]
        if theirs in found:
            raise InputError(_("{where}: {name} occurs twice; leave one out", where=where, name=theirs))
        if ours and ours in found.values():
            raise InputError(
                _("{where}: two markers are called {name}; leave one out", where=where, name=ours)
            )
        if ours:
            _check_known(ours, where)
        found[theirs] = ours
    if not any(found.values()):
        raise InputError(
            _("{file} names no marker; write their name, a comma, and the name in psoas", file=path.name)
        )
    return found


def _is_header(cells: list[str]) -> bool:
    """Whether a row is the header of a template, in the language of whoever wrote it."""
    row = tuple(cell.lower() for cell in cells[:2])
    for one in LANGUAGES:
        with speaking(one):
            if row == tuple(_(name).lower() for name in HEADER):
                return True
    return False


def _check_known(ours: str, where: str) -> None:
    known = {own for each in load_marker_sets() for own in each.aliases} | set(
        map(plain_marker_name, marker_places())
    )
    if plain_marker_name(ours) in known:
        return
    close = difflib.get_close_matches(ours.upper(), list(marker_places()), n=3, cutoff=0.5)
    if close:
        raise InputError(
            _(
                "{where}: {name!r} is no marker that psoas knows; perhaps {close}",
                where=where,
                name=ours,
                close=either(close),
            )
        )
    raise InputError(
        _(
            "{where}: {name!r} is no marker that psoas knows; known are {known}",
            where=where,
            name=ours,
            known=", ".join(marker_places()),
        )
    )


def renamed_markers(track: Markers, names: dict[str, str], file: str) -> Markers:
    """Give the markers of a recording their names in psoas.

    A marker with an empty name is left out; one that is not in the map keeps its name.

    Args:
        names: as from `read_marker_map`; file: the map's name, for messages.

    Raises:
        InputError: none of the names is in the recording.
    """
    there = {theirs: ours for theirs, ours in names.items() if theirs in track.names}
    if not there:
        raise InputError(
            _(
                "none of the names in {file} is in the recording, which has {names}; write them as they are there",
                file=file,
                names=", ".join([*track.names[:SHOWN], *["..."] * (len(track.names) > SHOWN)]),
            )
        )
    given = set(there.values())
    kept = [index for index, name in enumerate(track.names) if there.get(name, name)]
    new = []
    for index in kept:
        name = track.names[index]
        free = name if name not in given else _("{name} (not in {file})", name=name, file=file)
        new.append(there.get(name, free))
    missing = [theirs for theirs in names if theirs not in there and theirs not in track.absent]
    notes = track.notes
    if missing:
        notes += (
            (
                "map",
                _(
                    "These names of {file} are not in the recording: {names}",
                    file=file,
                    names=", ".join(missing[:SHOWN]),
                ),
            ),
        )
    return replace(track, names=tuple(new), positions=track.positions[:, kept], notes=notes)


def marker_template(track: Markers) -> str:
    """Write a map of markers to be filled in: the recording's names, and those in psoas that are recognised.

    Returns:
        The text of a ``.csv``; the names in psoas stand in it, too, each with its place, in rows that begin with ``#``.
    """
    known = recognised_markers((*track.names, *track.absent)).names
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(map(_, HEADER))
    rows.writerows((name, known.get(name, "")) for name in (*track.names, *track.absent))
    needed = _(
        "Needed: three on the pelvis, and one on thigh and shank of a leg. Leave the second column empty where psoas "
        "has no name. The names in psoas:"
    )
    text.writelines(f"# {line}\n" for line in textwrap.wrap(needed, 105))
    text.writelines(f"# {name}: {where}\n" for name, where in marker_places().items())
    return text.getvalue()
