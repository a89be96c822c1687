"""The picture that moves: our own body doing a stretch right and with an arched back, side by side.

Each of the two is one strip of drawn frames, one below the other, which the style sheet moves past a window. Where the
system asks for less motion, the deepest frame stands still.
"""

import asyncio
import io
import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from math import acos, atan2, hypot, pi
from typing import Final, Generic, ParamSpec, TypeVar

import mujoco
import numpy as np
from fastapi import HTTPException, Response
from nicegui import app
from PIL import Image

from psoas.app.markup import filled
from psoas.app.parts import card, html
from psoas.app.stretch.aside import Aside
from psoas.body import Body, Person, load_body, named_posture
from psoas.draw import draw_from_right
from psoas.exercises import COACHED, Exercise
from psoas.recordings import live_posture
from psoas.words import _

K = TypeVar("K", bound=Hashable)
P = ParamSpec("P")
T = TypeVar("T")

FRAMES: Final = 12
"""Frames of a strip, from the start to the deepest moment; the style sheet names the same number."""
SIZE: Final = (320, 372)
"""Width and height of a frame [px]."""
QUALITY: Final = 82
GIVES_WAY: Final = 5
"""By how much the process that draws lowers its priority."""


def register_moving_pictures() -> None:
    """Add the address of the strips; those of an exercise are drawn when the first of them is wanted."""
    drawings: Drawings[str, dict[str, bytes]] = Drawings(len(COACHED))

    @app.get("/moving/{name}.jpg")
    async def moving(name: str) -> Response:
        exercise = next((one for one in COACHED if name in one.postures), None)
        if exercise is None:
            raise HTTPException(404)
        strips = await drawings.get(exercise.movement, draw_strips, exercise.postures)
        return Response(
            strips[name], media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"}
        )


class Drawings(Generic[K, T]):
    """Drawings in memory, each made by `draw_aside` when it is first wanted.

    Args:
        most: so many are kept; the oldest makes room.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._drawn: dict[K, Future[T]] = {}

    async def get(self, key: K, draw: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Wait for a drawing; one that fails is tried again when it is next wanted."""
        if key not in self._drawn:
            while len(self._drawn) >= self._most:
                self._drawn.pop(next(iter(self._drawn)))
            self._drawn[key] = draw_aside(draw, *args, **named)
        try:
            return await asyncio.shield(asyncio.wrap_future(self._drawn[key]))
        except Exception:
            self._drawn.pop(key, None)
            raise


def draw_aside(draw: Callable[P, T], *args: P.args, **named: P.kwargs) -> Future[T]:
    """Draw in a process of its own, which gives way to others and ends with it: a live set must not wait for it."""
    aside = Aside()
    drawing: Future[T] = aside.submit(_give_way, draw, *args, **named)
    drawing.add_done_callback(lambda _done: aside.shutdown(wait=False))
    return drawing


def _give_way(draw: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    if hasattr(os, "nice"):
        os.nice(GIVES_WAY)
    return draw(*args, **named)


def draw_strips(names: Sequence[str]) -> dict[str, bytes]:
    """Draw the strip of each posture."""
    return {name: draw_strip(name) for name in names}


def show_moving(exercise: Exercise, *, in_clinic: bool) -> None:
    """Add a card with the pictures of an exercise and what they mean; whose computer looks at the camera's is said."""
    right, arched = exercise.postures[:2]
    values = {"right": right, "arched": arched, "width": SIZE[0], "height": SIZE[1] * FRAMES}
    with card(_("What this is"), "what-title"):
        html(filled("moving.html", **values, in_clinic=in_clinic), "div", "stack")


def draw_strip(name: str) -> bytes:
    """Draw the frames of the way into a posture of an exercise, one below the other, as a JPEG."""
    exercise = next(one for one in COACHED if name in one.postures)
    return draw_way(*ends_of(exercise, name))


def ends_of(exercise: Exercise, name: str) -> tuple[dict[str, float], Mapping[str, float]]:
    """The start of the way into a posture of an exercise, and the posture [rad]."""
    start = live_posture("right", {"arch": 0.0, "thigh_travel": -exercise.start_behind_deg}, exercise)
    return start, named_posture(name).coordinates


def draw_repetition(movement: str, changes: Mapping[str, float]) -> bytes:
    """Draw the way of a measured repetition from its start to its deepest moment, as `draw_way` does.

    Args:
        movement: name of the exercise; one that is not coached is drawn as the first that is.
        changes: from the person's own start, as of `live_posture` [deg].
    """
    exercise = next((one for one in COACHED if one.movement == movement), COACHED[0])
    still = dict.fromkeys(("arch", "pelvis", "thigh_travel"), 0.0)
    return draw_way(
        live_posture("right", still, exercise), live_posture("right", {"arch": 0.0, **changes}, exercise)
    )


def draw_way(start: Mapping[str, float], end: Mapping[str, float]) -> bytes:
    """Draw the frames of the way between two postures [rad], one below the other, as a JPEG."""
    body = load_body(Person(), meshes=True)
    poses = list(way_between(body, start, end))
    ends = [body.posed(body.poses(poses[place])[0]) for place in (0, -1)]
    strip = Image.new("RGB", (SIZE[0], SIZE[1] * len(poses)))
    for number, pose in enumerate(poses):
        frame = draw_from_right(body, body.posed(body.poses(pose)[0]), SIZE, ends)
        strip.paste(frame, (0, SIZE[1] * number))
    buffer = io.BytesIO()
    strip.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def way_between(
    body: Body, start: Mapping[str, float], end: Mapping[str, float]
) -> Iterator[dict[str, float]]:
    """Yield the coordinates [rad, m] of each frame: the rear knee and the front foot stay where they are."""
    first = body.posed(body.poses(start)[0])
    for share in np.linspace(0.0, 1.0, FRAMES):
        pose = {
            joint: float((1 - share) * start.get(joint, 0.0) + share * end.get(joint, 0.0))
            for joint in {*start, *end}
        }
        moved = body.posed(body.poses(pose)[0])
        forward, up = _at(first, "tibia_r") - _at(moved, "tibia_r")
        pose |= {"pelvis_tx": float(forward), "pelvis_ty": float(up)}
        yield pose | _front_leg(first, moved, np.array((forward, up)), pose.get("pelvis_tilt", 0.0))


def _front_leg(
    first: mujoco.MjData, moved: mujoco.MjData, shift: np.ndarray, tilt: float
) -> dict[str, float]:
    """Bend the front leg so that its ankle stays: two segments of known length between hip and ankle.

    Args:
        first: the body at the start.
        moved: the body now, with the pelvis where it was.
        shift: (2,) of the pelvis, forward and up [m].
        tilt: of the pelvis, + where its front is down [rad].
    """
    hip, knee, ankle = (_at(first, name) for name in ("femur_l", "tibia_l", "talus_l"))
    thigh, shank = hypot(*(knee - hip)), hypot(*(ankle - knee))
    forward, up = ankle - _at(moved, "femur_l") - shift
    reach = min(hypot(forward, up), 0.999 * (thigh + shank))
    bend = pi - acos((thigh**2 + shank**2 - reach**2) / (2 * thigh * shank))
    raised = atan2(forward, -up) + acos((thigh**2 + reach**2 - shank**2) / (2 * thigh * reach))
    return {"hip_flexion_l": raised + tilt, "knee_angle_l": bend, "ankle_angle_l": bend - raised}


def _at(data: mujoco.MjData, segment: str) -> np.ndarray:
    """(2,) where the joint of a segment is, forward and up [m]."""
    x, _left, z = data.body(segment).xpos
    return np.array((x, z))
