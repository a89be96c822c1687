"""Passive moments of hip and knee in flexion-extension: capsules and ligaments, and the measured totals beside them.

A muscle model lacks the capsules. Without them, muscles alone would have to resist the last degrees of extension; with
the measured total in their place, the muscles' part would count twice. All figures and how each is known are in
``passive_hip.json`` and ``passive_knee.json``. The hip's capsule is known to a factor of about two (`hip_moment_band`),
the ligaments of the knee to less (`knee_moment_band`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from psoas.data import read_data
from psoas.timeseries import Array

Joint = Literal["hip", "knee"]


@dataclass(frozen=True)
class PassiveHip:
    """Figures of ``passive_hip.json`` for the capsule, angles in rad and moments in N.m.

    Attributes:
        at_limit: moment of the capsule at ``limit``.
        limit, limit_sd: hip flexion at which the capsule resists extension with ``at_limit``, negative.
        width: angle over which the moment grows by e.
        narrowing: shift of the limit by the square of rotation or ab/adduction [1/rad].
        deep: moment, rate [1/rad] and angle of the exponential in deep flexion.
    """

    at_limit: float
    limit: float
    limit_sd: float
    width: float
    narrowing: float
    deep: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class MeasuredMoment:
    """A published curve of the total passive moment of a joint.

    Attributes:
        hip_flexion, knee_angle, ankle_angle: [rad], the moved joint (n,), increasing, the others ().
        moment: (n,) [N.m], + where it flexes the joint.
    """

    hip_flexion: Array
    knee_angle: Array
    ankle_angle: Array
    moment: Array


@cache
def load_passive_hip() -> PassiveHip:
    """The figures of the package's ``passive_hip.json``, read once."""
    capsule = _content("hip")["capsule"]
    narrowing, deep = capsule["narrowing"], capsule["deep_flexion"]
    return PassiveHip(
        at_limit=float(capsule["at_limit_N_m"]["value"]),
        limit=float(np.radians(capsule["limit_deg"]["value"])),
        limit_sd=float(np.radians(capsule["limit_deg"]["sd"])),
        width=float(np.radians(capsule["width_deg"]["value"])),
        narrowing=float(np.radians(narrowing["shift_deg"]) / np.radians(narrowing["at_deg"]) ** 2),
        deep=(float(deep["moment_N_m"]), float(deep["rate_per_rad"]), float(deep["angle_rad"])),
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
    reference = _content("hip")["capsule"]["reference_body"]
    return mass * height / (float(reference["mass_kg"]) * float(reference["height_m"]))


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
        (...) [N.m], with the uncertainty of `hip_moment_band`. Beyond 25 deg of extension it is an extrapolation.
    """
    hip = load_passive_hip()
    flexion = np.asarray(hip_flexion, float)
    aside = np.asarray(hip_adduction, float) ** 2 + np.asarray(hip_rotation, float) ** 2
    extension = hip.at_limit * np.exp((hip.limit + hip.narrowing * aside - flexion) / hip.width)
    moment, rate, angle = hip.deep
    return np.asarray(scale * (extension + moment * np.exp(rate * (flexion - angle))), dtype=np.float64)


def passive_knee_moment(knee_angle: ArrayLike, *, scale: float = 1.0) -> Array:
    """Flexion moment of the knee's capsule and ligaments, muscles left out.

    It is the term of Riener and Edrich's total (1999) that depends on the knee alone: 9.2 N.m in full extension, 2.1
    at 10 deg of flexion, under 0.5 from 20 deg on.

    Args:
        knee_angle: [rad], + flexion.
        scale: size of the body (`moment_scale`).

    Returns:
        (...) [N.m], + where it flexes the knee, with the uncertainty of `knee_moment_band`.
    """
    content = _content("knee")
    term = content["total"]["riener_edrich"]["terms"][content["ligaments"]["term"]]
    return scale * _exponential(term, {"knee": np.degrees(np.asarray(knee_angle, float))})


def hip_moment_band() -> tuple[float, float]:
    """The uncertainty of `passive_hip_moment`: its low and high end as fractions of it (0.46 and 2.18).

    One standard deviation of the angle at which cadaver capsules resist with 5 N.m (van Arkel et al. 2015).
    """
    hip = load_passive_hip()
    factor = float(np.exp(hip.limit_sd / hip.width))
    return 1 / factor, factor


def knee_moment_band() -> tuple[float, float]:
    """The uncertainty of `passive_knee_moment`: its low and high end as fractions of it (0.2 and 1.7).

    They are what two published totals leave to the ligaments in full extension, less our resting muscles.
    """
    band = _content("knee")["ligaments"]["band"]
    return float(band["low"]), float(band["high"])


def total_passive_hip_moment(
    hip_flexion: ArrayLike, knee_angle: ArrayLike = 0.0, *, scale: float = 1.0
) -> Array:
    """Measured total of capsule, ligaments and resting muscles at the hip (Riener and Edrich 1999, ten subjects).

    Compare it with capsule and muscles together; never add it to them.

    Args:
        hip_flexion, knee_angle: [rad], + flexion, broadcast together; ankle in neutral.
        scale: size of the body (`moment_scale`).

    Returns:
        (...) [N.m], + where it flexes the hip.
    """
    return scale * _total("hip", hip=hip_flexion, knee=knee_angle)


def total_passive_knee_moment(
    knee_angle: ArrayLike, hip_flexion: ArrayLike = 0.0, ankle_angle: ArrayLike = 0.0, *, scale: float = 1.0
) -> Array:
    """Measured total of capsule, ligaments and resting muscles at the knee (Riener and Edrich 1999, ten subjects).

    Compare it with ligaments and muscles together; never add it to them.

    Args:
        knee_angle, hip_flexion, ankle_angle: [rad], + flexion and toes up, broadcast together.
        scale: size of the body (`moment_scale`).

    Returns:
        (...) [N.m], + where it flexes the knee.
    """
    return scale * _total("knee", knee=knee_angle, hip=hip_flexion, ankle=ankle_angle)


def measured_hip_moments() -> tuple[MeasuredMoment, ...]:
    """Measured totals of Silder et al. 2007 at the hip, one for each knee angle: a second opinion on the total."""
    silder = _content("hip")["total"]["silder"]
    return tuple(
        _measured(silder["hip_flexion_deg"], float(knee), 0.0, moment)
        for knee, moment in silder["moment_N_m"].items()
    )


def measured_knee_moments() -> tuple[MeasuredMoment, ...]:
    """Measured totals of Silder et al. 2007 at the knee, one for each position of hip and ankle."""
    silder = _content("knee")["total"]["silder"]
    return tuple(
        _measured(curve["hip_deg"], silder["knee_deg"], curve["ankle_deg"], curve["moment_N_m"])
        for curve in silder["curves"]
    )


def _measured(
    hip_deg: ArrayLike, knee_deg: ArrayLike, ankle_deg: ArrayLike, moment: ArrayLike
) -> MeasuredMoment:
    hip, knee, ankle = (
        np.asarray(np.radians(angle), dtype=np.float64) for angle in (hip_deg, knee_deg, ankle_deg)
    )
    return MeasuredMoment(hip, knee, ankle, np.asarray(moment, dtype=np.float64))


def _total(joint: Joint, **angles: ArrayLike) -> Array:
    """Riener and Edrich's total of a joint at angles [rad]: exponentials of all angles, and an offset [N.m]."""
    total = _content(joint)["total"]["riener_edrich"]
    degrees = {name: np.degrees(np.asarray(angle, float)) for name, angle in angles.items()}
    offset = np.asarray(total["offset"], dtype=np.float64)
    return sum((_exponential(term, degrees) for term in total["terms"]), start=offset)


def _exponential(term: Mapping[str, float], degrees: Mapping[str, Array]) -> Array:
    exponent = term["constant"] + sum(term[name] * angle for name, angle in degrees.items())
    return np.asarray(term["sign"] * np.exp(exponent), dtype=np.float64)


def _content(joint: Joint) -> dict[str, Any]:
    return read_data("psoas.muscle", f"passive_{joint}.json")
