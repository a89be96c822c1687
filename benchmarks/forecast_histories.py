"""Histories that the model did not make: how often the bands hold what the hip shows today and in ten weeks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from benchmarks.forecast_people import TODAY
from psoas.forecast import BANDS, HORIZON, HipRecord, HipTest, forecast_hip
from psoas.timeseries import Array

Course = Callable[[np.random.Generator, int], Callable[[Array], Array]]
"""Makes what a hip does over weeks, the record being so many of them long."""


@dataclass(frozen=True)
class History:
    """One kind of history.

    Attributes:
        what: plain words.
        course: what the hip does [deg], by weeks from the first test.
        error: true size of the errors, over the stated one.
        gap: weeks without tests and practice in the middle.
    """

    what: str
    course: Course
    error: float = 1.0
    gap: int = 0


def _level(_random: np.random.Generator, _weeks: int) -> Callable[[Array], Array]:
    return np.zeros_like


def _rising(way: float, after: float) -> Course:
    """A straight line up to today, which then goes on at a share of its speed."""

    def made(random: np.random.Generator, weeks: int) -> Callable[[Array], Array]:
        speed = way * random.uniform(0.5, 1.5)
        return lambda at: speed * (np.minimum(at, weeks) + after * np.maximum(at - weeks, 0.0))

    return made


def _levelling(random: np.random.Generator, _weeks: int) -> Callable[[Array], Array]:
    gain, slowness = random.uniform(6, 14), random.uniform(2, 8)
    return lambda at: gain * -np.expm1(-at / slowness)


def _stepping(random: np.random.Generator, weeks: int) -> Callable[[Array], Array]:
    height, when = random.uniform(5, 12) * random.choice((-1, 1)), random.uniform(0.2, 0.8) * weeks
    return lambda at: height * (at > when)


def _rocking(random: np.random.Generator, _weeks: int) -> Callable[[Array], Array]:
    height, length, start = random.uniform(2, 5), random.uniform(8, 20), random.uniform(0, 2 * np.pi)
    return lambda at: height * np.sin(2 * np.pi * at / length + start)


HISTORIES = (
    History("nothing changes", _level),
    History("rises by 0.5 to 1.5 degrees a week and stays there", _rising(1.0, 0.0)),
    History("rises as fast and goes on half as fast", _rising(1.0, 0.5)),
    History("rises as fast and goes on like that", _rising(1.0, 1.0)),
    History("rises by 6 to 14 degrees and levels off", _levelling),
    History("falls by 0.5 to 1.5 degrees a week and stays there", _rising(-1.0, 0.0)),
    History("one step of 5 to 12 degrees, up or down", _stepping),
    History("goes up and down by 2 to 5 degrees, over months", _rocking),
    History("nothing changes; errors are twice as large as stated", _level, error=2.0),
    History("nothing changes; errors are half as large as stated", _level, error=0.5),
    History("rises as fast; errors are half as large as stated", _rising(1.0, 0.0), error=0.5),
    History("rises as fast, 8 to 16 weeks of it unseen", _rising(1.0, 0.0), gap=12),
)


def history_rows(people: int) -> list[tuple[str, tuple[float, ...]]]:
    """Shares of people whose test today, and in ten weeks, lies in the bands of 80 and of 95 %."""
    return [
        (one.what, tuple(np.mean([_held(one, [kind, number]) for number in range(people)], axis=0)))
        for kind, one in enumerate(HISTORIES)
    ]


def _held(history: History, seed: list[int]) -> list[bool]:
    """Whether a person's test today and in ten weeks lies in the band of 80 and of 95 %."""
    random = np.random.default_rng(seed)
    weeks = int(random.integers(5, 17))
    gap = int(random.integers(8, 17)) if history.gap else 0
    at = np.arange(weeks, dtype=float)
    at[weeks // 2 :] += gap
    length = int(at[-1]) + 1
    course = history.course(random, length)
    first = TODAY - timedelta(weeks=length) + timedelta(days=6)
    stated, level = random.uniform(2.5, 4.5), random.normal(10, 6)
    shown = level + course(np.append(at, [length, length + HORIZON]))
    shown += history.error * stated * random.standard_normal(len(shown))
    tests = [
        HipTest(first + timedelta(weeks=int(week)), "stretch", value, float(np.sqrt(stated**2 - 1.5**2)))
        for week, value in zip(at, shown[:-2], strict=True)
    ]
    seconds = random.uniform(0, 600)
    practice = [(test.day, seconds) for test in tests]
    made = forecast_hip(HipRecord(tests, practice), TODAY).scenarios["as_now"]
    bands = [made.band(percent) for percent in BANDS]
    return [
        bool(low[week] <= shown[place] <= high[week])
        for week, place in ((0, -2), (HORIZON, -1))
        for low, high in bands
    ]
