"""The body in a posture, to be drawn."""

from functools import cache

import mujoco

from psoas.body.loading import load_body
from psoas.body.model import Body


@cache
def body() -> Body:
    return load_body(meshes=True)


@cache
def posture(**angles: float) -> mujoco.MjData:
    """The body with some coordinates away from standing [rad]."""
    return body().posed(body().poses(angles)[0])
