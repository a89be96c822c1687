"""A progress bar on standard error for work of more than two seconds."""

import time
from collections.abc import Callable
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from psoas.words import N_, _, number

PATIENCE_S: Final = 2.0


class ProgressBar:
    """A `Progress` that shows how many are done a second and the time left.

    The bar appears after two seconds, on a terminal only, and is removed at the end.

    Args:
        name: of the recording, or of the work.
        unit: what is counted, in English.
        console: shows the bar; None is standard error.
        clock: gives seconds that only increase.
    """

    def __init__(
        self,
        name: str,
        console: Console | None = None,
        clock: Callable[[], float] = time.monotonic,
        unit: str = N_("frames"),
    ) -> None:
        self._name = name
        self._unit = unit
        self._console = console or Console(stderr=True)
        self._clock = clock
        self._began = clock()
        self._stage = ""
        self._stage_began = (0.0, 0)
        self._bar: Progress | None = None
        self._task = TaskID(0)

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if not self._console.is_terminal:
            return
        now = self._clock()
        if stage != self._stage:
            self._stage, self._stage_began = stage, (now, done)
        if self._bar is None:
            if now - self._began < PATIENCE_S:
                return
            self._bar = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.fields[pace]}", markup=False),
                console=self._console,
                transient=True,
            )
            self._task = self._bar.add_task("", total=total, pace="")
            self._bar.start()
        self._bar.update(
            self._task,
            description=f"{self._name}: {_(stage)}",
            completed=done,
            total=total,
            pace=pace(now - self._stage_began[0], done - self._stage_began[1], done, total, self._unit),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def pace(seconds: float, fresh: int, done: int, total: int | None, unit: str = N_("frames")) -> str:
    """Say ``38 frames/s, 1 min 20 s left``; empty before a frame is done.

    Args:
        seconds: duration of the ``fresh`` frames [s].
        fresh: frames done in that time.
        done: frames done in all.
        total: all frames; None where the number is not known.
    """
    if seconds <= 0 or fresh <= 0:
        return ""
    rate = fresh / seconds
    digits = ".0f" if rate >= 10 else ".1f" if rate >= 1 else ".2g"
    words = f"{number(rate, digits)} {_(unit)}/s"
    if total is None or done >= total:
        return words
    left = round((total - done) / rate)
    minutes, rest = divmod(left, 60)
    if minutes >= 60:
        hours, minutes = divmod(minutes, 60)
        return _("{rate}, {hours} h {minutes} min left", rate=words, hours=hours, minutes=minutes)
    if minutes:
        return _("{rate}, {minutes} min {seconds} s left", rate=words, minutes=minutes, seconds=rest)
    return _("{rate}, {seconds} s left", rate=words, seconds=rest)
