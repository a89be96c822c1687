"""The model of hip extension: tolerance, sarcomeres in series and passive stiffness, week by week.

The equations are in ``parameters.json``. Within a week the dose is constant, and then each of them has an exact
solution: an exponential approach to a level. So a step is a week long, and its size brings no error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from psoas.forecast.parameters import Draws, constant
from psoas.timeseries import Array

WEEK_S = 604_800.0
DAY_H = 24.0


@dataclass(frozen=True)
class HipState:
    """A hip at one moment, or at the ends of W weeks.

    Attributes:
        tolerance: (P, D) or (P, D, W + 1) gain by tolerance [deg].
        sarcomeres: number in series, 1 at the start.
        stiffness: passive, 1 at the start.
    """

    tolerance: Array
    sarcomeres: Array
    stiffness: Array

    @classmethod
    def at_rest(cls, people: int, draws: int) -> Self:
        """Nothing gained and nothing lost yet."""
        return cls(np.zeros((people, draws)), np.ones((people, draws)), np.ones((people, draws)))

    @property
    def last(self) -> "HipState":
        """The state at the end of the last week."""
        return self.each(lambda values: values[..., -1])

    def each(self, change: Callable[[Array], Array]) -> "HipState":
        """The state with each of its arrays changed alike."""
        return HipState(change(self.tolerance), change(self.sarcomeres), change(self.stiffness))

    def parts(self, draws: Draws) -> tuple[Array, Array, Array]:
        """(P, D, W + 1) degrees of hip extension gained by tolerance, by a softer muscle and by length."""
        return (
            self.tolerance,
            -draws.soft_deg[..., None] * np.log(self.stiffness),
            100 * draws.length_deg[..., None] * (self.sarcomeres - 1),
        )

    def gained(self, draws: Draws) -> Array:
        """(P, D, W + 1) degrees of hip extension gained in all."""
        tolerance, softer, length = self.parts(draws)
        return np.asarray(tolerance + softer + length)


def _mean_length(draws: Draws, seconds: Array, sitting_less: Array) -> Array:
    """The mean length of the psoas's fibres over a week, 1 as usual.

    Each second counts by its weight, one under stretch for more. So the mean never exceeds the length in the stretch.

    Args:
        draws: the parameters.
        seconds: stretched in the week, broadcast with (P, D).
        sitting_less: hours a day of sitting less than usual, broadcast likewise.
    """
    stretched = seconds / WEEK_S
    change = constant("sitting_shortening") * sitting_less / DAY_H
    change = change + draws.stretch_weight * draws.stretch_strain * stretched
    return np.asarray(1 + draws.transfer * change / (1 + (draws.stretch_weight - 1) * stretched))


def follow(draws: Draws, seconds: Array, sitting_less: Array, start: HipState) -> HipState:
    """Follow hips over some weeks of stretching and sitting.

    Args:
        draws: the parameters, (D,) or (P, D).
        seconds: (P, 1 or D, W) stretched in each week.
        sitting_less: (P, 1, W) hours a day of sitting less than usual, or what broadcasts to it.
        start: (P, D) the state before the first week.

    Returns:
        As `simulate`.
    """
    weeks = seconds.shape[-1]
    less = np.broadcast_to(sitting_less, (*sitting_less.shape[:-1], weeks))
    length = [_mean_length(draws, seconds[..., week], less[..., week]) for week in range(weeks)]
    return simulate(draws, seconds, length, start)


def simulate(draws: Draws, seconds: Array, length: Sequence[Array] | Array, start: HipState) -> HipState:
    """Follow hips whose fibres have a given length in each week.

    Args:
        draws: the parameters, (D,) or (P, D).
        seconds: (P, 1 or D, W) stretched in each week.
        length: (W, P, 1 or D) mean length of the psoas's fibres in each week, 1 as usual.
        start: (P, D) the state before the first week.

    Returns:
        The state at the start and after each week, (P, D, W + 1).
    """
    weeks = seconds.shape[-1]
    tolerance, number, stiffness = (
        np.empty((*start.tolerance.shape, weeks + 1)) for _ in range(3)
    )  # (P, D, W + 1)
    now = start
    tolerance[..., 0], number[..., 0], stiffness[..., 0] = now.tolerance, now.sarcomeres, now.stiffness
    speed = 1 / (draws.rise_share * draws.fade)
    gain = draws.plateau * speed
    pull = speed - 1 / draws.fade
    fading = np.exp(-1 / draws.fade)
    for week in range(weeks):
        given = seconds[..., week]
        dose = np.minimum(given / draws.enough, 1.0)
        rate = dose * pull + 1 / draws.fade
        goal = dose * gain / rate
        soft = 1 - draws.softening * -np.expm1(-given / draws.soft_dose)
        now = HipState(
            goal + (now.tolerance - goal) * np.exp(-rate),
            _grown(now.sarcomeres, np.asarray(length[week]), draws),
            soft + (now.stiffness - soft) * fading,
        )
        tolerance[..., week + 1] = now.tolerance
        number[..., week + 1] = now.sarcomeres
        stiffness[..., week + 1] = now.stiffness
    return HipState(tolerance, number, stiffness)


def _grown(number: Array, length: Array, draws: Draws) -> Array:
    """Sarcomeres after a week: where their length is out of the dead zone, its nearer end is approached."""
    nearest = np.clip(number, length / (1 + draws.dead_zone), length / (1 - draws.dead_zone))
    rate = np.where(nearest > number, 1 + draws.dead_zone, 1 - draws.dead_zone) / draws.sarcomere
    return np.asarray(nearest + (number - nearest) * np.exp(-rate))
