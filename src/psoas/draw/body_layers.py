"""The layers of a picture of the body: bones, the outline of a second posture, fascicles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray

from psoas.draw.body_shapes import BoneShape, fanned, fascicle_path, fascicle_surface, side_of
from psoas.draw.raster import Camera, Fragments, rasterise
from psoas.draw.stretch_scale import Rgb, StretchScale
from psoas.draw.surfaces import Surface, ball, joined
from psoas.sides import SideWord
from psoas.timeseries import Array

Canvas = NDArray[np.float32]

CONTOUR_STEP_M = 0.012
GLASS_PELVIS, GLASS_OTHER, GLASS_BEFORE_BONE = 0.7, 0.5, 0.6
BEHIND_GLASS, BEHIND_BONE, OTHER_SIDE = 0.75, 0.42, 0.4
GHOST = 0.75
DOT_M = 0.0032
EYE_TOLERANCE_M = 0.002
ILIACUS_THIN = 0.6


PAPER: Rgb = (250, 249, 246)
INK: Rgb = (40, 46, 56)
"""The colour of words."""
FAINT: Rgb = (104, 110, 118)
"""The colour of less important words."""
BONE: Rgb = (240, 232, 218)
CONTOUR: Rgb = (120, 110, 96)
"""The colour of the edges of bones."""
OUTLINE: Rgb = (70, 96, 150)
"""The colour of the outline of a second posture."""
DOT: Rgb = (52, 58, 68)
"""The colour of the attachments of a fascicle."""


@dataclass(frozen=True, eq=False)
class Scene:
    """The scene that all layers of a picture share.

    Attributes:
        model: of the body.
        bones: of the model.
        camera: how they are seen.
        side: the side of interest, None for both.
    """

    model: mujoco.MjModel
    bones: tuple[BoneShape, ...]
    camera: Camera
    side: SideWord | None


@dataclass(frozen=True)
class Hiding:
    """The bones that stand before the fascicles.

    Attributes:
        solid: bones that hide them.
        glass: bones that they shine through.
    """

    solid: Fragments
    glass: Fragments


def paint_bones(canvas: Canvas, scene: Scene, data: mujoco.MjData) -> Hiding:
    """Paint the bones of a posture; returns the bones that may hide a fascicle."""
    bones = scene.bones
    shapes: dict[bool, list[Surface]] = {False: [], True: []}
    for number, bone in enumerate(bones):
        shapes[_is_glass(bone, scene)].append(bone.positioned(data).as_part(number))
    solid, glass = (rasterise(joined(shapes[is_glass]), scene.camera) for is_glass in (False, True))
    through = np.array([GLASS_PELVIS if bone.role == "pelvis" else GLASS_OTHER for bone in bones])[glass.part]
    behind = solid.nearness_at(glass.pixels)
    alone = behind == -np.inf
    layers = (
        (glass, np.where(alone, through, 0)),
        (solid, np.ones(len(solid.pixels))),
        (glass, np.where(~alone & (glass.nearness > behind), GLASS_BEFORE_BONE * through, 0)),
    )
    for fragments, opacity in layers:
        _paint(canvas, fragments, opacity, np.array(BONE), np.array(CONTOUR))
    return Hiding(solid, glass)


def _is_glass(bone: BoneShape, scene: Scene) -> bool:
    """True for a bone that is drawn like glass, because it is far from the psoas or before it."""
    if bone.role == "thigh":
        return scene.side is not None and bone.side != scene.side
    if bone.role == "pelvis" and bone.side is not None:
        towards_left = float(scene.camera.axes[2, 1])
        return (towards_left if bone.side == "left" else -towards_left) > 0.5
    return bone.role != "spine"


def _paint(canvas: Canvas, fragments: Fragments, opacity: Array, colour: Array, contour: Array) -> None:
    """Paint one layer over the canvas.

    Args:
        canvas: (H * W, 3) 0..255, changed in place.
        fragments: N pixels of the layer.
        opacity: (N,) 0..1.
        colour: (3,) or (N, 3), before it is lit.
        contour: (3,) or (N, 3), of the edges of the parts.
    """
    edges = fragments.contours(CONTOUR_STEP_M)
    shown = np.flatnonzero(opacity > 0)
    pixels, edges = fragments.pixels[shown], edges[shown]
    fill, line = (
        (wanted if wanted.ndim == 1 else wanted[shown]).astype(np.float32) for wanted in (colour, contour)
    )
    lit = fill * fragments.light[shown][:, None]
    lit[edges] = line if line.ndim == 1 else line[edges]
    under = canvas[pixels]
    lit -= under
    lit *= opacity[shown].astype(np.float32)[:, None]
    canvas[pixels] = under + lit


def paint_ghost(canvas: Canvas, scene: Scene, ghost: mujoco.MjData, *, whole: bool) -> None:
    """Paint the outlines of the bones of a second posture, in the middle and on the side of interest.

    Args:
        canvas: (H * W, 3) 0..255, changed in place.
        scene: what all layers share.
        ghost: the second posture.
        whole: all bones; False leaves out those far from the psoas.
    """
    sides = (None, "left", "right") if scene.side is None else (None, scene.side)
    shapes = [
        bone.positioned(ghost).as_part(number)
        for number, bone in enumerate(scene.bones)
        if bone.side in sides and (whole or bone.role != "other")
    ]
    seen = rasterise(joined(shapes), scene.camera)
    line = seen.pixels[seen.contours(np.inf)]
    right, below = line + 1, line + seen.width
    lines = np.unique(np.concatenate([line, right, below, below + 1]))
    lines = lines[lines < len(canvas)]
    canvas[lines] += GHOST * (np.array(OUTLINE, dtype=np.float32) - canvas[lines])


def paint_fascicles(
    canvas: Canvas,
    scene: Scene,
    data: mujoco.MjData,
    stretch: Mapping[str, float],
    scale: StretchScale,
    radius_m: float,
    hiding: Hiding,
) -> None:
    """Paint fascicles over the bones, paler where a bone hides them.

    Args:
        canvas: (H * W, 3) 0..255, changed in place.
        scene: what all layers share.
        data: the posture.
        stretch: tendon name to its stretch.
        scale: of the colours.
        radius_m: of a fascicle of the psoas at its thickest [m].
        hiding: the bones, already painted.
    """
    strands, dots, colours, shares = [], [], [], []
    for number, (name, path) in enumerate(_paths(scene, data, stretch).items()):
        thick = radius_m * (ILIACUS_THIN if is_iliacus(name) else 1.0)
        strands.append(fascicle_surface(path, thick).as_part(number))
        dots.append(joined([ball(path[0], DOT_M), ball(path[-1], DOT_M)]).as_part(number))
        colours.append(scale.colour(stretch[name]))
        shares.append(1.0 if scene.side is None or side_of(name) in (scene.side, None) else OTHER_SIDE)
    if not strands:
        return
    dark = np.broadcast_to(np.array(DOT), (len(dots), 3))
    for shapes, fills in ((strands, np.array(colours, dtype=float)), (dots, dark)):
        layer = rasterise(joined(shapes), scene.camera, whole_parts=True)
        opacity = np.array(shares)[layer.part]
        for hider, factor in ((hiding.glass, BEHIND_GLASS), (hiding.solid, BEHIND_BONE)):
            hidden = hider.nearness_at(layer.pixels) > layer.nearness + EYE_TOLERANCE_M
            opacity[hidden] = np.minimum(opacity[hidden], factor)
        _paint(canvas, layer, opacity, fills[layer.part], _edges_of(fills)[layer.part])


def _paths(scene: Scene, data: mujoco.MjData, names: Iterable[str]) -> dict[str, Array]:
    """The path of each fascicle (K, 3) [m]; those that run together on one side are laid side by side."""
    paths = {name: fascicle_path(scene.model, data, scene.model.tendon(name).id) for name in names}
    for side in ("left", "right", None):
        bundle = [name for name in paths if side_of(name) == side and not is_iliacus(name)]
        fan = fanned([paths[name] for name in bundle], scene.camera.axes[2])
        paths.update(zip(bundle, fan, strict=True))
    return paths


def _edges_of(fills: Array) -> Array:
    """Colours (N, 3) that can be seen beside others: darker, or lighter where those are dark."""
    edges: Array = np.where(
        fills.mean(axis=1, keepdims=True) > 100, fills * 0.45, fills + 0.3 * (255 - fills)
    )
    return edges


def is_iliacus(name: str) -> bool:
    """True for the iliacus, the psoas's neighbour, which is drawn thinner and stretches more for its length."""
    return name.lower().startswith("iliacus")
