"""Each read and change of a person's data is in the trail; what somebody alters in it afterwards is found."""

from pathlib import Path
from time import monotonic

import psycopg
import pytest

from psoas.clinic.audit import verify_entries, verify_trail
from psoas.clinic.clinic import Clinic
from psoas.clinic.limits import limits
from psoas.errors import CannotTellError, InputError, RefusedError
from psoas.store import make_engine, parse_url
from tests.clinic.conftest import Founded, Members
from tests.clinic.test_rights import fill
from tests.store.made import AT


@pytest.fixture
def used(clinic: Clinic, members: Members, founded: Founded) -> Founded:
    """A clinic with a trail of some sixty entries."""
    store = clinic.store_of(members.ben.secret, members.dora.person, "/progress")
    fill(store, members.dora.person)
    store.sessions(members.dora.person)
    return founded


def test_reads_and_changes_say_who_whose_and_what(clinic: Clinic, members: Members) -> None:
    store = clinic.store_of(members.ben.secret, members.dora.person, "/sessions")
    store.begin_session(members.dora.person, "practice", AT)
    store.sessions(members.dora.person)
    newest = [
        (one.account, one.person, one.action, one.subject, one.row_count)
        for one in clinic.trail(members.anna.secret, most=3)
    ]
    assert newest == [
        ("Ben", members.dora.person, "read", "/sessions", 0),
        ("Ben", members.dora.person, "insert", "sessions", 1),
        ("Ben", members.dora.person, "change", "/sessions", 0),
    ]


def test_what_one_page_reads_is_one_entry_until_its_right_ends(
    clinic: Clinic, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = clinic.store_of(members.ben.secret, members.dora.person, "/plan")
    store.profiles()
    store.sessions(members.dora.person)

    def count_reads() -> int:
        newest = clinic.trail(members.anna.secret, most=20)
        return sum((one.action, one.subject) == ("read", "/plan") for one in newest)

    assert count_reads() == 1
    now_s = monotonic() + limits()["page_s"]
    monkeypatch.setattr("psoas.clinic.database.monotonic", lambda: now_s)
    store.profiles()
    assert count_reads() == 2
    clinic.end_care(members.anna.secret, members.ben.id, members.dora.person)
    with pytest.raises(RefusedError, match="not open to you"):
        store.profiles()
    assert clinic.trail(members.anna.secret, most=1)[0].action == "refused"


def test_a_client_reads_the_trail_about_themselves(clinic: Clinic, members: Members) -> None:
    clinic.store_of(members.ben.secret, members.dora.person, "/progress").profiles()
    clinic.store_of(members.cleo.secret, members.emil.person, "/progress").profiles()
    assert {one.person for one in clinic.trail(members.dora.secret)} == {members.dora.person}
    assert clinic.trail(members.dora.secret)[0].account == "Ben"
    (one,) = clinic.trail(members.dora.secret, most=1)
    assert clinic.trail(members.dora.secret, before=one.number, most=1)[0].number < one.number


def test_a_change_past_the_application_is_in_the_trail_too(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    founded.as_root("UPDATE profiles SET height_m = 1.9")
    newest = clinic.trail(members.anna.secret, most=1)[0]
    assert (newest.account, newest.action, newest.subject, newest.row_count) == (
        "psoas",
        "update",
        "profiles",
        2,
    )


def test_an_untouched_trail_is_whole(used: Founded) -> None:
    count = used.as_root("SELECT count(*) FROM clinic.audit")[0][0]
    assert count > 35
    assert verify_trail(used.admin).number == verify_trail(used.root).number == count
    used.as_root("SELECT 1 FROM clinic.audit_head")


TAMPERINGS = (
    "UPDATE clinic.audit SET subject = 'nothing' WHERE number = 20",
    "UPDATE clinic.audit SET person = NULL WHERE number = (SELECT max(number) FROM clinic.audit WHERE person > 0)",
    "UPDATE clinic.audit SET at_us = at_us + 1 WHERE number = 1",
    "UPDATE clinic.audit SET account = 1 WHERE number = 30",
    "DELETE FROM clinic.audit WHERE number = 20",
    "DELETE FROM clinic.audit WHERE number > 30",
    "DELETE FROM clinic.audit",
    "UPDATE clinic.audit SET number = 1000 - number; UPDATE clinic.audit SET number = number - 900",
    "INSERT INTO clinic.audit (at_us, database_user, action, subject, row_count) VALUES (1, '', '', '', 0)",
    "DELETE FROM clinic.audit WHERE number > 30; UPDATE clinic.audit_head SET number = 30",
    "UPDATE clinic.audit SET hash = sha256(hash) WHERE number = 12",
)


def test_tampering_by_the_superuser_is_found(used: Founded) -> None:
    with make_engine(parse_url(used.root), migrates=True).connect() as connection:
        for tampering in TAMPERINGS:
            with connection.begin() as undone:
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
                for statement in tampering.split("; "):
                    connection.exec_driver_sql(statement)
                with pytest.raises(CannotTellError, match="tampered with"):
                    verify_entries(connection)
                undone.rollback()
        assert verify_entries(connection).number > 30


def test_a_chain_that_was_computed_anew_is_found_by_a_head_that_was_kept_elsewhere(
    used: Founded, tmp_path: Path
) -> None:
    heads = tmp_path / "heads.txt"
    first = verify_trail(used.admin, heads)
    assert heads.read_text() == f"{first.number} {first.hash}\n"
    used.as_root(
        "SET session_replication_role = replica; UPDATE clinic.audit SET subject = 'nothing' WHERE number = 20;"
        "DO $$ DECLARE one clinic.audit; last bytea := sha256(''); BEGIN"
        " FOR one IN SELECT * FROM clinic.audit ORDER BY number LOOP"
        " last := sha256(last || convert_to(clinic.text_of(one, one.number), 'UTF8'));"
        " UPDATE clinic.audit SET hash = last WHERE id = one.id; END LOOP;"
        " UPDATE clinic.audit_head SET hash = last; END $$"
    )
    verify_trail(used.admin)
    with pytest.raises(CannotTellError, match="written anew"):
        verify_trail(used.admin, heads)
    heads.write_text("nonsense\n")
    with pytest.raises(InputError, match="cannot be read as heads"):
        verify_trail(used.admin, heads)


def test_the_trail_refuses_edits_by_its_own_keeper(used: Founded) -> None:
    for statement in (
        "UPDATE clinic.audit SET subject = ''",
        "DELETE FROM clinic.audit",
        "TRUNCATE clinic.audit",
    ):
        with pytest.raises(psycopg.errors.RaiseException, match="only added to"):
            used.as_root(statement)


def test_entries_at_once_make_one_chain(clinic: Clinic, members: Members, founded: Founded) -> None:
    from concurrent.futures import ThreadPoolExecutor

    pages = [
        (members.ben.secret, members.dora.person, "one"),
        (members.cleo.secret, members.emil.person, "two"),
    ]
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda turn: clinic.store_of(*pages[turn % 2]).profiles(), range(60)))
    assert verify_trail(founded.admin).number >= 60


def test_words_of_all_kinds_have_the_same_hash_in_the_database_and_here(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    for words in ('a "quoted" \\ word', "Zoë 🦵", "a\tb\nc\x01\x7f", "</script>", "\u2028"):
        clinic.store_of(members.ben.secret, members.dora.person, words).profiles()
    verify_trail(founded.admin)
