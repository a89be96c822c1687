"""How a body's muscles enter the equations of motion, prepared once a body: which block of which rows each fills."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from psoas.body import Body
from psoas.body.cutting import AXES, CUTS, cut
from psoas.body.tables import Array
from psoas.muscle.paths import arm_places
from psoas.muscle.recruitment import Block
from psoas.muscle.straight import Index

ROOT = ("pelvis_tx", "pelvis_ty", "pelvis_tz", "pelvis_tilt", "pelvis_list", "pelvis_rotation")

UNASKED = ("arm_flex", "arm_add", "elbow_flex", "mtp_angle")
"""Joints of which nothing is asked. The arms carry mass and pass forces on, but have no muscles; what bends and holds
the toes is mostly the sole's own muscles and its fascia, which the body does not have."""

MOMENT_LENGTH = 0.1
"""Moments are weighed in body weight times this [m], forces in body weight."""


@dataclass(frozen=True, eq=False)
class _Group:
    """Muscles of one block: their columns among all, its rows, and where the entries go in its flat (r * c) matrix."""

    muscles: Index
    rows: Index
    entries: Index
    places: Index


@dataclass(frozen=True, eq=False)
class LoadPlan:
    """The layout of the problem.

    Attributes:
        body: as it came; cut: with its joints cut open.
        names: the R coordinates whose equations hold; rows: their columns among the coordinates of ``cut``.
        slides: (S,) columns of the cuts' slides, three a cut.
        scale: (R,) what a residual of one means [N, N.m].
        groups: of muscles.
        order: (M,) place of each muscle among the groups' columns.
        entry_muscle, entry_coordinate: (G,) of each moment arm that can differ from zero.
        pulls: (R + S, G) sparse, sums force times arm into the rows and the slides.
        speeds: (M, G) sparse, sums arm times coordinate rate into minus the muscles' velocities.
    """

    body: Body
    cut: Body
    names: tuple[str, ...]
    rows: Index
    slides: Index
    scale: Array
    groups: tuple[_Group, ...]
    order: Index
    entry_muscle: Index
    entry_coordinate: Index
    pulls: sparse.csr_array
    speeds: sparse.csr_array

    def blocks(self, arms: Array, capacity: Array) -> list[Block]:
        """A of the muscles: what full activation does in each row.

        Args:
            arms: (G, n) as from `PathSolver`.
            capacity: (M, n) active force at full activation [N].
        """
        made = []
        for group in self.groups:
            flat = np.zeros((len(group.rows) * len(group.muscles), arms.shape[1]))
            flat[group.places] = arms[group.entries] * capacity[self.entry_muscle[group.entries]]
            matrix = np.ascontiguousarray(flat.T).reshape(-1, len(group.rows), len(group.muscles))
            made.append(Block(group.rows, matrix / self.scale[group.rows, None]))
        return made

    def row(self, coordinate: str) -> int:
        """Place of a coordinate's equation among the rows."""
        return self.names.index(coordinate)


@lru_cache(maxsize=8)
def load_plan(body: Body) -> LoadPlan:
    """The plan of a body."""
    opened = cut(body)
    names = tuple(name for name in body.coordinates if not name.startswith(UNASKED))
    rows = np.array([opened.coordinates.index(name) for name in names])
    slides = np.array([opened.coordinates.index(f"{joint}_{axis}") for joint in CUTS for axis in AXES])
    muscle, coordinate = np.divmod(arm_places(opened), len(opened.coordinates))
    row_of = np.full(len(opened.coordinates), -1)
    row_of[rows] = np.arange(len(rows))
    groups = _groups(names, row_of, muscle, coordinate)
    columns = np.concatenate([group.muscles for group in groups])
    order = np.empty(len(columns), dtype=np.intp)
    order[columns] = np.arange(len(columns))
    weight = body.person.mass_kg * float(-opened.model.opt.gravity[2])
    scale = np.array([weight if name in ROOT[:3] else weight * MOMENT_LENGTH for name in names])
    wanted = np.full(len(opened.coordinates), -1)
    wanted[np.concatenate([rows, slides])] = np.arange(len(rows) + len(slides))
    used = np.flatnonzero(wanted[coordinate] >= 0)
    entries = np.arange(len(muscle))
    pulls = sparse.csr_array(
        (np.ones(len(used)), (wanted[coordinate[used]], used)), shape=(len(rows) + len(slides), len(muscle))
    )
    speeds = sparse.csr_array((np.ones(len(muscle)), (muscle, entries)), shape=(len(columns), len(muscle)))
    return LoadPlan(
        body, opened, names, rows, slides, scale, groups, order, muscle, coordinate, pulls, speeds
    )


def _groups(names: tuple[str, ...], row_of: Index, muscle: Index, coordinate: Index) -> tuple[_Group, ...]:
    """Muscles of the trunk, and of either leg with the psoas, so that no block has rows that its muscles never touch."""
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
        places = np.searchsorted(rows, row[entries]) * len(muscles)
        places += np.searchsorted(muscles, muscle[entries])
        groups.append(_Group(muscles, rows, entries, places))
    return tuple(groups)
