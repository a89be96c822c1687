"""How far a long run is, kept in a file: it goes on there after it was stopped."""

import json
import re
from pathlib import Path
from typing import Any, Final

SAVE_EVERY: Final = 20


def plain(name: str) -> str:
    """A name as that of a file."""
    return re.sub(r"\W+", "-", name)


class Progress:
    """How many inputs or runs there were, and what was wrong, by kind with the number of times."""

    def __init__(self, state: Path, name: str) -> None:
        self.path = path = state / f"{plain(name)}.json"
        known: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        self.done: int = known.get("done", 0)
        self.wrong: dict[str, int] = known.get("wrong", {})

    def add(self, wrong: list[str]) -> None:
        """Count one input."""
        self.done += 1
        for fault in wrong:
            self.wrong[fault] = self.wrong.get(fault, 0) + 1
        if wrong or self.done % SAVE_EVERY == 0:
            self.save()

    def save(self) -> None:
        """Write it, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".part")
        beside.write_text(json.dumps({"done": self.done, "wrong": self.wrong}, indent=1))
        beside.replace(self.path)
