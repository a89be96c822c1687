"""What a worker is told about one recording, and what it answers."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

RESULT_SCHEMA: Final = "psoas.batch-result/1"
UNWRITABLE: Final = "unwritable"
"""State of an outcome that says nothing of the recording: the folder of the results cannot be written."""


@dataclass(frozen=True)
class ClipJob:
    """The work on one recording; all paths are the same for every worker.

    Attributes:
        name, path: of the recording; beside: files with its forces.
        result, log: files to write.
        settings_hash, version: kept with the result.
        attempt: counted from 1.
    """

    name: str
    path: str
    beside: tuple[str, ...]
    height_m: float | None
    mass_kg: float | None
    lite: bool
    loads: bool
    series: bool
    result: str
    log: str
    settings_hash: str
    version: str
    time_s: float
    memory_mb: float
    attempt: int = 1


@dataclass(frozen=True)
class JobOutcome:
    """What became of one attempt; see `LedgerRow`."""

    state: str
    reason: str = ""
    file_hash: str = ""
    seconds: float = 0.0
    processor_s: float = 0.0
    memory_mb: float = 0.0


def hash_of(job: ClipJob) -> str:
    """SHA-256 of a recording and of the files beside it that belong to it.

    Raises:
        OSError: a file cannot be read.
    """
    found = hashlib.sha256()
    for path in (job.path, *job.beside):
        with Path(path).open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def read_result(path: Path) -> dict[str, Any] | None:
    """The rows of a recording as its process wrote them; None where there are none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("schema") == RESULT_SCHEMA else None


def kept_result(job: ClipJob) -> dict[str, Any] | None:
    """The rows that an earlier attempt has left under the same settings and of the same program; None without them."""
    result = read_result(Path(job.result))
    same = result is not None and (result["settings_hash"], result["version"]) == (
        job.settings_hash,
        job.version,
    )
    return result if same else None


def result_path(out: Path, name: str) -> Path:
    """The file with the rows of a recording: spread over 256 folders, under a name that every system allows."""
    return _spread(out / "results", name, ".json")


def log_path(out: Path, name: str) -> Path:
    """The log of a recording."""
    return _spread(out / "logs", name, ".txt")


def _spread(folder: Path, name: str, ending: str) -> Path:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return folder / digest[:2] / f"{digest[2:22]}{ending}"
