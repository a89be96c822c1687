"""How far a long run is, kept in a file: it goes on there after it was stopped."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.rows import COUNTED, Row

SAVE_EVERY: Final = 20
_FAULTS: Final = re.compile(r"(\d+) kinds of fault")


def plain(name: str) -> str:
    """A name as that of a file."""
    return re.sub(r"\W+", "-", name)


class Progress:
    """How many inputs or runs there were, and what was wrong, by kind with the number of times."""

    def __init__(self, state: Path, name: str) -> None:
        self.name = name
        self.path = path = state / f"{plain(name)}.json"
        known: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        self.done: int = known.get("done", 0)
        self.wrong: dict[str, int] = known.get("wrong", {})

    def add(self, wrong: list[str]) -> None:
        """Count one input."""
        self.done += 1
        self.add_faults(wrong)
        if wrong or self.done % SAVE_EVERY == 0:
            self.save()

    def add_faults(self, wrong: list[str]) -> None:
        """Count what was wrong with no input of its own."""
        for fault in wrong:
            self.wrong[fault] = self.wrong.get(fault, 0) + 1

    def row(self, what: str, asked: str, good: str = "always") -> Row:
        """The row of the table; each kind of fault is printed."""
        for fault, times in self.wrong.items():
            print(f"{self.name}: {fault} ({times} times)", flush=True)
        reached = f"{len(self.wrong)} kinds of fault" if self.wrong else good
        return Row(what, asked, reached, not self.wrong)

    def save(self) -> None:
        """Write it, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".part")
        beside.write_text(json.dumps({"done": self.done, "wrong": self.wrong}, indent=1))
        beside.replace(self.path)


def total_of(rows: Sequence[Row], words: str, asked: str) -> Row:
    """The row of all rows of `Progress.row`, also where they come from a page.

    Args:
        words: what follows the number of all, with the number of rows as ``{}``: ``kills over {} verbs``.
    """
    done = sum(_number(COUNTED, row.what) for row in rows)
    faults = sum(_number(_FAULTS, row.reached) for row in rows)
    return Row(f"{done} {words.format(len(rows))}", asked, f"{faults} kinds of fault", not faults)


def _number(pattern: re.Pattern[str], words: str) -> int:
    found = pattern.search(words)
    return int(found[1]) if found else 0
