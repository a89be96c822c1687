"""Work that shares a computer with others is given its threads."""

import os

import pytest

from psoas.child_processes import THREADS, threads


@pytest.mark.parametrize(
    ("given", "cores", "count"),
    [(None, 8, 4), (None, 1, 1), ("1", 8, 1), ("2", 8, 2), ("9", 8, 4), ("0", 8, 1), ("many", 8, 4)],
)
def test_threads_are_bounded_by_the_cores_and_the_environment(
    monkeypatch: pytest.MonkeyPatch, given: str | None, cores: int, count: int
) -> None:
    monkeypatch.delenv(THREADS, raising=False)
    if given is not None:
        monkeypatch.setenv(THREADS, given)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert threads(4) == count
