"""Everything goes into one file and comes back from it, or nothing changes."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from psoas.errors import InputError, PsoasError, UsageError
from psoas.store.backup import backup, restore
from psoas.store.schema import SCHEMA
from psoas.store.store import Store
from tests.store.made import AT, SCHEMAS, check, fill
from tests.store.postgres import Server
from tests.store.test_failures import no_file_longer_than
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
