"""Hill-type curves of De Groote et al. 2016 (doi:10.1007/s10439-016-1591-9), over normalised length and velocity.

Beside them the passive curve of Millard et al. 2013 (doi:10.1115/1.4023390), which can be fitted to one muscle.

All are dimensionless: force over maximal isometric force, length over optimal fibre length, velocity over maximal
contraction velocity (negative where the fibre shortens). The constants, and how they differ from the printed ones,
are in ``de_groote_2016.json``.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from psoas.data import read_data
from psoas.timeseries import Array

LEAST_WIDTH = 1e-6
"""Least width of a Gaussian: the second has none at a length of 0.149, where its value is 0."""

FITTED = (0.7, -0.8, 2.5, -1.4)
"""Polynomial in place of Millard's pair of Bezier curves in `fitted_passive_force_length` (ours).

Such that the force is 1 and its slope 2 where the strain is full, as in OpenSim. OpenSim's FiberForceLengthCurve with
its defaults is met within 0.006, with the strains of the leg muscles within 0.019 (gasmed), from length 0.5 to 1.6.
"""


@dataclass(frozen=True)
class Curves:
    """The content of ``de_groote_2016.json``.

    Attributes:
        gaussians: (b1, b2, b3, b4) of each of the three Gaussians of the active curve.
        shape: exponential shape factor k_PE of the passive curve.
        strain: passive strain e0 at which the passive force equals the maximal isometric force.
        least_length: length at and below which the passive force is zero.
        velocity: (d1, d2, d3, d4) of the force-velocity curve.
        max_contraction_velocity: [optimal fibre lengths / s].
    """

    gaussians: tuple[tuple[float, float, float, float], ...]
    shape: float
    strain: float
    least_length: float
    velocity: tuple[float, float, float, float]
    max_contraction_velocity: float


@cache
def load_curves() -> Curves:
    """The constants of the package's ``de_groote_2016.json``, read once."""
    content = read_data("psoas.muscle", "de_groote_2016.json")
    passive = content["passive"]
    return Curves(
        gaussians=tuple(tuple(one) for one in content["active_gaussians"]),
        shape=passive["shape"],
        strain=passive["strain_at_one_force"],
        least_length=passive["least_length"],
        velocity=tuple(content["velocity"]),
        max_contraction_velocity=content["max_contraction_velocity"]["value"],
    )


def active_force_length(length: ArrayLike) -> Array:
    """Active force-length multiplier f_act; 1 at a normalised length of 1.

    Args:
        length: (...) normalised fibre length, >= 0.

    Returns:
        (...) the sum of three Gaussian-like terms, b1 exp(-(l - b2)^2 / (2 (b3 + b4 l)^2)).
    """
    x = np.asarray(length, float)
    total = np.zeros_like(x)
    for height, centre, width, growth in load_curves().gaussians:
        share = np.asarray(x - centre)
        share /= _spread(x, np.sqrt(2) * width, np.sqrt(2) * growth)
        share *= share
        np.negative(share, out=share)
        np.exp(share, out=share)
        share *= height
        total += share
    return total


def _spread(length: Array, width: float, growth: float) -> Array | float:
    """(...) the width of a Gaussian at lengths (...) >= 0."""
    if growth == 0:
        return width
    spread = np.asarray(growth * length)
    spread += width
    if width < LEAST_WIDTH or growth < 0:
        np.maximum(np.abs(spread, out=spread), LEAST_WIDTH, out=spread)
    return spread


def passive_force_length(length: ArrayLike) -> Array:
    """Passive force-length multiplier f_pas: exponential, 1 at a strain of 0.6, never negative.

    It is zero up to a normalised length of 0.2, and tiny but not zero below the optimal length: 0.0002 at 0.4, 0.018
    at 1. The slope jumps by 0.0006 at 0.2 and is continuous elsewhere.

    Args:
        length: (...) normalised fibre length, >= 0.

    Returns:
        (...) (exp(k (l - 1) / e0) - offset) / (exp(k) - offset), where the offset makes it zero at 0.2.
    """
    c = load_curves()
    offset = np.exp(c.shape * (c.least_length - 1) / c.strain)
    # no shorter than the least length, so that the force is exactly zero below it
    stretch = c.shape * (np.maximum(np.asarray(length, float), c.least_length) - 1) / c.strain
    return np.asarray((np.exp(stretch) - offset) / (np.exp(c.shape) - offset), dtype=np.float64)


def fitted_passive_force_length(length: ArrayLike, start: ArrayLike, full: ArrayLike) -> Array:
    """Passive force-length multiplier in the shape of Millard et al. 2013 between the strains of a muscle of its own.

    Zero up to the strain ``start``, 1 at the strain ``full``, a straight line beyond; the slope is continuous.

    Args:
        length: (...) normalised fibre length.
        start, full: strain (normalised length - 1) where the passive force begins, and where it equals the maximal
            isometric force; start < full; broadcast with ``length``. OpenSim's defaults are 0 and 0.7.

    Returns:
        (...) s^2 (a + b s + c s^2 + d s^3) with s = (length - 1 - start) / (full - start) and `FITTED`; 2 s - 1 beyond.
    """
    begin = np.asarray(start, float)
    share = np.maximum((np.asarray(length, float) - 1 - begin) / (np.asarray(full, float) - begin), 0.0)
    a, b, c, d = FITTED
    s = np.minimum(share, 1.0)
    return np.asarray(s**2 * (a + s * (b + s * (c + s * d))) + 2 * (share - s), dtype=np.float64)


def force_velocity(velocity: ArrayLike) -> Array:
    """Force-velocity multiplier f_v: 0 at -1, 1 at rest, 1.794 at 1; negative for faster shortening than -1.

    Args:
        velocity: (...) normalised fibre velocity, + lengthening.

    Returns:
        (...) d1 asinh(d2 v + d3) + d4.
    """
    d1, d2, d3, d4 = load_curves().velocity
    return np.asarray(d1 * np.arcsinh(d2 * np.asarray(velocity, float) + d3) + d4, dtype=np.float64)
