"""A wrong answer, packed so that somebody else can look into it: figures and a note, and not one picture.

The archive is written to a place on this computer and sent nowhere.
"""

import csv
import io
import json
import platform
import zipfile
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Final

import numpy as np

from psoas.child_processes import place_beside
from psoas.errors import UsageError
from psoas.export.check_json import to_json
from psoas.findings import Analysis
from psoas.timeseries import TimeSeries
from psoas.words import N_, _

WRONG_SCHEMA: Final = "psoas.wrong/1"
PACKAGES: Final = ("psoas", "numpy", "scipy", "mujoco", "av", "ai-edge-litert")
LONGEST_NOTE: Final = 4000
CONTENTS: Final = {
    "note.json": N_("your note, and the versions of psoas and of what it runs on"),
    "result.json": N_("the result as psoas gave it"),
    "points.csv": N_("where the points on the body were seen, in pixels, and how surely"),
    "world.csv": N_("the same points in metres, as the pose network guesses them"),
    "outline.csv": N_("the outline of the trunk, in pixels"),
}
"""Each file of the archive, and what it holds, in words for the person who sends it."""


def write_wrong_answer(analysis: Analysis, note: str, path: Path) -> dict[str, str]:
    """Write the archive about one wrong answer, all of it or nothing.

    The name of the recording is left out, but for its ending; so are its place and all pictures.

    Args:
        analysis: with what the camera saw, where there was one.
        note: what is wrong, in the user's words.
        path: of the ``.zip``.

    Returns:
        What the archive holds: name to words, as in `CONTENTS`.

    Raises:
        UsageError: the note is empty or longer than a letter.
        OSError: the file cannot be written.
    """
    note = check_note(note)
    name = f"recording{Path(analysis.source.file).suffix.lower()}"
    plain = replace(analysis, source=replace(analysis.source, file=name), files={})
    files = {
        "note.json": json.dumps(
            {"schema": WRONG_SCHEMA, "note": note, "versions": versions()}, ensure_ascii=False, indent=1
        ),
        "result.json": json.dumps(to_json(plain), ensure_ascii=False, allow_nan=False),
    }
    if analysis.captured is not None:
        files |= {
            "points.csv": _table(analysis.captured.points, 1),
            "world.csv": _table(analysis.captured.world, 4),
            "outline.csv": _table(analysis.captured.contours, 1),
        }
    beside = place_beside(path)
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for file, text in files.items():
                archive.writestr(file, text)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return {file: _(CONTENTS[file]) for file in files}


def check_note(note: str) -> str:
    """The note without blanks around it.

    Raises:
        UsageError: it is empty or too long.
    """
    note = note.strip()
    if not note:
        raise UsageError(
            _('--wrong: say in a few words what is wrong, such as --wrong "I did six, not five"')
        )
    if len(note) > LONGEST_NOTE:
        raise UsageError(
            _(
                "--wrong: the note has {count} characters; {most} are enough",
                count=len(note),
                most=LONGEST_NOTE,
            )
        )
    return note


def versions() -> dict[str, str]:
    """Versions of the program and of what it runs on; packages that are not installed are left out."""
    found = {"python": platform.python_version(), "system": f"{platform.system()} {platform.machine()}"}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def _table(series: TimeSeries, digits: int) -> str:
    """A column a name, and ``NAME.sure`` for the confidence where there is one; empty where nothing was seen."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    sure = [] if series.confidence is None else [name for name in series.names if name.endswith(".x")]
    writer.writerow(["time_s", *series.names, *(f"{name[:-2]}.sure" for name in sure)])
    confidence = np.column_stack([series.confidence_of(name) for name in sure]) if sure else None
    for row, moment in enumerate(np.asarray(series.time).tolist()):
        cells = [f"{value:.{digits}f}" if np.isfinite(value) else "" for value in series.values[row].tolist()]
        if confidence is not None:
            cells += [f"{value:.2f}" for value in confidence[row].tolist()]
        writer.writerow([f"{moment:.4f}", *cells])
    return text.getvalue()
