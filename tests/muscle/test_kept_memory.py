"""Memory that is used again from part to part."""

import platform
import resource

import numpy as np
import pytest

from psoas.muscle import by_parts, muscle_paths
from psoas.muscle.kept_memory import keep_freed_memory
from tests.loaded import anywhere, body

ARRAYS, NUMBERS = 90, 125_000
"""Arrays of a megabyte: fewer than are kept, and more than glibc keeps by itself."""


def fresh_pages() -> int:
    """Pages that the process gets from the system while it fills some arrays."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    filled = [np.full(NUMBERS, 1.0) for _ in range(ARRAYS)]
    del filled
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the option is one of glibc")
def test_what_one_part_freed_the_next_one_uses() -> None:
    list(by_parts(lambda part: part, 1, 1, 1))
    fresh_pages()
    assert fresh_pages() < 0.1 * ARRAYS * NUMBERS * 8 / resource.getpagesize()


def test_an_absent_option_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems whose C library has no ``mallopt``, or cannot be opened without a name."""
    for found in (object(), TypeError("no name")):

        def opened(_: object, found: object = found) -> object:
            if isinstance(found, Exception):
                raise found
            return found

        monkeypatch.setattr("psoas.muscle.kept_memory.ctypes.CDLL", opened)
        keep_freed_memory.cache_clear()
        keep_freed_memory()
    assert np.isfinite(muscle_paths(body(), anywhere(2, seed=5)).lengths).all()
