"""One line of the table that `benchmarks.run` prints."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


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
    page: Path, intro: str, titles: Mapping[str, str], part: str, rows: Sequence[Row], *, some: bool = False
) -> None:
    """Replace one part of a page of tables, and leave the others as they are.

    Args:
        intro: the page's own beginning; titles: of all parts, in their order.
        some: the rows are some of the part's; the others stay, known by their words up to the colon.
    """
    before = page.read_text(encoding="utf-8") if page.exists() else ""
    sections = dict(section.split("\n", 1) for section in before.split("\n## ")[1:])
    word = {True: "yes", False: "**no**", None: "not run"}
    table = ["", "| what | asked | reached | |", "|---|---|---|---|"]
    if some:
        new = {row.what.partition(":")[0] for row in rows}
        old = sections.get(titles[part], "").strip().splitlines()[2:]
        table += [line for line in old if line.removeprefix("| ").partition(":")[0] not in new]
    table += [f"| {row.what} | {row.asked} | {row.reached} | {word[row.passed]} |" for row in rows]
    sections[titles[part]] = "\n".join(table)
    known = [title for title in titles.values() if title in sections]
    text = [f"## {title}\n{sections[title].rstrip()}\n" for title in known]
    page.write_text("\n".join([intro, *text]), encoding="utf-8")
