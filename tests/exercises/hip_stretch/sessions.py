"""Sessions of the stretch made up for the tests: what was done is known exactly."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from psoas.timeseries import TimeSeries

Array = NDArray[np.floating]
TRUTH = Path(__file__).parents[2] / "clips" / "truth"


@dataclass(frozen=True)
class Rep:
    """One repetition as it was done: the pause before it, the move in, the hold, the move back [s]; travel [deg]."""

    pause: float = 0.4
    up: float = 0.9
    hold: float = 2.0
    down: float = 0.9
    travel: float = 17.0


@dataclass(frozen=True)
class Times:
    """When one repetition happened [s]."""

    start: float
    hold_start: float
    hold_end: float
    end: float


def move(time: Array, start: float, length: float) -> Array:
    """(T,) 0..1, the smoothest move from ``start`` on."""
    p = np.clip((time - start) / length, 0, 1)
    done: Array = 6 * p**5 - 15 * p**4 + 10 * p**3
    return done


def timetable(reps: Sequence[Rep], start: float = 0.6) -> list[Times]:
    """When each repetition happens."""
    times = []
    now = start
    for rep in reps:
        now += rep.pause
        marks = np.cumsum([now, rep.up, rep.hold, rep.down])
        times.append(Times(*(float(mark) for mark in marks)))
        now = float(marks[-1])
    return times


def thigh(
    reps: Sequence[Rep], fps: float = 30.0, base: float = -3.0, tail: float = 1.0
) -> tuple[Array, Array]:
    """(T,) time [s] and (T,) rear thigh [deg] of a session."""
    times = timetable(reps)
    last = times[-1].end if times else 5.0
    time = np.arange(0.0, last + tail, 1.0 / fps)
    values = np.full(len(time), base)
    for rep, at in zip(reps, times, strict=True):
        values += rep.travel * (
            move(time, at.start, at.hold_start - at.start) - move(time, at.hold_end, at.end - at.hold_end)
        )
    return time, values


def measured(
    time: Array, values: Array, seed: int, noise: float = 0.7, wander: float = 0.5, gaps: int = 0
) -> Array:
    """(T,) the values as a camera would measure them: noise and slow wander [deg], and short gaps."""
    random = np.random.default_rng(seed)
    fps = 1.0 / float(np.median(np.diff(time)))
    slow = gaussian_filter1d(random.normal(size=len(time)), fps, mode="wrap")
    out = values + noise * random.normal(size=len(time)) + wander * slow / max(float(slow.std()), 1e-9)
    for _ in range(gaps):
        first = int(random.integers(len(time)))
        out[first : first + int(random.integers(1, max(2, round(0.25 * fps))))] = np.nan
    result: Array = out
    return result


def series(time: Array, thigh_deg: Array, **others_deg: Array) -> TimeSeries:
    """The angles of a session; names that end in ``_m`` are metres."""
    columns = {"rear_thigh_angle": np.radians(thigh_deg)}
    units = {"rear_thigh_angle": "rad"}
    for name, values in others_deg.items():
        metres = name.endswith("_m")
        columns[name.removesuffix("_m")] = values if metres else np.radians(values)
        units[name.removesuffix("_m")] = "m" if metres else "rad"
    return TimeSeries.from_columns(time, columns, units)


def read_truth(name: str) -> dict[str, Any]:
    """The truth of one rendered clip."""
    truth: dict[str, Any] = json.loads((TRUTH / f"{name}.json").read_text(encoding="utf-8"))
    return truth
