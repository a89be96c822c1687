"""Work that shares a computer with others is given its threads."""

import os
import threading

import pytest

from psoas.child_processes import THREADS, aside, threads


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


@pytest.mark.parametrize(("given", "beside"), [("2", True), ("1", False)])
def test_work_beside_is_done_here_where_one_thread_is_allowed(
    monkeypatch: pytest.MonkeyPatch, given: str, beside: bool
) -> None:
    """A recording of a batch used to keep a core and a half busy, so that two workers on two cores waited."""
    monkeypatch.setenv(THREADS, given)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with aside("test") as second:
        assert (second.submit(threading.current_thread).result() is not threading.current_thread()) is beside
        with pytest.raises(ZeroDivisionError):
            second.submit(divmod, 1, 0).result()
