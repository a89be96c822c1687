"""Run `check` and `demo`: several files, progress, words, JSON and exit codes around one call each."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from psoas.capture.pose import own_stderr
from psoas.cli.print_check import print_packed, print_summary
from psoas.cli.progress_bar import ProgressBar
from psoas.cli.terminal import (
    CANNOT_TELL,
    CRASHED,
    STOPPED,
    UNREADABLE,
    attempt,
    check_apart,
    check_height,
    check_target,
    complain,
    print_written,
    tolerant_streams,
    write_json,
    write_whole,
)
from psoas.errors import CannotTellError, UsageError
from psoas.export import check_note, to_json, write_wrong_answer
from psoas.findings import Analysis, Source, View
from psoas.recordings import demo_clip, marker_map_template
from psoas.timeseries import TimeSeries
from psoas.words import _, named

_WORSE_FIRST: Final = (CRASHED, UNREADABLE, CANNOT_TELL, 0)


def check_files(
    files: Sequence[Path],
    *,
    json_to: str | None = None,
    out: Path | None = None,
    person: int | None = None,
    height_cm: float | None = None,
    lite: bool = False,
    loads: bool = False,
    mass_kg: float | None = None,
    markers: Path | None = None,
    forces: Path | None = None,
    filmed_fps: float | None = None,
    wrong: str | None = None,
) -> int:
    """Check every file, go on after a bad one, print and write what was found.

    Args:
        files: one or more clips or photos.
        json_to: a path, ``-`` for standard output, or None for no JSON.
        out: the report folder; for several files the folder that gets one for each. None is the current one.
        person: the Nth from the left at the start; None chooses.
        height_cm: body height [cm].
        lite: use the smaller pose network.
        loads: compute the loads of joints and muscles, too.
        mass_kg: body mass, for the loads.
        markers: a .csv with the names of a motion file's markers in psoas.
        forces: force plates of one motion file.
        filmed_fps: pictures a second of the camera, where the file plays in slow motion.
        wrong: what is wrong with the answer, to be packed with it; None packs nothing.

    Returns:
        The worst exit code: 1 a fault in psoas, 2 unreadable, 3 cannot tell, 0; 130 where it was stopped.
    """

    def run(path: Path, folder: Path) -> Analysis:
        from psoas.report import check, check_folder

        check_folder(folder)
        try:
            with own_stderr(), ProgressBar(path.name) as progress:
                return check(
                    path,
                    out=folder,
                    person=person,
                    height_m=None if height_cm is None else height_cm / 100,
                    weights="lite" if lite else "full",
                    loads=loads,
                    mass_kg=mass_kg,
                    markers=markers,
                    forces=forces,
                    filmed_fps=filmed_fps,
                    workers=None,
                    progress=progress,
                )
        except CannotTellError as error:
            if json_to is None and wrong is None:
                raise
            return _not_analysed(path, str(error))

    tolerant_streams()
    try:
        folders = _folders(files, out)
        _done, code = attempt(partial(_check_options, files, folders, json_to, height_cm, wrong, forces), "")
        if code:
            return code
        codes = [0]
        results: list[dict[str, Any]] = []
        for path, folder in zip(files, folders, strict=True):
            analysis, code = attempt(partial(run, path, folder), path.name)
            codes.append(code)
            if analysis is not None:
                codes.append(0 if analysis.tells else CANNOT_TELL)
                codes.append(attempt(partial(_report, analysis, json_to, results), path.name)[1])
                if wrong is not None:
                    codes.append(attempt(partial(_pack, analysis, wrong, folder, json_to), path.name)[1])
        if json_to is not None and (results or len(files) > 1):
            value = results if len(files) > 1 else results[0]
            codes.append(attempt(partial(write_json, value, json_to), "")[1])
        return min(codes, key=_WORSE_FIRST.index)
    except KeyboardInterrupt:
        complain(_("stopped; nothing half-written is left behind"))
        return STOPPED


def write_marker_template(files: Sequence[Path], to: str) -> None:
    """Write the names of a recording's markers to a .csv, in which their names in psoas are filled in.

    Args:
        files: one motion file of markers.
        to: path of the .csv; ``-`` prints it.

    Raises:
        UsageError: more than one file, or one without markers.
        InputError: the file cannot be read.
    """
    if len(files) != 1:
        raise UsageError(
            _("--markers-template is made from one motion file, not from {files}", files=len(files))
        )
    check_target(to, "--markers-template")
    check_apart({_("the recording"): files[0], "--markers-template": to})
    text = marker_map_template(files[0])
    if to == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    write_whole(text.encode(), Path(to))
    print_written(to)


def check_demo(*, json_to: str | None, out: Path | None, lite: bool) -> int:
    """Run `check_files` on the sample clip; the exit codes are the same."""
    clip, code = attempt(demo_clip, _("the sample clip"))
    return code if clip is None else check_files([clip], json_to=json_to, out=out, lite=lite)


def _check_options(
    files: Sequence[Path],
    folders: Sequence[Path],
    json_to: str | None,
    height_cm: float | None,
    wrong: str | None,
    forces: Path | None,
) -> None:
    """Refuse impossible options before any file is read.

    Raises:
        UsageError: an impossible height, an empty note, forces for several files, or JSON in place of a recording, a
            report or a part of one.
        InputError: JSON where it may not be written.
    """
    check_height(height_cm)
    if wrong is not None:
        check_note(wrong)
    if forces is not None and len(files) > 1:
        raise UsageError(
            _("--forces belongs to one motion file, not to {files}; check them one by one", files=len(files))
        )
    if json_to is None or json_to == "-":
        return
    check_target(json_to)
    for path in files:
        check_apart({_("the recording"): path, "--json": json_to, "--forces": forces})
    inside = Path(json_to).resolve()
    for folder in folders:
        check_apart({_("the report's folder"): folder, "--json": json_to})
        if folder.resolve() in inside.parents:
            raise UsageError(
                _(
                    "--json {json_to} is in the report's folder, which is made anew; choose another",
                    json_to=json_to,
                )
            )


def _folders(files: Sequence[Path], out: Path | None) -> list[Path]:
    """Choose a report folder for each file; files of the same name get different ones."""
    if out is not None and len(files) == 1:
        return [out]
    folders: list[Path] = []
    for path in files:
        stem = path.stem or path.name or "clip"
        folder = (out or Path()) / f"{stem}-psoas"
        number = 2
        while folder in folders:
            folder = (out or Path()) / f"{stem}-{number}-psoas"
            number += 1
        folders.append(folder)
    return folders


def _report(analysis: Analysis, json_to: str | None, results: list[dict[str, Any]]) -> None:
    """Print one analysis for a person, unless standard output is for JSON, and keep it for the JSON."""
    if json_to is not None:
        results.append(to_json(analysis))
    if json_to != "-":
        print_summary(analysis)
        sys.stdout.flush()
    elif not analysis.view.usable:
        complain(
            named(Path(analysis.source.file).name, analysis.view.reason or _("cannot tell from this view"))
        )


def _pack(analysis: Analysis, note: str, folder: Path, json_to: str | None) -> None:
    """Pack a wrong answer beside the place of its report, under a name that is free, and say what is in it."""
    path, number = folder.with_name(f"{folder.name}-wrong.zip"), 2
    while path.exists():
        path, number = folder.with_name(f"{folder.name}-wrong-{number}.zip"), number + 1
    path.parent.mkdir(parents=True, exist_ok=True)
    print_packed(path, write_wrong_answer(analysis, note, path), to_stderr=json_to == "-")


def _not_analysed(path: Path, reason: str) -> Analysis:
    """An empty analysis for the JSON of a file that was read, but in which nothing could be measured."""
    from psoas.capture.video import probe

    info = probe(path)
    size = (info.width, info.height)
    source = Source(str(path), info.frames, info.fps, info.duration_s, *size, 0, info.is_photo)
    view = View("unknown", None, usable=False, reason=reason)
    empty = TimeSeries(np.empty(0), (), np.empty((0, 0)), ())
    return Analysis(source, view, "unknown", None, None, None, empty, empty, empty)
