"""The main job: a clip, photo or motion file in; findings and a report folder out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from psoas.body import Person
from psoas.body.scaling import person_table
from psoas.capture import Captured, ClipInfo, Preview, ReadAhead, capture, read_frames
from psoas.capture.motion_file import MOTION_FILES
from psoas.errors import UsageError
from psoas.findings import Analysis, NotMeasured, Source, add_psoas, judge, judge_view
from psoas.motion import Motion, load_calibration, measure
from psoas.recorded import analyse_motion
from psoas.recorded_loads import clip_loads, person_of, with_loads
from psoas.report import write_report
from psoas.report.folder import CLIP_FPS, CLIP_SIDE
from psoas.timeseries import TimeSeries

Progress = Callable[[str, int, int | None], None]

POSE_SIDE = 960
"""Longest side of the frames that the pose network sees [px]; its own input is 256 px square."""


def demo_clip() -> Path:
    """The sample clip that is part of the program: a rendered person, four repetitions, the back arched in each."""
    return Path(__file__).parent / "data" / "demo.mp4"


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
    if path.suffix.lower() in MOTION_FILES:
        carried = whose if loads else None
        return _check_motion(path, folder if report else None, person, height_m, carried, progress)
    preview = Preview(CLIP_SIDE, CLIP_FPS) if report else None
    info, captured, damaged = _watch(path, person, weights, preview, progress)
    analysis = analyse(info, captured, height_m=height_m, damaged=damaged)
    if loads and analysis.view.usable:
        analysis = with_loads(analysis, clip_loads(analysis, whose, progress=progress))
    if report and analysis.view.usable:
        files = write_report(analysis, path, folder, preview=preview, progress=progress)
        analysis = replace(analysis, files=files)
    return analysis


def analyse(
    info: ClipInfo, captured: Captured, *, height_m: float | None = None, damaged: bool = False
) -> Analysis:
    """Everything that follows from what was seen, without looking at the pictures again."""
    motion = measure(captured.points, captured.world, captured.contours, height_m=height_m)
    view = judge_view(
        captured.points,
        motion.yaw_deg,
        motion.facing is not None,
        (info.width, info.height),
        kneeling=motion.rear_leg is not None,
    )
    movement = motion.movement if view.usable else "unknown"
    analysis = Analysis(
        source=Source(
            file=str(info.path),
            frames=info.frames,
            fps=info.fps,
            duration_s=info.duration_s,
            width=info.width,
            height=info.height,
            analysed=len(captured.points),
            is_photo=info.is_photo,
        ),
        view=view,
        movement=movement,
        rear_leg=motion.rear_leg if view.usable else None,
        rear_side=_side(motion) if view.usable else None,
        facing=motion.facing,
        points=captured.points,
        outline=motion.outline,
        angles=motion.angles if view.usable else _nothing(motion.angles),
    )
    bands = load_calibration().bands
    judged = judge(analysis, bands=bands, reasons=motion.reasons)
    judged = add_psoas(judged, bands=bands, reasons=motion.reasons, height_m=height_m)
    return replace(judged, not_measured=(*judged.not_measured, *_notes(info, captured, damaged)))


def _check_motion(
    path: Path,
    folder: Path | None,
    person: int | None,
    height_m: float | None,
    carried: Person | None,
    progress: Progress | None,
) -> Analysis:
    """The analysis of a motion-capture file, and its report where there is a folder for it."""
    if person is not None:
        raise UsageError(
            f"--person picks one of several people in a picture; {path.name} holds one, leave it out"
        )
    analysis = analyse_motion(path, height_m=height_m, carried=carried, progress=progress)
    if folder is not None and analysis.view.usable:
        return replace(analysis, files=write_report(analysis, path, folder, progress=progress))
    return analysis


def _watch(
    path: Path,
    person: int | None,
    weights: Literal["full", "lite"],
    preview: Preview | None,
    progress: Progress | None,
) -> tuple[ClipInfo, Captured, bool]:
    """Run the pose network over the recording; decoding runs ahead in a thread of its own."""
    reader = read_frames(path, max_side=POSE_SIDE)
    total = reader.info.analysed_frames

    def counted(done: int) -> None:
        if progress is not None:
            progress("looking at the person", done, max(total, done))

    with reader, ReadAhead(reader if preview is None else preview.watch(reader)) as frames:
        captured = capture(frames, weights=weights, person=person, progress=counted)
    found = captured.people_at_start
    if person is not None and 0 < found < person:
        raise UsageError(
            f"--person {person}: no more than {found} {'person is' if found == 1 else 'people are'} in {path.name} "
            f"at once; take a number up to {found}"
        )
    return reader.info, captured, reader.damaged


def _check_options(person: int | None, height_m: float | None) -> None:
    if person is not None and person < 1:
        raise UsageError(f"--person {person}: people are counted from the left, from 1")
    least, most = person_table()["heights_m"]
    if height_m is not None and not least <= height_m <= most:
        raise UsageError(
            f"a height of {height_m:g} m is not a person's; give {least:g} to {most:g} m "
            f"(--height takes centimetres, {100 * least:g} to {100 * most:g})"
        )


def _nothing(angles: TimeSeries) -> TimeSeries:
    """The same time without a value: what a view that is not usable tells."""
    return TimeSeries(angles.time, (), np.zeros((len(angles), 0)), ())


def _side(motion: Motion) -> Literal["left", "right"] | None:
    """Left or right of the rear leg: in a side view the near leg is on the side that faces the camera."""
    if motion.rear_leg is None or motion.facing is None:
        return None
    if motion.rear_leg == "near":
        return motion.facing
    return "right" if motion.facing == "left" else "left"


def _notes(info: ClipInfo, captured: Captured, damaged: bool) -> Iterator[NotMeasured]:
    """Parts of the recording that were not looked at, or in which the person was not seen."""
    if damaged:
        yield NotMeasured(
            "rest_of_clip", "the file is damaged: what comes after the last readable frame is missing"
        )
    if info.duration_s > info.analysed_s + 1:
        yield NotMeasured(
            "rest_of_clip", f"only the first {info.analysed_s / 3600:.0f} hours were looked at; cut the clip"
        )
    seen = np.isfinite(captured.points["nose.x"])
    if captured.people_at_start > 1:
        yield NotMeasured(
            "other_people",
            f"up to {captured.people_at_start} people are in the picture at once and one was followed; "
            "--person 1, 2, ... picks another, counted from the left",
        )
    if len(seen) and seen.mean() < 0.95:
        yield NotMeasured(
            "person_missing",
            f"the person could not be seen in {1 - seen.mean():.0%} of the recording; those parts are left out",
        )
