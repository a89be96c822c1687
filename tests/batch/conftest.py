"""Small recordings, and a batch whose recordings run one after the other without Dask."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from psoas.batch import run
from psoas.batch.child import ChildServer
from psoas.batch.clip_job import ClipJob, JobOutcome
from psoas.batch.settings import batch_versions
from tests.recordings.made_motion import knee_bend
from tests.recordings.made_recording import write_recording


@pytest.fixture(scope="session")
def server() -> Iterator[ChildServer]:
    """A running server of processes for recordings."""
    made = ChildServer()
    yield made
    made.close()


class RunNames(list[str]):
    """The names of the recordings that were run; ``instead`` has outcomes by name that are given without a process."""

    def __init__(self) -> None:
        super().__init__()
        self.instead: dict[str, JobOutcome] = {}


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch, server: ChildServer) -> RunNames:
    """Batches run their recordings one after the other; gives the names of those that were run."""
    names = RunNames()

    def outcomes(
        client: None, jobs: Iterable[ClipJob], again: Callable[[ClipJob, JobOutcome], bool], workers: object
    ) -> Iterator[tuple[ClipJob, JobOutcome]]:
        for first in jobs:
            job = first
            while True:
                names.append(job.name)
                outcome = names.instead.get(job.name) or server.run(job)
                yield job, outcome
                if not again(job, outcome):
                    break
                job = replace(job, attempt=job.attempt + 1)

    monkeypatch.setattr(run, "dask_client", lambda *_: nullcontext())
    monkeypatch.setattr(run, "Workers", lambda *_: None)
    monkeypatch.setattr(run, "outcomes", outcomes)
    return names


@pytest.fixture(scope="session")
def bend(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A motion file of two seconds."""
    return write_recording(tmp_path_factory.mktemp("bend") / "bend.mot", knee_bend()).read_bytes()


@pytest.fixture
def recordings(tmp_path: Path, bend: bytes) -> Path:
    """A folder with three good recordings, two of them of one name, and a bad one."""
    folder = tmp_path / "in"
    for name in ("sub-01/walk.mot", "sub-02/walk.mot", "bend.mot"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bend)
    (folder / "bad.mot").write_text("nothing\n")
    return folder


def job_of(path: Path, *, loads: bool = False, time_s: float = 60, memory_mb: float = 4000) -> ClipJob:
    """The work on a recording; its result and its log are in ``out`` beside it."""
    out = path.parent / "out"
    return ClipJob(
        name=path.name,
        path=str(path),
        beside=(),
        height_m=None,
        mass_kg=None,
        lite=False,
        loads=loads,
        series=False,
        result=str(out / "result.json"),
        log=str(out / "log.txt"),
        settings_hash="0",
        version=batch_versions(False).key,
        time_s=time_s,
        memory_mb=memory_mb,
    )


def long_motion(path: Path, bend: bytes, times: int = 60) -> None:
    """A recording whose loads take many seconds: the bend, over and over."""
    text = bend.decode()
    head, _, table = text.partition("endheader\n")
    names, *rows = table.splitlines()
    period = float(rows[-1].split()[0]) + float(rows[1].split()[0])
    lines = [names]
    for turn in range(times):
        for row in rows:
            first, *rest = row.split()
            lines.append("\t".join([f"{float(first) + turn * period:.6f}", *rest]))
    head = head.replace(f"nRows={len(rows)}", f"nRows={len(rows) * times}")
    path.write_text(f"{head}endheader\n" + "\n".join(lines) + "\n")


def begun(out: Path) -> int:
    """How many processes were started for recordings, by their logs."""
    return sum(path.read_text().count("began attempt") for path in out.glob("logs/*/*.txt"))


def recording_process(root: psutil.Process, patience_s: float = 120.0) -> psutil.Process:
    """The process of a recording below another process, as soon as there is one."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        for server in [root, *root.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                found = [one for one in server.children() if is_server(server) and is_server(one)]
                if found:
                    return found[0]
        time.sleep(0.02)
    raise AssertionError("no recording was started")


def is_server(one: psutil.Process) -> bool:
    """Whether a process is a server of recordings, or forked from one."""
    return "psoas.batch.child_server" in one.cmdline()
