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
    data = mujoco.MjData(body().model)
    data.qpos[:] = body().joint_positions(body().poses(angles))[0]
    mujoco.mj_kinematics(body().model, data)
    mujoco.mj_comPos(body().model, data)
    mujoco.mj_tendon(body().model, data)
    return data
