"""Motion and ground made to agree, where accelerations give way.

Ground forces and accelerations are measured apart and never agree; what is left over would have to push at the pelvis.
Here nothing pushes there: the accelerations, which come from differentiating places twice, give way by the least sum of
squares that brings both into equilibrium (the step in one frame of Remy and Thelen 2009, doi:10.1115/1.3005148). The
same is done where no plate measured, and the motion asks for a push that its contacts cannot give.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import mujoco
import numpy as np
import scipy

from psoas.body import Body
from psoas.loads.body_loads import Setting
from psoas.loads.dynamics import segment_twists
from psoas.loads.equilibrium import FRICTION, friction_edges
from psoas.loads.muscle_rows import ROOT
from psoas.muscle import Index
from psoas.timeseries import Array

MOST_FORCE, MOST_MOMENT = 0.1, 0.05
"""Largest disagreement that is mended, in body weights and in body weights times height (ours; Hicks et al. 2015,
doi:10.1115/1.4029304, allow a residual moment of 75 N.m); beyond it the frame stays without equilibrium."""

WITHIN = 0.95
"""Share of the friction that a mended frame uses, so that its forces are not on the edge of what is possible."""


@dataclass(frozen=True, eq=False)
class Agreed:
    """N frames in which motion and ground agree, or were found too far apart.

    Attributes:
        setting: the frames, with what the mended motion needs.
        left_over: (N, 6) force [N] and moment [N.m] at the pelvis by which they disagreed.
        change: (N, C) of the accelerations that took it away [m/s2, rad/s2]; zero where they were too far apart.
    """

    setting: Setting
    left_over: Array
    change: Array


def with_measured_ground(setting: Setting, wrenches: Mapping[str, Array]) -> Agreed:
    """The same frames, pushed by measured forces alone.

    Args:
        setting: of the motion.
        wrenches: by segment, (N, 6) force [N] and moment about the world's origin [N.m] on it, in MuJoCo's world.
    """
    opened = setting.plan.cut
    needed = setting.dynamics.force.copy()
    for name, wrench in wrenches.items():
        coordinates, twists = segment_twists(opened, setting.dynamics, opened.model.body(name).id)
        needed[:, coordinates] -= (twists @ wrench[:, :, None])[:, :, 0]
    contacts = replace(setting.contacts, supports=np.zeros_like(setting.contacts.supports))
    pushed = replace(setting, dynamics=replace(setting.dynamics, force=needed), contacts=contacts)
    return _mended(pushed, needed[:, _root(opened)], np.arange(len(needed)))


def with_possible_ground(setting: Setting, frames: Index) -> Agreed:
    """The same frames, some of them moved as little as lets their contacts carry them.

    Args:
        setting: of the motion, with its contacts.
        frames: which may be mended.
    """
    root = _root(setting.plan.cut)
    left_over = np.zeros((len(setting.motion), len(root)))
    for row in frames.tolist():
        inertia = _inertia(setting.plan.cut, setting.motion.pose[row])[root, : _own(setting)]
        measure = np.linalg.cholesky(inertia @ inertia.T)
        pushes = _root_pushes(setting, row)
        needed = setting.dynamics.force[row, root]
        left_over[row] = needed
        if pushes.size:  # SciPy 1.17's nnls crashes where there is no column
            scaled = np.linalg.solve(measure, np.column_stack([pushes, needed]))
            left_over[row] -= pushes @ scipy.optimize.nnls(scaled[:, :-1], scaled[:, -1])[0]
    return _mended(setting, left_over, frames)


def _mended(setting: Setting, left_over: Array, frames: Index) -> Agreed:
    opened, own = setting.plan.cut, _own(setting)
    root = _root(opened)
    person = setting.plan.body.person
    weight = person.weight
    force, moment = np.abs(left_over[:, :3]).max(axis=1), np.abs(left_over[:, 3:]).max(axis=1)
    near = (force <= MOST_FORCE * weight) & (moment <= MOST_MOMENT * weight * person.height_m)
    needed, change = setting.dynamics.force.copy(), np.zeros_like(setting.dynamics.force)
    for row in frames[near[frames]]:
        inertia = _inertia(opened, setting.motion.pose[row])
        reach = inertia[root, :own]
        change[row, :own] = -reach.T @ np.linalg.solve(reach @ reach.T, left_over[row])
        needed[row] += inertia @ change[row]
    mended = replace(setting, dynamics=replace(setting.dynamics, force=needed))
    return Agreed(mended, left_over, change[:, :own])


def _root(opened: Body) -> list[int]:
    return [opened.coordinates.index(name) for name in ROOT]


def _own(setting: Setting) -> int:
    return len(setting.plan.body.coordinates)


def _root_pushes(setting: Setting, row: int) -> Array:
    """(6, 4k) what the edges of the touching points' friction pyramids do at the pelvis."""
    on = setting.contacts.touching[row]
    edges = friction_edges(setting.contacts.normals[row, on], WITHIN * FRICTION)
    moments = np.cross(setting.positions[row, on][:, None], edges)
    wrenches = np.concatenate([edges, moments], axis=2).reshape(-1, 6)
    opened = setting.plan.cut
    frame = setting.dynamics.taken(slice(row, row + 1))
    coordinates, twists = segment_twists(opened, frame, opened.model.body("pelvis").id)
    order = [int(np.flatnonzero(coordinates == index)[0]) for index in _root(opened)]
    pushes: Array = twists[0][order] @ wrenches.T
    return pushes


def _inertia(body: Body, pose: Array) -> Array:
    """(C, C) mass matrix in the coordinates of a body at one pose."""
    model = body.model
    data = mujoco.MjData(model)
    data.qpos[:] = body.joint_positions(pose[None])[0]
    mujoco.mj_kinematics(model, data)
    mujoco.mj_comPos(model, data)
    mujoco.mj_crb(model, data)
    joints = np.zeros((model.nv, model.nv))
    mujoco.mj_fullM(model, data, joints)
    slopes = np.zeros((model.njnt, len(body.coordinates)))
    slopes[np.arange(model.njnt), body.joint_coordinate] = body.joint_derivatives(pose[None])[0]
    inertia: Array = slopes.T @ joints @ slopes
    return inertia
