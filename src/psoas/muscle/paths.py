"""Lengths and moment arms of all muscles at many poses, on every core."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from psoas.body import Body, kinematics
from psoas.child_processes import threads as free_threads
from psoas.muscle.kept_memory import keep_freed_memory
from psoas.muscle.path_layout import path_layout
from psoas.timeseries import Array

R = TypeVar("R")

CHUNK = 250
"""Number of poses solved at a time: enough to keep NumPy busy, few enough to stay in the cache of a core."""


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
    layout = path_layout(body)

    def work(part: slice) -> None:
        solved = layout.solve(kinematics(body, poses[part]))
        lengths[:, part], arms[layout.places, part] = solved.lengths, layout.arms @ solved.entries

    list(by_parts(work, count, CHUNK, threads))
    return Paths(lengths.T, arms.reshape(muscles, coordinates, count).transpose(2, 0, 1))


def parts_of(count: int, most: int) -> Iterator[slice]:
    """Slices of up to ``most`` of a number of poses."""
    for start in range(0, count, most):
        yield slice(start, min(start + most, count))


def by_parts(work: Callable[[slice], R], count: int, most: int, threads: int | None) -> Iterator[R]:
    """Do some work on all poses, part by part and on several threads; results come in order.

    Args:
        work: takes the slice of a part.
        count: number of poses.
        most: poses of a part.
        threads: number of threads; None takes one a core.
    """
    keep_freed_memory()
    parts = list(parts_of(count, most))
    workers = threads or free_threads(len(parts))
    if len(parts) < 2 or workers == 1:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(work, parts)


def gathered(parts: Iterable[Sequence[Any]], count: int, axes: Sequence[int]) -> list[Any]:
    """Join the arrays of parts, each as it comes, so that parts and whole are never in memory together.

    Args:
        parts: some arrays each, in order.
        count: number of poses of all parts.
        axes: of each array, the axis of the poses.
    """
    whole: list[Any] = []
    done = 0
    for part in parts:
        size = part[0].shape[axes[0]]
        if size == count:
            return list(part)
        if not whole:
            shapes = [
                (*one.shape[:axis], count, *one.shape[axis + 1 :])
                for one, axis in zip(part, axes, strict=True)
            ]
            whole = [np.empty(shape, one.dtype) for shape, one in zip(shapes, part, strict=True)]
        for array, one, axis in zip(whole, part, axes, strict=True):
            array[(*[slice(None)] * axis, slice(done, done + size))] = one
        done += size
    return whole


def joint_arms(body: Body, pose: Array, joints: Sequence[str]) -> Array:
    """(M, len(joints)) moment arms of all muscles about single joints of ``body.model`` in a pose (C,) [m/rad].

    They are positive where the muscle shortens as the joint's position grows.
    """
    model, data = body.model, body.posed(pose)
    arms = np.zeros((model.ntendon, model.nv))
    arms[np.repeat(np.arange(model.ntendon), model.ten_J_rownnz), model.ten_J_colind] = -data.ten_J
    return arms[:, [model.joint(name).id for name in joints]]
