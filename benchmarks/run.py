"""The whole table: the requirements on `psoas check`, the body and the coach, and the results on this machine.

python -m benchmarks.run                          everything: about an hour and a half on two cores
python -m benchmarks.run --only accuracy speed    some of it
python -m benchmarks.run --hours 0.2              a shorter clip for the memory, and twice that for the coach
python -m benchmarks.run --clips FOLDER           other clips with truth for accuracy and peer
python -m benchmarks.run --write                  puts the lines into docs/accuracy.md
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    accuracy,
    body,
    calibrate,
    calibrate_camera,
    cloth,
    coach,
    day_export,
    forecast,
    frontal,
    live_turned,
    loads,
    memory,
    mutated_days,
    on_feet,
    peer,
    speed,
    stickers,
    stride_curves,
    strides,
    thigh_day,
    thomas,
    waiting,
)
from benchmarks.clinic import load
from benchmarks.rows import Row, show, write_part

PAGE = Path(__file__).parent.parent / "docs" / "accuracy.md"
PARTS = ("accuracy", "peer", "speed", "body", "loads", "memory", "coach", "day", "forecast", "clinic")
TITLES = {
    "accuracy": "On rendered clips with exact truth",
    "peer": "Beside another program",
    "speed": "Speed",
    "body": "Speed of the muscle paths",
    "loads": "Speed of muscle and joint loads",
    "memory": "Memory",
    "coach": "The coach, live",
    "day": "The day from files of devices",
    "forecast": "The forecast",
    "clinic": "The clinic under load",
}
INTRO = """# How exact, how fast

Made by `python -m benchmarks.run --write`: each line is what was asked of the program, and what it reached. The clips
are the rendered ones of `tests/clips`, whose joint angles are known because the pictures were made from them. The rule
for the arch was learnt on rendered clips, these stretches among them; the lines "body not learnt from" are of bodies
that the rule had not seen. Real people differ from rendered ones more than those do from each other, and no motion
laboratory has checked these figures.
"""


def main() -> int:
    """Print the lines of each part as they come; 1 where a requirement was missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--clips", type=Path, default=accuracy.CLIPS)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    work: dict[str, Callable[[], list[Row]]] = {
        "accuracy": lambda: [
            *accuracy.rows(given.clips),
            *calibrate.rows(),
            *calibrate_camera.rows(),
            *cloth.rows(),
            *frontal.rows(),
            *on_feet.rows(),
            *thomas.rows(),
            *stickers.rows(),
            *strides.rows(),
            *stride_curves.rows(),
        ],
        "peer": lambda: peer.rows(given.clips),
        "speed": lambda: speed.rows(runs=given.runs),
        "body": lambda: body.rows(runs=given.runs),
        "loads": lambda: [*loads.rows(runs=given.runs), *waiting.rows(runs=given.runs)],
        "memory": lambda: memory.rows(given.hours),
        "day": lambda: [
            *thigh_day.rows(),
            *mutated_days.rows(2000),
            *day_export.rows(1000.0),
            *day_export.week_rows(),
        ],
        "forecast": forecast.rows,
        "clinic": load.rows,
        "coach": lambda: [*coach.rows(2 * given.hours), *live_turned.rows()],
    }
    found: list[Row] = []
    for part in PARTS:
        lines = work[part]() if part in given.only else [Row(part, "", "not run: left out", None)]
        show(lines)
        if given.write and part in given.only:
            write_part(PAGE, INTRO, TITLES, part, lines)
        found += lines
    count = {word: sum(row.passed is word for row in found) for word in (True, False, None)}
    print(f"{count[True]} reached, {count[False]} missed, {count[None]} not run")
    return int(count[False] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
