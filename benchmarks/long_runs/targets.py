"""Every way in: what it reads, sound samples of it, and how many of all damaged inputs it gets.

A target's ``read`` gets the path of a damaged file, and returns a list of what is wrong with the result. What it raises
is judged by `examine`.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

Read = Callable[[Path], list[str]]


@dataclass(frozen=True)
class Target:
    """One reader.

    Attributes:
        name: unique, and without blanks.
        share: how many of a thousand inputs are for it; dear readers have few.
        function: of `benchmarks.long_runs.readers`, gives the reader; imported late, so that its branches are counted.
        samples: sound files by name, made once.
        ending: of the damaged file; empty: that of the sample.
    """

    name: str
    share: float
    function: str
    samples: str
    ending: str


def targets() -> list[Target]:
    """All targets, those of the days by the names of their samples."""
    from tests.day.samples import samples

    days = [
        Target(f"day-{name}", DAYS / len(samples()), "day_file", f"day:{name}", Path(name).suffix)
        for name in samples()
    ]
    return [*OTHERS, *days]


DAYS: Final = 320.0
OTHERS: Final = (
    Target("trc", 75, "motion_file", "trc", ".trc"),
    Target("mot", 75, "motion_file", "mot", ".mot"),
    Target("sto", 30, "motion_file", "mot", ".sto"),
    Target("c3d", 75, "motion_file", "c3d", ".c3d"),
    Target("c3d-forces", 45, "force_plates", "plates", ".c3d"),
    Target("xml", 55, "external_loads", "xml", ".xml"),
    Target("mot-forces", 45, "external_loads", "grf", ".mot"),
    Target("marker-map", 40, "marker_map", "map", ".csv"),
    Target("forecast-table", 60, "forecast_table", "table", ".csv"),
    Target("forecast-json", 45, "forecast_result", "forecast", ".json"),
    Target("results", 15, "result_json", "result", ".json"),
    Target("manifest", 50, "manifest", "manifest", ".csv"),
    Target("photo", 40, "clip", "photo", ".jpg"),
    Target("live-picture", 60, "live_picture", "jpeg", ".jpg"),
    Target("socket", 30, "live_socket", "socket", ".bin"),
    Target("clip", 40, "clip", "clip", ".mp4"),
    Target("backup", 12, "back_up", "backup", ".zip"),
    Target("check-mot", 6, "checked_motion", "mot", ".mot"),
    Target("check-trc", 4, "checked_motion", "trc", ".trc"),
)


def reader(target: Target, folder: Path) -> Read:
    """The function that reads one damaged file; ``folder`` may hold what belongs to it.

    It has read the sound files: they are sound, and all that it needs is imported.
    """
    made: Read = getattr(importlib.import_module("benchmarks.long_runs.readers"), target.function)(folder)
    for name, content in sound(target.samples).items():
        (folder / name).write_bytes(content)
        wrong = made(folder / name)
        assert wrong == [], f"{name} is not sound: {wrong}"
    return made


@cache
def sound(kind: str) -> Mapping[str, bytes]:
    """Sound files of a kind."""
    made: Mapping[str, bytes] = importlib.import_module("benchmarks.long_runs.sound").sound(kind)
    return made


def counts(total: int, chosen: list[Target]) -> Iterator[tuple[Target, int]]:
    """How many inputs of all each target gets, whether the others are chosen or not."""
    whole = sum(one.share for one in targets())
    for one in chosen:
        yield one, max(1, round(total * one.share / whole))
