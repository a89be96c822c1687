"""A picture of the skeleton and of the psoas, each fascicle in the colour of its stretch.

It needs no graphics card and no display: see ``psoas.draw.raster``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import mujoco
import numpy as np
from PIL import Image, ImageDraw

from psoas.body import Body
from psoas.draw.bellies import bellies
from psoas.draw.body_layers import (
    FAINT,
    INK,
    PAPER,
    SKIN_SIDES,
    Canvas,
    Scene,
    paint_bellies,
    paint_bones,
    paint_ghost,
    paint_skin,
)
from psoas.draw.body_shapes import BoneShape, bones_of
from psoas.draw.callouts import callouts
from psoas.draw.letters import letters, letters_that_fit
from psoas.draw.name_labels import write_names
from psoas.draw.raster import fitted, viewing_axes
from psoas.draw.skin import skin
from psoas.draw.stretch_scale import StretchScale, draw_scale
from psoas.errors import UsageError
from psoas.sides import Side, SideWord
from psoas.timeseries import Array
from psoas.words import N_, _, pgettext

BodyView = Literal["side", "front", "back", "oblique"]
Focus = Literal["whole", "psoas"]

FINE = 2
"""A picture is drawn this many times as large and then made smaller."""
SMALLEST_PX = 160
FOCUS_M = 0.25
NAMES_WIDE, NAMES_SIZE = 0.2, 0.026
"""Room for names on either side, as a share of the width; size of their letters, as a share of the smaller side."""

SEEN: Final[dict[SideWord | None, dict[str, str]]] = {
    None: {
        "front": N_("Psoas, seen from the front"),
        "behind": N_("Psoas, seen from behind"),
        "right": N_("Psoas, seen from the right"),
        "left": N_("Psoas, seen from the left"),
        "front right": N_("Psoas, seen from the front, right side"),
        "front left": N_("Psoas, seen from the front, left side"),
        "back right": N_("Psoas, seen from the back, right side"),
        "back left": N_("Psoas, seen from the back, left side"),
    },
    "right": {
        "front": N_("Right psoas, seen from the front"),
        "behind": N_("Right psoas, seen from behind"),
        "right": N_("Right psoas, seen from the right"),
        "left": N_("Right psoas, seen from the left"),
        "front right": N_("Right psoas, seen from the front, right side"),
        "front left": N_("Right psoas, seen from the front, left side"),
        "back right": N_("Right psoas, seen from the back, right side"),
        "back left": N_("Right psoas, seen from the back, left side"),
    },
    "left": {
        "front": N_("Left psoas, seen from the front"),
        "behind": N_("Left psoas, seen from behind"),
        "right": N_("Left psoas, seen from the right"),
        "left": N_("Left psoas, seen from the left"),
        "front right": N_("Left psoas, seen from the front, right side"),
        "front left": N_("Left psoas, seen from the front, left side"),
        "back right": N_("Left psoas, seen from the back, right side"),
        "back left": N_("Left psoas, seen from the back, left side"),
    },
}
"""Words for a view by the side of interest and by where the viewer stands."""


def draw_body(
    body: Body,
    data: mujoco.MjData,
    stretch: Mapping[str, float],
    scale: StretchScale,
    *,
    view: BodyView = "side",
    size: tuple[int, int] = (900, 1200),
    focus: Focus = "psoas",
    side: SideWord | None = "right",
    title: str = "",
    ghost: mujoco.MjData | None = None,
    alongside: Sequence[mujoco.MjData] = (),
    bare: bool = False,
    names: Side | None = None,
) -> Image.Image:
    """Draw the bones and the muscles of one posture, within the outline of the body.

    The bones around the psoas are solid, the others pale; the pelvis on the viewer's side is like glass. A muscle
    behind glass is paler. Dots mark where a fascicle is attached to the spine.

    Args:
        body: with the meshes of its bones; the person faces +x, with +y to the left and z up.
        data: after ``mj_kinematics``, ``mj_comPos`` and ``mj_tendon``.
        stretch: tendon name to its length compared with standing, in the unit of ``scale``, + longer; NaN is grey.
            These muscles are drawn, and no others, see `muscle_stretch`. A name ends in ``_r`` or ``_l``.
        scale: of the colours.
        view: "side" and "oblique" look from the side of interest.
        size: width and height of the picture [px].
        focus: the whole body, or from the lowest ribs to the thighs.
        side: the side of interest, the other is faded; None shows both alike.
        title: written above, on one line.
        ghost: a second posture, drawn as an outline.
        alongside: other postures that have to fit in, so that pictures of them all have one scale.
        bare: the body alone, without words and colour bar.
        names: of the side whose parts are named beside the body; the body then leaves room for them.

    Raises:
        UsageError: an unknown view or tendon, a picture under 160 pixels, or a model without bones.
    """
    if min(size) < SMALLEST_PX:
        raise UsageError(
            _(
                "A picture of {width} x {height} is too small to read; ask for {least} pixels or more.",
                width=size[0],
                height=size[1],
                least=SMALLEST_PX,
            )
        )
    model = body.model
    known = [model.tendon(number).name for number in range(model.ntendon)]
    unknown = sorted(set(stretch) - set(known))
    if unknown:
        raise UsageError(
            _(
                "No tendon is called {name}; the model has {names}.",
                name=unknown[0],
                names=", ".join(sorted(known)),
            )
        )
    bones = bones_of(model)
    if not bones:
        raise UsageError(_("The model has no bones to draw; load it with meshes=True."))
    page = _bare_page(size) if bare else _page(size, bool(title))
    others = [ghost, *alongside] if ghost is not None else [*alongside]
    points = np.concatenate([_framed(body, pose, bones, stretch, focus) for pose in (data, *others)])
    height = page.bottom - page.top
    width, height, margin = FINE * size[0], FINE * height, FINE * page.margin
    beside = margin if names is None else round(NAMES_WIDE * width)
    box = (beside, margin, width - beside, height - margin)
    camera = fitted(viewing_axes(*_viewpoint(view, side)), points, box, (width, height))

    canvas = np.empty((width * height, 3), dtype=np.float32)
    canvas[:] = PAPER
    scene = Scene(body, bones, camera, side)
    paint_skin(canvas, scene, data, arms=focus == "whole" and view != "side")
    hiding = paint_bones(canvas, scene, data)
    if ghost is not None:
        paint_ghost(canvas, scene, ghost, whole=focus == "whole")
    paint_bellies(canvas, scene, data, stretch, scale, hiding)
    painted = canvas.reshape(height, width, 3)
    _fade_out(painted, margin)
    picture = Image.new("RGB", size, PAPER)
    picture.paste(Image.fromarray(painted.astype(np.uint8)).reduce(FINE), (0, page.top))
    if names is not None:
        named = [
            (one.name, one.says, (x / FINE, y / FINE + page.top))
            for one in callouts(data, bellies(body, data), names)
            for x, y, _depth in [camera.project(one.at).tolist()]
        ]
        write_names(picture, named, NAMES_SIZE * min(size))
    if not bare:
        _write(picture, page, title, view, side, scale, stretch)
    return picture


def side_by_side(pictures: Sequence[Image.Image], captions: Sequence[str]) -> Image.Image:
    """Pictures in a row, each with its caption below.

    Args:
        pictures: at least one; they are scaled to the height of the lowest.
        captions: one for each.

    Raises:
        UsageError: no pictures, or another number of captions.
    """
    if not pictures or len(pictures) != len(captions):
        raise UsageError(
            _(
                "{pictures} pictures have {captions} captions; give one for each.",
                pictures=len(pictures),
                captions=len(captions),
            )
        )
    height = min(picture.height for picture in pictures)
    scaled = [
        picture
        if picture.height == height
        else picture.resize((max(1, round(picture.width * height / picture.height)), height))
        for picture in pictures
    ]
    gap = max(4, round(height * 0.015))
    foot = max(20, round(height * 0.06))
    width = sum(picture.width for picture in scaled) + gap * (len(scaled) - 1)
    row = Image.new("RGB", (width, height + foot), PAPER)
    draw = ImageDraw.Draw(row)
    left = 0
    for picture, caption in zip(scaled, captions, strict=True):
        row.paste(picture, (left, 0))
        font = letters_that_fit(caption, picture.width * 0.94, foot * 0.5)
        draw.text((left + picture.width / 2, height + foot * 0.45), caption, font=font, fill=INK, anchor="mm")
        left += picture.width + gap
    return row


@dataclass(frozen=True)
class _Areas:
    """The areas of a picture [px]: the body from ``top`` to ``bottom``, words above, the scale below.

    Attributes:
        margin: around everything.
        top: of the body's part.
        bottom: of the body's part.
        scale_top: of the colour bar with its words.
        title: size of the letters of the title.
        words: size of the other letters.
    """

    margin: int
    top: int
    bottom: int
    scale_top: int
    title: float
    words: float


def _page(size: tuple[int, int], titled: bool) -> _Areas:
    width, height = size
    unit = min(width, height * 0.75)
    margin, title, words = max(6, round(0.04 * unit)), 0.045 * unit, max(9.0, 0.029 * unit)
    top = margin + (1.5 * title if titled else 0) + 1.4 * words
    scale_top = height - margin - 4 * words
    return _Areas(margin, round(top), round(scale_top - 1.4 * words), round(scale_top), title, words)


def _bare_page(size: tuple[int, int]) -> _Areas:
    margin = max(2, round(0.01 * min(size)))
    return _Areas(margin, 0, size[1], size[1], 0.0, 0.0)


def _viewpoint(view: BodyView, side: SideWord | None) -> tuple[float, float]:
    """Azimuth and elevation of the viewer [deg]: 0 in front, 90 at the person's left."""
    turn = 1 if side == "left" else -1
    named = {
        "side": (90.0 * turn, 0.0),
        "front": (0.0, 0.0),
        "back": (180.0, 0.0),
        "oblique": (42.0 * turn, 8.0),
    }
    if view not in named:
        raise UsageError(
            _("No view is called {view}; choose from {views}.", view=view, views=", ".join(named))
        )
    return named[view]


def _fade_out(body: Canvas, over: int) -> None:
    """Fade the edges of the body's part of the page into the paper, over so many pixels."""
    paper = np.array(PAPER, dtype=np.float32)
    kept = (np.arange(over, dtype=np.float32) / over)[:, None, None]
    for part in (body, body.swapaxes(0, 1)):
        part[:over] = paper + kept * (part[:over] - paper)
        part[-over:] = paper + kept[::-1] * (part[-over:] - paper)


def _framed(
    body: Body,
    data: mujoco.MjData,
    bones: Sequence[BoneShape],
    stretch: Mapping[str, float],
    focus: Focus,
) -> Array:
    """(N, 3) the points that have to be in the picture [m]."""
    if focus == "whole" or not stretch:
        outline = skin(body, data).corners(SKIN_SIDES).reshape(-1, 3)
        return np.concatenate([outline, *(bone.positioned(data).vertices for bone in bones)])
    whole = bellies(body, data)
    chosen = [number for number, name in enumerate(whole.names) if name in stretch]
    paths = whole.rings.corners(6)[chosen].reshape(-1, 3)
    near = np.concatenate([bone.positioned(data).vertices for bone in bones if bone.role != "other"])
    middle = (paths.min(axis=0) + paths.max(axis=0)) / 2
    return np.concatenate([paths, near[np.linalg.norm(near - middle, axis=1) < FOCUS_M]])


def _write(
    picture: Image.Image,
    page: _Areas,
    title: str,
    view: BodyView,
    side: SideWord | None,
    scale: StretchScale,
    stretch: Mapping[str, float],
) -> None:
    """Write the words and the colour bar."""
    draw = ImageDraw.Draw(picture)
    width, top = picture.width - 2 * page.margin, float(page.margin)
    if title:
        draw.text((page.margin, top), title, font=letters_that_fit(title, width, page.title), fill=INK)
        top += 1.5 * page.title
    azimuth = _viewpoint(view, side)[0]
    words = _seen_from(azimuth, side)
    font = letters_that_fit(words, width, page.words)
    draw.text((page.margin, top), words, font=font, fill=FAINT)
    toward_left = np.sin(np.radians(azimuth))
    if abs(toward_left) < 0.5:
        ends = (_("right"), _("left")) if np.cos(np.radians(azimuth)) > 0 else (_("left"), _("right"))
    else:
        front, back = _("front"), pgettext("of a body", "back")
        ends = (front, back) if toward_left > 0 else (back, front)
    font = letters(page.words)
    for x, word, anchor in ((page.margin, ends[0], "ls"), (picture.width - page.margin, ends[1], "rs")):
        draw.text((x, page.scale_top - 0.6 * page.words), word, font=font, fill=FAINT, anchor=anchor)
    box = (page.margin, page.scale_top, picture.width - page.margin, picture.height - page.margin)
    draw_scale(picture, box, scale, INK, tuple(stretch.values()))


def _seen_from(azimuth_deg: float, side: SideWord | None) -> str:
    """The words for a view, such as ``Right psoas, seen from the right``."""
    turned = (azimuth_deg + 180) % 360 - 180
    lateral = "left" if turned > 0 else "right"
    if abs(turned) < 20:
        where = "front"
    elif abs(turned) > 160:
        where = "behind"
    elif 70 < abs(turned) < 110:
        where = lateral
    else:
        where = f"{'front' if abs(turned) < 90 else 'back'} {lateral}"
    return _(SEEN[side][where])
