"""Draw the measured pose onto a picture: skeleton, rear thigh against the vertical, outline of the back."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from psoas.exercises import ClinicalTest, Trial, clinical_test_of, exercise_of
from psoas.findings import Analysis
from psoas.quantities import ARCH
from psoas.sides import OTHER_WORD, SIDE_WORDS, SideWord
from psoas.timeseries import Array, TimeSeries

Rgb = tuple[int, int, int]
Point = tuple[float, float]

# Okabe & Ito 2008: people of every colour vision distinguish these colours.
SKY: Rgb = (86, 180, 233)
YELLOW: Rgb = (240, 228, 66)
GREEN: Rgb = (0, 200, 140)
VERMILLION: Rgb = (255, 106, 32)
GREY: Rgb = (190, 190, 190)
DIM: Rgb = (128, 140, 152)
WHITE: Rgb = (255, 255, 255)
INK: Rgb = (16, 20, 26)

ARM = ("shoulder", "elbow", "wrist")
LEG = ("hip", "knee", "ankle", "heel", "foot_index", "ankle")
NEXT_SAMPLE_S = 0.12


@dataclass(frozen=True)
class DrawnTrial:
    """A trial of a clinical test, as it is drawn."""

    test: ClinicalTest
    trial: Trial

    @property
    def shown(self) -> list[tuple[str, tuple[str, ...]]]:
        """The keys of the figures that are shown, and the landmarks between which each stands."""
        return [
            (key, tuple(f"{self.trial.side}_{joint}" for joint in joints))
            for key, joints in self.test.shown_at.items()
        ]

    @property
    def outline_colour(self) -> Rgb:
        """Green, vermillion with the fault that the outline shows, grey where that is open or not measured."""
        key, fault = self.test.outline or ("", "")
        if fault in self.trial.faults:
            return VERMILLION
        return GREY if key not in self.trial.figures or fault in self.trial.possible_faults else GREEN


@dataclass(frozen=True)
class DrawnPose:
    """The measurements that are drawn on one picture.

    Attributes:
        points: landmark name to (x, y) [px of the original picture]; only those that were seen.
        outline: (K, 2) [px] from buttock to shoulder blade; NaN where hidden.
        angles_deg: coordinate name to [deg]; only those that were measured.
        near: the side of the body that is nearer to the camera, None where not known.
        rear: the side of the rear leg, None where not known or where there is none.
        trial: of a clinical test, in which a leg rests at this moment; None for none.
        from_front: both shanks and the middle of the trunk are drawn beside a vertical line.
        down: the direction of gravity in the picture, x right and y down; it leans where the camera was rolled.
    """

    points: dict[str, tuple[float, float]]
    outline: Array
    angles_deg: dict[str, float]
    near: SideWord | None
    rear: SideWord | None
    down: tuple[float, float] = (0.0, 1.0)
    from_front: bool = False
    trial: DrawnTrial | None = None


class PoseTrack:
    """The points and angles of one analysis at any time.

    Args:
        analysis: of one recording.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._points, self._point_names = _paired(analysis.points)
        self._outline, _ = _paired(analysis.outline)
        test = clinical_test_of(analysis.movement)
        self._trials = [
            DrawnTrial(test, trial) for leg in analysis.examined for trial in leg.trials if test is not None
        ]
        if (
            analysis.source.is_photo and not self._trials
        ):  # the back is not measured in one picture, and an arm may lie on it
            self._outline = self._outline * np.nan
        self._point_time, self._outline_time = analysis.points.time, analysis.outline.time
        self._angles = analysis.angles
        self._angle_values = np.where(
            [unit == "rad" for unit in analysis.angles.units],
            np.degrees(analysis.angles.values),
            np.nan,
        )
        self.near: SideWord | None = analysis.facing
        self.rear: SideWord | None = rear_side(analysis)
        self._from_front = analysis.view.kind == "front"
        filming = analysis.source.filming
        roll = math.radians(filming.roll_deg or 0.0) if filming.levelled else 0.0
        self._down = (-math.sin(roll), math.cos(roll))

    def at(self, time_s: float) -> DrawnPose:
        """The pose at a moment [s], between two samples by a straight line; a gap stays one."""
        points = _between(self._point_time, self._points, time_s)
        outline = _between(self._outline_time, self._outline, time_s)
        angles = _between(self._angles.time, self._angle_values, time_s)
        return DrawnPose(
            {
                name: (x, y)
                for name, (x, y) in zip(self._point_names, points.tolist(), strict=True)
                if math.isfinite(x) and math.isfinite(y)
            },
            outline,
            {
                name: value
                for name, value in zip(self._angles.names, angles.tolist(), strict=True)
                if math.isfinite(value)
            },
            self.near,
            self.rear,
            self._down,
            self._from_front,
            next((one for one in self._trials if one.trial.start_s <= time_s <= one.trial.end_s), None),
        )


def rear_side(analysis: Analysis) -> SideWord | None:
    """The side of the rear leg: known, or from near and far and the way that the person faces."""
    if analysis.rear_side is not None or analysis.rear_leg is None or analysis.facing is None:
        return analysis.rear_side
    near = analysis.facing
    return near if analysis.rear_leg == "near" else OTHER_WORD[near]


def arch_limit(analysis: Analysis) -> float | None:
    """The arch above which the back counts as arched [deg]; None in a movement that is not scored."""
    exercise = exercise_of(analysis.movement)
    return None if exercise is None else exercise.most(ARCH)


def draw_pose(rgb: NDArray[np.uint8], pose: DrawnPose, scale: float, arch_limit_deg: float | None) -> None:
    """Draw one pose into a picture.

    The near side is bright and the far side dim. The rear thigh is yellow beside a dashed vertical. The
    outline of the back is green, vermillion where the arch is above its limit, grey where not measured.
    Only the part with the person in it goes through Pillow, whose copies cost more than its lines.

    Args:
        rgb: (H, W, 3), changed in place.
        pose: what to draw [px of the original picture].
        scale: original pixels for one pixel of the picture.
        arch_limit_deg: the arch above which the back counts as arched [deg]; None leaves the outline grey.
    """
    if not pose.points:
        return
    height, width = rgb.shape[:2]
    wide = max(2, round(min(height, width) / 150))
    every = np.array([*pose.points.values(), *pose.outline[np.isfinite(pose.outline).all(axis=1)]]) / scale
    left, top = (
        np.clip(np.floor(every.min(axis=0)) - 4 * wide, 0, (width - 1, height - 1)).astype(int).tolist()
    )
    right, bottom = np.clip(np.ceil(every.max(axis=0)) + 4 * wide, 1, (width, height)).astype(int).tolist()
    if right <= left or bottom <= top:
        return
    part = Image.fromarray(rgb[top:bottom, left:right])
    points = {name: (x / scale - left, y / scale - top) for name, (x, y) in pose.points.items()}
    outline = pose.outline / scale - (left, top)
    _draw(ImageDraw.Draw(part), points, outline, pose, arch_limit_deg, wide)
    rgb[top:bottom, left:right] = np.asarray(part)


def _draw(
    draw: ImageDraw.ImageDraw,
    points: dict[str, tuple[float, float]],
    outline: Array,
    pose: DrawnPose,
    arch_limit_deg: float | None,
    width: int,
) -> None:
    near = pose.near or "right"
    far_colour = DIM if pose.near else SKY
    for side, colour, wide in ((OTHER_WORD[near], far_colour, width), (near, SKY, width + 1)):
        for chain in (ARM, LEG):
            _chain(draw, points, [f"{side}_{joint}" for joint in chain], colour, wide)
    if pose.from_front:
        _from_front(draw, points, pose.down, width + 1)
    else:
        _chain(draw, points, [f"{near}_hip", f"{near}_shoulder"], WHITE, width + 1)
    _chain(draw, points, ["nose", f"{near}_ear"], SKY, width + 1)
    if pose.rear is not None:
        hip, knee = points.get(f"{pose.rear}_hip"), points.get(f"{pose.rear}_knee")
        _beside_dashes(draw, hip, knee, pose.down, YELLOW, width + 2)
    colour = arch_colour(pose.angles_deg.get("lumbar_extension"), arch_limit_deg)
    if pose.trial is not None:
        start, *_, end = next(joints for _, joints in pose.trial.shown)
        _beside_level(draw, points.get(start), points.get(end), pose.down, YELLOW, width + 2)
        colour = pose.trial.outline_colour
    _outline(draw, outline, colour, width + 2)
    for side in SIDE_WORDS if pose.from_front else (near,):
        for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
            if f"{side}_{joint}" in points:
                x, y = points[f"{side}_{joint}"]
                draw.ellipse(
                    (x - width - 1, y - width - 1, x + width + 1, y + width + 1), fill=WHITE, outline=INK
                )


def arch_colour(arch_deg: float | None, arch_limit_deg: float | None) -> Rgb:
    """The colour of the back: green, vermillion when arched, grey when not measured or not judged."""
    if arch_deg is None or arch_limit_deg is None:
        return GREY
    return VERMILLION if arch_deg > arch_limit_deg else GREEN


def _outline(draw: ImageDraw.ImageDraw, outline: Array, colour: Rgb, width: int) -> None:
    run: list[tuple[float, float]] = []
    for x, y in [*outline.tolist(), [math.nan, math.nan]]:
        if math.isfinite(x) and math.isfinite(y):
            run.append((x, y))
        else:
            if len(run) > 1:
                draw.line(run, fill=INK, width=width + 2)
                draw.line(run, fill=colour, width=width)
            run = []


def _from_front(
    draw: ImageDraw.ImageDraw, points: dict[str, Point], down: tuple[float, float], width: int
) -> None:
    """Each shank above its foot, and the trunk above the middle of the hips."""
    up = -down[0], -down[1]
    for side in SIDE_WORDS:
        _beside_dashes(draw, points.get(f"{side}_ankle"), points.get(f"{side}_knee"), up, YELLOW, width)
    hips, shoulders = (_middle(points, joint) for joint in ("hip", "shoulder"))
    _beside_dashes(draw, hips, shoulders, up, WHITE, width)


def _middle(points: dict[str, Point], joint: str) -> Point | None:
    """Between the left and the right one; None where one was not seen."""
    left, right = (points.get(f"{side}_{joint}") for side in SIDE_WORDS)
    return None if left is None or right is None else ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)


def _beside_level(
    draw: ImageDraw.ImageDraw,
    start: Point | None,
    end: Point | None,
    down: tuple[float, float],
    colour: Rgb,
    width: int,
) -> None:
    """A limb, and a dashed level line on the same side, as long as it."""
    if start is None or end is None:
        return
    level = down[1], -down[0]
    ahead = math.copysign(1.0, (end[0] - start[0]) * level[0] + (end[1] - start[1]) * level[1])
    _beside_dashes(draw, start, end, (ahead * level[0], ahead * level[1]), colour, width)


def _beside_dashes(
    draw: ImageDraw.ImageDraw,
    start: Point | None,
    end: Point | None,
    along: tuple[float, float],
    colour: Rgb,
    width: int,
) -> None:
    """A limb, and a dashed line as long as it that begins where the limb does."""
    if start is None or end is None:
        return
    length = math.dist(start, end)
    dash = max(3.0, length / 12)
    for first in np.arange(0.0, length, 2 * dash).tolist():
        last = min(first + dash, length)
        ends = [(start[0] + way * along[0], start[1] + way * along[1]) for way in (first, last)]
        draw.line(ends, fill=WHITE, width=max(1, width - 3))
    draw.line((start, end), fill=INK, width=width + 2)
    draw.line((start, end), fill=colour, width=width)


def _chain(
    draw: ImageDraw.ImageDraw,
    points: dict[str, tuple[float, float]],
    names: Sequence[str],
    colour: Rgb,
    width: int,
) -> None:
    for start, stop in itertools.pairwise(names):
        if start in points and stop in points:
            draw.line((points[start], points[stop]), fill=colour, width=width)


def _paired(series: TimeSeries) -> tuple[Array, list[str]]:
    """(T, N, 2) of the names that have both ``.x`` and ``.y``, and the N names."""
    names = [name[:-2] for name in series.names if name.endswith(".x") and f"{name[:-2]}.y" in series]
    if not names:
        return np.empty((len(series), 0, 2)), []
    stacked: Array = np.stack(
        [np.column_stack([series[f"{name}.x"], series[f"{name}.y"]]) for name in names], axis=1
    )
    return stacked, names


def _between(time: Array, values: Array, moment: float) -> Array:
    """Values (...) at a moment: of a sample, or between two that are close; NaN otherwise.

    A single sample, as of a photo, holds for every moment.
    """
    empty: Array = np.full(values.shape[1:], np.nan)
    if len(time) < 2:
        only: Array = values[0] if len(time) else empty
        return only
    after = int(np.searchsorted(time, moment))
    before = max(after - 1, 0)
    after = min(after, len(time) - 1)
    gap = float(time[after] - time[before])
    nearest = before if abs(moment - time[before]) <= abs(moment - time[after]) else after
    if abs(moment - time[nearest]) <= 1e-3 or gap == 0.0:
        found: Array = values[nearest] if abs(moment - time[nearest]) <= NEXT_SAMPLE_S else empty
        return found
    if gap > NEXT_SAMPLE_S:
        return empty
    share = float(moment - time[before]) / gap
    mixed: Array = (1 - share) * values[before] + share * values[after]
    return mixed
