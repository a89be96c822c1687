"""Thousands of small motion files, each with a movement of its own."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from tests.exercises.hip_stretch.sessions import Rep
from tests.recordings.made_motion import METRES, knee_bend
from tests.recordings.made_recording import stretch, walk, write_recording

from psoas.timeseries import TimeSeries

IN_A_FOLDER: Final = 100
NOISE_DEG: Final = 0.05
"""Standard deviation of the noise on each angle."""


def write_files(folder: Path, count: int) -> Iterator[Path]:
    """Write so many motion files, a hundred in each folder; the same count gives the same files every time.

    Of ten, six are knee bends, three are walks, and one is a stretch. Each has its own depth, stance and noise; of two
    hundred, one is cut off in its table's head.
    """
    for number in range(count):
        place = folder / f"sub-{number // IN_A_FOLDER:04}"
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"sub-{number // IN_A_FOLDER:04}_run-{number % IN_A_FOLDER:02}.mot"
        write_recording(path, _varied(_movement(number), number))
        if number % 200 == 199:
            path.write_bytes(path.read_bytes()[:40])
        yield path


def _movement(number: int) -> TimeSeries:
    kind = number % 10
    if kind < 6:
        return knee_bend(30.0 + 5 * (number // 10 % 8), (15.0, 20.0, 30.0)[number // 80 % 3])
    if kind < 9:
        return _walk(2.0 + number // 10 % 3, 30.0)
    return _stretch(number // 10 % 2 == 1)


@cache
def _walk(seconds: float, fps: float) -> TimeSeries:
    return walk(seconds, fps)


@cache
def _stretch(arched: bool) -> TimeSeries:
    return stretch(arched=arched, reps=(Rep(pause=0.9),), fps=10.0)


def _varied(movement: TimeSeries, number: int) -> TimeSeries:
    """The movement with the depth, stance and noise of this number."""
    chance = np.random.default_rng(number)
    depth = chance.uniform(0.9, 1.1)
    columns = []
    for name in movement.names:
        values = movement[name]
        if name not in METRES:
            lean, noise = chance.normal(0, 1), chance.normal(0, NOISE_DEG, len(values))
            values = depth * values + np.radians(lean + noise)
        columns.append(values)
    return replace(movement, values=np.column_stack(columns))
