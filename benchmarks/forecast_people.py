"""Simulated people whose parameters are known: how often the bands of their forecasts hold what a test shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from scipy.special import chdtri

from benchmarks.rows import Row
from psoas.forecast import BANDS, HORIZON, HipRecord, HipTest, forecast_hip, load_parameters
from psoas.forecast.drift import move
from psoas.forecast.inference import change_at
from psoas.forecast.model import HipState, follow
from psoas.forecast.parameters import Draws, constant
from psoas.timeseries import Array

TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Departure:
    """How simulated people differ from what the forecast takes them for.

    Attributes:
        gain: factor of what they gain.
        error: factor of the errors of their tests; the file gives the usual ones.
        tails: errors follow Student's t distribution with 3 degrees of freedom, with the same spread.
        wander: standard deviation of a random walk of their level, for each square root of a week [deg].
        varied: from now on they stretch anything from nothing to twice their habit in a week.
        plain: their hip does what the model says and nothing beside it, and the errors are as the file says.
    """

    what: str = ""
    gain: float = 1.0
    error: float = 1.0
    tails: bool = False
    wander: float = 0.0
    varied: bool = False
    plain: bool = False

    def errors(self, random: np.random.Generator, count: int) -> Array:
        """Errors of some tests, in units of the stated one."""
        if self.tails:
            return np.asarray(self.error * random.standard_t(3, count) / np.sqrt(3))
        return np.asarray(self.error * random.standard_normal(count))

    def walk(self, random: np.random.Generator, weeks: Array) -> Array:
        """Wandering of the level at times in ascending order [deg]."""
        steps = np.sqrt(np.diff(weeks, prepend=0.0))
        return np.asarray(self.wander * np.cumsum(steps * random.standard_normal(len(weeks))))


AS_SAID = Departure()
DEPARTURES = (
    Departure("they gain three times as much", gain=3.0),
    Departure("errors have heavy tails", tails=True),
    Departure("errors are half as large again as the file says", error=1.5),
    Departure("the level wanders, by 0.7 degrees a week", wander=0.7),
    Departure("practice ahead varies from none to twice the habit", varied=True),
    Departure("nothing comes or goes beside the model, and errors are as the file says", plain=True),
)


def coverage_rows(people: int) -> list[Row]:
    """How often a simulated person's next test lies in the band of the forecast."""
    inside = _held(people, AS_SAID)
    asked = {80: (0.76, 0.84), 95: (0.93, 0.97)}
    return [
        Row(
            f"{percent} % band over {people} simulated people",
            f"holds {low:.0%} to {high:.0%}",
            f"{share:.1%}",
            bool(low <= share <= high),
        )
        for (percent, (low, high)), share in zip(asked.items(), inside, strict=True)
    ]


def departure_rows(people: int) -> list[tuple[str, ...]]:
    """How often the bands of 80 and of 95 % hold when people differ from the parameters in one respect."""
    return [(one.what, *as_shares(_held(people, one))) for one in DEPARTURES]


def as_shares(values: Iterable[float]) -> tuple[str, ...]:
    """Shares in per cent."""
    return tuple(f"{one:.0%}" for one in values)


def _held(people: int, departure: Departure) -> Array:
    """Shares of simulated people whose test in ten weeks lies in the band of 80 and of 95 %."""
    return np.asarray(np.mean([_simulated(number, departure) for number in range(people)], axis=0))


def _simulated(number: int, departure: Departure) -> list[bool]:
    """One person with known parameters: whether a test in ten weeks lies in the band of 80 and of 95 %."""
    random = np.random.default_rng([number, 77])
    own = Draws(
        **{name: one.at(random.random(1)) for name, one in load_parameters().items()}
    )  # not the forecast's draws
    own = replace(own, plateau=departure.gain * own.plateau)
    weeks = int(random.integers(2, 16))
    seconds = random.uniform(0, 900) * (random.random(weeks) < 0.8)
    hours = random.uniform(4, 11) + random.normal(0, 1, weeks)
    first = TODAY - timedelta(weeks=weeks)
    middles = [first + timedelta(7 * week + 4) for week in range(weeks)]
    less = hours[:4].mean() - hours
    history = followed(own, seconds[None, None, :], less=less)
    level, error = random.normal(5, 8), random.uniform(1, 4)
    days = np.sort(random.choice(7 * weeks, int(random.integers(1, 6)), replace=False))
    stretched = random.random() < 0.25
    slope = own.stretch_slope[0] if stretched else 1.0
    true = level + slope * change_at(history.gained(own), days[None] / 7)[0, 0]
    when = np.append(days / 7, weeks + float(HORIZON))
    known = constant("error_tests")
    scale = 1.0 if departure.plain else float(np.sqrt(chdtri(known, 0.5) / random.chisquare(known)))
    walk = departure.walk(random, when)
    if not departure.plain:
        walk = walk + slope * scale * drifted(own, random, when)
    noise = scale * float(np.hypot(error, constant("day_to_day")))
    errors = noise * departure.errors(random, len(days) + 1)
    tests = [
        HipTest(first + timedelta(int(day)), "stretch" if stretched else "thomas", shown, error)
        for day, shown in zip(days, true + walk[:-1] + errors[:-1], strict=True)
    ]
    record = HipRecord(
        tests, list(zip(middles, seconds, strict=True)), list(zip(middles, hours, strict=True))
    )
    made = forecast_hip(record, TODAY)
    scenario = made.scenarios["as_now"].scenario
    ahead = np.array(scenario.seconds)[None, None, :]
    if departure.varied:
        ahead = ahead * random.uniform(0, 2, ahead.shape)
    future = followed(own, ahead, history.last, less=np.full(ahead.shape[-1], scenario.sitting_less))
    reading = level + slope * future.gained(own)[0, 0, -1] + walk[-1] + errors[-1]
    bands = [made.scenarios["as_now"].band(percent) for percent in BANDS]
    return [bool(low[-1] <= reading <= high[-1]) for low, high in bands]


def drifted(own: Draws, random: np.random.Generator, weeks: Array) -> Array:
    """What a person's hip does beside the model, at times in ascending order [deg]."""
    state: tuple[Array, Array] = np.zeros(1), own.drift_speed * random.standard_normal()
    found = []
    for step in np.diff(weeks, prepend=0.0):
        state = move(own, step).of(*state, *random.standard_normal((2, 1)))
        found.append(state[0])
    return np.concatenate(found)


def followed(
    draws: Draws, seconds: Array, start: HipState | None = None, less: Array | None = None
) -> HipState:
    """Follow a person from the start, or on from a state; ``less`` (W,) is sitting less than usual [h a day]."""
    hours = np.zeros(seconds.shape[-1]) if less is None else less
    return follow(draws, seconds, hours, start or HipState.at_rest(1, len(draws.plateau)))
