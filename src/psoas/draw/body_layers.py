"""The layers of a picture of the body: bones, the outline of a second posture, fascicles."""

from collections.abc import Mapping
from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_erosion, gaussian_filter

from psoas.body import Body
from psoas.draw.bellies import bellies
from psoas.draw.body_shapes import BoneShape, side_of
from psoas.draw.raster import Camera, Fragments, rasterise, silhouette
from psoas.draw.skin import ARMS, skin
from psoas.draw.stretch_scale import Rgb, StretchScale
from psoas.draw.surfaces import Surface, ball, joined
from psoas.sides import SideWord
from psoas.timeseries import Array

Canvas = NDArray[np.float32]

CONTOUR_STEP_M = 0.012
GLASS_PELVIS, GLASS_OTHER, GLASS_BEFORE_BONE = 0.7, 0.5, 0.6
BEHIND_GLASS, BEHIND_BONE, OTHER_SIDE = 0.8, 0.1, 0.5
BELLY_SIDES, SKIN_SIDES, SKIN_LINE_PX = 12, 20, 2
GHOST, SKIN_FILL, SKIN_LINE = 0.75, 0.55, 0.9
DOT_M = 0.0026
EYE_TOLERANCE_M = 0.002
DEEP_M, DEEPEST, AROUND_PX, COARSE = 0.02, 0.3, 18.0, 4
"""Where a pixel lies this far behind what is around it, its colour is darker by this share. What is around it is
looked at in steps of so many pixels."""


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
SKIN: Rgb = (238, 230, 220)
SKIN_EDGE: Rgb = (176, 160, 144)
"""The colours of the outline of the body."""
TENDON: Rgb = (236, 226, 206)
DOT: Rgb = (52, 58, 68)
"""The colour of the attachments of a fascicle."""


@dataclass(frozen=True, eq=False)
class Scene:
    """The scene that all layers of a picture share.

    Attributes:
        body: that is drawn, with meshes.
        bones: of its model.
        camera: how they are seen.
        side: the side of interest, None for both.
    """

    body: Body
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


def _paint(
    canvas: Canvas,
    fragments: Fragments,
    opacity: Array,
    colour: Array,
    contour: Array,
    groups: NDArray[np.int32] | None = None,
) -> None:
    """Paint one layer over the canvas.

    Args:
        canvas: (H * W, 3) 0..255, changed in place.
        fragments: N pixels of the layer.
        opacity: (N,) 0..1.
        colour: (3,) or (N, 3), before it is lit.
        contour: (3,) or (N, 3), of the edges of the parts.
        groups: see `Fragments.contours`.
    """
    edges = fragments.contours(CONTOUR_STEP_M, groups)
    shown = np.flatnonzero(opacity > 0)
    pixels, edges = fragments.pixels[shown], edges[shown]
    fill, line = (
        (wanted if wanted.ndim == 1 else wanted[shown]).astype(np.float32) for wanted in (colour, contour)
    )
    light = fragments.light * (1 - _depth_shadow(fragments))
    lit = fill * light[shown][:, None]
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
    _blend(canvas, _line(seen, len(canvas)), OUTLINE, GHOST)
    whole_bellies = bellies(scene.body, ghost)
    shown = [
        n for n, name in enumerate(whole_bellies.names) if side_of(name) in sides and not is_iliacus(name)
    ]
    if shown:
        muscle = joined([whole_bellies.rings.surface(number, BELLY_SIDES).as_part(0) for number in shown])
        _blend(canvas, _line(rasterise(muscle, scene.camera), len(canvas)), OUTLINE, GHOST)


def _line(seen: Fragments, size: int) -> NDArray[np.intp]:
    """Pixels of the outlines of parts, two wide, of a canvas with so many pixels."""
    line = seen.pixels[seen.contours(np.inf)]
    right, below = line + 1, line + seen.width
    lines = np.unique(np.concatenate([line, right, below, below + 1]))
    return lines[lines < size]


def _blend(canvas: Canvas, pixels: NDArray[np.intp], colour: Rgb, opacity: float) -> None:
    canvas[pixels] += opacity * (np.array(colour, dtype=np.float32) - canvas[pixels])


def _depth_shadow(fragments: Fragments) -> NDArray[np.float32]:
    """(N,) how much darker a pixel is, because what is around it lies nearer to the viewer.

    The unsharp mask of the depth (Luft, Colditz and Deussen 2006, doi:10.1145/1141911.1142016).
    """
    if not len(fragments.pixels):
        return np.zeros(0, dtype=np.float32)
    height = len(fragments.index) // fragments.width
    seen = (fragments.index >= 0).reshape(height, fragments.width)
    depth = np.zeros((height, fragments.width), dtype=np.float32)
    depth.ravel()[fragments.pixels] = fragments.nearness - fragments.nearness.min()
    rows, columns = (slice(one.min(), one.max() + 1) for one in np.nonzero(seen))
    coarse = (slice(None, None, COARSE),) * 2
    part, mask = depth[rows, columns][coarse], seen[rows, columns][coarse].astype(np.float32)
    mean = gaussian_filter(part, AROUND_PX / COARSE) / np.maximum(
        gaussian_filter(mask, AROUND_PX / COARSE), 1e-6
    )
    behind = np.zeros_like(depth)
    larger = np.repeat(np.repeat(mean, COARSE, axis=0), COARSE, axis=1)
    box = depth[rows, columns]
    behind[rows, columns] = larger[: box.shape[0], : box.shape[1]] - box
    shadow: NDArray[np.float32] = np.clip(behind.ravel()[fragments.pixels] / DEEP_M, 0, 1) * DEEPEST
    return shadow


def paint_skin(canvas: Canvas, scene: Scene, data: mujoco.MjData, *, arms: bool) -> None:
    """Paint the outline of the body, softly filled, with or without arms; first of all layers."""
    rings = skin(scene.body, data)
    parts = len(rings.centres) - (0 if arms else ARMS)
    shapes = joined([rings.surface(part, SKIN_SIDES) for part in range(parts)])
    seen = silhouette(shapes, scene.camera)
    edge = seen & ~binary_erosion(seen, iterations=SKIN_LINE_PX)
    _blend(canvas, np.flatnonzero(seen), SKIN, SKIN_FILL)
    _blend(canvas, np.flatnonzero(edge), SKIN_EDGE, SKIN_LINE)


def paint_bellies(
    canvas: Canvas,
    scene: Scene,
    data: mujoco.MjData,
    stretch: Mapping[str, float],
    scale: StretchScale,
    hiding: Hiding,
) -> None:
    """Paint muscles over the bones, paler where glass hides them, and hardly where bone does.

    Args:
        canvas: (H * W, 3) 0..255, changed in place.
        scene: what all layers share.
        data: the posture.
        stretch: muscle to its stretch; the others are not painted.
        scale: of the colours.
        hiding: the bones, already painted.
    """
    whole = bellies(scene.body, data)
    chosen = [number for number, name in enumerate(whole.names) if name in stretch]
    if not chosen:
        return
    names = [whole.names[number] for number in chosen]
    own = np.array(
        [1.0 if scene.side is None or side_of(name) in (scene.side, None) else OTHER_SIDE for name in names]
    )
    muscles = sorted({_muscle_of(name) for name in names})
    of_muscle = [muscles.index(_muscle_of(name)) for name in names]
    count = len(names)
    shapes = []
    for part, number in enumerate(chosen):
        strand = whole.rings.surface(number, BELLY_SIDES).as_part(part)
        strand.parts[strand.faces[:, 0] // BELLY_SIDES >= whole.tendon[number]] = count + part
        shapes.append(strand)
        if not is_iliacus(whole.names[number]):
            shapes.append(ball(whole.rings.centres[number, 0], DOT_M).as_part(2 * count + part))
    fills = np.array([scale.colour(stretch[name]) for name in names], dtype=float)
    colours = np.concatenate([fills, 0.35 * fills + 0.65 * np.array(TENDON), np.tile(DOT, (count, 1))])
    groups = np.array([*of_muscle, *of_muscle, *range(len(muscles), len(muscles) + count)], dtype=np.int32)
    layer = rasterise(joined(shapes), scene.camera)
    mine = np.tile(own, 3)[layer.part]
    opacity = mine.copy()
    for hider, factor in ((hiding.glass, BEHIND_GLASS), (hiding.solid, BEHIND_BONE)):
        hidden = hider.nearness_at(layer.pixels) > layer.nearness + EYE_TOLERANCE_M
        opacity[hidden] = np.minimum(opacity, factor * mine)[hidden]
    _paint(canvas, layer, opacity, colours[layer.part], _edges_of(colours)[layer.part], groups)


def _muscle_of(name: str) -> str:
    """Psoas or iliacus of one side."""
    return f"{'iliacus' if is_iliacus(name) else 'psoas'} {side_of(name)}"


def _edges_of(fills: Array) -> Array:
    """Colours (N, 3) that can be seen beside others: darker, or lighter where those are dark."""
    edges: Array = np.where(
        fills.mean(axis=1, keepdims=True) > 100, fills * 0.45, fills + 0.3 * (255 - fills)
    )
    return edges


def is_iliacus(name: str) -> bool:
    """True for the iliacus, the psoas's neighbour."""
    return name.lower().startswith("iliacus")
