"""What the joints carry: compression and shear of the discs in their own planes, and the contact force of the hips."""

import numpy as np

from psoas.body import CUTS
from psoas.loads.discs import disc_axes
from psoas.loads.dynamics import Dynamics
from psoas.loads.muscle_rows import LoadPlan
from psoas.timeseries import Array

DISCS = tuple(name for name in CUTS if not name.startswith("hip"))
"""From the top down."""

HIPS = tuple(name for name in CUTS if name.startswith("hip"))

PARTS = ("compression", "shear_ap", "shear_ml")


def disc_loads(plan: LoadPlan, dynamics: Dynamics, reaction: Array) -> Array:
    """Load of each disc, (N, 6, 3) [N]: compression, and shear, + where the upper part is pushed forward, to the right.

    A disc's plane lies half way between its two vertebrae as they turn.

    Args:
        plan: of the body.
        dynamics: where the segments are.
        reaction: (N, 8, 3) of the lower on the upper part, in the axes of the lower, as in ``Solved``.
    """
    loads = np.empty((len(reaction), len(DISCS), 3))
    neutral = disc_axes(plan.body)
    for number, name in enumerate(DISCS):
        upper = plan.cut.model.body(CUTS[name])
        lower = int(plan.cut.model.body_parentid[upper.id])
        turn = dynamics.rotations[:, lower].swapaxes(1, 2) @ dynamics.rotations[:, upper.id]
        forward, up, right = np.moveaxis(half_turn(turn) @ neutral[name], 2, 0)
        force = reaction[:, list(CUTS).index(name)]
        loads[:, number, 0] = (force * up).sum(axis=1)
        loads[:, number, 1] = -(force * forward).sum(axis=1)
        loads[:, number, 2] = -(force * right).sum(axis=1)
    return loads


def half_turn(turn: Array) -> Array:
    """(N, 3, 3) rotations by half of the angle about the same axis, of (N, 3, 3) rotations by less than a half turn.

    The quaternion of half of the angle lies midway between that of the rotation and that of none.
    """
    cosine = np.sqrt(1.0 + np.trace(turn, axis1=1, axis2=2)) / 2
    skew = (turn - turn.swapaxes(1, 2)) / (4 * cosine)[:, None, None]
    scale = np.sqrt(2.0 + 2.0 * cosine)[:, None, None]
    cross = skew / scale
    half: Array = np.eye(3) + scale * cross + 2 * cross @ cross
    return half


def hip_loads(reaction: Array) -> Array:
    """(N, 2) size of the contact force of the right and the left hip [N]."""
    hips = [list(CUTS).index(name) for name in HIPS]
    forces: Array = np.linalg.norm(reaction[:, hips], axis=2)
    return forces
