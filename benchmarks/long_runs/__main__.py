"""Runs of hours, each of which goes on where it was stopped; one table at the end.

python -m benchmarks.long_runs                              everything: some hours on two cores
python -m benchmarks.long_runs --parts damage kills         some of it
python -m benchmarks.long_runs --count 500 --kills 10       a short form
python -m benchmarks.long_runs --write                      puts the table into docs/long-runs.md

Where it stands is kept in ``--state``; another folder, or none there, begins anew.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.long_runs import clinic_kills, damage, day_of_coach, full_disk, kills, unplugged
from benchmarks.rows import Row, show, write_part

PARTS = ("damage", "day", "camera", "disk", "kills", "clinic")

PAGE = Path(__file__).parents[2] / "docs" / "long-runs.md"
TITLES = {
    "damage": "Damaged inputs",
    "day": "Whole days of the coach by a simulated clock",
    "camera": "The camera pulled",
    "disk": "A disk that is full",
    "kills": "`kill -9` at random moments",
    "clinic": "`kill -9` of a clinic under writing",
}
TOTALS: Final[Mapping[str, Callable[[Sequence[Row]], Row]]] = {"damage": damage.total, "kills": kills.total}
"""Of parts with a row for all: what it is, from the others."""
INTRO = """# Long runs

Made by `python -m benchmarks.long_runs --write`: what happens to psoas when things go wrong very often. A short form of
it is among the tests, `tests/test_long_runs.py`. The damage of an input is guided by the branches that it reaches where
`atheris` is installed (`uv pip install --group fuzz`); its kinds are those of `benchmarks.mutated_days`. An input may
end in a result or in one sentence; never in another exception, a warning, a line on the terminal, 10 s of processor
time or 500 MB more. Disks of a few megabytes are mounted for the run, which needs root; without it the length of files
is limited.
"""


def main() -> int:
    """Print the rows as they come; 1 where something was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", nargs="+", help="names of ways in, or of verbs")
    parser.add_argument("--state", type=Path, default=Path("long-runs"))
    parser.add_argument(
        "--write", action="store_true", help="put the rows of these parts into docs/long-runs.md"
    )
    given = parser.parse_args()
    found: list[Row] = []
    work: dict[str, Callable[[], Iterable[Row]]] = {
        "damage": lambda: damage.rows(given.count, given.state / "damage", given.only),
        "day": lambda: day_of_coach.rows(given.state / "day"),
        "camera": lambda: unplugged.rows(given.state / "camera"),
        "disk": lambda: full_disk.rows(full_disk.SHARES, given.state / "disk", given.only),
        "kills": lambda: kills.rows(given.kills, given.state / "kills", given.only),
        "clinic": lambda: clinic_kills.rows(min(given.kills, clinic_kills.COUNT), given.state / "clinic"),
    }
    for part in given.parts:
        lines: list[Row] = []
        for row in work[part]():
            show([row])
            lines.append(row)
        total = TOTALS.get(part)
        if total is not None:
            show([total(lines)])
        if given.write:
            some = given.only is not None
            write_part(PAGE, INTRO, TITLES, part, lines, some=some, total=total)
        found += lines
    return int(not all(row.passed for row in found))


if __name__ == "__main__":
    raise SystemExit(main())
