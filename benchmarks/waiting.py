"""How long somebody waits for loads: for those of a long recording with their band, and for a what-if.

    python -m benchmarks.run --only loads          with the other lines on loads
    python -m benchmarks.waiting                   these alone

What is timed:
    long recording    a stretch half kneeling at 100 frames a second, with the band from the angles' errors: in one
                      process, and with one more on each other core, as `psoas load FILE` does by itself
    what-if           `psoas load standing --psoas-shorter 10%`: where the body settles before and after, with the band

Times on the wall are those of a machine that may do other things, too: the load is given. Processor time leaves that
out; from it follows what the processes would gain on cores of their own. Both ways take turns.
"""

import os
import resource
from time import perf_counter, process_time

import numpy as np

from benchmarks.load_motions import STEP, stretch
from benchmarks.rows import Row, show_runs
from psoas.body.coordinates import COORDINATES
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.loads.body_loads import Assumptions
from psoas.loads.settling import what_if
from psoas.motion import load_recording_error
from psoas.recordings.loads_over_time import loads_over_time
from psoas.timeseries import TimeSeries

FRAMES = 20_000
LEAST_GAIN = 1.8
"""Speed with processes on two cores over that of one process."""
MOST_SECONDS = 3.0
"""Processor time of a what-if [s]."""
CHANGES = {
    "both psoas 10 % shorter": Assumptions(psoas_length=(0.9, 0.9)),
    "right psoas 10 % shorter": Assumptions(psoas_length=(0.9, 1.0)),
    "both psoas 30 % weaker": Assumptions(psoas_strength=(0.7, 0.7)),
}


def rows(runs: int = 3) -> list[Row]:
    """The lines of the table."""
    body = load_body()
    return [long_row(body, max(1, runs // 2)), *(what_if_row(body, words, runs) for words in CHANGES)]


def long_row(body: Body, runs: int) -> Row:
    """A long recording in one process and in several, in turns; medians."""
    pose = stretch(body, FRAMES).pose
    units = tuple(COORDINATES[name].unit for name in body.coordinates)
    recording = TimeSeries(STEP * np.arange(FRAMES), body.coordinates, pose, units)
    cores, load = max(2, os.cpu_count() or 1), os.getloadavg()[0]
    took: dict[int, list[tuple[float, float]]] = {0: [], cores - 1: []}
    values = {}
    for _ in range(runs):
        for workers, times in took.items():
            wall, processor = perf_counter(), _processor_time()
            found, _ = loads_over_time(body, recording, errors=load_recording_error().bands, workers=workers)
            times.append((perf_counter() - wall, _processor_time() - processor))
            values[workers] = found.others.tobytes()
    (alone, alone_busy), (helped, helped_busy) = (np.median(times, axis=0) for times in took.values())
    gain = alone / helped
    same = "same bytes" if values[0] == values[cores - 1] else "OTHER BYTES"
    return Row(
        f"{FRAMES:,} frames with their band: {cores} processes against one",
        f">= {LEAST_GAIN:g} times as fast",
        f"{gain:.2f} times on the wall ({alone:.1f} and {helped:.1f} s); by processor time {alone_busy:.1f} and "
        f"{helped_busy:.1f} s of all together, {cores * alone_busy / helped_busy:.2f} times on {cores} free cores; "
        f"{same}; load {load:.1f}",
        bool(gain >= LEAST_GAIN) and values[0] == values[cores - 1],
    )


def what_if_row(body: Body, words: str, runs: int) -> Row:
    """A what-if, the median of some runs."""
    times = []
    for _ in range(runs):
        begin = process_time()
        what_if(body, CHANGES[words])
        times.append(process_time() - begin)
    middle = float(np.median(times))
    return Row(
        f"what-if: {words}",
        f"< {MOST_SECONDS:g} s",
        f"{middle:.2f} s of processor time, worst {max(times):.2f}",
        middle < MOST_SECONDS,
    )


def _processor_time() -> float:
    """Of this process and of those that it started and that have ended [s]."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    show_runs(__doc__, rows)
