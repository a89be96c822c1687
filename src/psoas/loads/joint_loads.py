"""Joint loads: compression and shear of the discs in their own planes, and the contact force of hips and knees."""

from collections.abc import Sequence

import numpy as np
import scipy

from psoas.body import REACTION_JOINTS
from psoas.loads.discs import disc_axes
from psoas.loads.dynamics import Dynamics
from psoas.loads.equations import Equations
from psoas.timeseries import Array

HIPS = tuple(name for name in REACTION_JOINTS if name.startswith("hip"))

KNEES = tuple(name for name in REACTION_JOINTS if name.startswith("knee"))

DISCS = tuple(name for name in REACTION_JOINTS if name not in HIPS + KNEES)
"""Names of the discs from the top down."""

PARTS = ("compression", "shear_ap", "shear_ml")


def disc_loads(equations: Equations, dynamics: Dynamics, reaction: Array) -> Array:
    """Load of each disc, (N, 6, 3) [N]: compression, and shear, + where it pushes the upper part forward or right.

    A disc's plane lies half way between its two vertebrae as they turn.

    Args:
        dynamics: positions of the segments.
        reaction: (N, 10, 3) joint reactions as in `Solution`.
    """
    loads = np.empty((len(reaction), len(DISCS), 3))
    neutral = disc_axes(equations.body)
    for number, name in enumerate(DISCS):
        upper = equations.opened.model.body(REACTION_JOINTS[name])
        lower = int(equations.opened.model.body_parentid[upper.id])
        turn = dynamics.rotations[:, lower].swapaxes(1, 2) @ dynamics.rotations[:, upper.id]
        half = (scipy.spatial.transform.Rotation.from_matrix(turn) ** 0.5).as_matrix()
        forward, up, right = np.moveaxis(half @ neutral[name], 2, 0)
        force = reaction[:, list(REACTION_JOINTS).index(name)]
        loads[:, number, 0] = (force * up).sum(axis=1)
        loads[:, number, 1] = -(force * forward).sum(axis=1)
        loads[:, number, 2] = -(force * right).sum(axis=1)
    return loads


def contact_forces(reaction: Array, joints: Sequence[str]) -> Array:
    """(N, n) size of the contact force of n joints, such as `HIPS` [N]; at the knee that of thigh and shank."""
    columns = [list(REACTION_JOINTS).index(name) for name in joints]
    return np.asarray(np.linalg.norm(reaction[:, columns], axis=2))
