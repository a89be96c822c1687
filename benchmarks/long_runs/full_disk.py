"""A disk that fills up while a verb writes: one sentence, exit code 2, and nothing half-written.

The disk is a file system in memory of a few megabytes that is filled but for a part of what the verb writes; only root
may mount it. Elsewhere the length of each file is limited, which the system refuses in nearly the same words.
"""

import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.long_runs.progress import Progress
from benchmarks.long_runs.verbs import ENDS_S, VERBS, Verb, faults_in, lay_out, leftovers_in, run
from benchmarks.rows import Row

DISK: Final = 48 << 20
SHARES: Final = (0.0, 0.05, 0.4, 0.8)
"""Room on the disk, as a share of what the verb writes."""


def rows(shares: tuple[float, ...], state: Path, only: list[str] | None = None) -> Iterator[Row]:
    """Each verb on disks with so much room: a row for each verb."""
    mounts = _may_mount()
    for verb in [one for one in VERBS if only is None or one.name in only]:
        progress = Progress(state, verb.name)
        if progress.done < len(shares):
            progress.done, progress.wrong = 0, {}
            for outcome in _outcomes(verb, shares, mounts):
                progress.add(outcome)
            progress.save()
        how = "full disks" if mounts else "limits of the length of files"
        yield progress.row(f"{verb.name}: {progress.done} {how}", "a sentence, 2, nothing half-written")


def _may_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        words = ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", folder]
        with contextlib.suppress(OSError):
            return subprocess.run(words, capture_output=True, check=False).returncode == 0
    return False


def _outcomes(verb: Verb, shares: tuple[float, ...], mounts: bool) -> list[list[str]]:
    """What is wrong at each share."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "benchmarks.long_runs.full_disk", verb.name, folder, *map(str, shares)]
        if mounts:
            words = ["unshare", "-m", *words, "mounts"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            return [[f"the run itself fails: {done.stderr[-300:]}"]] * len(shares)
        found: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
        return found


def inside(verb: Verb, folder: Path, shares: list[float], mounts: bool) -> list[list[str]]:
    """Run the verb with each share of room in a folder that is a disk of its own."""
    place = folder / "disk"
    place.mkdir()
    if mounts:
        words = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
        subprocess.run(words, check=True)
    made = folder / "made"
    made.mkdir()
    lay_out(verb, made)
    needed, longest = _written(verb, made, place)
    found = []
    for share in shares:
        _begin(made, place)
        if mounts:
            _fill(place, round(share * needed))
            found.append(_outcome(verb, place))
        else:
            with no_file_longer_than(round(share * longest)):
                found.append(_outcome(verb, place))
    return found


def _written(verb: Verb, made: Path, place: Path) -> tuple[int, int]:
    """How many bytes the verb writes, and the longest file."""
    _begin(made, place)
    before = _used(place)
    process = run(verb, place)
    _, said = process.communicate(timeout=ENDS_S)
    assert process.returncode == 0, said
    sizes = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
    return max(1, _used(place) - before), max(sizes)


def _begin(made: Path, place: Path) -> None:
    for path in place.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(made, place, dirs_exist_ok=True)


def _used(place: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in place.rglob("*") if path.is_file())


def _fill(place: Path, room: int) -> None:
    free = os.statvfs(place)
    with (place / "in" / "filler").open("wb") as file, contextlib.suppress(OSError):
        for _ in range(max(0, (free.f_bavail * free.f_bsize - room) // 4096)):
            file.write(bytes(4096))


@contextlib.contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The system refuses to write beyond it [bytes], as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _outcome(verb: Verb, place: Path) -> list[str]:
    """Run a verb where too little can be written; what is wrong then."""
    process = run(verb, place, TMPDIR=str(place / "in"))
    printed, said = process.communicate(timeout=ENDS_S)
    (place / "in" / "filler").unlink(missing_ok=True)  # SQLite needs room to be read, too
    lines = said.splitlines()
    wrong = []
    if verb.module != "psoas":
        if process.returncode not in (0, 2) or "Traceback" in said:
            wrong.append(f"ends with {process.returncode}: {said[-200:]!r}")
    elif process.returncode != 2:
        wrong.append(f"exit code {process.returncode}: {said[-300:]!r} {printed[-100:]!r}")
    elif not lines or any(not line.startswith("psoas: ") for line in lines):
        wrong.append(f"no sentence: {said[-300:]!r}")
    wrong += faults_in(place)
    wrong += [f"{name} is left behind" for name in leftovers_in(place)]
    return wrong


if __name__ == "__main__":
    _named = next(one for one in VERBS if one.name == sys.argv[1])
    _verb = replace(_named, words=(*_named.words, *_named.once))
    _mounts = sys.argv[-1] == "mounts"
    _shares = [float(word) for word in sys.argv[3 : -1 if _mounts else None]]
    print(json.dumps(inside(_verb, Path(sys.argv[2]), _shares, _mounts)))
