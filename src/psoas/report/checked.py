"""The main job: a clip, photo or motion file in; findings and a report folder out."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from psoas.body import person_table
from psoas.capture.files import MOTION_FILES
from psoas.capture.video import Preview
from psoas.draw import prepare_pictures
from psoas.errors import UsageError
from psoas.findings import Analysis
from psoas.recordings import analyse_clip, analyse_motion, person_of, warming_up
from psoas.report.folder import CLIP_FPS, CLIP_SIDE, write_report
from psoas.report.html import report_template
from psoas.timeseries import Progress
from psoas.words import _


def check(
    path: str | Path,
    *,
    out: str | Path | None = None,
    person: int | None = None,
    height_m: float | None = None,
    weights: Literal["full", "lite"] = "full",
    report: bool = True,
    loads: bool = False,
    mass_kg: float | None = None,
    markers: str | Path | None = None,
    forces: str | Path | None = None,
    filmed_fps: float | None = None,
    workers: int | None = 0,
    progress: Progress | None = None,
) -> Analysis:
    """Look at one recording and write its report.

    Args:
        path: a video, a photograph, or a motion-capture file (.mot, .sto, .trc, .c3d).
        out: report folder; None takes ``<name of the file>-psoas`` in the current folder.
        person: whom to follow, counted from the left at the start, from 1; None takes the largest, most central.
            A motion-capture file holds one person, and takes None only.
        height_m: standing height [m]; sharpens speeds and distances. Markers measure the person themselves.
        weights: ``full``, or ``lite`` for slower machines; of no use for a motion-capture file.
        report: False computes only.
        loads: True tells what the lower back and the hips carry, too.
        mass_kg: of the person, for the loads; None takes a usual one.
        markers: a .csv with the names in psoas of the markers of a motion-capture file: their name, ours.
        forces: force plates of a motion-capture file: external loads (.xml), ground forces (.mot, .sto) or a .c3d; None
            looks for them in the file and beside it, as ``walk_grf.mot`` beside ``walk.trc``.
        filmed_fps: pictures a second that the camera took, where the file plays in slow motion; None takes what the
            file says. Of no use for a motion-capture file.
        workers: number of processes that help with the loads of a motion-capture file; None takes one on each
            other core for long files.
        progress: called with the stage, how much is done, and of how much.

    Returns:
        The analysis. Where ``view.usable`` is False nothing was measured and no report was written.

    Raises:
        UsageError: an impossible option.
        InputError: the file cannot be read.
    """
    path = Path(path)
    _check_options(person, height_m)
    whose = person_of(height_m, mass_kg)
    folder = Path(out) if out is not None else Path(f"{path.stem}-psoas")
    shown = whose if loads else None
    preview: Preview | None = None
    if path.suffix.lower() in MOTION_FILES:
        if person is not None:
            raise UsageError(
                _(
                    "--person picks one of several people in a picture; {file} holds one, leave it out",
                    file=path.name,
                )
            )
        if filmed_fps is not None:
            raise UsageError(
                _(
                    "--filmed-fps puts the speed of a clip right; {file} has its own times, leave it out",
                    file=path.name,
                )
            )
        analysis = analyse_motion(
            path,
            height_m=height_m,
            loads=shown,
            markers=markers,
            forces=forces,
            workers=workers,
            progress=progress,
        )
    else:
        if markers is not None:
            raise UsageError(
                _(
                    "--markers names the markers of a motion file, and {file} is none; leave it out",
                    file=path.name,
                )
            )
        if forces is not None:
            raise UsageError(
                _("--forces belongs to a motion file, and {file} is none; leave it out", file=path.name)
            )
        preview = Preview(CLIP_SIDE, CLIP_FPS) if report else None
        with warming_up(partial(_load_report, height_m) if report else _nothing):
            analysis = analyse_clip(
                path,
                person=person,
                height_m=height_m,
                weights=weights,
                loads=shown,
                filmed_fps=filmed_fps,
                preview=preview,
                progress=progress,
            )
    if report and analysis.view.usable:
        files = write_report(analysis, path, folder, preview=preview, progress=progress)
        return replace(analysis, files=files)
    return analysis


def _load_report(height_m: float | None) -> None:
    """Load what the report needs, besides the analysis."""
    import psoas.report.annotated  # noqa: F401 - loads the video library

    prepare_pictures(height_m)
    report_template()


def _nothing() -> None:
    pass


def _check_options(person: int | None, height_m: float | None) -> None:
    if person is not None and person < 1:
        raise UsageError(_("--person {person}: people are counted from the left, from 1", person=person))
    least, most = person_table()["heights_m"]
    if height_m is not None and not least <= height_m <= most:
        raise UsageError(
            _(
                "a height of {height:g} m is not a person's; give {least:g} to {most:g} m (--height takes centimetres, "
                "{least_cm:g} to {most_cm:g})",
                height=height_m,
                least=least,
                most=most,
                least_cm=100 * least,
                most_cm=100 * most,
            )
        )
