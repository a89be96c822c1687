"""One line of the table that `benchmarks.run` prints."""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COUNTED: Final = re.compile(r": (\d+)\b")
"""Where the words of a row tell how many: ``check: 24 kills``."""
PASSED: Final = {True: "yes", False: "**no**", None: "not run"}


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


def write_part(
    page: Path,
    intro: str,
    titles: Mapping[str, str],
    part: str,
    rows: Sequence[Row],
    *,
    some: bool = False,
    total: Callable[[Sequence[Row]], Row] | None = None,
) -> None:
    """Replace one part of a page of tables, and leave the others as they are.

    Args:
        intro: the page's own beginning; titles: of all parts, in their order.
        some: the rows are some of the part's; the others stay, known by their words before the number.
        total: makes the last row of the part from all others.
    """
    before = page.read_text(encoding="utf-8") if page.exists() else ""
    sections = dict(section.split("\n", 1) for section in before.split("\n## ")[1:])
    table = ["", "| what | asked | reached | |", "|---|---|---|---|"]
    every = list(rows)
    if some:
        old = list(_rows_in(sections.get(titles[part], "")))
        every = _renewed(old if total is None else old[:-1], rows)
    if total is not None:
        every.append(total(every))
    table += [f"| {row.what} | {row.asked} | {row.reached} | {PASSED[row.passed]} |" for row in every]
    sections[titles[part]] = "\n".join(table)
    known = [title for title in titles.values() if title in sections]
    text = [f"## {title}\n{sections[title].rstrip()}\n" for title in known]
    page.write_text("\n".join([intro, *text]), encoding="utf-8")


def _rows_in(section: str) -> Iterator[Row]:
    """The rows of a part of a page."""
    passed = {word: value for value, word in PASSED.items()}
    for line in section.strip().splitlines()[2:]:
        what, asked, reached, word = line.removeprefix("| ").removesuffix(" |").split(" | ")
        yield Row(what, asked, reached, passed[word])


def _renewed(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """The old rows, each new one in the place of the one that it renews."""
    return list({COUNTED.split(row.what)[0]: row for row in (*old, *new)}.values())
