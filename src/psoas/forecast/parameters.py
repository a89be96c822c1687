"""What the forecast believes before it sees a person: parameters as distributions, from ``parameters.json``."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from psoas.data import read_data
from psoas.timeseries import Array

PACKAGE: Final = "psoas.forecast"
SEED: Final = 20261129
"""The same draws every time, so that the same record gives the same forecast."""

ASSUMED: Final = "working default"
"""Source of a figure that is our own assumption."""

LookedUp = Literal["full", "abstract", "no"]


@dataclass(frozen=True)
class Parameter:
    """A quantity that is known with doubt.

    Attributes:
        distribution: ``lognormal`` or ``normal``, the latter cut off at ``low`` and ``high``.
        mean, spread: of the quantity in ``unit``; the spread is one standard deviation, before the cut.
        how: how both follow from the source.
        looked_up: how much of the source was read.
        fitted_to: ids of the studies that it was fitted to.
    """

    distribution: Literal["lognormal", "normal"]
    mean: float
    spread: float
    unit: str
    meaning: str
    how: str
    source: str
    doi: str | None
    looked_up: LookedUp
    fitted_to: tuple[str, ...]
    low: float = -np.inf
    high: float = np.inf

    def at(self, share: Array) -> Array:
        """The values below which given shares of the distribution lie.

        Args:
            share: (...) between 0 and 1.
        """
        if self.distribution == "lognormal":
            scale = np.log1p((self.spread / self.mean) ** 2)
            return np.asarray(np.exp(np.log(self.mean) - scale / 2 + np.sqrt(scale) * ndtri(share)))
        least, most = (ndtr((end - self.mean) / self.spread) for end in (self.low, self.high))
        return np.asarray(self.mean + self.spread * ndtri(least + (most - least) * share))


@dataclass(frozen=True)
class Draws:
    """Possible values of each parameter, (D,) for all people or (P, D) for each; names as in ``parameters.json``."""

    plateau: Array
    fade: Array
    rise_share: Array
    enough: Array
    kept: Array
    softening: Array
    soft_dose: Array
    soft_deg: Array
    transfer: Array
    stretch_weight: Array
    dead_zone: Array
    sarcomere: Array
    stretch_strain: Array
    length_deg: Array
    stretch_slope: Array
    drift_speed: Array
    drift_time: Array

    def chosen(self, index: NDArray[np.int_]) -> Self:
        """The draws of the given numbers.

        Args:
            index: (P, D) of the draws in each of P people.
        """
        return replace(self, **{field.name: getattr(self, field.name)[index] for field in fields(self)})


@cache
def load_parameters() -> Mapping[str, Parameter]:
    """The parameters by name."""
    rows = read_data(PACKAGE, "parameters.json")["parameters"]
    return {name: Parameter(**{**row, "fitted_to": tuple(row["fitted_to"])}) for name, row in rows.items()}


def constant(name: str) -> float:
    """A figure of ``parameters.json`` that has no distribution, in its unit."""
    return float(read_data(PACKAGE, "parameters.json")["constants"][name]["value"])


@cache
def prior_draws(power: int) -> Draws:
    """Draws from the distributions of all parameters, each independent of the others.

    They are a scrambled Sobol sequence, which fills the space more evenly than random numbers do (Sobol 1967; Owen
    1998), put through the inverse of each distribution, in random order: each part of it then is a fair sample, too.

    Args:
        power: there are 2 to this power draws.
    """
    from scipy.stats import qmc  # takes a second and a half, for draws alone

    parameters = load_parameters()
    random = np.random.default_rng(SEED)
    shares = random.permutation(qmc.Sobol(len(parameters), rng=random).random_base2(power))
    shares = np.clip(shares, 1e-9, 1 - 1e-9)
    return Draws(**{name: one.at(shares[:, column]) for column, (name, one) in enumerate(parameters.items())})


def mirrored_normals(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Standard normal numbers along the last axis, the second half being the first with the other sign.

    Each half is spread evenly, in random order (Latin hypercube; McKay 1979). What goes up in a draw of the first half
    goes down by as much in one of the second, so that chance does not move a forecast (Hammersley & Morton 1956).

    Args:
        random: of the order.
        shape: with an even number in the last axis.
    """
    half = random.permuted(
        np.broadcast_to(ndtri(even_shares(shape[-1] // 2)), (*shape[:-1], shape[-1] // 2)), axis=-1
    )
    return np.concatenate([half, -half], axis=-1)


def even_shares(count: int) -> Array:
    """Middles of so many equal parts of 0 to 1."""
    return np.asarray((np.arange(count) + 0.5) / count)
