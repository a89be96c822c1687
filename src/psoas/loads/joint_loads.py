"""Joint loads: compression and shear of the discs in their own planes, and the contact force of hips and knees."""

from collections.abc import Sequence

import numpy as np

from psoas.body import REACTION_JOINTS, Body
from psoas.loads.discs import disc_axes
from psoas.loads.dynamics import Dynamics
from psoas.timeseries import Array

HIPS = tuple(name for name in REACTION_JOINTS if name.startswith("hip"))

KNEES = tuple(name for name in REACTION_JOINTS if name.startswith("knee"))

DISCS = tuple(name for name in REACTION_JOINTS if name not in HIPS + KNEES)
"""Names of the discs from the top down."""

PARTS = ("compression", "shear_ap", "shear_ml")


def disc_loads(body: Body, dynamics: Dynamics, reaction: Array) -> Array:
    """Load of each disc, (N, 6, 3) [N]: compression, and shear, + where it pushes the upper part forward or right.

    A disc's plane lies half way between its two vertebrae as they turn.

    Args:
        dynamics: positions of the segments.
        reaction: (N, 10, 3) joint reactions as in `Solution`.
    """
    uppers = [body.model.body(REACTION_JOINTS[name]).id for name in DISCS]
    force = reaction[:, [list(REACTION_JOINTS).index(name) for name in DISCS]].T
    axes = dynamics.posed.axes
    turn = np.einsum("dwin,dwjn->ijdn", axes[body.model.body_parentid[uppers]], axes[uppers])
    # the transpose of the half turn is (turn' + 1 - 2 v v' / (1 + w)) / 2 w, w and v of the turn's quaternion
    w = np.sqrt(1 + turn[0, 0] + turn[1, 1] + turn[2, 2]) / 2
    v = np.stack([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]]) / (4 * w)
    half = np.einsum("ijdn,idn->jdn", turn, force) + force
    half = (half - 2 * v * (v * force).sum(axis=0) / (1 + w)) / (2 * w)
    neutral = disc_axes(body)
    loads: Array = np.einsum("dij,idn->ndj", np.stack([neutral[name] for name in DISCS]), half)
    forward, up, right = np.moveaxis(loads, 2, 0)
    return np.stack([up, -forward, -right], axis=2)


def with_ligaments(discs: Array, force: Array) -> Array:
    """Loads of the discs (N, 6, 3), the five lumbar ones pressed by ligaments (N,) besides [N]."""
    pressed = discs.copy()
    lumbar = [column for column, name in enumerate(DISCS) if name != "T12_L1"]
    pressed[:, lumbar, PARTS.index("compression")] += force[:, None]
    return pressed


def contact_forces(reaction: Array, joints: Sequence[str]) -> Array:
    """(N, n) size of the contact force of n joints, such as `HIPS` [N]; at the knee that of thigh and shank."""
    columns = [list(REACTION_JOINTS).index(name) for name in joints]
    return np.asarray(np.linalg.norm(reaction[:, columns], axis=2))
