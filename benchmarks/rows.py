"""One line of the table that `benchmarks.run` prints."""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was asked, what was reached, and whether that is enough; ``passed`` is None for what was not run."""

    what: str
    asked: str
    reached: str
    passed: bool | None


def show(rows: Iterable[Row]) -> None:
    """Print one line each, with pass, MISS or not run in front."""
    for row in rows:
        word = {True: "pass", False: "MISS", None: "not run"}[row.passed]
        print(f"{word:8s}{row.what:54s} {row.asked:22s} {row.reached}", flush=True)


def show_runs(doc: str | None, rows: Callable[[int], Iterable[Row]]) -> None:
    """Print the lines of a benchmark that repeats its measurements as often as ``--runs`` says."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    show(rows(parser.parse_args().runs))
