"""Everything goes into one file and comes back from it, or nothing changes."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from benchmarks.long_runs.full_disk import no_file_longer_than

from psoas.errors import InputError, PsoasError, UsageError
from psoas.plan.records import KeptPicture
from psoas.store.backup import backup, restore
from psoas.store.database import PLACE
from psoas.store.rules import MOST_PICTURE
from psoas.store.schema import SCHEMA
from psoas.store.store import Store
from tests.store.made import AT, SCHEMAS, check, fill
from tests.store.postgres import Server
from tests.store.test_database import without_rights
from tests.store.test_migrations import REVISIONS, load_dump

Change = Callable[[dict[str, bytes]], None]


def filled(url: str) -> str:
    with Store.open(url) as store:
        fill(store)
    return url


def names(url: str) -> list[str]:
    with Store.open(url) as store:
        return [profile.name for profile in store.profiles()]


def refusal(action: Callable[[], object], error: type[PsoasError] = InputError) -> str:
    with pytest.raises(error) as caught:
        action()
    words = str(caught.value)
    assert words.endswith(".")
    assert "\n" not in words
    return words


def changed(path: Path, change: Change) -> Path:
    """The back-up with its parts changed, whole as a zip."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return other


def about(**values: object) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        parts["backup.json"] = json.dumps({**json.loads(parts["backup.json"]), **values}).encode()

    return change


def without(name: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        del parts[name]

    return change


def swap(name: str, old: bytes, new: bytes) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return change


def test_a_back_up_brings_everything_back(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path / "data"))
    path = backup(filled(url), tmp_path / "kept.zip")
    with Store.open(url) as store:
        first, second = store.profiles()
        store.remove_profile(first.id)
        store.change_profile(replace(second, name="Later"))
    safe = restore(url, path)
    with Store.open(url) as store:
        check(store)
        assert store.add_profile("Third").id > second.id
    assert safe is not None
    assert safe.parent == (tmp_path if url.startswith("sqlite") else tmp_path / "data")
    restore(url, safe)
    assert names(url) == ["Later"]


def test_a_back_up_moves_between_sqlite_and_postgresql(server: Server, tmp_path: Path) -> None:
    here, there, back = (
        filled(f"sqlite:///{tmp_path / 'a.db'}"),
        server.empty_database(),
        f"sqlite:///{tmp_path / 'b.db'}",
    )
    assert restore(there, backup(here, tmp_path / "1.zip")) is None
    assert restore(back, backup(there, tmp_path / "2.zip")) is None
    for url in (there, back):
        with Store.open(url) as store:
            check(store)
            session = store.begin_session(store.profiles()[0].id, "practice", AT)
            assert len(store.session(session).sets) == 0


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_back_up_of_every_released_schema_is_brought_back(revision: str, url: str) -> None:
    restore(url, SCHEMAS / f"{revision}.zip")
    with Store.open(url) as store:
        check(store)


def test_a_dump_of_the_newest_schema_goes_through_a_back_up(url: str, tmp_path: Path) -> None:
    path = backup(load_dump(tmp_path / "old.db", SCHEMA), tmp_path / "old.zip")
    restore(url, path)
    with Store.open(url) as store:
        check(store)


def test_the_user_s_own_database_is_backed_up_without_a_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path / "data"))
    assert "nothing to back up" in refusal(lambda: backup(None, tmp_path / "kept.zip"))
    with Store.open() as store:
        fill(store)
    path = backup(None, tmp_path / "kept.zip")
    assert path.stat().st_mode & 0o077 == 0
    assert backup(None, path) == path
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path / "other"))
    assert restore(None, path) is None
    with Store.open() as store:
        check(store)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "kept.zip", "other"]


def test_a_file_that_is_no_back_up_is_not_overwritten(tmp_path: Path) -> None:
    url = filled(f"sqlite:///{tmp_path / 'psoas.db'}")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear")
    for place in (letter, tmp_path, tmp_path / "psoas.db"):
        assert "another name" in refusal(partial(backup, url, place), UsageError)
    assert letter.read_text() == "Dear"
    assert "written" in refusal(lambda: backup(url, tmp_path / "none" / "kept.zip"))


def test_a_full_disk_leaves_no_part_of_a_back_up(tmp_path: Path) -> None:
    url = filled(f"sqlite:///{tmp_path / 'psoas.db'}")
    with Store.open(url) as store, no_file_longer_than(500):
        check(store)
        assert "kept.zip cannot be written" in refusal(lambda: backup(url, tmp_path / "kept.zip"))
    assert [each.name for each in tmp_path.iterdir()] == ["psoas.db"]


def test_a_database_that_refuses_a_row_is_as_it_was(tmp_path: Path) -> None:
    path = backup(filled(f"sqlite:///{tmp_path / 'psoas.db'}"), tmp_path / "kept.zip")
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert names(other) == ["Me"]
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute(
            "CREATE TRIGGER no BEFORE INSERT ON repetitions BEGIN SELECT RAISE(ABORT, 'not today'); END"
        )
    assert "today" in refusal(lambda: restore(other, path), UsageError)
    assert names(other) == ["Me"]


DAMAGES: list[tuple[str, Change]] = [
    ("newer psoas", about(schema="9999")),
    ("no back-up", about(schema="0000")),
    ("no back-up", about(schema=None)),
    ("no back-up", about(format="other/1")),
    ("no back-up", about(rows={"profiles": 2})),
    ("no back-up", without("sets.jsonl")),
    ("no back-up", without("backup.json")),
    ("no back-up", swap("backup.json", b"{", b"[")),
    ("no back-up", swap("sessions.jsonl", b"{", b"")),
    ("no back-up", swap("sessions.jsonl", b"\n", b"\n\n")),
    ("no back-up", swap("sessions.jsonl", b'"pain_before": 4', b'"pain_before": 14')),
    ("no back-up", swap("sessions.jsonl", b'"pain_before": 4', b'"pain_before": "4"')),
    ("no back-up", swap("sessions.jsonl", b'"profile_id": 1', b'"profile_id": 7')),
    ("no back-up", swap("sessions.jsonl", b'"started_at": "2026', b'"started_at": "the')),
    ("no back-up", swap("repetitions.jsonl", b"18.4", b"NaN")),
    ("no back-up", swap("repetitions.jsonl", b'"hold_s"', b'"held_s"')),
    ("no back-up", swap("profiles.jsonl", b'"id": 2', b'"id": 1')),
    ("no back-up", swap("profiles.jsonl", b'"id": 2', b'"id": 99999999999999999999')),
    ("no back-up", lambda parts: parts.update({"bouts.jsonl": b""})),
]


def test_a_damaged_back_up_changes_nothing(url: str, tmp_path: Path) -> None:
    path = backup(filled(f"sqlite:///{tmp_path / 'other.db'}"), tmp_path / "kept.zip")
    assert names(url) == ["Me"]
    for word, change in DAMAGES:
        other = changed(path, change)
        words = refusal(partial(restore, url, other))
        assert word in words
        assert str(other) in words
    assert names(url) == ["Me"]
    assert list(tmp_path.glob("psoas-before-*")) == []


def test_a_back_up_that_was_cut_or_scratched_is_refused(tmp_path: Path) -> None:
    url = filled(f"sqlite:///{tmp_path / 'psoas.db'}")
    whole = backup(url, tmp_path / "kept.zip").read_bytes()
    scratched = bytearray(whole)
    scratched[60] ^= 0xFF
    other = tmp_path / "other.zip"
    for content in (b"", b"PK", whole[: len(whole) // 2], whole[:-30], bytes(scratched), b"a letter"):
        other.write_bytes(content)
        assert "no back-up" in refusal(lambda: restore(url, other))
    assert "cannot be read" in refusal(lambda: restore(url, tmp_path / "none.zip"))
    assert "cannot be read" in refusal(lambda: restore(url, tmp_path))
    with Store.open(url) as store:
        check(store)


def test_a_refused_back_up_makes_no_database(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    refusal(lambda: restore(f"sqlite:///{tmp_path / 'psoas.db'}", tmp_path / "letter.txt"))
    assert not (tmp_path / "psoas.db").exists()


def test_a_file_that_would_fill_the_disk_or_the_memory_is_refused_at_once(tmp_path: Path) -> None:
    """Each is a few kilobytes that unpack to gigabytes, a line without an end, or a device without one."""
    url = filled(f"sqlite:///{tmp_path / 'psoas.db'}")
    path = backup(url, tmp_path / "kept.zip")

    bomb = changed(path, lambda parts: None).rename(tmp_path / "bomb.zip")
    whole = bytearray(bomb.read_bytes())
    entry = whole.index(b"PK\x01\x02")
    whole[entry + 24 : entry + 28] = (2**31).to_bytes(4, "little")  # the unpacked size in the directory
    bomb.write_bytes(whole)
    long_line = tmp_path / "long.zip"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(long_line, "w", zipfile.ZIP_DEFLATED) as other:
        for name in archive.namelist():
            content = b'{"name": "' + bytes(50_000_000) if name == "bouts.jsonl" else archive.read(name)
            other.writestr(name, content)
    os.mkfifo(tmp_path / "fifo.zip")
    began = time.monotonic()
    for place, says in (
        (bomb, "unpack to more"),
        (long_line, "no back-up"),
        (tmp_path / "fifo.zip", "not an ordinary file"),
        (Path("/dev/zero"), "not an ordinary file"),
    ):
        assert says in refusal(partial(restore, url, place))
        if place is not long_line:
            assert "another name" in refusal(partial(backup, url, place), UsageError)
    assert time.monotonic() - began < 5
    with Store.open(url) as store:
        check(store)


@pytest.mark.parametrize(
    "change",
    [
        about(schema="\u0660\u0660\u0660\u0664"),
        swap("profiles.jsonl", b'"name": "', b'"name": "\\u0000'),
        swap("screenings.jsonl", b'"flags": [', b'"flags": ["\\u0000", '),
    ],
)
def test_odd_characters_are_damage(change: Change, tmp_path: Path) -> None:
    url = filled(f"sqlite:///{tmp_path / 'psoas.db'}")
    other = changed(backup(url, tmp_path / "kept.zip"), change)
    assert "no back-up" in refusal(partial(restore, url, other))


def test_a_back_up_of_nobody_is_refused(url: str, tmp_path: Path) -> None:
    def empty(parts: dict[str, bytes]) -> None:
        said = json.loads(parts["backup.json"])
        for name in said["rows"]:
            parts[f"{name}.jsonl"], said["rows"][name] = b"", 0
        parts["backup.json"] = json.dumps(said).encode()

    path = changed(backup(filled(f"sqlite:///{tmp_path / 'other.db'}"), tmp_path / "kept.zip"), empty)
    assert names(url) == ["Me"]
    assert "holds nobody" in refusal(lambda: restore(url, path))
    assert names(url) == ["Me"]


def test_everybody_removed_by_another_program_is_said(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'psoas.db'}"
    with Store.open(url) as store:
        with closing(sqlite3.connect(tmp_path / "psoas.db")) as connection, connection:
            connection.execute("DELETE FROM profiles")
        assert "holds nobody" in refusal(store.profiles)


def test_a_restore_beside_a_running_coach_is_noticed(url: str, tmp_path: Path) -> None:
    path = backup(filled(f"sqlite:///{tmp_path / 'other.db'}"), tmp_path / "kept.zip")
    with Store.open(url) as store:
        (me,) = store.profiles()
        session = store.begin_session(me.id, "practice", AT)
        restore(url, path)
        with Store.open(url) as other:
            before = other.sessions(1)
            assert before[0].id == session, "a number of before names another session now"
            for write in (
                lambda: store.end_session(session, AT, pain_after=9),
                lambda: store.begin_session(me.id, "practice", AT),
                lambda: store.save_day(me.id, AT.date(), []),
            ):
                assert "was restored into" in refusal(write, UsageError)
            assert other.sessions(1) == before
            other.end_session(session, AT, pain_after=1)


def test_a_killed_restore_leaves_nothing_once_the_next_one_ran(tmp_path: Path) -> None:
    """The killed one is somebody else's process of a number that no process has."""
    url = filled(f"sqlite:///{tmp_path / 'psoas.db'}")
    path = backup(url, tmp_path / "kept.zip")
    left = tmp_path / f"{PLACE}-{free_pid()}-abc"
    left.mkdir()
    (left / "restored.db").write_text("a person's data")
    part = tmp_path / f".kept.zip.{free_pid()}-abc.partial"
    part.write_text("a person's data")
    restore(url, path)
    backup(url, path)
    assert not left.exists()
    assert not part.exists()


def test_the_next_start_removes_what_a_killed_restore_left(tmp_path: Path) -> None:
    left = tmp_path / f"{PLACE}-{free_pid()}-abc"
    left.mkdir()
    Store.open(f"sqlite:///{tmp_path / 'psoas.db'}").close()
    assert not left.exists()


def free_pid() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_database_that_may_only_be_read_is_backed_up(tmp_path: Path) -> None:
    kept, out = tmp_path / "kept", tmp_path / "out"
    kept.mkdir()
    out.mkdir()
    out.chmod(0o777)
    for each in (tmp_path, *tmp_path.parents):
        if each.stat().st_mode & 0o5 != 0o5:
            each.chmod(0o755)
    url = filled(f"sqlite:///{kept / 'psoas.db'}")
    (kept / "psoas.db").chmod(0o444)
    kept.chmod(0o555)
    try:
        with without_rights():
            backup(url, out / "kept.zip")
    finally:
        kept.chmod(0o755)
    assert [one.name for one in out.iterdir()] == ["kept.zip"]
    again = f"sqlite:///{tmp_path / 'again.db'}"
    restore(again, out / "kept.zip")
    with Store.open(again) as store:
        check(store)


def test_the_largest_picture_comes_back_to_the_byte(tmp_path: Path) -> None:
    mine, other = filled(f"sqlite:///{tmp_path / 'mine.db'}"), f"sqlite:///{tmp_path / 'other.db'}"
    picture = os.urandom(MOST_PICTURE)
    with Store.open(mine) as store:
        me = store.profiles()[0].id
        number = store.sessions(me)[0].sets[0].id
        store.history.keep_frames(number, [KeptPicture(2, "deepest", picture)])
    restore(other, backup(mine, tmp_path / "b.zip"))
    with Store.open(other) as store:
        assert store.history.frame(me, number, 2, "deepest") == picture


def test_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    mine = filled(f"sqlite:///{tmp_path / 'mine.db'}")

    def change(parts: dict[str, bytes]) -> None:
        parts["key_frames.jsonl"] = re.sub(
            rb'"picture": "[^"]*"', b'"picture": "*"', parts["key_frames.jsonl"]
        )

    bad = changed(backup(mine, tmp_path / "b.zip"), change)
    assert "is no back-up of psoas, or is damaged" in refusal(lambda: restore(mine, bad))
