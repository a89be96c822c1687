"""How a hip moves by what the model does not know: a drift with a speed of its own, found from the person's own tests.

The drift starts at 0, and its speed comes and goes: an integrated Ornstein-Uhlenbeck process, which forecasters call a
damped local trend (Harvey 1989; Gardner & McKenzie 1985). How fast it usually is and how long a speed lasts
are parameters of each draw. With the levels of the set-ups it is the state of a Kalman filter, given a draw:

    test = level of its set-up + shows (change of the model + drift) + error,  shows being 1 or the slope of the stretch

All of it is in units of the errors as they are stated; `psoas.forecast.inference` finds their true size afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from psoas.forecast.parameters import Draws, constant, mirrored_normals
from psoas.forecast.record import Places
from psoas.timeseries import Array

PLACE, SPEED, LEVELS = 0, 1, 2
"""Rows of the state: place [deg] and speed [deg a week] of the drift, and then the levels of the set-ups [deg]."""


class DriftMove(NamedTuple):
    """How place and speed change over a time, exactly and whatever its length.

    Attributes:
        kept: share of the speed that is left.
        reach: change of the place for each unit of speed [weeks].
        speed: what a standard normal number adds to the speed, and ``along`` to the place with it.
        apart: what another one adds to the place.
    """

    kept: Array
    reach: Array
    speed: Array
    along: Array
    apart: Array

    def of(
        self, place: Array, speed: Array, first: Array | float = 0.0, second: Array | float = 0.0
    ) -> tuple[Array, Array]:
        """What a place and a speed come to, with two standard normal numbers or without chance."""
        return (
            place + self.reach * speed + self.along * first + self.apart * second,
            self.kept * speed + self.speed * first,
        )


def move(draws: Draws, weeks: Array | float) -> DriftMove:
    """The change over some weeks, (P, 1) or one for all."""
    share = weeks / draws.drift_time
    gone = -np.expm1(-share)
    far = draws.drift_speed * draws.drift_time
    rest = 2 * share - 2 * gone - gone**2 - gone**3 / (2 - gone)
    return DriftMove(
        1 - gone,
        draws.drift_time * gone,
        draws.drift_speed * np.sqrt(gone * (2 - gone)),
        far * np.sqrt(gone**3 / (2 - gone)),
        far * np.sqrt(np.maximum(rest, 0.0)),
    )


@dataclass(frozen=True)
class Moments:
    """J moments of P hips in ascending order of time, with a test each or none.

    Attributes:
        time: (P, J) weeks from the start.
        values: (P, D, J) what the tests show less what the model explains of it [deg].
        variance: (P, J) of their errors [deg^2]; inf where there is no test.
        series: (P, J) number of their set-up.
        shows: (P, D, J) change of the test for each degree of the hip.
        levels: number of set-ups that a hip has at most.
    """

    time: Array
    values: Array
    variance: Array
    series: Places
    shows: Array
    levels: int

    def with_ends(self, weeks: int) -> tuple["Moments", Places]:
        """The same and the ends of all weeks in between, and the (P, W + 1) numbers of these."""
        people, tests = self.time.shape
        time = np.hstack([self.time, np.broadcast_to(np.arange(weeks + 1.0), (people, weeks + 1))])
        order = np.argsort(time, axis=1, kind="stable")

        def mixed(own: Array, without_test: float) -> Array:
            more = np.full((*own.shape[:-1], weeks + 1), without_test)
            places = order if own.ndim == order.ndim else order[:, None, :]
            return np.asarray(np.take_along_axis(np.concatenate([own, more], axis=-1), places, axis=-1))

        both = replace(
            self,
            time=np.take_along_axis(time, order, axis=1),
            values=mixed(self.values, 0.0),
            variance=mixed(self.variance, np.inf),
            series=mixed(self.series.astype(float), 0.0).astype(int),
            shows=mixed(self.shows, 1.0),
        )
        return both, np.argsort(order, axis=1)[:, tests:]

    def moves(self, draws: Draws) -> Iterator[DriftMove]:
        """The change from each moment to the next, beginning with the one from the start to the first."""
        steps = np.maximum(np.diff(self.time, axis=1, prepend=0.0), 0.0)
        return (move(draws, steps[:, [number]]) for number in range(steps.shape[1]))


@dataclass(frozen=True)
class Filtered:
    """What the tests say given each draw, each test being forecast from those before it.

    Attributes:
        misfit: (P, D) sum of the squares of what the forecasts miss, each over its variance.
        log_spread: (P, D) sum of the logarithms of these variances.
        steps: of each moment what `smoothed` needs; empty unless it was asked for.
    """

    misfit: Array
    log_spread: Array
    steps: tuple["Step", ...]


class Step(NamedTuple):
    """A moment of the filter.

    Attributes:
        moved: what went before it.
        own: (P,) the row of its level.
        gain: (S, P, D) how much of what is missed goes into each row of the state.
        pull: (P, D) what is missed over its variance.
    """

    moved: DriftMove
    own: Places
    gain: Array
    pull: Array


def filtered(moments: Moments, draws: Draws, *, with_steps: bool = False) -> Filtered:
    """Go through the tests in order."""
    people, count, _tests = moments.values.shape
    rows = np.arange(people)
    state = np.zeros((LEVELS + moments.levels, people, count))
    spread = _at_first(moments, draws)
    misfit, log_spread = np.zeros((2, people, count))
    steps = []
    for number, moved in enumerate(moments.moves(draws)):
        _advance(state, spread, moved)
        own, shows = LEVELS + moments.series[:, number], moments.shows[..., number]
        toward = shows * spread[:, PLACE] + spread[:, own, rows]
        error = moments.variance[:, number, None]
        sure = 1 / (shows * toward[PLACE] + toward[own, rows] + error)
        missed = moments.values[..., number] - shows * state[PLACE] - state[own, rows]
        pull, gain = missed * sure, toward * sure
        state += gain * missed
        spread -= gain[:, None] * toward
        misfit += missed * pull
        log_spread -= np.log(np.where(sure > 0, sure, 1.0))
        if with_steps:
            steps.append(Step(moved, own, gain, pull))
    return Filtered(misfit, log_spread, tuple(steps))


def _at_first(moments: Moments, draws: Draws) -> Array:
    """(S, S, P, D) the covariance before the first test."""
    people, count, _tests = moments.values.shape
    rows = LEVELS + moments.levels
    spread = np.zeros((rows, rows, people, count))
    spread[SPEED, SPEED] = draws.drift_speed**2
    for level in range(LEVELS, rows):
        spread[level, level] = constant("level_spread") ** 2
    return spread


def _advance(state: Array, spread: Array, moved: DriftMove) -> None:
    """Move a state and its covariance on, in place."""
    state[PLACE], state[SPEED] = moved.of(state[PLACE], state[SPEED])
    spread[PLACE], spread[SPEED] = moved.of(spread[PLACE], spread[SPEED])
    spread[:, PLACE], spread[:, SPEED] = moved.of(spread[:, PLACE], spread[:, SPEED])
    across = moved.along * moved.speed
    spread[PLACE, PLACE] += moved.along**2 + moved.apart**2
    spread[SPEED, SPEED] += moved.speed**2
    spread[PLACE, SPEED] += across
    spread[SPEED, PLACE] += across


def smoothed(moments: Moments, draws: Draws) -> Array:
    """(S, P, D, J) the state at each moment that all tests together lead to expect.

    Backwards through what was missed and then on from the start, which needs no covariance but the first
    (Koopman 1993).
    """
    steps = filtered(moments, draws, with_steps=True).steps
    rows = np.arange(len(moments.time))
    first = _at_first(moments, draws)
    pulls = []
    later = np.zeros((len(first), *first.shape[2:]))
    for number in range(len(steps) - 1, -1, -1):
        one, shows = steps[number], moments.shows[..., number]
        pull = one.pull - (one.gain * later).sum(axis=0)
        later[PLACE] += shows * pull
        later[one.own, rows] += pull
        pulls.append(later.copy())
        later[SPEED] = one.moved.reach * later[PLACE] + one.moved.kept * later[SPEED]
    state = (first * later).sum(axis=1)
    found = np.empty((*state.shape, len(steps)))
    for number, (one, pull) in enumerate(zip(steps, reversed(pulls), strict=True)):
        along = one.moved.along * pull[PLACE] + one.moved.speed * pull[SPEED]
        apart = one.moved.apart * pull[PLACE]
        state[PLACE], state[SPEED] = one.moved.of(state[PLACE], state[SPEED], along, apart)
        found[..., number] = state
    return found


def drawn_states(moments: Moments, draws: Draws, scale: Array, random: np.random.Generator) -> Array:
    """(S, P, D, J) one possible course of the state for each draw, given the tests.

    A course is drawn without them, tests of it are drawn, and what the real tests differ by from these is smoothed and
    added (Durbin & Koopman 2002).

    Args:
        moments: with the tests.
        draws: (P, D) each.
        scale: (P, D) true size of all errors, over the stated one.
        random: of the courses.
    """
    shape = moments.values.shape
    course = np.zeros((LEVELS + moments.levels, *shape))
    state: tuple[Array, Array] = np.zeros(shape[:2]), draws.drift_speed * mirrored_normals(random, shape[:2])
    for number, moved in enumerate(moments.moves(draws)):
        state = moved.of(*state, *mirrored_normals(random, (2, *shape[:2])))
        course[PLACE, ..., number], course[SPEED, ..., number] = state
    levels = constant("level_spread") * mirrored_normals(random, (moments.levels, *shape[:2]))
    course[LEVELS:] = levels[..., None]
    course *= scale[..., None]
    error = np.sqrt(np.where(np.isfinite(moments.variance), moments.variance, 0.0))[:, None]
    errors = np.moveaxis(mirrored_normals(random, (shape[2], *shape[:2])), 0, -1)
    own = np.take_along_axis(course[LEVELS:], moments.series[None, :, None, :], axis=0)[0]
    tests = own + moments.shows * course[PLACE] + scale[..., None] * error * errors
    return np.asarray(course + smoothed(replace(moments, values=moments.values - tests), draws))


def drift_ahead(draws: Draws, speed: Array, scale: Array, weeks: int, random: np.random.Generator) -> Array:
    """(P, D, W + 1) one possible way of the drift in the next weeks for each draw, from 0 today [deg].

    Args:
        draws: (P, D) each.
        speed: (P, D) of the drift today [deg a week].
        scale: (P, D) as in `drawn_states`.
        weeks: number of them.
        random: of the ways.
    """
    way = np.zeros((*speed.shape, weeks + 1))
    moved = move(draws, 1.0)
    for week in range(weeks):
        chance = scale * mirrored_normals(random, (2, *speed.shape))
        way[..., week + 1], speed = moved.of(way[..., week], speed, *chance)
    return way
