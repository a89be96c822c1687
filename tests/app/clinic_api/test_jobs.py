"""Jobs end at their limits, are their account's, and leave nothing behind; without a database or a server."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from psoas.app.clinic_api.jobs import ApiJob, FullError, Workshop
from psoas.service import Order, OrderEnd
from tests.app.clinic_api.test_interface import motion

SWEEP = {"coordinate": "hip_flexion_r", "start": 0.0, "stop": 100.0, "step": 0.1}


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    """A workshop whose clock the test moves."""
    made = Workshop()
    yield made
    made.close()


def queued(workshop: Workshop, account: int = 1, content: bytes = b"") -> ApiJob:
    folder = workshop.new_folder()
    path = folder / "walk.mot"
    path.write_bytes(content or motion())
    return workshop.add(account, "check", Order("check", {}, (str(path),)), folder)


def ended(job: ApiJob) -> ApiJob:
    for _count in range(600):
        if job.ended_at is not None:
            return job
        time.sleep(0.1)
    pytest.fail("the job did not end")


def test_a_job_is_run_swept_and_removed_with_its_files() -> None:
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    workshop = Workshop(lambda: now[0])
    try:
        job = ended(queued(workshop))
        assert (job.state, job.result.exists(), list(job.folder.glob("*.mot"))) == ("done", True, [])
        assert workshop.find(1, job.id) is job
        assert workshop.find(2, job.id) is None
        now[0] += timedelta(seconds=workshop.limits["kept_s"] + 1)
        assert workshop.of(1) == []
        assert not job.folder.exists()
        whole = job.folder.parent
    finally:
        workshop.close()
    assert not whole.exists()


def test_work_is_ended_at_its_limits_and_the_next_one_runs(workshop: Workshop) -> None:
    order = Order("sweep", SWEEP)
    assert workshop.at_once(order).result().state == "done"
    workshop.limits = workshop.limits | {"at_once_s": 0}
    end = workshop.at_once(replace(order, language="de")).result()
    assert (end.state, end.content) == ("too_long", "")
    assert "Sekunden" in end.says, "in the language of whoever asked"
    workshop.limits = workshop.limits | {"at_once_s": 60, "at_once_mb": 1}
    assert workshop.at_once(order).result().state == "too_large"
    workshop.limits = workshop.limits | {"at_once_mb": 2000}
    assert workshop.at_once(order).result().state == "done"


def test_a_job_that_runs_is_stopped_by_its_removal(workshop: Workshop) -> None:
    job = queued(workshop, content=motion())
    waiting = queued(workshop)
    workshop.remove(waiting)
    workshop.remove(job)
    assert workshop.of(1) == []
    for _count in range(200):
        if not job.folder.exists():
            break
        time.sleep(0.1)
    assert not job.folder.exists()
    assert not waiting.folder.exists()
    assert ended(queued(workshop)).state == "done"


def test_there_is_place_for_so_many(workshop: Workshop) -> None:
    workshop.limits = workshop.limits | {"jobs_at_once": 0, "jobs_of_account": 2, "jobs_kept": 3}
    queued(workshop, 1)
    queued(workshop, 1)
    with pytest.raises(FullError):
        queued(workshop, 1)
    queued(workshop, 2)
    with pytest.raises(FullError):
        workshop.check_place(3)
    workshop.limits = workshop.limits | {"jobs_kept": 100, "kept_mb": 0}
    with pytest.raises(FullError):
        workshop.check_place(3)


def test_small_work_that_waits_holds_no_thread_of_whoever_wants_it(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, order = threading.Event(), Order("sweep", SWEEP)

    def wait(*_: object) -> OrderEnd:
        go.wait(20)
        return OrderEnd("done")

    monkeypatch.setattr(workshop, "_run", wait)
    places = workshop.limits["at_once"] + workshop.limits["at_once_waiting"]
    begun = [workshop.at_once(order) for _count in range(places)]
    with pytest.raises(FullError):
        workshop.at_once(order)
    go.set()
    assert {one.result(20).state for one in begun} == {"done"}
    assert workshop.at_once(order).result(20).state == "done"


def test_files_are_received_for_a_few_and_no_account_has_all_places(workshop: Workshop) -> None:
    with workshop.receiving(1), workshop.receiving(1):
        with pytest.raises(FullError), workshop.receiving(1):
            pass
        with (
            workshop.receiving(2),
            workshop.receiving(3),
            pytest.raises(FullError),
            workshop.receiving(4),
        ):
            pass
    with workshop.receiving(1):
        pass


def test_accounts_take_turns(workshop: Workshop) -> None:
    workshop.limits = workshop.limits | {"jobs_at_once": 0}
    first, *others = [queued(workshop, account) for account in (1, 1, 1, 2, 3, 2)]
    began = [workshop._next() for _count in range(6)]
    assert [job.account for job in began if job is not None] == [1, 2, 3, 1, 2, 1]
    assert began[0] is first
    assert {job.state for job in others} == {"running"}
