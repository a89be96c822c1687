"""What is loaded in advance is there when it is needed, and an error waits for who needs it."""

import threading

import pytest

from psoas.child_processes import THREADS
from psoas.errors import UsageError
from psoas.muscle.psoas_length import psoas_of
from psoas.recordings.warm_up import load_analysis, warming_up


def test_the_work_is_done_beside_the_caller_and_over_at_the_end() -> None:
    seen: list[str] = []
    with warming_up(lambda: seen.append(threading.current_thread().name)):
        pass
    assert seen == ["psoas-warm-up"]


def test_nothing_is_loaded_beside_where_one_thread_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(THREADS, "1")
    seen: list[str] = []
    with warming_up(lambda: seen.append("loaded")):
        pass
    assert seen == []


def test_a_height_that_nobody_has_is_left_to_the_analysis() -> None:
    with warming_up(lambda: load_analysis(9.0)):
        pass
    with pytest.raises(UsageError):
        load_analysis(9.0)


def test_the_tables_of_both_sides_are_kept() -> None:
    load_analysis(None)
    before = psoas_of.cache_info().hits
    psoas_of(None, "l")
    psoas_of(None, "r")
    assert psoas_of.cache_info().hits == before + 2


def test_an_error_of_the_caller_passes() -> None:
    with pytest.raises(ZeroDivisionError), warming_up(lambda: None):
        raise ZeroDivisionError
