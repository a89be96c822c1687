"""The forecast of a hip: what a test would show in the next weeks, in scenarios side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, Literal

import numpy as np

from psoas.errors import UsageError
from psoas.forecast.drift import drift_ahead
from psoas.forecast.inference import Sharpened, change_at, sharpen
from psoas.forecast.model import HipState, follow
from psoas.forecast.parameters import SEED, Draws, constant, mirrored_normals, prior_draws
from psoas.forecast.record import HipRecord, TestKind, Weeks, turned, usual_error, weeks_of
from psoas.timeseries import Array
from psoas.words import _

ScenarioName = Literal["as_now", "plan", "half_sitting", "stop"]
HORIZON: Final = 10
MOST_HORIZON: Final = 104
POWER, MORE_POWER = 14, 17
"""A forecast starts from 2 to this power draws, and from more where few of them fit the tests."""
KEEP: Final = 2048
MOST_STATES: Final = 8_000_000
"""Draws times weeks at most, which bounds the memory."""
AT_ONCE: Final = 25
"""Number of hips that `forecast_many` computes together: as many as the memory near the processor holds."""
LEAST_EFFECTIVE: Final = 400
"""Fewer draws than this that count give a ragged band."""
BANDS: Final = {80: (0.1, 0.9), 95: (0.025, 0.975)}
"""Ends of the bands by how many of 100 cases they hold."""
HALF: Final = 0.5


@dataclass(frozen=True)
class Scenario:
    """What a person does in the next W weeks.

    Attributes:
        seconds: stretched in each week.
        planned: the seconds are a plan, of which a share is kept, and no habit.
        sitting: hours a day; None where the sitting is not known.
        sitting_less: hours a day of sitting less than usual.
    """

    name: ScenarioName
    seconds: tuple[float, ...]
    planned: bool
    sitting: float | None
    sitting_less: float


@dataclass(frozen=True, eq=False)
class ScenarioForecast:
    """A scenario and what it brings; each array is (D, W + 1), today first, one row a draw.

    Attributes:
        tolerance, softer, length: change since today of hip extension, by its cause [deg].
        drift: change since today that goes on beside the model, the same in every scenario [deg].
        reading: what a test like the shown one would show, + extension [deg]; without a test, how far it would
            differ from one today.
        fibre_factor: optimal fibre length of the psoas, over that of today.
    """

    scenario: Scenario
    tolerance: Array
    softer: Array
    length: Array
    drift: Array
    reading: Array
    fibre_factor: Array

    @property
    def explained(self) -> Array:
        """Change of hip extension since today by practice and sitting [deg]."""
        return np.asarray(self.tolerance + self.softer + self.length)

    @property
    def change(self) -> Array:
        """Change of hip extension since today [deg]."""
        return np.asarray(self.explained + self.drift)

    def band(self, percent: int) -> tuple[Array, Array]:
        """(W + 1,) ends of the band that holds a test's reading in so many of 100 cases, + extension [deg]."""
        low, high = (self._quantiles[share] for share in BANDS[percent])
        return low, high

    @property
    def expected(self) -> Array:
        """(W + 1,) the middle of what a test would show, + extension [deg]: in half of the cases it is more."""
        return self._quantiles[HALF]

    @cached_property
    def _quantiles(self) -> dict[float, Array]:
        """(W + 1,) readings below which a share of the cases lies [deg], by the share."""
        shares = (HALF, *(share for ends in BANDS.values() for share in ends))
        return dict(zip(shares, np.quantile(self.reading, shares, axis=0), strict=True))


@dataclass(frozen=True, eq=False)
class HipForecast:
    """The forecast of one hip.

    Attributes:
        shown: kind and set-up of the test that is forecast; None without a test.
        scenarios: by name; ``as_now`` only where practice is known, ``half_sitting`` only where sitting is, too.
        past: (D, W + 1) what the shown test would show over the weeks of the record, without its error [deg].
        beside: (D, W + 1) how much of it the hip did beside the model [deg].
        noise: (D, 1) possible errors of one test, on whichever day [deg].
    """

    record: HipRecord
    today: date
    weeks: Weeks
    sharpened: Sharpened
    shown: tuple[TestKind, str] | None
    scenarios: Mapping[ScenarioName, ScenarioForecast]
    past: Array
    beside: Array
    noise: Array

    @property
    def horizon(self) -> int:
        """Number of weeks ahead."""
        return len(self.scenarios["stop"].scenario.seconds)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of the weeks ahead, today first."""
        return tuple(self.today + timedelta(weeks=week) for week in range(self.horizon + 1))

    def as_shown(self, degrees: Array) -> Array:
        """Readings of the test that is forecast in its own sign; see `turned` [deg]."""
        return degrees if self.shown is None else turned(self.shown[0], degrees)

    def band_as_shown(self, ends: tuple[Array, Array]) -> tuple[Array, Array]:
        """The lower and the upper end of a band in the test's own sign [deg]."""
        first, second = map(self.as_shown, ends)
        return np.minimum(first, second), np.maximum(first, second)

    @property
    def error(self) -> float:
        """One standard error of a test like the last one of the shown set-up [deg], as it is believed now."""
        return error_of(self.record, self.shown, self.sharpened)

    @property
    def since_the_first_test(self) -> Array:
        """(D,) what the shown test changed by since it was first taken, beside the model [deg]; 0 without a test."""
        if self.shown is None:
            return np.zeros(len(self.beside))
        own = self.weeks.series[0] == self.weeks.setups[0].index(self.shown)
        first = self.weeks.time[:1, own][:, :1]
        return np.asarray(self.beside[:, -1] - change_at(self.beside[None], first)[0, :, 0])

    @property
    def enlarged(self) -> float:
        """How many times as large as stated the errors are; 1 unless the tests say surely that they are larger."""
        scale = self.sharpened.scale[0]
        return float(np.median(scale)) if np.quantile(scale, BANDS[95][0]) > 1 else 1.0

    @property
    def main(self) -> ScenarioForecast:
        """The scenario to look at first: as now where the person stretches, or else the plan."""
        first: ScenarioName = "as_now" if self.weeks.recent_seconds[0] > 0 else "plan"
        order: tuple[ScenarioName, ...] = (first, "as_now", "stop")
        return next(self.scenarios[name] for name in order if name in self.scenarios)

    @property
    def draws(self) -> Draws:
        """(1, D) the parameters after the tests."""
        return self.sharpened.draws


def error_of(record: HipRecord, series: tuple[TestKind, str] | None, sharpened: Sharpened) -> float:
    """One standard error of a test like the last one of a set-up [deg]: measurement and day-to-day change.

    Args:
        record: of the hip.
        series: kind and set-up of the test; None for a Thomas test.
        sharpened: what the tests say, of the size of the errors, too.
    """
    return float(np.sqrt(np.mean(sharpened.scale[0] ** 2))) * _stated_error(record, series)


def _stated_error(record: HipRecord, series: tuple[TestKind, str] | None) -> float:
    kind: TestKind = "thomas" if series is None else series[0]
    own = [test for test in record.tests if (test.kind, test.setup) == series]
    last = max(own, key=lambda test: test.day).error if own else usual_error(kind)
    return float(np.hypot(last, constant("day_to_day")))


def forecast_hip(
    record: HipRecord,
    today: date,
    *,
    planned: Sequence[float] = (),
    horizon: int = HORIZON,
) -> HipForecast:
    """Forecast one hip.

    Args:
        record: its tests, practice and sitting up to today.
        planned: seconds a week of a plan for the next weeks, its last figure holding on; empty without a plan.
        horizon: number of weeks ahead.

    Raises:
        UsageError: an entry after today or too far back, or a horizon that is too short or too long.
    """
    if not 1 <= horizon <= MOST_HORIZON:
        raise UsageError(
            _(
                "a forecast of {horizon} weeks is not made; give 1 to {most_horizon}",
                horizon=horizon,
                most_horizon=MOST_HORIZON,
            )
        )
    weeks = weeks_of([record], today)
    sharpened = sharpen(weeks, prior_draws(POWER), KEEP, SEED)
    if sharpened.counts[0] < LEAST_EFFECTIVE:
        most = int(np.log2(MOST_STATES / (weeks.seconds.shape[1] + 1 + weeks.time.shape[1])))
        sharpened = sharpen(weeks, prior_draws(min(max(most, POWER), MORE_POWER)), KEEP, SEED)
    shown = _shown(record)
    scenarios = _scenarios(weeks, planned, horizon)
    start = sharpened.history.last
    draws = sharpened.draws
    states = _ahead(draws, scenarios, start)
    parts = states.parts(draws)
    random = np.random.default_rng(SEED + 1)
    noise = (_stated_error(record, shown) * sharpened.scale[0] * mirrored_normals(random, (KEEP,)))[:, None]
    drift = drift_ahead(draws, sharpened.speed, sharpened.scale, horizon, random)[0]
    slope, level = _reading(weeks, sharpened, shown)
    beside = slope * sharpened.drift[0]
    past = level + slope * sharpened.history.gained(draws)[0] + beside
    found = {}
    for row, scenario in enumerate(scenarios):
        tolerance, softer, length = (one[row] - one[row, :, :1] for one in parts)
        change = tolerance + softer + length + drift
        reading = past[:, -1:] + slope * change + noise if shown else change + np.sqrt(2) * noise
        number = states.sarcomeres[row]
        found[scenario.name] = ScenarioForecast(
            scenario, tolerance, softer, length, drift, reading, number / number[:, :1]
        )
    return HipForecast(record, today, weeks, sharpened, shown, found, past, beside, noise)


def _shown(record: HipRecord) -> tuple[TestKind, str] | None:
    """The Thomas test before the stretch, then the set-up with most tests, then the latest."""
    by_setup: dict[tuple[TestKind, str], list[date]] = {}
    for test in record.tests:
        by_setup.setdefault((test.kind, test.setup), []).append(test.day)
    return max(
        by_setup,
        key=lambda one: (one[0] == "thomas", len(by_setup[one]), max(by_setup[one]), one[1]),
        default=None,
    )


def _reading(weeks: Weeks, sharpened: Sharpened, shown: tuple[TestKind, str] | None) -> tuple[Array, Array]:
    """(D, 1) how a change of the hip shows in the test, and the level of the test."""
    slope = np.ones((KEEP, 1))
    if shown is None:
        return slope, np.zeros((KEEP, 1))
    if shown[0] == "stretch":
        slope = sharpened.draws.stretch_slope[0][:, None]
    return slope, sharpened.level[0, weeks.setups[0].index(shown)][:, None]


def _scenarios(weeks: Weeks, planned: Sequence[float], horizon: int) -> list[Scenario]:
    now = (float(weeks.recent_seconds[0]),) * horizon
    practised = bool(np.isfinite(weeks.recent_seconds[0]))
    usual, recent = float(weeks.usual_sitting[0]), float(weeks.recent_sitting[0])
    known = bool(np.isfinite(recent))
    hours, less = (recent, usual - recent) if known else (None, 0.0)
    found = []
    if practised:
        found.append(Scenario("as_now", now, planned=False, sitting=hours, sitting_less=less))
    if planned:
        seconds = tuple(planned[min(week, len(planned) - 1)] for week in range(horizon))
        found.append(Scenario("plan", seconds, planned=True, sitting=hours, sitting_less=less))
    if practised and known:
        found.append(Scenario("half_sitting", now, False, recent / 2, usual - recent / 2))
    found.append(Scenario("stop", (0.0,) * horizon, planned=False, sitting=hours, sitting_less=less))
    return found


def _ahead(draws: Draws, scenarios: Sequence[Scenario], start: HipState) -> HipState:
    """(S, D, W + 1) the states in S scenarios."""
    share = np.stack([draws.kept[0] if one.planned else np.ones_like(draws.kept[0]) for one in scenarios])
    seconds = np.array([one.seconds for one in scenarios])[:, None, :] * share[..., None]
    less = np.array([[[one.sitting_less]] for one in scenarios])
    begin = start.each(lambda values: np.broadcast_to(values, share.shape))
    return follow(draws, seconds, less, begin)


def forecast_many(
    records: Sequence[HipRecord],
    today: date,
    seconds: Array,
    *,
    power: int = 10,
    keep: int = 512,
) -> Array:
    """Forecast many hips at once, each with the same habit ahead; for studies and for checks of the bands.

    Args:
        records: of P hips, each with at least one test; the kind that is tested first is forecast.
        seconds: (P, H) stretched in each of the next weeks.
        power: the draws before the tests are 2 to this power.
        keep: number of draws after them.

    Returns:
        (P, H + 1, keep) what a test would show, today first, with the error of the first test [deg].
    """
    prior = prior_draws(power)
    found = np.empty((len(records), seconds.shape[1] + 1, keep), dtype=np.float32)
    random = np.random.default_rng(SEED + 1)
    for first in range(0, len(records), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        weeks = weeks_of(records[some], today)
        sharpened = sharpen(weeks, prior, keep, SEED + first)
        draws = sharpened.draws
        less = np.nan_to_num(weeks.usual_sitting - weeks.recent_sitting)[:, None, None]
        ahead = follow(draws, seconds[some, None, :], less, sharpened.history.last).gained(draws)
        ahead += sharpened.drift[..., -1:]
        ahead += drift_ahead(draws, sharpened.speed, sharpened.scale, seconds.shape[1], random)
        slope = np.where(weeks.is_stretch[:, :1], draws.stretch_slope, 1.0)
        first_series = np.take_along_axis(sharpened.level, weeks.series[:, :1, None], axis=1)[:, 0]
        spread = sharpened.scale * np.sqrt(weeks.variance[:, :1])
        error = (spread * mirrored_normals(random, spread.shape))[..., None]
        found[some] = np.moveaxis(first_series[..., None] + slope[..., None] * ahead + error, 2, 1)
    return found
