"""Tests run two at a time; one that is marked ``alone`` waits for the other to end, and the other for it.

It is a race against the clock or the camera's own pace, and measures the machine otherwise.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def turn(run: str, alone: bool) -> Iterator[None]:
    """Wait for this test's turn.

    Args:
        run: the same for all workers of one run.
        alone: no other test may run meanwhile.
    """
    if fcntl is None:
        yield
        return
    with _opened(run, "gate") as gate, _opened(run, "floor") as floor:
        fcntl.flock(gate, fcntl.LOCK_EX)  # who waits to be alone holds it, so that nobody new comes in
        fcntl.flock(floor, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        if not alone:
            fcntl.flock(gate, fcntl.LOCK_UN)
        yield


def _opened(run: str, name: str) -> IO[str]:
    return (Path(tempfile.gettempdir()) / f"psoas-tests-{run}-{name}").open("w")
