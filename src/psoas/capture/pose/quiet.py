"""Standard error without the messages of libraries."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_stderr() -> Iterator[None]:
    """Discard what C libraries write to standard error, and keep it for Python's own messages.

    The pose network reports its set-up there, which means nothing to a user. Nothing changes where ``sys.stderr`` is
    not the process's own, or with ``PSOAS_DEBUG`` set.
    """
    stderr = sys.stderr
    try:
        ours = stderr.fileno() == 2 and not os.environ.get("PSOAS_DEBUG")
    except (AttributeError, OSError, ValueError):
        ours = False
    if not ours:
        yield
        return
    stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    with open(kept, "w", encoding=stderr.encoding, errors="backslashreplace", buffering=1) as own:  # noqa: PTH123
        sys.stderr = own
        try:
            yield
        finally:
            sys.stderr = stderr
            own.flush()
            os.dup2(kept, 2)
