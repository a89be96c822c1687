"""`kill -9` at random moments of every verb that writes: nothing half-written, and the next start fine."""

import random
import re
import signal
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

import psutil

from benchmarks.long_runs.progress import Progress, plain, total_of
from benchmarks.long_runs.verbs import ENDS_S, VERBS, Verb, faults_in, lay_out, leftovers_in, run
from benchmarks.rows import Row

WHOLE_EVERY: Final = 6
"""After so many kills the verb runs to its end."""

CHILDREN_S: Final = 20.0
"""Longest time after a kill for which processes that the verb had started may go on [s]."""


def rows(count: int, state: Path, only: list[str] | None = None) -> Iterator[Row]:
    """About ``count`` kills, over all verbs: a row for each."""
    chosen = [one for one in VERBS if only is None or one.name in only]
    whole = sum(one.share for one in chosen)
    for verb in chosen:
        progress = kill_often(verb, max(1, round(count * verb.share / whole)), state)
        yield progress.row(f"{verb.name}: {progress.done} kills", "nothing half-written")


def total(rows: Sequence[Row]) -> Row:
    """The row of all kills."""
    return total_of(rows, "kills over {} verbs", "nothing half-written, the next start fine")


def kill_often(verb: Verb, count: int, state: Path) -> Progress:
    """Kill a verb in one folder over and over; each run finds what the one before has left."""
    progress, folder = Progress(state, verb.name), state / plain(verb.name)
    if progress.done >= count:
        return progress
    if not folder.exists():
        folder.mkdir(parents=True)
        lay_out(verb, folder)
    moments = random.Random(f"{verb.name} {progress.done}")
    lasts_s = _whole(verb, folder)[1] if verb.module == "psoas" else 6.0
    while progress.done < count:
        wrong = _kill(verb, folder, lasts_s * moments.uniform(0.3, 1.02))
        if progress.done % WHOLE_EVERY == WHOLE_EVERY - 1 and verb.module == "psoas":
            faults, took_s = _whole(verb, folder)
            wrong, lasts_s = wrong + faults, (lasts_s + took_s) / 2
        progress.add(wrong)
        progress.save()
    if verb.module == "psoas":
        progress.add_faults(_whole(verb, folder)[0])
    progress.save()
    return progress


def _kill(verb: Verb, folder: Path, after_s: float) -> list[str]:
    """Kill the verb's own process; what is wrong then."""
    process = run(verb, folder)
    time.sleep(after_s)
    children: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(children, CHILDREN_S)
    wrong = [f"{one.name()} goes on after the kill" for one in alive]
    for one in alive:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    printed, said = process.communicate()
    if process.returncode != -signal.SIGKILL and process.returncode != 0:
        wrong.append(f"ends by itself with {process.returncode}: {said[-200:]}")
    return [*wrong, *faults_in(folder), *_lost(folder / "kept.db", printed)]


def _whole(verb: Verb, folder: Path) -> tuple[list[str], float]:
    """Run the verb to its end: what is wrong then, and how long it took [s]."""
    began = time.monotonic()
    process = run(verb, folder)
    _, said = process.communicate(timeout=ENDS_S)
    wrong = (
        [] if process.returncode == 0 else [f"the next start ends with {process.returncode}: {said[-200:]}"]
    )
    wrong += faults_in(folder)
    wrong += [f"{_general(name)} is left behind" for name in leftovers_in(folder)]
    return wrong, time.monotonic() - began


def _general(name: str) -> str:
    return re.sub(r"\d+-[\w-]{11}|\d{3,}", "N", name)


def _lost(database: Path, printed: str) -> list[str]:
    """Repetitions that were printed as saved and are not in the database."""
    saved = {(int(one), int(number)) for one, number in re.findall(r"saved (\d+) (\d+)", printed)}
    if not saved:
        return []
    with closing(sqlite3.connect(database)) as connection:
        kept = set(connection.execute("SELECT set_id, number FROM repetitions").fetchall())
    return [f"{len(saved - kept)} saved repetitions are lost"] if saved - kept else []
