"""Layers of a body: outline, bones, muscles that shine through glass, and the outline of a second posture."""

from functools import cache

import numpy as np
import pytest

from psoas.draw.body_layers import (
    OUTLINE,
    PAPER,
    Canvas,
    Hiding,
    Scene,
    is_iliacus,
    paint_bellies,
    paint_bones,
    paint_ghost,
    paint_skin,
)
from psoas.draw.body_shapes import bones_of
from psoas.draw.raster import fitted, viewing_axes
from psoas.draw.stretch_scale import StretchScale
from psoas.sides import SideWord
from psoas.timeseries import Mask
from tests.draw.posed import body, posture

SIZE = (150, 200)
SCALE = StretchScale(5.0)


@cache
def scene(azimuth: float, side: SideWord | None = None) -> Scene:
    model = body().model
    bones = bones_of(model)
    points = np.concatenate([bone.positioned(posture()).vertices for bone in bones if bone.role != "other"])
    return Scene(body(), bones, fitted(viewing_axes(azimuth, 0), points, (10, 10, 140, 190), SIZE), side)


def paper() -> Canvas:
    return np.full((SIZE[0] * SIZE[1], 3), PAPER, dtype=np.float32)


def changed(before: Canvas, after: Canvas) -> Mask:
    """(H * W,) where something was painted."""
    found: Mask = (before != after).any(axis=1)
    return found


@cache
def skeleton(azimuth: float, side: SideWord | None = None) -> tuple[Canvas, Hiding]:
    canvas = paper()
    return canvas, paint_bones(canvas, scene(azimuth, side), posture())


def with_muscles(azimuth: float, stretch: dict[str, float], side: SideWord | None = None) -> Canvas:
    bones, hiding = skeleton(azimuth, side)
    canvas = bones.copy()
    paint_bellies(canvas, scene(azimuth, side), posture(), stretch, SCALE, hiding)
    return canvas


def psoas(side: str, stretch: float = 5.0) -> dict[str, float]:
    return {name: stretch for name in body().muscles if name.startswith("Ps_") and name.endswith(side)}


def test_bones_are_painted_where_they_are_seen_and_nowhere_else() -> None:
    canvas, hiding = skeleton(0)
    seen = np.union1d(hiding.solid.pixels, hiding.glass.pixels)
    assert np.array_equal(np.flatnonzero(changed(paper(), canvas)), seen)
    assert 0.05 < len(seen) / len(canvas) < 0.7
    assert canvas.min() >= 0
    assert canvas.max() <= 255


def test_the_thigh_of_the_other_side_is_like_glass() -> None:
    def thigh(side: SideWord, of_interest: SideWord | None) -> tuple[bool, bool]:
        """Whether a thigh hides the fascicles, and whether they shine through it."""
        (number,) = [n for n, bone in enumerate(scene(0).bones) if (bone.role, bone.side) == ("thigh", side)]
        _, hiding = skeleton(0, of_interest)
        return number in hiding.solid.part, number in hiding.glass.part

    assert thigh("right", "right") == thigh("right", None) == (True, False)
    assert thigh("right", "left") == (False, True)


def test_a_muscle_changes_only_a_part_and_none_changes_nothing() -> None:
    bones, _ = skeleton(0)
    assert not changed(bones, with_muscles(0, {})).any()
    right, left = (changed(bones, with_muscles(0, psoas(side))) for side in "rl")
    assert right.any()
    assert left.any()
    assert (right & left).mean() < 0.002, "they lie on either side of the spine"
    columns = [np.flatnonzero(one) % SIZE[0] for one in (right, left)]
    assert columns[0].mean() < columns[1].mean(), "seen from the front, the right is on the left"


def test_the_side_of_interest_has_the_stronger_colours() -> None:
    def red(side: str) -> float:
        bones, _ = skeleton(0, "right")
        gained = (with_muscles(0, psoas(side), "right") - bones).astype(float)
        return float(np.percentile((gained[:, 2] - gained[:, 0])[changed(bones, bones + gained)], 50))

    assert red("r") < 1.5 * red("l") < 0, "the more blue is lost, the redder"


def test_the_outline_of_another_posture_is_thin_and_blue_and_leaves_out_far_bones() -> None:
    whole, near = paper(), paper()
    for canvas, every in ((whole, True), (near, False)):
        paint_ghost(canvas, scene(-90), posture(), whole=every)
    outlined, fewer = changed(paper(), whole), changed(paper(), near)
    _, hiding = skeleton(-90)
    assert 0 < fewer.sum() < outlined.sum() < 0.9 * len(np.union1d(hiding.solid.pixels, hiding.glass.pixels))
    line = near[fewer].mean(axis=0)
    assert np.argmax(line) == 2
    assert np.abs(line - OUTLINE).max() < 60


@pytest.mark.parametrize(
    ("name", "iliacus"), [("iliacus_r", True), ("Iliacus_l", True), ("Ps_L1_VB_r", False)]
)
def test_the_psoas_s_neighbour_is_known_by_its_name(name: str, iliacus: bool) -> None:
    assert is_iliacus(name) is iliacus


def test_the_outline_of_the_body_lies_around_the_bones_with_or_without_arms() -> None:
    whole, trunk = paper(), paper()
    for canvas, arms in ((whole, True), (trunk, False)):
        paint_skin(canvas, scene(0), posture(), arms=arms)
    _, hiding = skeleton(0)
    spine = np.zeros(len(whole), dtype=bool)
    spine[hiding.solid.pixels] = True
    assert changed(paper(), trunk)[spine].mean() > 0.98
    assert changed(paper(), whole).sum() > changed(paper(), trunk).sum()
