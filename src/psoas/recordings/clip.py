"""The way in for a video or a photograph: look at the person, measure, and analyse."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from psoas.body import Person
from psoas.capture.pose import Captured, Weights, capture
from psoas.capture.video import ClipInfo, Preview, ReadAhead, read_frames
from psoas.errors import UsageError
from psoas.findings import Analysis, NotMeasured, Source
from psoas.motion import load_calibration
from psoas.recordings.analyse import analyse, empty_series, measure_side_view
from psoas.recordings.loads import clip_loads, with_loads
from psoas.timeseries import Progress

POSE_SIDE = 960
"""Longest side of the frames that the pose network sees [px]; its own input is 256 px square."""


def demo_clip() -> Path:
    """The sample clip that is part of the program: a rendered person, four repetitions, the back arched in each."""
    return Path(__file__).parent / "demo.mp4"


def analyse_clip(
    path: Path,
    *,
    person: int | None = None,
    height_m: float | None = None,
    weights: Weights = "full",
    loads: Person | None = None,
    preview: Preview | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Analyse a video or a photograph.

    Args:
        person: whom to follow, counted from the left at the start, from 1; None follows the largest, most central.
        height_m: standing height [m]; None stands for a usual one.
        loads: the person whose loads are computed, too; None computes none.
        preview: keeps a small copy of the pictures, to draw on afterwards.

    Raises:
        UsageError: there is no such person.
        InputError: the file cannot be read.
    """
    info, captured, damaged = _watch(path, person, weights, preview, progress)
    analysis = analyse_captured(info, captured, height_m=height_m, damaged=damaged)
    if loads is not None and analysis.view.usable:
        return with_loads(analysis, clip_loads(analysis, loads, progress=progress))
    return analysis


def analyse_captured(
    info: ClipInfo, captured: Captured, *, height_m: float | None = None, damaged: bool = False
) -> Analysis:
    """Analyse what was seen, without looking at the pictures again."""
    motion, view = measure_side_view(captured, (info.width, info.height), height_m=height_m)
    usable = view.usable
    measured = Analysis(
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
        movement=motion.movement,
        rear_leg=motion.rear_leg if usable else None,
        rear_side=motion.rear_side if usable else None,
        facing=motion.facing,
        points=captured.points,
        outline=motion.outline,
        angles=motion.angles if usable else empty_series(motion.angles.time),
        segments=motion.segments,
    )
    analysis = analyse(measured, bands=load_calibration().bands, reasons=motion.reasons, height_m=height_m)
    left_out = tuple(_left_out(info, captured, damaged))
    return replace(analysis, not_measured=analysis.not_measured + left_out)


def _watch(
    path: Path,
    person: int | None,
    weights: Weights,
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


def _left_out(info: ClipInfo, captured: Captured, damaged: bool) -> Iterator[NotMeasured]:
    """Name the parts of the recording that were not looked at, or in which the person was not seen."""
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
