"""A folder appears whole or not at all, and nothing of the user's is ever lost."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from psoas.errors import UsageError
from psoas.export.whole_folder import check_place, earlier_result, write_folder

OURS = ("page.html", "parts/one.txt")


def fill(folder: Path) -> int:
    (folder / "parts").mkdir()
    for name in OURS:
        (folder / name).write_text("new")
    return len(OURS)


def known(folder: Path) -> tuple[str, ...] | None:
    return OURS if (folder / "page.html").exists() else None


def write(target: Path, how: Callable[[Path], int] = fill) -> int:
    return write_folder(target, how, what="report", ours=known)


def test_the_folder_and_those_above_it_are_made_with_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "out"
    assert write(target) == len(OURS)
    assert [path.name for path in target.parent.iterdir()] == ["out"]
    assert {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()} == set(OURS)


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_what_stops_half_way_leaves_nothing_and_the_earlier_folder(
    tmp_path: Path, error: type[BaseException]
) -> None:
    def broken(folder: Path) -> int:
        fill(folder)
        raise error("stop")

    with pytest.raises(error, match="stop"):
        write(tmp_path / "a" / "b" / "out", broken)
    assert list(tmp_path.iterdir()) == []
    write(tmp_path / "out")
    (tmp_path / "out" / "page.html").write_text("old")
    with pytest.raises(error, match="stop"):
        write(tmp_path / "out", broken)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "page.html").read_text() == "old"


def test_an_earlier_folder_comes_back_where_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / "page.html").write_text("old")
    rename = Path.rename

    def refuses_the_new(self: Path, target: Path) -> Path:
        if self.suffix == ".partial":
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuses_the_new)
    with pytest.raises(UsageError, match="you may not write there"):
        write(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "page.html").read_text() == "old"


def test_an_earlier_folder_is_replaced_with_what_the_desktop_put_there(tmp_path: Path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / "page.html").write_text("old")
    (tmp_path / "out" / "parts" / ".DS_Store").touch()
    write(tmp_path / "out")
    assert (tmp_path / "out" / "page.html").read_text() == "new"
    assert not (tmp_path / "out" / "parts" / ".DS_Store").exists()


@pytest.mark.parametrize("own", ["notes.txt", "parts/two.txt", "more/"])
def test_a_folder_that_holds_more_is_left_alone(tmp_path: Path, own: str) -> None:
    write(tmp_path / "out")
    place = tmp_path / "out" / own
    place.mkdir() if own.endswith("/") else place.write_text("mine")
    with pytest.raises(UsageError, match=f"out holds {own.rstrip('/')} beside a report of psoas"):
        write(tmp_path / "out")
    assert place.exists()


def test_a_file_a_link_and_another_folder_are_left_alone_and_an_empty_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").touch()
    for name, says in (
        ("file", "is not a folder"),
        ("link", "is not a folder"),
        ("photos", "something other than"),
    ):
        with pytest.raises(UsageError, match=says):
            check_place(tmp_path / name, "report", known)
    assert write(tmp_path / "empty") == len(OURS)
    check_place(tmp_path / "not there", "report", known)


def test_what_killed_runs_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = (f".out.{ended.pid}-a.partial", f".out.{os.getppid()}-b.partial", f".else.{ended.pid}-a.partial")
    for name in (*names, ".out.mine"):
        (tmp_path / name).mkdir()
    write(tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names[1:], ".out.mine", "out"])


def test_an_earlier_folder_that_a_killed_run_moved_aside_comes_back(tmp_path: Path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.1-a.replaced")

    def fail(folder: Path) -> None:
        raise ValueError(folder)

    with pytest.raises(ValueError, match="partial"):
        write_folder(tmp_path / "out", fail, what="report", ours=known)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_earlier_result_is_known_by_its_schema(tmp_path: Path) -> None:
    place = tmp_path / "result.json"
    assert earlier_result(place, "psoas/1") is None
    for text, found in (
        ('{"schema": "psoas/1", "n": 2}', {"schema": "psoas/1", "n": 2}),
        ('{"schema": "other/1"}', None),
        ('["schema"]', None),
        ('{"schema": "psoas/1"', None),
    ):
        place.write_text(text)
        assert earlier_result(place, "psoas/1") == found


def test_of_several_that_write_one_folder_at_once_none_fails(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _number: write(tmp_path / "out"), range(80))) == {len(OURS)}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder cannot be locked")
def test_another_program_that_holds_the_place_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in ``flock . psoas check clip.mp4``."""
    import fcntl

    monkeypatch.setattr("psoas.export.whole_folder.LOCK_S", 0.1)
    held = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        assert write(tmp_path / "out") == len(OURS)
    finally:
        os.close(held)
