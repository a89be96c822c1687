"""Still pictures from a clip with the pose drawn on them: start and deepest moment of each repetition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from psoas.capture.video import Frame
from psoas.draw import DrawnPose, PoseTrack, draw_angles, draw_pose
from psoas.findings import Analysis
from psoas.report.page_parts import data_uri
from psoas.sides import SideWord
from psoas.words import _

MOST_REPETITIONS = 10
LONGER_SIDE = 560
ALONE_LONGER_SIDE = 900
MARGIN = 0.12
QUALITY = 80
MOVES_DEG = 15.0


@dataclass(frozen=True)
class KeyFrame:
    """A still picture.

    Attributes:
        caption: plain words.
        time_s: its moment [s].
        uri: the JPEG as a ``data:`` address.
        width, height: [px].
    """

    caption: str
    time_s: float
    uri: str
    width: int
    height: int


class KeyFrameTap:
    """Pass pictures on and keep the few that the report shows.

    Args:
        analysis: its repetitions say which moments; without any, the extremes of the knee do.
        arch_limit_deg: the arch above which the back counts as arched [deg]; None where that is not judged.
        groups: other moments than those of the report, as captions with their times [s].
    """

    def __init__(
        self,
        analysis: Analysis,
        arch_limit_deg: float | None,
        groups: list[list[tuple[str, float]]] | None = None,
    ) -> None:
        self._track = PoseTrack(analysis)
        self._limit = arch_limit_deg
        self._labelled = analysis.source.is_photo or bool(analysis.examined)
        self._groups = _moments(analysis) if groups is None else groups
        self._kept: dict[float, Frame] = {}

    def watch(self, pictures: Iterable[Frame]) -> Iterator[Frame]:
        """Yield the same pictures, and keep the picture nearest to each moment."""
        due = sorted({moment for group in self._groups for _caption, moment in group})
        before: Frame | None = None
        for picture in pictures:
            while due and picture.time_s >= due[0]:
                moment = due.pop(0)
                closer = before is not None and moment - before.time_s < picture.time_s - moment
                self._keep(moment, before if closer and before is not None else picture)
            before = picture
            yield picture
        for moment in due:
            if before is not None:
                self._keep(moment, before)

    def groups(self) -> list[tuple[KeyFrame, ...]]:
        """The stills that belong side by side, with the same cut to the person; one group for each repetition."""
        found = []
        for group in self._groups:
            kept = [(caption, self._kept[moment]) for caption, moment in group if moment in self._kept]
            poses = [self._track.at(still.time_s) for _caption, still in kept]
            if kept:
                box = _box(poses, kept[0][1])
                side = LONGER_SIDE if len(group) > 1 else ALONE_LONGER_SIDE
                found.append(
                    tuple(
                        _still(caption, still, pose, box, self._limit, side, self._labelled)
                        for (caption, still), pose in zip(kept, poses, strict=True)
                    )
                )
        return found

    def plain(self) -> dict[float, Image.Image]:
        """The stills without anything drawn on them, by their moment [s], all with the same cut to the person."""
        if not self._kept:
            return {}
        poses = [self._track.at(still.time_s) for still in self._kept.values()]
        box = _box(poses, next(iter(self._kept.values())))
        return {moment: Image.fromarray(still.rgb).crop(box) for moment, still in self._kept.items()}

    def poster(self) -> KeyFrame | None:
        """The whole picture of the deepest moment of the first group, with the skeleton; None without one."""
        moments = [one for group in self._groups for one in group]
        kept = [(caption, self._kept[moment]) for caption, moment in moments if moment in self._kept]
        if not kept:
            return None
        caption, still = next((one for one in kept if one[0] == _("Deepest")), kept[0])
        height, width = still.rgb.shape[:2]
        pose = self._track.at(still.time_s)
        return _still(
            caption, still, pose, (0, 0, width, height), self._limit, max(width, height), self._labelled
        )

    def _keep(self, moment: float, picture: Frame) -> None:
        self._kept[moment] = replace(picture, rgb=picture.rgb.copy())


def plain_stills(
    analysis: Analysis, pictures: Iterable[Frame], moments: Iterable[float]
) -> dict[float, Image.Image]:
    """Pictures of a recording nearest to some moments [s], cut to the person, with nothing drawn on them.

    Args:
        analysis: of the recording.
        pictures: of the recording, in order; read no further than needed.
        moments: in any order [s].
    """
    wanted = sorted(set(moments))
    if not wanted:
        return {}
    tap = KeyFrameTap(analysis, None, [[("", moment) for moment in wanted]])
    for picture in tap.watch(pictures):
        if picture.time_s > wanted[-1]:
            break
    return tap.plain()


def _moments(analysis: Analysis) -> list[list[tuple[str, float]]]:
    """Groups of captions, each with its moment [s]."""
    if analysis.source.is_photo:
        return [[(_("The pose"), 0.0)]]
    if analysis.examined:
        trials = [
            (leg, number, one) for leg in analysis.examined for number, one in enumerate(leg.trials, start=1)
        ]
        return [
            [(_trial(leg.side, number), (one.start_s + one.end_s) / 2)]
            for leg, number, one in trials[:MOST_REPETITIONS]
        ]
    if analysis.repetitions:
        return [
            [(_("Start"), repetition.start_s), (_("Deepest"), repetition.peak_s)]
            for repetition in analysis.repetitions[:MOST_REPETITIONS]
        ]
    strip = _stride_moments(analysis)
    if strip:
        return [strip]
    angles = analysis.angles
    for name in ("knee_angle_r", "knee_angle_l"):
        if name in angles and np.isfinite(angles[name]).any():
            values = np.degrees(angles[name])
            straight, bent = int(np.nanargmin(values)), int(np.nanargmax(values))
            if values[bent] - values[straight] >= MOVES_DEG:
                pair = [
                    (_("Knee straightest"), float(angles.time[straight])),
                    (_("Knee most bent"), float(angles.time[bent])),
                ]
                return [sorted(pair, key=lambda item: item[1])]
    middle = float(angles.time[len(angles) // 2]) if len(angles) else analysis.source.duration_s / 2
    return [[(_("In the middle of the clip"), middle)]]


def _trial(side: SideWord, number: int) -> str:
    if side == "left":
        return _("Left leg, trial {number}", number=number)
    return _("Right leg, trial {number}", number=number)


def _stride_moments(analysis: Analysis) -> list[tuple[str, float]]:
    """Foot strike, mid stance, largest hip extension and toe-off [s] of a stride in the middle of the recording.

    The leg is that nearer to the camera; where none of its strides is whole, the other one. A stride that shows all
    four comes first.
    """
    own = [one for one in analysis.main_strides if one.leg == "near"] or analysis.main_strides
    if not own:
        return []
    own = [one for one in own if one.toe_off_s is not None and one.peak_hip_extension_s is not None] or own
    one = own[len(own) // 2]
    moments = [(_("Foot strike"), one.foot_strike_s)]
    if one.toe_off_s is not None:
        moments += [(_("Mid stance"), (one.foot_strike_s + one.toe_off_s) / 2), (_("Toe-off"), one.toe_off_s)]
    if one.peak_hip_extension_s is not None:
        moments.append((_("Thigh farthest back"), one.peak_hip_extension_s))
    return sorted(moments, key=lambda moment: moment[1])


def _box(poses: list[DrawnPose], still: Frame) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part that shows the person in all poses, with a margin [px of the still]."""
    height, width = still.rgb.shape[:2]
    spots = [np.array(list(pose.points.values())) / still.scale for pose in poses if len(pose.points) >= 4]
    if not spots:
        return 0, 0, width, height
    every = np.concatenate(spots)
    low, high = every.min(axis=0), every.max(axis=0)
    room = MARGIN * float((high - low).max()) + 6
    left, top = np.clip(low - room, 0, (width, height)).astype(int).tolist()
    right, bottom = np.clip(high + room, 0, (width, height)).astype(int).tolist()
    return (left, top, right, bottom) if right - left > 16 and bottom - top > 16 else (0, 0, width, height)


def _still(
    caption: str,
    kept: Frame,
    pose: DrawnPose,
    box: tuple[int, int, int, int],
    limit: float | None,
    side: int,
    labelled: bool,
) -> KeyFrame:
    """Cut and enlarge a picture before drawing on it, so that the lines are sharp."""
    part = Image.fromarray(kept.rgb).crop(box)
    grow = side / max(part.size)
    part = part.resize(
        (max(1, round(part.width * grow)), max(1, round(part.height * grow))), Image.Resampling.BICUBIC
    )
    rgb = np.array(part, dtype=np.uint8)
    offset = np.array(box[:2]) * kept.scale
    moved = replace(
        pose,
        points={name: (x - offset[0], y - offset[1]) for name, (x, y) in pose.points.items()},
        outline=pose.outline - offset,
    )
    draw_pose(rgb, moved, kept.scale / grow, limit)
    if labelled:
        draw_angles(rgb, moved, kept.scale / grow)
    uri = data_uri(Image.fromarray(rgb), "JPEG", quality=QUALITY)
    return KeyFrame(caption, kept.time_s, uri, part.width, part.height)
