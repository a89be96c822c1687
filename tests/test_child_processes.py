"""Work that shares a computer with others is given its threads, and its processor time is what it used."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from psoas.child_processes import THREADS, Report, aside, own_name, run_limited, sweep, threads


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


def compute_and_be_killed(by_itself: bool, report: Report) -> None:
    """Compute for a while, do nothing for longer, and end as a process that was killed."""
    until = time.process_time() + 0.4
    while time.process_time() < until:
        pass
    report({"used_s": time.process_time()})
    time.sleep(1.0 if by_itself else 60.0)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(("by_itself", "limit_s"), [(True, 60.0), (False, 4.0)])
def test_the_processor_time_of_a_killed_process_is_no_clock_time(by_itself: bool, limit_s: float) -> None:
    """What a killed recording had used of the processor stood in the ledger as the time by the clock."""
    done = run_limited(compute_and_be_killed, (by_itself,), method="spawn", time_s=limit_s, memory_mb=1000)
    assert done.exitcode == -signal.SIGKILL
    assert done.processor_s == pytest.approx(done.known["used_s"], abs=0.15)
    assert done.seconds > done.processor_s + 0.4


def test_places_are_named_while_another_thread_sweeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psoas.child_processes._OWN", {f"{number}-own" for number in range(1000)})
    for number in range(300):
        (tmp_path / f".out.{number}-a.partial").touch()
    ended = threading.Event()

    def name() -> None:
        while not ended.is_set():
            own_name()

    naming = threading.Thread(target=name)
    naming.start()
    try:
        sweep(tmp_path, ".out.")
    finally:
        ended.set()
        naming.join()
