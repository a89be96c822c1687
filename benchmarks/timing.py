"""Time of a frame or a posture, on the wall and on the processor."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time

import numpy as np


@dataclass(frozen=True)
class Took:
    """Time for one frame or posture [s]: on the wall, and of all threads on a processor."""

    wall: float
    processor: float


def rate(took: list[Took], *, processor: bool = False) -> float:
    """Frames or postures a second, the median run."""
    return 1 / float(np.median([one.processor if processor else one.wall for one in took]))


def seconds(took: list[Took]) -> float:
    """Processor time of a frame, the median run [s]."""
    return 1 / rate(took, processor=True)


def timed(work: Callable[[], object], frames: int) -> Took:
    """Time some work on a number of frames or postures."""
    wall, processor = perf_counter(), process_time()
    work()
    return Took((perf_counter() - wall) / frames, (process_time() - processor) / frames)


def machine() -> str:
    """The machine in words: its cores, and how much it has to do besides."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
