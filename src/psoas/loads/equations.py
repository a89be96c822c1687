"""Layout of a body's equations of motion, prepared once a body: the rows, and the block of rows of each muscle."""

from dataclasses import dataclass

import numpy as np
import scipy

from psoas.body import Body, once_per_body
from psoas.loads.dual import Block
from psoas.muscle import PathLayout, SolvedPaths, path_layout
from psoas.timeseries import Array, Index

ROOT = ("pelvis_tx", "pelvis_ty", "pelvis_tz", "pelvis_tilt", "pelvis_list", "pelvis_rotation")

OMITTED_JOINTS = ("arm_flex", "arm_add", "elbow_flex", "mtp_angle")
"""Joints whose equations are left out. The arms have mass and transmit forces, but no muscles; the toes are moved and
held mostly by the sole's own muscles and its fascia, which the body does not have."""

MOMENT_LENGTH = 0.1
"""Moments are scaled by body weight times this length [m], forces by body weight."""


@dataclass(frozen=True, eq=False)
class _Group:
    """Muscles that share one block of the equations.

    Attributes:
        muscles: (c,) columns among all muscles.
        rows: (r,) rows of the block.
        summed: (r * c, E) sparse, sums entries of `SolvedPaths` into moment arms over the scale of their row.
    """

    muscles: Index
    rows: Index
    summed: "scipy.sparse.csr_array"


@dataclass(frozen=True, eq=False)
class Equations:
    """The layout of a body's equations of motion.

    Attributes:
        body: the body.
        layout: of its muscles' paths.
        names: the R coordinates whose equations are solved. The legs lie to either side of the lower back, so that
            each block of muscles has consecutive rows.
        rows: (R,) columns of these among the coordinates of the body.
        scale: (R,) size of a residual of one [N, N.m].
        groups: of muscles.
        columns: (M,) the muscles in the order of the groups.
        order: (M,) index of each muscle in ``columns``.
        omitted: (o, E) sparse, sums entries of `SolvedPaths` into the moment arms about `OMITTED_JOINTS`.
        omitted_muscles, omitted_coordinates: (o,) of these.
    """

    body: Body
    layout: PathLayout
    names: tuple[str, ...]
    rows: Index
    scale: Array
    groups: tuple[_Group, ...]
    columns: Index
    order: Index
    omitted: "scipy.sparse.csr_array"
    omitted_muscles: Index
    omitted_coordinates: Index

    def arms(self, paths: SolvedPaths) -> list[Block]:
        """Moment arms of the muscles in the rows, each over the scale of its row."""
        made = []
        for group in self.groups:
            shape = len(group.rows), len(group.muscles)
            flat = np.ascontiguousarray((group.summed @ paths.entries).T)
            made.append(Block(group.rows, flat.reshape(-1, *shape)))
        return made

    def speeds(self, paths: SolvedPaths, levers: list[Block], velocity: Array) -> Array:
        """(n, M) lengthening speed of the muscles of ``columns`` [m/s].

        Args:
            paths: at n poses.
            levers: their moment arms as from `Equations.arms`.
            velocity: (n, C) of the coordinates.
        """
        rates = velocity[:, self.rows] * self.scale
        speeds = -np.concatenate([(rates[:, None, one.span] @ one.matrix)[:, 0] for one in levers], axis=1)
        moving = (self.omitted @ paths.entries).T * velocity[:, self.omitted_coordinates]
        for column, muscle in enumerate(self.omitted_muscles):
            speeds[:, self.order[muscle]] -= moving[:, column]
        return speeds

    def row(self, coordinate: str) -> int:
        """Index of a coordinate's equation among the rows."""
        return self.names.index(coordinate)


@once_per_body
def equations_of(body: Body) -> Equations:
    """Lay out the equations of a body."""
    layout, names = path_layout(body), _names(body)
    rows = np.array([body.coordinates.index(name) for name in names])
    weight = body.person.weight
    scale = np.array([weight if name in ROOT[:3] else weight * MOMENT_LENGTH for name in names])
    muscle, coordinate = np.divmod(layout.places, len(body.coordinates))
    row_of = np.full(len(body.coordinates), -1)
    row_of[rows] = np.arange(len(rows))
    groups = _groups(layout, names, row_of, muscle, coordinate, scale)
    omitted = np.flatnonzero(row_of[coordinate] < 0)
    columns = np.concatenate([group.muscles for group in groups])
    return Equations(
        body,
        layout,
        names,
        rows,
        scale,
        groups,
        columns,
        np.argsort(columns),
        layout.arms[omitted],
        muscle[omitted],
        coordinate[omitted],
    )


def _names(body: Body) -> tuple[str, ...]:
    """The coordinates whose equations are solved: pelvis, right leg, lower back, left leg."""
    solved = [name for name in body.coordinates if not name.startswith((*ROOT, *OMITTED_JOINTS))]
    right, left = ([name for name in solved if name.endswith(end)] for end in ("_r", "_l"))
    return *ROOT, *right, *(name for name in solved if name not in right + left), *left


def _groups(
    layout: PathLayout,
    names: tuple[str, ...],
    row_of: Index,
    muscle: Index,
    coordinate: Index,
    scale: Array,
) -> tuple[_Group, ...]:
    """Muscles of the trunk, and of each leg with its psoas: a block has no rows that its muscles never affect."""
    row = row_of[coordinate]
    side = np.zeros(muscle.max() + 1, dtype=int)
    for number, end in enumerate(("_r", "_l"), start=1):
        legs = [index for index, name in enumerate(names) if name.endswith(end)]
        side[muscle[np.isin(row, legs)]] = number
    groups = []
    for number in np.unique(side):
        muscles = np.flatnonzero(side == number)
        entries = np.flatnonzero((row >= 0) & (side[muscle] == number))
        rows = np.unique(row[entries])
        flat = np.searchsorted(rows, row[entries]) * len(muscles)
        flat += np.searchsorted(muscles, muscle[entries])
        spread = scipy.sparse.csr_array(
            (1 / scale[row[entries]], (flat, entries)), shape=(len(rows) * len(muscles), len(muscle))
        )
        groups.append(_Group(muscles, rows, spread @ layout.arms))
    return tuple(groups)
