"""How a body's muscles enter the equations of motion, prepared once a body: which block of which rows each fills."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy

from psoas.body import AXES, CUTS, Body, cut
from psoas.loads.dual import Block
from psoas.muscle import Index, arm_places
from psoas.timeseries import Array

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
    per_scale: Array


@dataclass(frozen=True, eq=False)
class LoadPlan:
    """The layout of the problem.

    Attributes:
        body: as it came; cut: with its joints cut open.
        names: the R coordinates whose equations hold; rows: their columns among the coordinates of ``cut``. The legs
            lie to either side of the lower back, so that each block of muscles has rows that follow one another.
        slides: (S,) columns of the cuts' slides, three a cut.
        scale: (R,) what a residual of one means [N, N.m].
        groups: of muscles.
        columns: (M,) the muscles in the order of the groups; order: (M,) place of each muscle among these.
        unasked: places among the arms of those about joints of which nothing is asked.
        entry_muscle, entry_coordinate: (G,) of all arms.
        slide_entries: (G',) the moment arms about slides, among all; slide_muscles: (G',) their muscles.
        slide_pulls: (S, G') sparse, sums force times arm into the slides.
    """

    body: Body
    cut: Body
    names: tuple[str, ...]
    rows: Index
    slides: Index
    scale: Array
    groups: tuple[_Group, ...]
    columns: Index
    order: Index
    unasked: Index
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
            flat[group.places] = arms[group.entries] * group.per_scale[:, None]
            made.append(Block(group.rows, np.ascontiguousarray(flat.T).reshape(-1, *shape)))
        return made

    def speeds(self, arms: Array, levers: list[Block], velocity: Array) -> Array:
        """(n, M) how fast the muscles of ``columns`` lengthen [m/s].

        Args:
            arms: (G, n) as from `PathSolver` [m]; levers: the same as from ``arms``.
            velocity: (n, C) of the coordinates of ``cut``.
        """
        rates = velocity[:, self.rows] * self.scale
        speeds = -np.concatenate([(rates[:, None, one.span] @ one.matrix)[:, 0] for one in levers], axis=1)
        for entry in self.unasked:
            moving = arms[entry] * velocity[:, self.entry_coordinate[entry]]
            speeds[:, self.order[self.entry_muscle[entry]]] -= moving
        return speeds

    def along_slides(self, arms: Array, force: Array) -> Array:
        """(n, S) what muscle forces (n, M) do along the slides [N], with arms (G, n)."""
        done: Array = (self.slide_pulls @ (arms[self.slide_entries] * force.T[self.slide_muscles])).T
        return done

    def row(self, coordinate: str) -> int:
        """Place of a coordinate's equation among the rows."""
        return self.names.index(coordinate)


@lru_cache(maxsize=8)
def load_plan(body: Body) -> LoadPlan:
    """The plan of a body."""
    opened = cut(body)
    names = _names(body)
    rows = np.array([opened.coordinates.index(name) for name in names])
    slides = np.array([opened.coordinates.index(f"{joint}_{axis}") for joint in CUTS for axis in AXES])
    weight = body.person.weight
    scale = np.array([weight if name in ROOT[:3] else weight * MOMENT_LENGTH for name in names])
    muscle, coordinate = np.divmod(arm_places(opened), len(opened.coordinates))
    groups = _groups(names, _places(rows, opened), muscle, coordinate, scale)
    columns = np.concatenate([group.muscles for group in groups])
    slide = _places(slides, opened)[coordinate]
    entries = np.flatnonzero(slide >= 0)
    pulls = scipy.sparse.csr_array(
        (np.ones(len(entries)), (slide[entries], np.arange(len(entries)))), shape=(len(slides), len(entries))
    )
    return LoadPlan(
        body,
        opened,
        names,
        rows,
        slides,
        scale,
        groups,
        columns,
        np.argsort(columns),
        np.flatnonzero((slide < 0) & (_places(rows, opened)[coordinate] < 0)),
        muscle,
        coordinate,
        entries,
        muscle[entries],
        pulls,
    )


def _names(body: Body) -> tuple[str, ...]:
    """The rows: pelvis, right leg, lower back, left leg."""
    asked = [name for name in body.coordinates if not name.startswith((*ROOT, *UNASKED))]
    right, left = ([name for name in asked if name.endswith(end)] for end in ("_r", "_l"))
    return *ROOT, *right, *(name for name in asked if name not in right + left), *left


def _places(chosen: Index, body: Body) -> Index:
    """(C,) place of each coordinate among the chosen ones, or -1."""
    places = np.full(len(body.coordinates), -1)
    places[chosen] = np.arange(len(chosen))
    return places


def _groups(
    names: tuple[str, ...], row_of: Index, muscle: Index, coordinate: Index, scale: Array
) -> tuple[_Group, ...]:
    """Muscles of the trunk, and of either leg with the psoas: no block has rows that its muscles never touch."""
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
        groups.append(_Group(muscles, rows, entries, places, 1 / scale[row[entries]]))
    return tuple(groups)
