"""The report folder: page, annotated clip, motion file, table and result, all or nothing."""

import json
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from psoas.capture.video import Frame, Preview, ReadAhead, read_frames
from psoas.draw import arch_limit, draw_pictures
from psoas.errors import CannotTellError
from psoas.export import (
    CHECK_SCHEMA,
    check_place,
    earlier_result,
    to_json,
    write_folder,
    write_motion,
    write_table,
)
from psoas.findings import Analysis
from psoas.report.html import render_html
from psoas.report.keyframes import KeyFrame, KeyFrameTap
from psoas.timeseries import Progress
from psoas.words import N_, same_language

CLIP_SIDE = 640
CLIP_FPS = 15.0
FAST_FPS = 30.0
PHOTO_SIDE = 1280
RESULT = "result.json"
NAMES = ("report.html", "annotated.mp4", "annotated.jpg", "motion.mot", "angles.csv", RESULT)


def write_report(
    analysis: Analysis,
    source_path: str | Path,
    folder: str | Path,
    *,
    preview: Preview | None = None,
    progress: Progress | None = None,
) -> dict[str, str]:
    """Write the report folder beside its place, then move it there in one step.

    The folder holds ``report.html``, ``annotated.mp4`` (``annotated.jpg`` for a photo), ``motion.mot`` where an
    angle was measured, ``angles.csv`` and ``result.json``, whose ``files`` are names within the folder. A
    motion-capture file has no pictures, so no annotated clip; ``motion.mot`` then holds what was found from markers.

    Args:
        source_path: the clip or photo that was analysed; without a ``preview`` it is read once more to draw on.
        folder: an earlier report there is replaced, where nothing was added; anything else is left alone.
        preview: a small copy of its pictures, `CLIP_SIDE` and `CLIP_FPS`, to draw on instead.
        progress: called with a stage, how much of it is done, and of how much, None where not known.

    Returns:
        ``report``, ``clip``, ``motion``, ``table`` and ``result`` to absolute paths; only what was written.

    Raises:
        UsageError: the folder holds something else, or cannot be written (a full disk, no permission).
        InputError: the clip cannot be read any more.
    """
    source, target = Path(source_path), Path(folder).absolute()
    names = write_folder(
        target,
        lambda beside: _fill(analysis, source, beside, preview, progress),
        what="report",
        ours=_earlier,
    )
    return {key: str(target / name) for key, name in names.items()}


def check_folder(folder: str | Path) -> None:
    """Refuse a folder that cannot take a report, before the work is done.

    Raises:
        UsageError: the folder holds anything but an earlier report.
    """
    check_place(Path(folder).absolute(), "report", _earlier)


def _fill(
    analysis: Analysis,
    source: Path,
    folder: Path,
    preview: Preview | None,
    progress: Progress | None,
) -> dict[str, str]:
    """Write every file into a folder and return their names; the result comes last, as the mark of a whole report."""
    names = {"table": "angles.csv"}
    write_table(analysis, folder / names["table"])
    try:
        write_motion(analysis, folder / "motion.mot")
        names["motion"] = "motion.mot"
    except CannotTellError:
        pass
    stills: list[tuple[KeyFrame, ...]] = []
    poster: KeyFrame | None = None
    with ThreadPoolExecutor(1, "psoas-bodies") as aside:
        # beside the clip, which waits for its encoder
        drawn = aside.submit(same_language(draw_pictures), analysis)
        if analysis.source.motion is None:
            names["clip"] = "annotated.jpg" if analysis.source.is_photo else "annotated.mp4"
            stills, poster = _draw(analysis, source, folder / names["clip"], preview, progress)
        elif progress is not None:
            progress(N_("drawing the psoas"), 0, None)
        bodies = drawn.result()
    if progress is not None:
        progress(N_("writing"), 0, None)
    names["report"] = "report.html"
    page = render_html(
        analysis,
        stills=stills,
        bodies=bodies,
        clip=names.get("clip"),
        poster=poster,
        other_files=[name for key, name in names.items() if key != "report"] + [RESULT],
    )
    (folder / names["report"]).write_text(page, encoding="utf-8")
    names["result"] = RESULT
    portable = replace(
        analysis, source=replace(analysis.source, file=Path(analysis.source.file).name), files=names
    )
    text = json.dumps(to_json(portable), ensure_ascii=False, allow_nan=False)
    (folder / RESULT).write_text(text + "\n", encoding="utf-8")
    return names


def _draw(
    analysis: Analysis,
    source: Path,
    path: Path,
    preview: Preview | None,
    progress: Progress | None,
) -> tuple[list[tuple[KeyFrame, ...]], KeyFrame | None]:
    """Draw the clip or the photo in one pass over its pictures, and keep the stills and the poster of the report."""
    from psoas.report.annotated import Annotator, write_annotated_clip

    tap = KeyFrameTap(analysis, arch_limit(analysis))
    side = PHOTO_SIDE if analysis.source.is_photo else CLIP_SIDE
    fps = FAST_FPS if analysis.movement == "running" else CLIP_FPS
    pictures: Iterable[Frame]
    if preview is not None and preview.complete and fps <= preview.max_fps and not analysis.source.is_photo:
        pictures, total, rate = preview.frames(), len(preview), min(analysis.source.fps, fps)
    else:
        slowed = analysis.source.filming.slowed
        filmed_fps = None if slowed == 1 else slowed * analysis.source.fps
        reader = read_frames(source, max_side=side, max_fps=fps, filmed_fps=filmed_fps)
        pictures, total, rate = reader, reader.info.analysed_frames, reader.info.analysed_fps
    with ReadAhead(_upright(pictures, analysis.source.filming.turned_deg)) as ahead:
        frames = _counted(tap.watch(ahead), total, progress)
        if analysis.source.is_photo:
            annotator = Annotator(analysis)
            for frame in frames:
                Image.fromarray(annotator.draw(frame)).save(path, "JPEG", quality=88)
        else:
            write_annotated_clip(analysis, frames, path, fps=rate)
    return tap.groups(), None if analysis.source.is_photo else tap.poster()


def _upright(pictures: Iterable[Frame], turn_deg: int) -> Iterable[Frame]:
    """Turn the pictures by quarter turns clockwise, as the analysis was."""
    if not turn_deg:
        return pictures
    quarters = -turn_deg // 90
    return (
        replace(frame, rgb=np.ascontiguousarray(np.rot90(frame.rgb, quarters), np.uint8))
        for frame in pictures
    )


def _counted(frames: Iterable[Frame], total: int, progress: Progress | None) -> Iterator[Frame]:
    for count, frame in enumerate(frames, start=1):
        yield frame
        if progress is not None:
            progress(N_("drawing"), count, max(total, count))


def _earlier(folder: Path) -> Collection[str] | None:
    """The files of an earlier report: its result and the files that the result lists; None without a report."""
    content = earlier_result(folder / RESULT, CHECK_SCHEMA)
    if content is None:
        return None
    files = content.get("files")
    return {RESULT, *map(str, files.values())} if isinstance(files, dict) and files else NAMES
