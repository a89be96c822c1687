"""Layout of a body's equations of motion, prepared once a body: the rows, and the block of rows of each muscle."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy

from psoas.body import AXES, REACTION_JOINTS, Body, cut_open
from psoas.loads.dual import Block
from psoas.muscle import Index, arm_places
from psoas.timeseries import Array

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
        entries: moment arms of the block, among all.
        flat: index of each entry in the block's flat (r * c) matrix.
        per_scale: one over the scale of each entry's row.
    """

    muscles: Index
    rows: Index
    entries: Index
    flat: Index
    per_scale: Array


@dataclass(frozen=True, eq=False)
class Equations:
    """The layout of a body's equations of motion.

    Attributes:
        body: the body.
        opened: the same body with its joints cut open.
        names: the R coordinates whose equations are solved. The legs lie to either side of the lower back, so that
            each block of muscles has consecutive rows.
        rows: (R,) columns of these among the coordinates of ``opened``.
        slides: (S,) columns of the slides, three a joint that is cut open.
        scale: (R,) size of a residual of one [N, N.m].
        groups: of muscles.
        columns: (M,) the muscles in the order of the groups.
        order: (M,) index of each muscle in ``columns``.
        omitted: indices of the moment arms about joints whose equations are left out.
        entry_muscle, entry_coordinate: (G,) muscle and coordinate of each moment arm.
        slide_entries: (G',) indices of the moment arms about slides.
        slide_muscles: (G',) their muscles.
        slide_pulls: (S, G') sparse, sums force times arm into the slides.
    """

    body: Body
    opened: Body
    names: tuple[str, ...]
    rows: Index
    slides: Index
    scale: Array
    groups: tuple[_Group, ...]
    columns: Index
    order: Index
    omitted: Index
    entry_muscle: Index
    entry_coordinate: Index
    slide_entries: Index
    slide_muscles: Index
    slide_pulls: "scipy.sparse.csr_array"

    def arms(self, arms: Array) -> list[Block]:
        """Moment arms of the muscles in the rows, each over the scale of its row.

        Args:
            arms: (G, n) as from `PathSolver` [m].
        """
        made = []
        for group in self.groups:
            shape = len(group.rows), len(group.muscles)
            flat = np.zeros((shape[0] * shape[1], arms.shape[1]))
            flat[group.flat] = arms[group.entries] * group.per_scale[:, None]
            made.append(Block(group.rows, np.ascontiguousarray(flat.T).reshape(-1, *shape)))
        return made

    def speeds(self, arms: Array, levers: list[Block], velocity: Array) -> Array:
        """(n, M) lengthening speed of the muscles of ``columns`` [m/s].

        Args:
            arms: (G, n) as from `PathSolver` [m].
            levers: the same moment arms as from `Equations.arms`.
            velocity: (n, C) of the coordinates of ``opened``.
        """
        rates = velocity[:, self.rows] * self.scale
        speeds = -np.concatenate([(rates[:, None, one.span] @ one.matrix)[:, 0] for one in levers], axis=1)
        for entry in self.omitted:
            moving = arms[entry] * velocity[:, self.entry_coordinate[entry]]
            speeds[:, self.order[self.entry_muscle[entry]]] -= moving
        return speeds

    def along_slides(self, arms: Array, force: Array) -> Array:
        """(n, S) pull of muscle forces (n, M) along the slides [N], with moment arms (G, n)."""
        done: Array = (self.slide_pulls @ (arms[self.slide_entries] * force.T[self.slide_muscles])).T
        return done

    def row(self, coordinate: str) -> int:
        """Index of a coordinate's equation among the rows."""
        return self.names.index(coordinate)


@lru_cache(maxsize=8)
def equations_of(body: Body) -> Equations:
    """Lay out the equations of a body."""
    opened = cut_open(body)
    names = _names(body)
    rows = np.array([opened.coordinates.index(name) for name in names])
    slides = np.array(
        [opened.coordinates.index(f"{joint}_{axis}") for joint in REACTION_JOINTS for axis in AXES]
    )
    weight = body.person.weight
    scale = np.array([weight if name in ROOT[:3] else weight * MOMENT_LENGTH for name in names])
    muscle, coordinate = np.divmod(arm_places(opened), len(opened.coordinates))
    groups = _groups(names, _indices(rows, opened), muscle, coordinate, scale)
    columns = np.concatenate([group.muscles for group in groups])
    slide = _indices(slides, opened)[coordinate]
    entries = np.flatnonzero(slide >= 0)
    pulls = scipy.sparse.csr_array(
        (np.ones(len(entries)), (slide[entries], np.arange(len(entries)))), shape=(len(slides), len(entries))
    )
    return Equations(
        body,
        opened,
        names,
        rows,
        slides,
        scale,
        groups,
        columns,
        np.argsort(columns),
        np.flatnonzero((slide < 0) & (_indices(rows, opened)[coordinate] < 0)),
        muscle,
        coordinate,
        entries,
        muscle[entries],
        pulls,
    )


def _names(body: Body) -> tuple[str, ...]:
    """The coordinates whose equations are solved: pelvis, right leg, lower back, left leg."""
    solved = [name for name in body.coordinates if not name.startswith((*ROOT, *OMITTED_JOINTS))]
    right, left = ([name for name in solved if name.endswith(end)] for end in ("_r", "_l"))
    return *ROOT, *right, *(name for name in solved if name not in right + left), *left


def _indices(chosen: Index, body: Body) -> Index:
    """(C,) index of each coordinate among the chosen ones, or -1."""
    indices = np.full(len(body.coordinates), -1)
    indices[chosen] = np.arange(len(chosen))
    return indices


def _groups(
    names: tuple[str, ...], row_of: Index, muscle: Index, coordinate: Index, scale: Array
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
        groups.append(_Group(muscles, rows, entries, flat, 1 / scale[row[entries]]))
    return tuple(groups)
