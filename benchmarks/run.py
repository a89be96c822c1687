"""The whole table: what was asked of `psoas check`, and what it reaches on this machine.

python -m benchmarks.run                          everything: about an hour on two cores
python -m benchmarks.run --only accuracy speed    some of it
python -m benchmarks.run --hours 0.2              a shorter clip for the memory
python -m benchmarks.run --clips FOLDER           other clips with truth for accuracy and peer
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import accuracy, memory, peer, speed
from benchmarks.rows import Row, show

PARTS = ("accuracy", "peer", "speed", "memory")


def main() -> int:
    """Print the lines of each part as they are known; 1 where one was missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--clips", type=Path, default=accuracy.CLIPS)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--hours", type=float, default=2.0)
    given = parser.parse_args()
    work: dict[str, Callable[[], list[Row]]] = {
        "accuracy": lambda: accuracy.rows(given.clips),
        "peer": lambda: peer.rows(given.clips),
        "speed": lambda: speed.rows(runs=given.runs),
        "memory": lambda: memory.rows(given.hours),
    }
    found: list[Row] = []
    for part in PARTS:
        lines = work[part]() if part in given.only else [Row(part, "", "not run: left out", None)]
        show(lines)
        found += lines
    count = {word: sum(row.passed is word for row in found) for word in (True, False, None)}
    print(f"{count[True]} reached, {count[False]} missed, {count[None]} not run")
    return int(count[False] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
