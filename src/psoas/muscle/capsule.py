"""Passive moment of the hip in flexion-extension: capsule and ligaments, and the measured total beside them.

A muscle model lacks the capsule. Without it, the passive force of the psoas alone would have to resist hip extension;
with the measured total in its place, the muscles' part would count twice. All figures and how each is known are in
``passive_hip.json``. The capsule's is known to a factor of about two (`moment_band`).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from psoas.data import read_data
from psoas.timeseries import Array


@dataclass(frozen=True)
class PassiveHip:
    """Figures of ``passive_hip.json`` for the calculation, angles in rad and moments in N.m.

    Attributes:
        at_limit: moment of the capsule at ``limit``.
        limit, limit_sd: hip flexion at which the capsule resists extension with ``at_limit``, negative.
        width: angle over which the moment grows by e.
        narrowing: shift of the limit by the square of rotation or ab/adduction [1/rad].
        deep: moment, rate [1/rad] and angle of the exponential in deep flexion.
        mass, height: body to which the moments belong [kg], [m].
        total: coefficients a ... g of Riener and Edrich 1999, angles in degrees.
    """

    at_limit: float
    limit: float
    limit_sd: float
    width: float
    narrowing: float
    deep: tuple[float, float, float]
    mass: float
    height: float
    total: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class MeasuredMoment:
    """A published curve of the total passive hip moment.

    Attributes:
        hip_flexion: (n,) [rad], increasing.
        moment: (n,) [N.m], + where it flexes the hip.
        knee_angle: knee flexion during the measurement [rad].
    """

    hip_flexion: Array
    moment: Array
    knee_angle: float


@cache
def load_passive_hip() -> PassiveHip:
    """The figures of the package's ``passive_hip.json``, read once."""
    content = _content()
    capsule, total = content["capsule"], content["total"]["riener_edrich"]["coefficients"]
    narrowing, deep, body = capsule["narrowing"], capsule["deep_flexion"], capsule["reference_body"]
    return PassiveHip(
        at_limit=float(capsule["at_limit_N_m"]["value"]),
        limit=float(np.radians(capsule["limit_deg"]["value"])),
        limit_sd=float(np.radians(capsule["limit_deg"]["sd"])),
        width=float(np.radians(capsule["width_deg"]["value"])),
        narrowing=float(np.radians(narrowing["shift_deg"]) / np.radians(narrowing["at_deg"]) ** 2),
        deep=(float(deep["moment_N_m"]), float(deep["rate_per_rad"]), float(deep["angle_rad"])),
        mass=float(body["mass_kg"]),
        height=float(body["height_m"]),
        total=tuple(float(total[name]) for name in "abcdefg"),
    )


def moment_scale(mass: float, height: float) -> float:
    """Ratio of a body's passive moments to those of the reference body: mass x height over that of the reference.

    Args:
        mass: [kg], > 0.
        height: [m], > 0.

    Raises:
        ValueError: either is not above 0.
    """
    if not (mass > 0 and height > 0):
        raise ValueError(f"A body needs a mass and a height above 0, not {mass} kg and {height} m.")
    hip = load_passive_hip()
    return mass * height / (hip.mass * hip.height)


def passive_hip_moment(
    hip_flexion: ArrayLike,
    hip_adduction: ArrayLike = 0.0,
    hip_rotation: ArrayLike = 0.0,
    *,
    scale: float = 1.0,
) -> Array:
    """Flexion moment of the hip's capsule and ligaments, muscles left out.

    It turns the extended thigh back to flexion (+), is 1.3 N.m in standing, under 0.8 N.m from 5 to 90 deg of
    flexion, and resists deep flexion (-). Rotation and ab/adduction to either side bring the limit of extension nearer;
    their size is a working value, and the moments about their own axes are not given.

    Args:
        hip_flexion, hip_adduction, hip_rotation: [rad], broadcast together; either sign convention of the last two.
        scale: size of the body (`moment_scale`).

    Returns:
        (...) [N.m], with the uncertainty of `moment_band`. Beyond 25 deg of extension it is an extrapolation.
    """
    hip = load_passive_hip()
    flexion = np.asarray(hip_flexion, float)
    aside = np.asarray(hip_adduction, float) ** 2 + np.asarray(hip_rotation, float) ** 2
    extension = hip.at_limit * np.exp((hip.limit + hip.narrowing * aside - flexion) / hip.width)
    moment, rate, angle = hip.deep
    return np.asarray(scale * (extension + moment * np.exp(rate * (flexion - angle))), dtype=np.float64)


def moment_band() -> tuple[float, float]:
    """The uncertainty of `passive_hip_moment`: its low and high end as fractions of it (0.46 and 2.18).

    One standard deviation of the angle at which cadaver capsules resist with 5 N.m (van Arkel et al. 2015).
    """
    hip = load_passive_hip()
    factor = float(np.exp(hip.limit_sd / hip.width))
    return 1 / factor, factor


def total_passive_hip_moment(
    hip_flexion: ArrayLike, knee_angle: ArrayLike = 0.0, *, scale: float = 1.0
) -> Array:
    """Measured total of capsule, ligaments and resting muscles (Riener and Edrich 1999, ten subjects).

    Compare it with capsule and muscles together; never add it to them.

    Args:
        hip_flexion, knee_angle: [rad], + flexion, broadcast together; ankle in neutral.
        scale: size of the body (`moment_scale`).

    Returns:
        (...) [N.m], + where it flexes the hip.
    """
    a, b, c, d, e, f, g = load_passive_hip().total
    hip, knee = np.degrees(np.asarray(hip_flexion, float)), np.degrees(np.asarray(knee_angle, float))
    moment = np.exp(a - b * knee - c * hip) - np.exp(d - e * knee + f * hip) + g
    return np.asarray(scale * moment, dtype=np.float64)


def measured_hip_moments() -> tuple[MeasuredMoment, ...]:
    """Measured totals of Silder et al. 2007, one for each knee angle: a second opinion on the total."""
    silder = _content()["total"]["silder"]
    flexion = np.radians(np.asarray(silder["hip_flexion_deg"], dtype=np.float64))
    return tuple(
        MeasuredMoment(
            hip_flexion=flexion.copy(),
            moment=np.asarray(moment, dtype=np.float64),
            knee_angle=float(np.radians(float(knee))),
        )
        for knee, moment in silder["moment_N_m"].items()
    )


def _content() -> dict[str, Any]:
    return read_data("psoas.muscle", "passive_hip.json")
