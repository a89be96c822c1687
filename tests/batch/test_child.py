"""A recording runs in a process of its own, with limits; what ends it costs only itself."""

import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from psoas.batch.child import ChildServer
from psoas.batch.clip_job import ClipJob, JobOutcome
from psoas.batch.settings import BatchSettings
from psoas.errors import InputError
from psoas.words import speaking
from tests.batch.conftest import job_of, long_motion, recording_process


@pytest.fixture
def good(tmp_path: Path, bend: bytes) -> Path:
    (tmp_path / "bend.mot").write_bytes(bend)
    return tmp_path / "bend.mot"


@pytest.fixture
def slow(tmp_path: Path, bend: bytes) -> Path:
    long_motion(tmp_path / "long.mot", bend)
    return tmp_path / "long.mot"


def test_a_recording_has_its_result_its_log_and_what_it_took(server: ChildServer, good: Path) -> None:
    outcome = server.run(job_of(good))
    assert (outcome.state, outcome.reason) == ("done", "")
    assert len(outcome.file_hash) == 64
    assert 0 < outcome.processor_s < 30
    assert 20 < outcome.memory_mb < 2000
    assert '"state":"done"' in (good.parent / "out" / "result.json").read_text()
    log = (good.parent / "out" / "log.txt").read_text().splitlines()
    assert log[0] == "began attempt 1 of bend.mot"
    assert log[-1].endswith(": done")


def test_a_bad_recording_says_why(server: ChildServer, tmp_path: Path) -> None:
    (tmp_path / "bad.mot").write_text("x\n")
    outcome = server.run(job_of(tmp_path / "bad.mot"))
    assert outcome.state == "unreadable"
    assert outcome.reason.startswith("bad.mot has no line of names")
    gone = server.run(job_of(tmp_path / "gone.mot"))
    assert gone.state == "unreadable"


def test_limits_of_time_and_memory_end_a_recording_and_nothing_else(
    server: ChildServer, slow: Path, good: Path
) -> None:
    late = server.run(job_of(slow, loads=True, time_s=0.5))
    assert (late.state, late.reason) == ("too long", "it took longer than 0.5 s")
    assert late.file_hash
    assert 0 < late.processor_s <= late.seconds + 0.1
    large = server.run(job_of(slow, loads=True, memory_mb=1))
    assert (large.state, large.reason) == ("too much memory", "it needed more than 1 MB of memory")
    assert server.run(job_of(good)).state == "done"
    assert "too much memory" in (slow.parent / "out" / "log.txt").read_text()


def test_a_killed_recording_costs_only_itself(server: ChildServer, slow: Path, good: Path) -> None:
    found: list[JobOutcome] = []
    run = threading.Thread(target=lambda: found.append(server.run(job_of(slow, loads=True))))
    run.start()
    recording_process(psutil.Process()).kill()
    run.join()
    assert (found[0].state, found[0].reason) == (
        "killed",
        "its process ended by signal 9 before it was done",
    )
    assert server.run(job_of(good)).state == "done"


def test_a_recording_ends_with_the_process_that_watches_it(slow: Path) -> None:
    server = ChildServer()
    found: list[JobOutcome] = []
    run = threading.Thread(target=lambda: found.append(server.run(job_of(slow, loads=True))))
    run.start()
    recording = recording_process(psutil.Process(server._process.pid))
    server._process.kill()
    run.join()
    assert (found[0].state, found[0].reason) == ("killed", "the process that watches it ended by signal 9")
    assert not server.runs
    recording.wait(timeout=20)
    server.close()


def test_what_a_recording_gives_is_english_whatever_the_program_speaks(
    monkeypatch: pytest.MonkeyPatch, server: ChildServer, good: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.mot").write_text("x\n")
    server.run(job_of(good))
    result = good.parent / "out" / "result.json"
    english = result.read_text()
    monkeypatch.setenv("PSOAS_LANGUAGE", "de")
    german = ChildServer()
    assert german.run(job_of(tmp_path / "bad.mot")).reason.startswith("bad.mot has no line of names")
    german.run(job_of(good))
    german.close()
    assert result.read_text() == english


def test_an_error_of_a_worker_is_in_the_language_of_who_asked(server: ChildServer, good: Path) -> None:
    job = ClipJob(**{**vars(job_of(good)), "version": "another"})
    with speaking("de"), pytest.raises(InputError, match=r"ein Worker wurde abgelehnt: er hat psoas"):
        server.run(job)


def test_another_version_of_the_program_is_refused(server: ChildServer, good: Path) -> None:
    job = ClipJob(**{**vars(job_of(good)), "version": "another"})
    with pytest.raises(
        InputError, match=r"a worker was refused: it has psoas .*, and this batch is of another"
    ):
        server.run(job)


def test_what_a_result_depends_on_is_in_the_hash_of_the_settings() -> None:
    from psoas.batch import BatchClip

    clip, taller = BatchClip("a", "a"), BatchClip("a", "a", height_m=1.9)
    hashes = {
        BatchSettings().hash_for(clip),
        BatchSettings(loads=True).hash_for(clip),
        BatchSettings(series=True).hash_for(clip),
        BatchSettings(lite=True).hash_for(clip),
        BatchSettings().hash_for(taller),
    }
    assert len(hashes) == 5
    assert BatchSettings(time_s=1, memory_mb=1, retries=9).hash_for(clip) in hashes


def test_what_another_attempt_has_finished_is_not_done_again(server: ChildServer, good: Path) -> None:
    """As where the scheduler is lost, and a worker goes on with what the next run gives to another one."""
    job = job_of(good)
    first = server.run(job)
    written = Path(job.result).stat().st_mtime_ns
    again = server.run(job)
    assert (again.state, again.file_hash) == ("done", first.file_hash)
    assert Path(job.result).stat().st_mtime_ns == written
    assert Path(job.log).read_text().splitlines()[-1] == "it was finished by another attempt: done"
    good.write_bytes(good.read_bytes() + b"\n")
    server.run(job)
    assert Path(job.result).stat().st_mtime_ns != written


def test_a_folder_of_results_that_cannot_be_written_is_no_fault_of_the_recording(
    server: ChildServer, good: Path
) -> None:
    """With the ledger in a database, each recording counted as killed and was tried three times."""
    job = job_of(good)
    place = good.parent / "no-folder"
    place.write_text("")
    unwritable = str(place / "x.json")
    for full in (replace(job, result=unwritable), replace(job, log=unwritable)):
        with pytest.raises(
            InputError, match=r"cannot be written \((Not a directory|File exists)\), and what was"
        ):
            server.run(full)
    assert server.run(job).state == "done"
