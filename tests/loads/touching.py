"""A standard body, posed, and the supports that are found for it."""

from functools import cache

import numpy as np

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.postures import named_postures
from psoas.loads.contacts import Contacts, contact_points, find_contacts
from psoas.timeseries import Array


@cache
def body() -> Body:
    return load_body()


@cache
def posture(name: str) -> Contacts:
    return held(body().poses(named_postures()[name].coordinates))


def seen(poses: Array, step: float | None = None) -> tuple[Array, Array, Array, Array]:
    """Positions and velocities of the points, centre of mass and axes at (N, C) poses ``step`` seconds apart."""
    model, points = body().model, contact_points(body())
    ids = [model.body(p.segment).id for p in points]
    local = np.array([p.position for p in points])
    rows = [body().posed(pose) for pose in poses]
    axes = np.array([data.xmat.reshape(-1, 3, 3) for data in rows])
    origins = np.array([data.xpos for data in rows])
    positions = origins[:, ids] + np.einsum("nkij,kj->nki", axes[:, ids], local)
    velocities = np.zeros_like(positions) if step is None else np.gradient(positions, step, axis=0)
    return positions, velocities, np.array([data.subtree_com[1] for data in rows]), axes


def held(poses: Array) -> Contacts:
    return find_contacts(body(), contact_points(body()), *seen(poses))


def moved(poses: Array, step: float) -> Contacts:
    return find_contacts(body(), contact_points(body()), *seen(poses, step))


def bent(**degrees: float) -> Array:
    """(1, C) pose; a coordinate of both sides is named without its side."""
    names = body().coordinates
    full = {n: v for k, v in degrees.items() for n in ((k,) if k in names else (f"{k}_r", f"{k}_l"))}
    return body().poses({k: np.radians(v) for k, v in full.items()})
