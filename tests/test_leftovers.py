"""A process removes its own places, and those of processes that were killed; nobody else's."""

import os
import subprocess
import sys
from pathlib import Path

from psoas.child_processes import own_folder, own_name, sweep


def test_an_own_folder_is_private_and_gone_after_the_block(tmp_path: Path) -> None:
    with own_folder(tmp_path, ".work") as folder:
        assert folder.stat().st_mode & 0o077 == 0
        with own_folder(tmp_path, ".work") as other:
            assert folder.exists(), "one of this process, too, is left alone"
            assert other != folder
    assert list(tmp_path.iterdir()) == []


def test_only_what_ended_processes_left_is_swept(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, runs, mine = f".work-{ended.pid}-a", f".work-{os.getppid()}-b", f".work-{own_name()}"
    for name in (left, runs, mine, f".other-{ended.pid}-a"):
        (tmp_path / name).touch()
    sweep(tmp_path, ".work-")
    assert {one.name for one in tmp_path.iterdir()} == {runs, mine, f".other-{ended.pid}-a"}
