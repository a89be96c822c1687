"""How a batch is run, and the version of everything that a result depends on."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

from psoas import __version__
from psoas.batch.manifest import BatchClip

NOT_IN_A_RESULT: Final = {"app", "cli", "day", "draw", "forecast", "plan", "report", "store", "validation"}
"""Folders whose code changes no row of the dataset."""
DIGITS: Final = 12
"""Hexadecimal digits of a version."""


@dataclass(frozen=True)
class BatchSettings:
    """Options of a batch.

    Attributes:
        lite: use the smaller pose network.
        loads: compute the loads of joints and psoas, too.
        series: keep the angles over time, too.
        time_s: a recording that takes longer is stopped [s].
        memory_mb: a recording that needs more memory is stopped [MB].
        retries: how often a recording is tried again whose process was killed from outside.
        ledger: ``postgresql://...`` where the ledger is kept; None keeps it in the folder of the results.
    """

    lite: bool = False
    loads: bool = False
    series: bool = False
    time_s: float = 1800.0
    memory_mb: float = 4000.0
    retries: int = 1
    ledger: str | None = None

    def hash_for(self, clip: BatchClip) -> str:
        """Hash of all settings that the result of one recording depends on."""
        content = [self.lite, self.loads, self.series, clip.height_m, clip.mass_kg]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:DIGITS]


@dataclass(frozen=True)
class BatchVersions:
    """Versions behind a row of the dataset.

    Attributes:
        program: the version of psoas and a hash of its code.
        weights: the pose network and a hash of its checksums.
        thresholds: a hash of all limits and figures that the program reads from its data files.
    """

    program: str
    weights: str
    thresholds: str

    @property
    def key(self) -> str:
        """All of them as one word."""
        return "/".join(asdict(self).values())


@cache
def batch_versions(lite: bool) -> BatchVersions:
    """The versions of the program that runs here."""
    folder = Path(__file__).parents[1]
    files = sorted(
        path for path in folder.rglob("*") if path.relative_to(folder).parts[0] not in NOT_IN_A_RESULT
    )
    code, data, sums = (
        _digest(folder, [path for path in files if path.match(pattern)])
        for pattern in ("*.py", "*.json", "weights/SHA256SUMS")
    )
    return BatchVersions(f"{__version__}+{code}", f"{'lite' if lite else 'full'}-{sums}", data)


def _digest(folder: Path, files: list[Path]) -> str:
    found = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        found.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return found.hexdigest()[:DIGITS]
