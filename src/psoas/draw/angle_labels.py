"""Angles written onto the picture of a pose, each at its joint, without one covering another."""

import itertools
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from psoas.draw.axis import number
from psoas.draw.letters import letters
from psoas.draw.overlay import INK, SKY, WHITE, YELLOW, DrawnPose, DrawnTrial, Rgb
from psoas.sides import LETTER, OTHER_WORD, SideWord
from psoas.timeseries import Array
from psoas.words import N_, _

Box = tuple[float, float, float, float]
STEPS = 20
"""Places tried for a label, farther and farther from its joint."""
JOINTS: Final[dict[tuple[str, SideWord], str]] = {
    ("hip", "right"): N_("right hip"),
    ("hip", "left"): N_("left hip"),
    ("knee", "right"): N_("right knee"),
    ("knee", "left"): N_("left knee"),
    ("knee in", "right"): N_("right knee in"),
    ("knee in", "left"): N_("left knee in"),
    ("ankle", "right"): N_("right ankle"),
    ("ankle", "left"): N_("left ankle"),
}
"""The words of an angle at a joint; a knee is *in* by how far it is inside its foot."""


def draw_angles(rgb: NDArray[np.uint8], pose: DrawnPose, scale: float) -> None:
    """Write knee, hip and ankle of the near side, the far knee, the rear thigh and the trunk into a picture.

    From the front it is the trunk's lean to the side and how far each knee is inside its foot.

    Args:
        rgb: (H, W, 3), changed in place.
        pose: drawn on it [px of the original picture].
        scale: original pixels for one pixel of the picture.
    """
    labels = _labels(pose)
    if not labels:
        return
    picture = Image.fromarray(rgb)
    draw = ImageDraw.Draw(picture)
    size = max(12, round(min(rgb.shape[:2]) / 32))
    font = letters(size)
    spots = {name: np.array(point) / scale for name, point in pose.points.items()}
    middle = np.mean(list(spots.values()), axis=0)
    boxes: list[Box] = []
    limbs = _limbs(spots, size / 4)
    for words, spot, colour in labels:
        wide, high = font.getlength(words) + size * 0.7, size * 1.45
        box = _free(spot / scale, middle, (wide, high), boxes + limbs, (rgb.shape[1], rgb.shape[0]))
        boxes.append(box)
        corner = np.clip(spot / scale, box[:2], box[2:])
        draw.line((*(spot / scale).tolist(), *corner.tolist()), fill=colour, width=max(1, size // 10))
        draw.rounded_rectangle(box, radius=high / 3, fill=INK, outline=colour, width=max(1, size // 10))
        draw.text((box[0] + size * 0.35, box[1] + size * 0.1), words, font=font, fill=WHITE)
    rgb[:] = np.asarray(picture)


def _labels(pose: DrawnPose) -> list[tuple[str, Array, Rgb]]:
    """Words, place [px of the original picture] and colour of each label."""
    if pose.trial is not None:
        return _test_labels(pose, pose.trial)
    near = pose.near or "right"
    far = OTHER_WORD[near]
    wanted = [
        (_("trunk"), "trunk_lean", [f"{near}_shoulder", f"{near}_hip"], WHITE),
        (
            _("trunk"),
            "trunk_side_lean",
            [f"{side}_{joint}" for side in LETTER for joint in ("hip", "shoulder")],
            WHITE,
        ),
        *(
            (_(JOINTS["knee in", side]), f"knee_inward_{LETTER[side]}", [f"{side}_knee"], YELLOW)
            for side in LETTER
        ),
        (_(JOINTS["hip", near]), f"hip_flexion_{LETTER[near]}", [f"{near}_hip"], SKY),
        (_(JOINTS["knee", near]), f"knee_angle_{LETTER[near]}", [f"{near}_knee"], SKY),
        (_(JOINTS["ankle", near]), f"ankle_angle_{LETTER[near]}", [f"{near}_ankle"], SKY),
        (_(JOINTS["knee", far]), f"knee_angle_{LETTER[far]}", [f"{far}_knee"], SKY),
    ]
    if pose.rear is not None:
        wanted.insert(
            1, (_("rear thigh"), "rear_thigh_angle", [f"{pose.rear}_hip", f"{pose.rear}_knee"], YELLOW)
        )
    found = []
    for name, angle, joints, colour in wanted:
        if angle in pose.angles_deg and all(joint in pose.points for joint in joints):
            place: Array = np.mean([pose.points[joint] for joint in joints], axis=0)
            found.append((f"{name} {number(round(pose.angles_deg[angle]))}\N{DEGREE SIGN}", place, colour))
    return found


def _test_labels(pose: DrawnPose, drawn: DrawnTrial) -> list[tuple[str, Array, Rgb]]:
    """The figures of a clinical test, each at its landmarks."""
    names = {one.key: one.name for one in drawn.test.figures}
    found = []
    for (key, joints), colour in zip(drawn.shown, (YELLOW, SKY), strict=False):
        if key in drawn.trial.figures and all(joint in pose.points for joint in joints):
            place: Array = np.mean([pose.points[joint] for joint in joints], axis=0)
            found.append(
                (
                    f"{names[key]} {number(round(drawn.trial.figures[key].value))}\N{DEGREE SIGN}",
                    place,
                    colour,
                )
            )
    return found


def _limbs(spots: Mapping[str, Array], half: float) -> list[Box]:
    """Small squares along the legs and the trunk, which a label had better not cover; ``half`` their half side [px]."""
    squares: list[Box] = []
    for side in LETTER:
        chain = [spots.get(f"{side}_{joint}") for joint in ("shoulder", "hip", "knee", "ankle")]
        for start, end in itertools.pairwise(chain):
            if start is None or end is None:
                continue
            # the joints themselves stay free of squares: the label of a joint begins beside it
            for share in np.linspace(0.15, 0.85, 10):
                x, y = (start + share * (end - start)).tolist()
                squares.append((x - half, y - half, x + half, y + half))
    return squares


def _free(
    spot: Array, middle: Array, size: tuple[float, float], others: list[Box], room: tuple[int, int]
) -> Box:
    """A place for a label of a size (width, height): outside of the body, inside the picture, clear of the others."""
    away = 1.0 if spot[0] >= middle[0] else -1.0
    least, best = np.inf, (0.0, 0.0, 0.0, 0.0)
    for step in range(STEPS):
        side = away if step % 2 == 0 else -away
        x = spot[0] + side * size[1] * (1.0 + 0.4 * step) - (size[0] if side < 0 else 0.0)
        y = spot[1] - size[1] / 2 + (step // 2) * size[1] * (0.6 if step % 4 < 2 else -0.6)
        left = float(np.clip(x, 2, max(2, room[0] - size[0] - 2)))
        top = float(np.clip(y, 2, max(2, room[1] - size[1] - 2)))
        box = (left, top, left + size[0], top + size[1])
        covered = sum(_overlap(box, other) for other in others)
        if covered < least:
            least, best = covered, box
        if not covered:
            break
    return best


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
