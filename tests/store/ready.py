"""A new SQLite database with its tables, made once in a process and copied: migrations take longer than most tests."""

import tempfile
from functools import cache
from pathlib import Path

from psoas.store.store import Store


def ready_file(folder: Path, name: str = "psoas.db") -> str:
    """The URL of a new database in a folder, as a Store that is opened for the first time leaves it."""
    path = folder / name
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(_content())
    return f"sqlite:///{path}"


@cache
def _content() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "psoas.db"
        Store.open(f"sqlite:///{path}").close()
        return path.read_bytes()
