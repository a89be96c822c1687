"""The lock of a database's coach: one process has it, and nothing that is left behind keeps it."""

import errno
import os
from pathlib import Path

import pytest

from psoas.store.coach_lock import CoachLock
from psoas.words import LANGUAGES, speaking


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'people.db'}"


def test_the_file_lies_beside_the_database_and_is_readable_to_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "people.db")
    with CoachLock(url_of(tmp_path)) as lock, CoachLock(f"sqlite:///{tmp_path / 'link.db'}") as by_its_link:
        assert lock.path == by_its_link.path == tmp_path / ".people.db.coach"
    if os.name == "posix":
        assert lock.path.stat().st_mode & 0o777 == 0o600


def test_a_server_s_file_lies_in_the_data_folder_and_tells_nothing_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path / "data"))
    with (
        CoachLock("postgresql://kim:secret@db/psoas") as lock,
        CoachLock("postgresql://kim:secret@db/other") as other,
    ):
        assert lock.path.parent == other.path.parent == tmp_path / "data"
        assert lock.path != other.path
        assert not any(word in lock.path.name for word in ("kim", "secret", "db", "psoas"))


def test_the_file_of_a_server_s_database_is_the_same_in_every_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path))
    paths = set()
    for language in LANGUAGES:
        with speaking(language), CoachLock("postgresql:///psoas") as lock:
            paths.add(lock.path)
    assert len(paths) == 1


def test_what_was_published_is_read_and_what_was_left_behind_is_emptied(tmp_path: Path) -> None:
    with CoachLock(url_of(tmp_path)) as lock:
        assert lock.acquire()
        published = lock.publish(8765, "1.0", lan=True, weights="lite")
        assert lock.read() == published
        assert published.pid == os.getpid()
        assert published.key not in repr(published.proof("a"))
    with CoachLock(url_of(tmp_path)) as lock:
        assert lock.read() == published
        assert lock.acquire()
        assert lock.read() is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"pid": 1}'])
def test_a_file_of_nonsense_is_no_coach(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".people.db.coach").write_bytes(content)
    with CoachLock(url_of(tmp_path)) as lock:
        assert lock.read() is None


@pytest.mark.parametrize(
    ("error", "acquired"), [(errno.ENOLCK, True), (errno.EAGAIN, False), (errno.EACCES, False)]
)
def test_a_disk_without_locks_keeps_no_coach_from_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, acquired: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "lockf", refuse)
    with CoachLock(url_of(tmp_path)) as lock:
        assert lock.acquire() is acquired


def test_where_no_file_can_be_made_nothing_is_locked(tmp_path: Path) -> None:
    with CoachLock(url_of(tmp_path / "missing")) as lock:
        assert lock.acquire()
        lock.publish(1, "1", lan=False, weights=None)
        assert lock.read() is None
