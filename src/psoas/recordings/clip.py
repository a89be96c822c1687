"""The way in for a video or a photograph: look at the person, measure, and analyse."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from psoas.body import Person
from psoas.capture.pose import Captured, Weights, as_filmed, capture
from psoas.capture.video import ClipInfo, Frame, Preview, ReadAhead, RoomLevel, read_frames
from psoas.errors import UsageError
from psoas.estimate import NORMAL_95
from psoas.findings import Analysis, Finding, NotMeasured, Source, clip_stride_findings, headed_by_strides
from psoas.motion import MeasuredMotion, standard_errors
from psoas.recordings.analyse import analyse, empty_series, measure_side_view
from psoas.recordings.clinical import with_clinical_test
from psoas.recordings.clip_gait import with_stride_curves
from psoas.recordings.filming import right_way_up, roll_out_of, speed_doubt
from psoas.recordings.loads import clip_loads, with_loads
from psoas.recordings.warm_up import load_analysis, warming_up
from psoas.sides import LETTER
from psoas.strides import ClipStrides, GaitPart, clip_strides, named_by_feet
from psoas.timeseries import Progress
from psoas.words import N_, _, ngettext

POSE_SIDE = 960
"""Longest side of the frames that the pose network sees [px]; its own input is 256 px square."""


VAGUE_DEG = 30.0
"""Half of the widest band with which an angle is reported [deg]."""

VAGUE_IN_PICTURE = N_("the foot is too small for its angle to be measured in one picture; film a clip")
VAGUE_IN_CLIP = N_("from this side its error is larger than 30 degrees; film from the side")


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
    filmed_fps: float | None = None,
    preview: Preview | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Analyse a video or a photograph.

    Args:
        person: whom to follow, counted from the left at the start, from 1; None follows the largest, most central.
        height_m: standing height [m]; None stands for a usual one.
        loads: the person whose loads are computed, too; None computes none.
        filmed_fps: pictures a second of the camera, where the file plays slower or faster; None takes the file's word.
        preview: keeps a small copy of the pictures, to draw on afterwards.

    Raises:
        UsageError: there is no such person, or no such camera.
        InputError: the file cannot be read.
    """
    with warming_up(partial(load_analysis, height_m)):
        room = RoomLevel()
        info, captured, damaged = _watch(path, person, weights, preview, progress, room, filmed_fps)
    if progress is not None:
        progress(N_("measuring"), 0, None)
    analysis = analyse_captured(
        info, captured, height_m=height_m, damaged=damaged, room=room, speed_given=filmed_fps is not None
    )
    if loads is not None and analysis.view.usable:
        return with_loads(analysis, clip_loads(analysis, loads, progress=progress))
    return analysis


def analyse_captured(
    info: ClipInfo,
    captured: Captured,
    *,
    height_m: float | None = None,
    damaged: bool = False,
    room: RoomLevel | None = None,
    speed_given: bool = False,
) -> Analysis:
    """Analyse what was seen, without looking at the pictures again.

    Args:
        room: has watched the pictures and gives the camera's roll; None leaves it open.
        speed_given: the user said how many pictures a second the camera took, and is believed.
    """
    found = right_way_up(info, captured, room)
    size = found.size
    motion, view = measure_side_view(
        found.level, size, height_m=height_m, tilted=found.tilted, by_room=found.pitch
    )
    parts: tuple[GaitPart, ...] = ()
    if view.usable and not info.is_photo:
        motion, parts = named_by_feet(found.level.points, motion)
    doubt = None if speed_given else speed_doubt(info, motion.pace)
    filming = replace(found.filming, speed_doubt=doubt)
    usable = view.usable
    strides = ClipStrides()
    if usable and not info.is_photo:
        strides = clip_strides(
            found.level, motion, parts, height_m=height_m, speed_doubt=doubt, speed_given=speed_given
        )
    measured = Analysis(
        source=Source(
            file=str(info.path),
            frames=info.frames,
            fps=info.fps,
            duration_s=info.duration_s,
            width=size[0],
            height=size[1],
            analysed=len(captured.points),
            is_photo=info.is_photo,
            filming=filming,
            pelvis=motion.pelvis_by if usable else None,
        ),
        view=view,
        movement=motion.movement,
        rear_leg=motion.rear_leg if usable else None,
        rear_side=motion.rear_side if usable else None,
        facing=motion.facing,
        points=found.shown.points,
        outline=as_filmed(motion.outline, size, roll_out_of(filming)),
        angles=motion.angles if usable else empty_series(motion.angles.time),
        captured=captured,
        segments=motion.segments,
        strides=strides.strides,
        stride_sides=strides.sides(motion.movement),
    )
    size_px = None if captured.picture is None else captured.picture.size_px
    bands = standard_errors(size_px, pose=info.is_photo, of_view=motion.bands)
    reasons = dict(motion.reasons)
    if motion.rear_side is not None and "rear_thigh_angle" in bands:
        bands[f"thigh_angle_{LETTER[motion.rear_side]}"] = bands["rear_thigh_angle"]
    vague = [name for name in measured.angles.names if bands.get(name, 0.0) * NORMAL_95 > VAGUE_DEG]
    measured = replace(measured, angles=measured.angles.without(vague))
    reasons |= dict.fromkeys(vague, _(VAGUE_IN_PICTURE if info.is_photo else VAGUE_IN_CLIP))
    analysis = analyse(measured, bands=bands, reasons=reasons, height_m=height_m)
    analysis = with_stride_curves(analysis, height_m)
    analysis = with_clinical_test(analysis, found.shown, found.level, motion.turn_deg)
    left_out = (
        *(NotMeasured(name, why) for name, why in strides.reasons.items()),
        *found.not_measured,
        *_left_out(info, captured, damaged),
    )
    findings = [*analysis.findings, *clip_stride_findings(analysis.main_strides, strides.arching)]
    return replace(
        analysis,
        findings=(
            *headed_by_strides(findings, motion.movement, analysis.main_strides),
            *_stickers(measured.source, motion),
        ),
        not_measured=analysis.not_measured + left_out,
    )


def _watch(
    path: Path,
    person: int | None,
    weights: Weights,
    preview: Preview | None,
    progress: Progress | None,
    room: RoomLevel | None = None,
    filmed_fps: float | None = None,
) -> tuple[ClipInfo, Captured, bool]:
    """Run the pose network over the recording; decoding runs ahead in a thread of its own."""
    reader = read_frames(path, max_side=POSE_SIDE, filmed_fps=filmed_fps)
    total = reader.info.analysed_frames

    def counted(done: int) -> None:
        if progress is not None:
            progress(N_("looking at the person"), done, max(total, done))

    passing: Iterable[Frame] = reader
    for watcher in (preview, room):
        passing = passing if watcher is None else watcher.watch(passing)
    with reader, ReadAhead(passing) as frames:
        captured = capture(frames, weights=weights, person=person, progress=counted)
    found = captured.people_at_start
    if person is not None and 0 < found < person:
        raise UsageError(
            ngettext(
                "--person {person}: no more than {count} person is in {file} at once; take a number up to {count}",
                "--person {person}: no more than {count} people are in {file} at once; take a number up to {count}",
                found,
                person=person,
                file=path.name,
            )
        )
    return reader.info, captured, reader.damaged


def _stickers(source: Source, motion: MeasuredMotion) -> Iterator[Finding]:
    """State that stickers on the pelvis were the witness, where they were."""
    if source.pelvis == "stickers":
        says = _("The pelvis and the hip were measured by the two stickers on the pelvis.")
        if "lumbar_extension" in motion.by_stickers:
            says = _(
                "The pelvis and the hip were measured by the two stickers on the pelvis, and the arch by them and the "
                "lean of the trunk, because the outline of the back does not show it."
            )
        yield Finding("stickers", None, "info", says)


def _left_out(info: ClipInfo, captured: Captured, damaged: bool) -> Iterator[NotMeasured]:
    """Name the parts of the recording that were not looked at, or in which the person was not seen."""
    if damaged:
        yield NotMeasured(
            "rest_of_clip", _("the file is damaged: what comes after the last readable frame is missing")
        )
    if info.duration_s > info.analysed_s + 1:
        yield NotMeasured(
            "rest_of_clip",
            _(
                "only the first {hours:.0f} hours were looked at; cut the clip",
                hours=info.analysed_s / 3600,
            ),
        )
    seen = np.isfinite(captured.points["nose.x"])
    if captured.people_at_start > 1:
        yield NotMeasured(
            "other_people",
            _(
                "up to {number} people are in the picture at once and one was followed; "
                "--person 1, 2, ... picks another, counted from the left",
                number=captured.people_at_start,
            ),
        )
    if len(seen) and seen.mean() < 0.95:
        yield NotMeasured(
            "person_missing",
            _(
                "the person could not be seen in {share:.0%} of the recording; those parts are left out",
                share=1 - seen.mean(),
            ),
        )
