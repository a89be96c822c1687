"""The recordings of a batch: a table with one row for each, or all of a folder, validated before anything runs."""

import csv
import io
import math
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from psoas.capture.files import MOTION_FILES, PHOTO_FILES, VIDEO_FILES, read_table_text
from psoas.errors import InputError, UsageError
from psoas.words import N_, _, decimal, system_reason

READ: Final = (*VIDEO_FILES, *PHOTO_FILES, *MOTION_FILES)
"""Endings that a folder is searched for; in a manifest the first bytes of a file decide."""

COLUMNS: Final = {
    "path": "path",
    "person": "person",
    "participant_id": "person",
    "session": "session",
    "task": "task",
    "run": "run",
    "height": "height_cm",
    "height_cm": "height_cm",
    "mass": "mass_kg",
    "mass_kg": "mass_kg",
    "weight": "mass_kg",
}
"""Headings that a manifest may have, and what each is."""

MANIFESTS: Final = (".csv", ".tsv")
SPREADSHEETS: Final = "cp1252"
"""Encoding of a table that a spreadsheet of Windows saves as plain CSV."""
ENTITIES: Final = {"sub": "person", "ses": "session", "task": "task", "run": "run"}
"""Parts of a name as in BIDS (Brain Imaging Data Structure), such as ``sub-01_ses-2_task-walk_run-1``."""
_ENTITY: Final = re.compile(r"(?:^|[_/])(sub|ses|task|run)-([A-Za-z0-9+]+)(?=$|[_./])")
_FORCES: Final = re.compile(r"[_-](grfs?|forces|ground_reaction|externalloads)$", re.IGNORECASE)
MOST_FAULTS: Final = 5
"""So many faults of a manifest are listed, the others counted."""


HEIGHT: Final = N_("height '{value}' is no person's in cm; give {least:g} to {most:g}")
MASS: Final = N_("mass '{value}' is no person's in kg; give {least:g} to {most:g}")


def is_motion(path: str) -> bool:
    """Whether a recording is a motion-capture file, by its ending."""
    return Path(path).suffix.lower() in MOTION_FILES


@dataclass(frozen=True, slots=True)
class BatchClip:
    """One recording of a batch.

    Attributes:
        name: its path from the folder of the manifest, with ``/``: unique, and the key of all results.
        path: absolute.
        person, session, task, run: labels, empty where not known.
        height_m, mass_kg: of the person; None where not known.
    """

    name: str
    path: str
    person: str = ""
    session: str = ""
    task: str = ""
    run: str = ""
    height_m: float | None = None
    mass_kg: float | None = None

    @property
    def is_motion(self) -> bool:
        """Whether it is a motion-capture file."""
        return is_motion(self.path)


@dataclass(frozen=True)
class Manifest:
    """The recordings of a batch, sorted by name; ``left_out`` counts other files of a folder by their ending."""

    clips: tuple[BatchClip, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def read_manifest(source: Path, out: Path) -> Manifest:
    """Read a manifest, or search a folder and the folders in it.

    Args:
        source: a folder, or a table (.csv, .tsv) with a column ``path`` and, optionally, person, session, task, run,
            height (cm) and mass (kg). Paths are relative to its folder. A label that is absent is read from names as in
            BIDS.
        out: the folder of the results, which is not searched.

    Raises:
        UsageError: there is no recording, or ``source`` is neither a folder nor a table.
        InputError: the table or a folder cannot be read, or rows of the table are wrong; the first faults are listed.
    """
    if source.is_dir():
        return _of_folder(source.absolute(), out.absolute())
    if not source.exists():
        raise UsageError(_("there is no folder or manifest {source}; check the name", source=source))
    if source.suffix.lower() not in MANIFESTS:
        raise UsageError(
            _(
                "{file} is neither a folder nor a manifest ({endings}); one recording is for psoas check",
                file=source.name,
                endings=", ".join(MANIFESTS),
            )
        )
    return _of_table(source.absolute())


def _of_folder(folder: Path, out: Path) -> Manifest:
    found: list[BatchClip] = []
    left_out: Counter[str] = Counter()
    for path in _files_in(folder, out):
        ending = path.suffix.lower()
        if ending in READ and not _are_forces(path):
            found.append(_clip(folder, path, {}))
        else:
            left_out[ending or path.name] += 1
    if not found:
        raise UsageError(
            _(
                "there is no recording in {folder}; psoas reads {endings}",
                folder=folder,
                endings=", ".join(READ),
            )
        )
    return Manifest(tuple(sorted(found, key=lambda clip: clip.name)), dict(sorted(left_out.items())))


def _files_in(folder: Path, out: Path) -> Iterator[Path]:
    """Files of a folder and its folders; hidden ones, our own reports and the results of the batch are left alone."""
    for place, folders, files in os.walk(folder, onerror=_refuse_folder):
        here = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and here / name != out and not (here / name / "result.json").exists()
        )
        yield from (here / name for name in files if not name.startswith("."))


def _refuse_folder(error: OSError) -> NoReturn:
    """Refuse a folder in which recordings may be that cannot be seen.

    Raises:
        InputError: always.
    """
    raise InputError(
        _(
            "the folder {folder} cannot be read ({reason}), so recordings in it would be missing; nothing was run: "
            "change its permissions, or move it elsewhere",
            folder=error.filename,
            reason=system_reason(error),
        )
    ) from error


def _are_forces(path: Path) -> bool:
    """Whether a table holds the force plates of another recording, by its name, such as ``walk_grf.mot``."""
    return path.suffix.lower() in (".mot", ".sto") and _FORCES.search(path.stem) is not None


def _of_table(source: Path) -> Manifest:
    rows = _rows(source)
    clips: dict[str, BatchClip] = {}
    lines: dict[str, int] = {}
    faults: list[str] = []
    for line, row in rows:
        try:
            clip = _checked(source.parent, row)
            if clip.name in lines:
                raise ValueError(_("the file of line {line} once more", line=lines[clip.name]))
            clips[clip.name], lines[clip.name] = clip, line
        except ValueError as error:
            faults.append(_("line {line}: {fault}", line=line, fault=error))
    if faults:
        raise InputError(_faults_words(source.name, faults))
    if not clips:
        raise UsageError(_("{file} has no row; give one for each recording", file=source.name))
    return Manifest(tuple(clips[name] for name in sorted(clips)))


def _faults_words(file: str, faults: Sequence[str]) -> str:
    shown, more = "; ".join(faults[:MOST_FAULTS]), len(faults) - MOST_FAULTS
    if more <= 0:
        return _("{file}: {faults}. Nothing was run; mend the manifest", file=file, faults=shown)
    return _(
        "{file}: {faults}; {count} more. Nothing was run; mend the manifest",
        file=file,
        faults=shown,
        count=more,
    )


def _rows(source: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows by line, each cell by what its heading means; empty rows are left out."""
    text = read_table_text(source, _("manifest (.csv)"), SPREADSHEETS)
    first = next(iter(text.splitlines()), "")
    delimiter = max("\t;,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    meanings = _columns(source.name, [_heading(cell) for cell in _filled(next(reader, []))])
    rows = []
    try:
        for found in reader:
            cells = _filled(found)
            if not cells:
                continue
            if len(cells) > len(meanings):
                raise InputError(
                    _(
                        "{file}, line {line}: {cells} cells under {headings} headings",
                        file=source.name,
                        line=reader.line_num,
                        cells=len(cells),
                        headings=len(meanings),
                    )
                )
            rows.append((reader.line_num, dict(zip(meanings, map(str.strip, cells), strict=False))))
    except csv.Error as error:
        raise InputError(
            _(
                "{file}, line {line}: {error}; save it as plain CSV again",
                file=source.name,
                line=reader.line_num,
                error=error,
            )
        ) from None
    return rows


def _filled(cells: Sequence[str]) -> list[str]:
    """The cells without empty ones at the end: a spreadsheet saves columns that were once used."""
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return list(cells[: last + 1])


def _columns(file: str, heads: Sequence[str]) -> list[str]:
    """What the cells under each heading are.

    Raises:
        InputError: a heading is not known, two mean the same, or none is the path.
    """
    known = ", ".join(sorted(COLUMNS))
    unknown = [head for head in heads if head not in COLUMNS]
    if unknown:
        raise InputError(
            _(
                "{file} has a column '{column}', which is not known; known are {known}",
                file=file,
                column=unknown[0],
                known=known,
            )
        )
    meanings = [COLUMNS[head] for head in heads]
    twice = [name for name, count in Counter(meanings).items() if count > 1]
    if twice:
        raise InputError(
            _(
                "{file} has two columns for {column}; known columns are {known}",
                file=file,
                column=twice[0],
                known=known,
            )
        )
    if "path" not in meanings:
        raise InputError(_("{file} has no column 'path'; known columns are {known}", file=file, known=known))
    return meanings


def _heading(cell: str) -> str:
    """A heading without its unit in brackets: ``Height [cm]`` is ``height``."""
    return re.sub(r"\s*[\[(].*", "", cell.strip().lower()).replace(" ", "_")


def _checked(folder: Path, row: Mapping[str, str]) -> BatchClip:
    """One row as a recording.

    Raises:
        ValueError: what is wrong with it, in words.
    """
    if not row.get("path"):
        raise ValueError(_("no path"))
    # a table that was written on Windows has paths of Windows
    for words in (row["path"], row["path"].replace("\\", "/")):
        path = Path(os.path.normpath(folder / words))
        if path.is_file():
            return _clip(folder, path, row)
    raise ValueError(_("there is no file {path}", path=row["path"]))


def _clip(folder: Path, path: Path, row: Mapping[str, str]) -> BatchClip:
    name = Path(os.path.relpath(path, folder)).as_posix().encode("utf-8", "backslashreplace").decode()
    labels = {ENTITIES[key]: value for key, value in _ENTITY.findall(name)}
    labels |= {key: row[key] for key in ENTITIES.values() if row.get(key)}
    labels["person"] = labels.get("person", "").removeprefix("sub-")
    height, mass = _ranges()
    height_cm = _number(row.get("height_cm", ""), HEIGHT, height)
    return BatchClip(
        name,
        str(path),
        **labels,
        height_m=None if height_cm is None else height_cm / 100,
        mass_kg=_number(row.get("mass_kg", ""), MASS, mass),
    )


def _ranges() -> tuple[Sequence[float], Sequence[float]]:
    """Heights [cm] and masses [kg] that the body has tables for."""
    from psoas.body import person_table

    table = person_table()
    return [round(100 * end, 6) for end in table["heights_m"]], table["masses_kg"]


def _number(cell: str, refusal: str, ends: Sequence[float]) -> float | None:
    if cell.lower() in ("", "n/a"):
        return None
    try:
        value = decimal(cell)
    except ValueError:
        value = math.nan
    if not ends[0] <= value <= ends[1]:
        raise ValueError(_(refusal, value=cell, least=ends[0], most=ends[1]))
    return value
