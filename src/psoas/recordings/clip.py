"""A video or a photograph: look at the person, measure, and judge."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from psoas.body import Person
from psoas.capture.pose import Captured, capture
from psoas.capture.video import ClipInfo, Preview, ReadAhead, read_frames
from psoas.errors import UsageError
from psoas.findings import Analysis, NotMeasured, Source, add_psoas, judge, judge_view
from psoas.motion import Motion, load_calibration, measure
from psoas.recordings.loads import clip_loads, with_loads
from psoas.timeseries import Progress, TimeSeries

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
    weights: Literal["full", "lite"] = "full",
    loads: Person | None = None,
    preview: Preview | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Everything that a video or a photograph tells.

    Args:
        path: of the recording.
        person: whom to follow, counted from the left at the start, from 1; None takes the largest, most central.
        height_m: standing height [m]; None takes a usual one.
        weights: of the pose network.
        loads: the person whose loads are computed, too; None computes none.
        preview: keeps a small copy of the pictures, to draw on afterwards.
        progress: called with the stage, how much is done, and of how much.

    Raises:
        UsageError: there is no such person.
        InputError: the file cannot be read.
    """
    info, captured, damaged = _watch(path, person, weights, preview, progress)
    analysis = analyse(info, captured, height_m=height_m, damaged=damaged)
    if loads is not None and analysis.view.usable:
        return with_loads(analysis, clip_loads(analysis, loads, progress=progress))
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
