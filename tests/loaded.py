"""The body with its loads, computed once for all tests."""

from functools import cache

import numpy as np

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.postures import named_postures
from psoas.body.scaling import Person
from psoas.loads.body_loads import Loads, loads_of
from psoas.loads.dynamics import Motion
from psoas.loads.frames import Frames, frames_of
from psoas.timeseries import Array

NAMES = tuple(named_postures())


@cache
def body() -> Body:
    return load_body()


@cache
def heavy() -> Body:
    """The same person with 20 kg more."""
    return load_body(Person(mass_kg=90.0))


def mass(of: Body) -> float:
    """Of all segments [kg]."""
    return float(of.model.body_mass.sum())


def weight(of: Body) -> float:
    """[N]."""
    return mass(of) * 9.81


def poses() -> Array:
    """(8, C) of the named postures."""
    return np.concatenate([body().poses(one.coordinates) for one in named_postures().values()])


@cache
def still() -> Frames:
    """The named postures, held."""
    return frames_of(body(), Motion.still(poses()))


@cache
def held() -> Loads:
    """Loads of the named postures."""
    return loads_of(still())


def anywhere(count: int, *, seed: int = 0) -> Array:
    """(N, C) poses in the middle of the ranges."""
    low, high = np.clip(body().ranges, -1.0, 1.0).T
    found: Array = 0.8 * np.random.default_rng(seed).uniform(low, high, (count, len(low)))
    return found
