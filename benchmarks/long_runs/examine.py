"""One damaged input: it may end in a result or in one sentence, soon, in little memory, and in silence."""

import os
import resource
import tempfile
import time
import traceback
import warnings
from pathlib import Path
from typing import Final

from benchmarks.long_runs.targets import Read
from psoas.errors import PsoasError, UsageError, printable

MOST_S: Final = 10.0
"""Processor time of one input; the machine may have other work."""

MOST_MB: Final = 500.0
"""Memory that one input may add to the highest use so far."""

LONGEST_SENTENCE: Final = 1000


class Silence:
    """Standard output and error of this process in a file, C libraries included."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        self._kept: list[int] = []

    def __enter__(self) -> "Silence":
        self._kept = [os.dup(1), os.dup(2)]
        os.ftruncate(self._file.fileno(), 0)
        os.lseek(self._file.fileno(), 0, os.SEEK_SET)
        os.dup2(self._file.fileno(), 1)
        os.dup2(self._file.fileno(), 2)
        return self

    def __exit__(self, *error: object) -> None:
        for number, kept in enumerate(self._kept, 1):
            os.dup2(kept, number)
            os.close(kept)

    def close(self) -> None:
        """Remove the file."""
        self._file.close()

    @property
    def printed(self) -> str:
        """The text so far."""
        size = os.fstat(self._file.fileno()).st_size
        return os.pread(self._file.fileno(), size, 0).decode("utf-8", "replace")


def examine(read: Read, path: Path, silence: Silence) -> list[str]:
    """Read a file; everything that is wrong with how that ended."""
    began, before = time.process_time(), _peak_mb()
    with silence, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        wrong = _outcome(read, path)
    took, grown = time.process_time() - began, _peak_mb() - before
    if took > MOST_S:
        wrong.append(f"took {took:.0f} s")
    if grown > MOST_MB:
        wrong.append(f"took {grown:.0f} MB")
    wrong += [f"warns: {one.category.__name__}: {one.message} ({_place(one)})" for one in warned[:3]]
    if silence.printed:
        wrong.append(f"prints: {silence.printed[:200]!r}")
    return wrong


def _outcome(read: Read, path: Path) -> list[str]:
    try:
        return read(path)
    except PsoasError as error:
        says = str(error)
        if isinstance(error, UsageError) and error.__cause__ is not None:
            return [f"UsageError: {says}"]
        if not says or len(says) > LONGEST_SENTENCE or says != printable(says):
            return [f"no sentence: {says[:200]!r}"]
        return []
    except Exception as error:  # noqa: BLE001 - whatever comes out is a fault
        frames = [one for one in traceback.extract_tb(error.__traceback__) if "psoas" in one.filename]
        where = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in frames[-3:][::-1])
        return [f"{type(error).__name__}: {str(error)[:150]!r} at {where}"]


def _place(warned: warnings.WarningMessage) -> str:
    return f"{Path(warned.filename).name}:{warned.lineno}"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
