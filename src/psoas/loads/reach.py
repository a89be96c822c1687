"""Reach of the hip: how far it extends before passive muscles and capsule resist, in ``settling.json``."""

import math
from functools import lru_cache
from typing import Any

import numpy as np

from psoas.body import Body
from psoas.data import read_data
from psoas.loads.body_loads import Assumptions
from psoas.muscle import force_capacity, moment_scale, muscle_paths, passive_hip_moment
from psoas.sides import Side
from psoas.timeseries import Array

REACH_SEARCH_START = 90.0
"""Hip flexion at which the search for the reach begins [deg] (ours)."""


def settle_table() -> dict[str, Any]:
    """Margins, bands and studies with their sources, as in ``settling.json``."""
    return read_data("psoas.loads", "settling.json")


def reach(body: Body, assumed: Assumptions, side: Side) -> float:
    """Hip extension [deg] at which passive hip flexors and capsule resist with the moment in ``settling.json``.

    The knee is straight, pelvis and lower back are as in standing. It is negative where a flexed hip already resists,
    and NaN where no angle within the body's range has this moment.
    """
    flexion, lengths, arms = _paths(body, side)
    passive = force_capacity(assumed.parameters(body), lengths)[1]
    scale = moment_scale(body.person.mass_kg, body.person.height_m)
    moment = (passive * arms).sum(axis=1)
    moment += assumed.capsule * passive_hip_moment(flexion, scale=scale)
    sought = settle_table()["reach_moment"]["N_m"]
    row = int((moment >= sought).argmax())
    if row == 0:
        return math.nan
    return float(np.interp(sought, moment[row - 1 : row + 1], -np.degrees(flexion[row - 1 : row + 1])))


@lru_cache(maxsize=8)
def _paths(body: Body, side: Side) -> tuple[Array, Array, Array]:
    """Hip flexion (n,) [rad] over which the reach is sought, and lengths (n, M) and arms (n, M) [m] at the hip."""
    hip = body.coordinate_index(f"hip_flexion_{side}")
    end = max(-REACH_SEARCH_START, -float(np.degrees(body.ranges[hip, 1])))
    extension = np.linspace(end, -float(np.degrees(body.ranges[hip, 0])), 121)
    flexion = -np.radians(extension)
    paths = muscle_paths(body, body.poses({f"hip_flexion_{side}": flexion}))
    return flexion, paths.lengths, paths.moment_arms[:, :, hip].copy()
