"""Lengths and moment arms of all muscles at many poses, on every core: MuJoCo for the muscles that wrap."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from threading import local

import mujoco
import numpy as np
import scipy

from psoas.body import Body
from psoas.muscle.straight import Index, WorldFrames, straight_paths
from psoas.timeseries import Array

CHUNK = 256
"""Number of poses solved at a time; their Jacobians stay in the cache of a core."""


@dataclass(frozen=True, eq=False)
class Paths:
    """Lengths and moment arms of muscles at N poses; the poses are contiguous in memory.

    Attributes:
        lengths: (N, M) muscle-tendon lengths [m].
        moment_arms: (N, M, C) minus the partial derivative of each length by each coordinate [m/rad], about all joints
            that the coordinate moves, such as the eight of the knee.
    """

    lengths: Array
    moment_arms: Array


@dataclass(frozen=True, eq=False)
class _Layout:
    """Map from MuJoCo's sparse Jacobian (muscle by joint) to the moment arms (muscle by coordinate).

    Attributes:
        muscles: (W,) columns of the muscles that wrap, among all.
        summed: (G, E) sparse, sums the E entries of the Jacobian into G moment arms that can differ from zero; it
            contains the factors of joints that are proportional to their coordinate.
        places: (G,) index of each in the flat (M * C) row.
        curved: entries whose joint follows its coordinate by a curve.
        curved_joints: the joints of these entries.
    """

    muscles: Index
    summed: "scipy.sparse.csr_array"
    places: Index
    curved: Index
    curved_joints: Index


def muscle_paths(body: Body, poses: Array, *, threads: int | None = None) -> Paths:
    """Compute lengths and moment arms of all muscles.

    Args:
        poses: (N, C) coordinates [rad, m], as from ``body.poses``.
        threads: number of threads; None takes one a core.

    Raises:
        UsageError: a pose out of the body's range.
    """
    body.check(poses)
    muscles, coordinates, count = len(body.muscles), len(body.coordinates), len(poses)
    lengths = np.empty((muscles, count))
    arms = np.zeros((muscles * coordinates, count))
    positions, slopes = body.joint_positions(poses), body.joint_derivatives(poses)
    own, places = local(), arm_places(body)

    def work(part: slice) -> None:
        if not hasattr(own, "paths"):
            own.paths = PathSolver(body)
        lengths[:, part], arms[places, part] = own.paths.solve(positions[part], slopes[part])

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        list(pool.map(work, parts_of(count)))
    return Paths(lengths.T, arms.reshape(muscles, coordinates, count).transpose(2, 0, 1))


def parts_of(count: int, most: int = CHUNK) -> Iterator[slice]:
    """Slices of up to ``most`` of a number of poses."""
    for start in range(0, count, most):
        yield slice(start, min(start + most, count))


@lru_cache(maxsize=8)
def arm_places(body: Body) -> Index:
    """(G,) flat (muscle * C + coordinate) indices of the moment arms that can differ from zero."""
    return np.concatenate([_layout(body).places, straight_paths(body).places])


class PathSolver:
    """Solver of lengths and moment arms for one thread: MuJoCo for muscles that wrap, NumPy for straight ones."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.data = mujoco.MjData(body.pelvis_fixed)

    def solve(self, positions: Array, slopes: Array) -> tuple[Array, Array]:
        """Compute lengths (M, n) [m] and moment arms (G, n) [m/rad] at `arm_places`, of n poses.

        Args:
            positions, slopes: (n, J) joint positions and their derivatives by the coordinates, as from the body.
        """
        body, data = self.body, self.data
        model, layout, straight = body.pelvis_fixed, _layout(body), straight_paths(body)
        positions, slopes = positions[:, -model.njnt :], slopes[:, -model.njnt :]
        count = len(positions)
        jacobian = np.empty((count, model.nJten))
        wrapped = np.empty((count, model.ntendon))
        origins, axes = np.empty((count, model.nbody, 3)), np.empty((count, model.nbody, 9))
        anchors, directions = np.empty((2, count, model.njnt, 3))
        qpos, ten_length, ten_j = data.qpos, data.ten_length, data.ten_J
        xpos, xmat, xanchor, xaxis = data.xpos, data.xmat, data.xanchor, data.xaxis
        for row, position in enumerate(positions):
            qpos[:] = position
            mujoco.mj_kinematics(model, data)
            mujoco.mj_comPos(model, data)
            mujoco.mj_tendon(model, data)
            wrapped[row], jacobian[row] = ten_length, ten_j
            origins[row], axes[row] = xpos, xmat
            anchors[row], directions[row] = xanchor, xaxis
        entries = jacobian.T.copy()
        entries[layout.curved] *= slopes.T[layout.curved_joints]
        lengths = np.empty((len(body.muscles), count))
        lengths[layout.muscles] = wrapped.T
        curved = layout.summed @ entries
        frames = WorldFrames.of(origins, axes, anchors, directions, slopes)
        lengths[straight.muscles], direct = straight.solve(frames)
        return lengths, np.concatenate([curved, direct])


@lru_cache(maxsize=8)
def _layout(body: Body) -> _Layout:
    model = body.pelvis_fixed
    joint_coordinate = body.joint_coordinate[-model.njnt :]
    polynomials = body.polynomials[-model.njnt :]
    curved = np.any(polynomials[:, 2:] != 0, axis=1)
    shares = np.where(curved, 1.0, polynomials[:, 1])
    columns = np.array([body.muscles.index(model.tendon(i).name) for i in range(model.ntendon)])
    muscles = np.repeat(columns, model.ten_J_rownnz)
    joints = model.ten_J_colind.astype(np.intp)
    places, group = np.unique(muscles * len(body.coordinates) + joint_coordinate[joints], return_inverse=True)
    entries = np.arange(len(joints))
    summed = scipy.sparse.csr_array((-shares[joints], (group, entries)), shape=(len(places), len(joints)))
    affected = np.flatnonzero(curved[joints])
    return _Layout(columns, summed, places, affected, joints[affected])


def joint_arms(body: Body, pose: Array, joints: Sequence[str]) -> Array:
    """(M, len(joints)) moment arms of all muscles about single joints of ``body.model`` in a pose (C,) [m/rad].

    They are positive where the muscle shortens as the joint's position grows.
    """
    model, data = body.model, body.posed(pose)
    arms = np.zeros((model.ntendon, model.nv))
    arms[np.repeat(np.arange(model.ntendon), model.ten_J_rownnz), model.ten_J_colind] = -data.ten_J
    return arms[:, [model.joint(name).id for name in joints]]
