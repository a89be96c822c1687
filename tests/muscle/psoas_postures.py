"""The psoas of a standard body, and the two angles on which it depends."""

from functools import cache

import numpy as np

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.muscle.psoas_change import LengthChange, PsoasAngles, length_change
from psoas.muscle.psoas_length import PsoasLengths, tabulated


@cache
def body() -> Body:
    return load_body()


@cache
def right() -> PsoasLengths:
    return tabulated(body(), "r")


def posture(hip_deg: float, arch_deg: float) -> PsoasAngles:
    return PsoasAngles(np.radians([hip_deg]), np.radians([arch_deg]))


def moved(
    hip_deg: float, arch_deg: float, hip_error_deg: float = 3.0, arch_error_deg: float = 2.0
) -> LengthChange:
    """From a thigh 3 degrees in front of the vertical."""
    errors = {"hip_error": np.radians(hip_error_deg), "lumbar_error": np.radians(arch_error_deg)}
    return length_change(right(), posture(3, 0), posture(3 - hip_deg, arch_deg), **errors)
