"""Loads of postures that are held still, computed once for all rows."""

from functools import lru_cache

import numpy as np

from psoas.body import Body, named_posture
from psoas.loads import Loads, Motion, frames_of, loads_of

Degrees = tuple[tuple[str, float], ...]
"""Coordinates of a posture that are not zero [deg], sorted by name."""


def named(name: str) -> Degrees:
    """A named posture."""
    return tuple(sorted(named_posture(name).degrees.items()))


@lru_cache(maxsize=4)
def held(body: Body, postures: tuple[Degrees, ...]) -> Loads:
    """Loads of some postures."""
    poses = [body.poses({name: np.radians(value) for name, value in one}) for one in postures]
    return loads_of(frames_of(body, Motion.still(np.concatenate(poses))))
