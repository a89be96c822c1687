"""Loads of a few postures with their bands, computed once for all tests."""

from functools import cache

from psoas.body.postures import named_posture
from psoas.loads.posture_loads import NamedPosture, PostureLoads, posture_loads
from tests.loaded import body

KNEELING = ("half_kneeling", "half_kneeling", "half_kneeling_tucked", "half_kneeling_arched")
OFF_THE_FEET = {"pelvis_tilt": 0.6, "hip_flexion_r": 0.0}


def named(name: str) -> NamedPosture:
    found = named_posture(name)
    return NamedPosture(found.name, found.says, found.coordinates)


@cache
def kneeling() -> PostureLoads:
    """The stretch against itself, tucked and arched."""
    return posture_loads(body(), [named(name) for name in KNEELING])


@cache
def falling() -> PostureLoads:
    """Standing, and leaning so far forward that nothing holds the body."""
    lean = NamedPosture("leaning", "leaning from the ankles", OFF_THE_FEET | {"hip_flexion_l": 0.0})
    return posture_loads(body(), [named("standing"), lean])
