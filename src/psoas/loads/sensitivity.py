"""Sensitivity of loads: the same frames under other assumptions, varied one at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from psoas.body import back_tension_band
from psoas.estimate import Estimate
from psoas.loads.abdomen import varied_pressures
from psoas.loads.body_loads import Assumptions, Loads
from psoas.muscle import hip_moment_band, knee_moment_band, passive_lumbar_band
from psoas.timeseries import Array, Mask
from psoas.words import N_, _

STRENGTH, FIBRE = 0.25, 0.05
"""One-sided variation of all muscles' strength and optimal fibre length (ours, as in the body's own sensitivity)."""

FRICTION = (0.3, 0.8)
"""Coefficients of friction between a smooth floor and a rubber sole (ours)."""


ROUNDING = 1e-6
"""A number closer to zero than this is zero [N, m]."""


@dataclass(frozen=True)
class Variation:
    """One uncertain assumption, changed.

    Attributes:
        says: the change in plain words.
        assumptions: with the change.
    """

    says: str
    assumptions: Assumptions


@dataclass(frozen=True, eq=False)
class Varied:
    """A quantity under the usual assumptions and under each variation.

    Attributes:
        usual: (N, ...) its value; NaN without equilibrium.
        others: (V, N, ...) under each variation.
    """

    usual: Array
    others: Array

    def of(self, read: Callable[[Array], Array]) -> "Varied":
        """Compute another quantity from this one, such as a difference between frames."""
        return Varied(read(self.usual), np.stack([read(other) for other in self.others]))

    @property
    def band(self) -> tuple[Array, Array]:
        """(N, ...) low and high end: root sum of squares of the deviations to either side.

        A variation without equilibrium adds nothing; `unheld` marks it.
        """
        deviation = np.nan_to_num(self.others - self.usual)
        down = np.sqrt((np.minimum(deviation, 0.0) ** 2).sum(axis=0))
        up = np.sqrt((np.maximum(deviation, 0.0) ** 2).sum(axis=0))
        return self.usual - down, self.usual + up

    def estimates(self, names: Sequence[str], unit: str) -> dict[str, Estimate]:
        """Each of (N,) values by its name, in ``unit``, with its band."""
        low, high = self.band
        ends = zip(names, self.usual.tolist(), low.tolist(), high.tolist(), strict=True)
        return {name: estimate(value, least, most, unit) for name, value, least, most in ends}

    @property
    def unheld(self) -> Mask:
        """(V, N) True where a variation has no equilibrium, though the usual assumptions have one."""
        lost = np.isnan(self.others) & np.isfinite(self.usual)
        return np.asarray(lost.reshape(*lost.shape[:2], -1).any(axis=2), dtype=np.bool_)


def estimate(value: float, low: float, high: float, unit: str) -> Estimate:
    """An estimate in which a number that is only rounding is zero, so that it counts for no difference."""
    value, low, high = (0.0 if abs(end) < ROUNDING else end for end in (value, low, high))
    return Estimate(value, low, high, unit)


def usual_variations(base: Assumptions) -> tuple[Variation, ...]:
    """The variations of the uncertain assumptions: muscles, ligaments, friction, and the rule of recruitment.

    The bands of the back's tension and of the ligaments are those of their sources.

    Args:
        base: the assumptions to vary.
    """
    factors: tuple[tuple[str, str, tuple[float, float]], ...] = (
        (N_("muscles {factor:.0%} as strong"), "strength", (1 - STRENGTH, 1 + STRENGTH)),
        (N_("back muscles {factor:.0%} as strong"), "back", back_tension_band()),
        (N_("muscle fibres {factor:.0%} as long"), "fibre", (1 - FIBRE, 1 + FIBRE)),
        (N_("hip ligaments {factor:.0%} as stiff"), "capsule", hip_moment_band()),
        (N_("knee ligaments {factor:.0%} as stiff"), "knee", knee_moment_band()),
        (N_("spinal discs {factor:.0%} as stiff"), "lumbar", passive_lumbar_band()),
    )
    return (
        Variation(_("cubes instead of squares of the activations are least"), replace(base, power=3)),
        *(
            Variation(_(says, factor=factor), replace(base, **{field: getattr(base, field) * factor}))
            for says, field, ends in factors
            for factor in ends
        ),
        *(
            Variation(_("friction {value:g}", value=friction), replace(base, friction=friction))
            for friction in FRICTION
        ),
        *_belly_and_ligaments(base),
    )


def _belly_and_ligaments(base: Assumptions) -> Iterator[Variation]:
    """The variations of the pressure in the belly and of ligaments that press, where they are assumed."""
    for factor, pressure in varied_pressures(base.abdominal_pressure).items():
        yield Variation(
            _("belly pressure {factor:.0%}", factor=factor), replace(base, abdominal_pressure=pressure)
        )
    if base.ligament_press:
        yield Variation(_("spinal ligaments that do not press"), replace(base, ligament_press=0.0))


def varied(
    compute: Callable[[Variation], Loads],
    read: Callable[[Loads], Array],
    base: Assumptions,
    variations: Sequence[Variation],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Loads, Varied]:
    """Compute loads under the usual assumptions, and one of their quantities under each variation.

    Args:
        compute: the loads under a variation.
        read: (N, ...) the quantity of loads.
        base: the usual assumptions.
        variations: to compute besides.
        progress: called with how many of how many are done.
    """
    total = len(variations) + 1
    usual = compute(Variation(_("as usual"), base))
    values = []
    for number, variation in enumerate(variations, start=1):
        if progress is not None:
            progress(number, total)
        values.append(_in_equilibrium(compute(variation), read))
    if progress is not None:
        progress(total, total)
    return usual, Varied(_in_equilibrium(usual, read), np.stack(values))


def _in_equilibrium(loads: Loads, read: Callable[[Loads], Array]) -> Array:
    value = np.array(read(loads), dtype=np.float64)
    value[~loads.in_equilibrium] = np.nan
    return value
