"""Rows of a batch at size.

python -m benchmarks.batch efficiency CLIP.mp4 ... --count 60   the clips over and over, on one worker and on two
python -m benchmarks.batch many --count 10000                   small motion files in one run, and once more
python -m benchmarks.batch million --count 1000000              ledger, dataset and page of made results
python -m benchmarks.batch scheduling --count 20000             Dask alone, with recordings that do nothing
python -m benchmarks.batch kills --count 50                     kill -9 of whatever takes part
python -m benchmarks.batch --dictionary                         writes the data dictionary into docs/batch.md

On a machine that does other work beside it, only the figures by processor time mean something.
"""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.batch import efficiency, kills, many, million, scheduling
from benchmarks.rows import Row, show
from psoas.batch import dictionary_lines

PAGE = Path(__file__).parents[2] / "docs" / "batch.md"
HEADING = "## The data dictionary\n"


def write_dictionary() -> None:
    """Write the data dictionary into its page."""
    head, _, _ = PAGE.read_text(encoding="utf-8").partition(HEADING)
    PAGE.write_text(f"{head}{HEADING}\n" + "\n".join(dictionary_lines()).rstrip() + "\n", encoding="utf-8")


def main() -> int:
    """Print the rows as they come; 1 where one was missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.batch",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="?", choices=["efficiency", "many", "million", "scheduling", "kills"])
    parser.add_argument(
        "files", nargs="*", type=Path, help="clips for the efficiency; without any, the sample clip"
    )
    parser.add_argument("--count", type=int, help="recordings, or kills")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--lite", action="store_true", help="the smaller network in the clips of the efficiency"
    )
    parser.add_argument("--loads", action="store_true", help="with loads")
    parser.add_argument("--folder", type=Path, help="where the files are kept; a run goes on there")
    parser.add_argument("--dictionary", action="store_true")
    given = parser.parse_args()
    if given.dictionary:
        write_dictionary()
        return 0
    work: dict[str | None, Callable[[], Iterable[Row]]] = {
        "efficiency": lambda: efficiency.rows(
            given.files, given.count or 60, lite=given.lite, loads=given.loads
        ),
        "scheduling": lambda: scheduling.rows(given.count or 20_000),
        "million": lambda: million.rows(given.count or 1_000_000),
        "kills": lambda: kills.rows(given.count or 50),
        "many": lambda: many.rows(given.count or 10_000, given.workers, given.folder),
    }
    if given.what not in work:
        parser.error("name one of: efficiency, many, million, scheduling, kills")
    passed = True
    for row in work[given.what]():
        show([row])
        passed = passed and row.passed is not False
    return int(not passed)


if __name__ == "__main__":
    raise SystemExit(main())
