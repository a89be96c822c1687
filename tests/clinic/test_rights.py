"""Who sees and changes whose rows is decided by the database, whatever the application forgets to check."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, select, text, update

from psoas.clinic.clinic import Clinic
from psoas.clinic.database import ClinicDatabase, name
from psoas.clinic.rights import rule_of
from psoas.errors import InputError, PsoasError, RefusedError
from psoas.plan import KeptPicture
from psoas.store import METADATA, Store
from psoas.store.schema import KEY_FRAMES, PROFILES, REPETITIONS, SESSIONS, SETS
from tests.clinic.conftest import Founded, Member, Members
from tests.store.made import AT, BOUTS, DAY, SCREENING
from tests.store.made import REPETITIONS as MADE

PICTURE = KeptPicture(MADE[0].number, "start", b"a picture")


def fill(store: Store, person: int) -> tuple[int, int]:
    """A session with a set, a repetition and its picture, a day and an answer; returns the ids of session and set."""
    session = store.begin_session(person, "practice", AT)
    set_id = store.begin_set(session, "left", "camera", AT)
    store.save_repetition(set_id, MADE[0])
    store.history.correct(set_id, 1, {"bounce": False})
    store.history.keep_frames(set_id, [PICTURE])
    store.save_day(person, DAY, BOUTS)
    store.save_screening(person, SCREENING)
    return session, set_id


@pytest.fixture
def kept(clinic: Clinic, members: Members) -> dict[str, tuple[int, int]]:
    """Data of both clients: the ids of session and set by name."""
    return {
        "dora": fill(clinic.store_of(members.dora.secret, members.dora.person, "test"), members.dora.person),
        "emil": fill(clinic.store_of(members.cleo.secret, members.emil.person, "test"), members.emil.person),
    }


@contextmanager
def unchecked(clinic: Clinic, secret: str | None, entry: int | None = None) -> Iterator[Any]:
    """A connection of the application without any check of its own, which names a session and an entry."""
    database: ClinicDatabase = clinic._database
    with database._engine.connect() as connection, connection.begin():
        name(connection, secret, entry)
        yield connection


def opened(clinic: Clinic, member: Member, person: int, how: str = "change") -> int:
    (row,) = clinic._database.call(member.secret, "open_person", person, how, "test")
    return int(row["open_person"])


def test_a_client_and_their_clinician_see_and_change_the_same_data(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]]
) -> None:
    for member in (members.dora, members.ben):
        store = clinic.store_of(member.secret, members.dora.person, "test")
        (person,) = store.profiles()
        (session,) = store.sessions(person.id)
        assert session.sets[0].repetitions[0].corrections == {"bounce": False}
        assert store.bouts(person.id, DAY, DAY) == BOUTS
        assert store.last_screening(person.id) == SCREENING
        assert store.history.frame(person.id, kept["dora"][1], PICTURE.number, "start") == PICTURE.jpeg
        settings = replace(person.settings, goal_days=4, goal_opening_deg=12.0)
        store.change_profile(replace(person, height_m=1.71, settings=settings))
        assert store.profiles()[0].settings == settings


def test_an_owner_another_clinician_and_another_client_see_nothing(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]]
) -> None:
    for member in (members.anna, members.cleo, members.emil):
        refuse_all(clinic, member, members, kept)


def refuse_all(clinic: Clinic, member: Member, members: Members, kept: dict[str, tuple[int, int]]) -> None:
    store = clinic.store_of(member.secret, members.dora.person, "test")
    calls = (
        lambda: store.profiles(),
        lambda: store.sessions(members.dora.person),
        lambda: store.session(kept["dora"][0]),
        lambda: store.begin_session(members.dora.person, "practice", AT),
        lambda: store.history.remove(kept["dora"][0]),
        lambda: store.save_day(members.dora.person, DAY, []),
    )
    for call in calls:
        with pytest.raises(RefusedError, match="not open to you"):
            call()
    assert clinic.trail(members.anna.secret)[0].action == "refused"


def test_a_store_opened_for_oneself_gives_nothing_of_another(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]]
) -> None:
    """The application's own check is gone: the store is asked for another person than it was opened for."""
    session, set_id = kept["emil"]
    store = clinic.store_of(members.dora.secret, members.dora.person, "test")
    emil = members.emil.person
    assert store.sessions(emil) == []
    assert store.bouts(emil, DAY, DAY) == []
    assert store.last_screening(emil) is None
    assert store.history.frames_of(session) == {}
    assert store.history.frame(emil, set_id, PICTURE.number, "start") is None
    assert store.history.remove_frames(emil) == 0
    assert [one.id for one in store.profiles()] == [members.dora.person]
    calls = (
        lambda: store.session(session),
        lambda: store.begin_session(emil, "practice", AT),
        lambda: store.begin_set(session, "left", "camera", AT),
        lambda: store.save_repetition(set_id, MADE[1]),
        lambda: store.end_set(set_id, AT, []),
        lambda: store.history.remove(session),
        lambda: store.history.correct(set_id, 1, {}),
        lambda: store.history.keep_frames(set_id, [PICTURE]),
        lambda: store.save_day(emil, DAY, []),
        lambda: store.save_screening(emil, SCREENING),
        lambda: store.remove_profile(emil),
    )
    for call in calls:
        with pytest.raises(PsoasError):
            call()
    whole = clinic.store_of(members.cleo.secret, emil, "test")
    assert [one.id for one in whole.sessions(emil)] == [session]
    assert whole.bouts(emil, DAY, DAY) == BOUTS
    assert whole.history.frame(emil, set_id, PICTURE.number, "start") == PICTURE.jpeg


def test_without_an_entry_of_the_trail_no_row_of_any_table_is_seen_or_changed(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]]
) -> None:
    others = opened(clinic, members.cleo, members.emil.person)
    for secret, entry in (
        (None, None),
        (members.dora.secret, None),
        (members.dora.secret, others),
        (members.cleo.secret + "x", others),
        (members.dora.secret, 999_999),
    ):
        with unchecked(clinic, secret, entry) as connection:
            for table in METADATA.sorted_tables:
                assert connection.execute(select(table)).all() == []
                column = next(iter(table.columns))
                assert connection.execute(update(table).values({column: column})).rowcount == 0


def test_every_row_that_an_entry_opens_is_of_its_person(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]]
) -> None:
    entry = opened(clinic, members.ben, members.dora.person, "read")
    with unchecked(clinic, members.ben.secret, entry) as connection:
        assert connection.scalars(select(PROFILES.c.id)).all() == [members.dora.person]
        assert connection.scalars(select(SESSIONS.c.id)).all() == [kept["dora"][0]]
        assert connection.scalars(select(SETS.c.id)).all() == [kept["dora"][1]]
        assert connection.scalars(select(REPETITIONS.c.set_id)).all() == [kept["dora"][1]]
        assert connection.scalars(select(KEY_FRAMES.c.set_id)).all() == [kept["dora"][1]]


def test_an_entry_of_reading_changes_nothing(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]]
) -> None:
    entry = opened(clinic, members.ben, members.dora.person, "read")
    with unchecked(clinic, members.ben.secret, entry) as connection:
        for table in METADATA.sorted_tables:
            column = next(iter(table.columns))
            assert connection.execute(update(table).values({column: column})).rowcount == 0


def test_a_row_is_not_moved_to_another_person(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]]
) -> None:
    entry = opened(clinic, members.dora, members.dora.person)
    moves = (
        update(SESSIONS).values(profile_id=members.emil.person),
        update(SETS).values(session_id=kept["emil"][0]),
    )
    for move in moves:
        with (
            pytest.raises(Exception, match="row-level security"),
            unchecked(clinic, members.dora.secret, entry) as connection,
        ):
            connection.execute(move)


def test_an_entry_opens_nothing_after_two_minutes_after_signing_out_and_after_the_care_ended(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]], founded: Founded
) -> None:
    def seen(member: Member, entry: int) -> int:
        with unchecked(clinic, member.secret, entry) as connection:
            return len(connection.execute(select(SESSIONS)).all())

    entry = opened(clinic, members.ben, members.dora.person)
    assert seen(members.ben, entry) == 1
    clinic.end_care(members.dora.secret, members.ben.id, members.dora.person)
    assert seen(members.ben, entry) == 0, "a client ends the access of a clinician"
    own = opened(clinic, members.dora, members.dora.person)
    assert seen(members.dora, own) == 1
    clinic.sign_out(members.dora.secret)
    assert seen(members.dora, own) == 0
    late = opened(clinic, members.cleo, members.emil.person)
    assert seen(members.cleo, late) == 1
    founded.as_root("ALTER TABLE clinic.audit DISABLE TRIGGER USER")
    founded.as_root("UPDATE clinic.audit SET at_us = at_us - 121000000 WHERE id = %s", late)
    assert seen(members.cleo, late) == 0


def test_the_owner_of_the_tables_sees_no_row(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]], founded: Founded
) -> None:
    with psycopg.connect(founded.admin) as connection:
        for table in METADATA.tables:
            assert connection.execute(f"SELECT * FROM {table}").fetchall() == []


def test_the_application_reaches_no_table_of_the_clinic(clinic: Clinic, members: Members) -> None:
    for statement in (
        "SELECT * FROM clinic.accounts",
        "SELECT * FROM clinic.audit",
        "UPDATE clinic.audit SET subject = ''",
        "DELETE FROM clinic.audit",
        "TRUNCATE clinic.audit",
        "INSERT INTO clinic.care VALUES (5, 1)",
        "SELECT clinic.record(1, 1, 'read', 'made up', 0)",
        "INSERT INTO profiles SELECT * FROM profiles",
        "DELETE FROM profiles",
        "ALTER TABLE profiles DISABLE ROW LEVEL SECURITY",
        "SET ROLE admin",
    ):
        with (
            pytest.raises(Exception, match=r"permission denied|must be owner"),
            unchecked(clinic, members.anna.secret) as connection,
        ):
            connection.execute(text(statement))


def test_nobody_assigns_themselves(clinic: Clinic, members: Members) -> None:
    dora, emil = members.dora.person, members.emil.person
    refusals = (
        lambda: clinic.give_care(members.cleo.secret, members.cleo.id, dora),
        lambda: clinic.give_care(members.dora.secret, members.ben.id, emil),
        lambda: clinic.end_care(members.cleo.secret, members.ben.id, dora),
        lambda: clinic.end_care(members.emil.secret, members.ben.id, dora),
        lambda: clinic.remove_person(members.ben.secret, dora),
        lambda: clinic.remove_person(members.dora.secret, dora),
        lambda: clinic.add_person(members.anna.secret, "Nobody"),
        lambda: clinic.add_person(members.dora.secret, "Nobody"),
        lambda: clinic.invite(members.ben.secret, "x@example.org", "X", "owner"),
        lambda: clinic.invite(members.ben.secret, "x@example.org", "X", "client", emil),
        lambda: clinic.invite(members.dora.secret, "x@example.org", "X", "clinician"),
        lambda: clinic.accounts(members.ben.secret),
        lambda: clinic.accounts(members.dora.secret),
        lambda: clinic.end_account(members.ben.secret, members.cleo.id),
        lambda: clinic.unlock(members.ben.secret, members.ben.id),
        lambda: clinic.invite_again(members.ben.secret, members.anna.id),
        lambda: clinic.trail(members.ben.secret),
        lambda: clinic.carers(members.anna.secret, dora),
        lambda: clinic.carers(members.emil.secret, dora),
    )
    for refusal in refusals:
        with pytest.raises(RefusedError, match="has no right to this"):
            refusal()


def test_an_owner_assigns_a_clinician_by_name_and_sees_no_data(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]]
) -> None:
    people = clinic.people(members.anna.secret)
    assert [(one.name, one.clinicians) for one in people] == [
        ("Dora", (members.ben.id,)),
        ("Emil", (members.cleo.id,)),
    ]
    clinic.give_care(members.anna.secret, members.cleo.id, members.dora.person)
    assert [one.name for one in clinic.people(members.cleo.secret)] == ["Dora", "Emil"]
    assert [one.name for one in clinic.carers(members.dora.secret, members.dora.person)] == ["Ben", "Cleo"]
    assert clinic.store_of(members.cleo.secret, members.dora.person, "test").sessions(members.dora.person)


def test_a_removed_person_is_gone_with_account_and_data(
    clinic: Clinic, members: Members, kept: dict[str, tuple[int, int]], founded: Founded
) -> None:
    clinic.remove_person(members.anna.secret, members.dora.person)
    assert clinic.who(members.dora.secret) is None
    assert clinic.people(members.ben.secret) == []
    assert founded.as_root("SELECT id FROM sessions") == [(kept["emil"][0],)]
    assert founded.as_root("SELECT set_id FROM repetitions") == [(kept["emil"][1],)]
    assert founded.as_root("SELECT set_id FROM key_frames") == [(kept["emil"][1],)]


def test_a_new_table_has_its_rule_by_its_foreign_keys_and_one_without_a_person_is_refused() -> None:
    metadata = MetaData()
    Table("profiles", metadata, Column("id", Integer, primary_key=True))
    sets = Table(
        "notes",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("profile_id", ForeignKey("profiles.id")),
    )
    lines = Table("lines", metadata, Column("note_id", ForeignKey("notes.id")))
    assert rule_of(sets, "f()") == "profile_id = (SELECT f())"
    assert rule_of(lines, "f()") == "note_id IN (SELECT id FROM public.notes WHERE profile_id = (SELECT f()))"
    with pytest.raises(TypeError, match="the table stray has no column that leads to a person"):
        rule_of(Table("stray", metadata, Column("id", Integer)), "f()")


def test_the_database_says_no_in_a_sentence_where_the_application_would_not(
    clinic: Clinic, members: Members
) -> None:
    store = clinic.store_of(members.dora.secret, members.dora.person, "test")
    with pytest.raises(InputError, match="does not allow this"):
        store.add_profile("Somebody")
