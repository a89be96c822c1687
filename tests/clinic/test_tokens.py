"""Tokens of programs: what the database lets them do, whatever the application forgets to check."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from psoas.clinic.clinic import Clinic
from psoas.clinic.database import PersonDatabase
from psoas.clinic.setting_up import hash_of, set_up
from psoas.errors import InputError, RefusedError, UsageError
from psoas.store import Store
from psoas.store.schema import PROFILES, SESSIONS
from tests.clinic.conftest import Founded, Members
from tests.clinic.test_rights import fill, unchecked
from tests.store.made import AT


def test_a_token_is_shown_once_and_kept_as_a_hash(clinic: Clinic, members: Members, founded: Founded) -> None:
    token = clinic.tokens.make(members.ben.secret, "Gait lab", ["check", "people"], 30)
    assert token.startswith("psoas_")
    ((kept, scopes),) = founded.as_root("SELECT secret, scopes FROM clinic.tokens")
    assert (bytes(kept), scopes) == (hash_of(token), ["check", "people"])
    (listed,) = clinic.tokens.listed(members.ben.secret)
    assert (listed.account, listed.name, listed.used_at) == ("Ben", "Gait lab", None)
    assert abs(listed.until - datetime.now(UTC) - timedelta(days=30)) < timedelta(minutes=1)
    used = clinic.tokens.use(token, "check", "POST /x")
    assert used is not None
    assert (used.account, used.state, used.scopes) == (members.ben.id, "open", ("check", "people"))
    assert clinic.tokens.listed(members.ben.secret)[0].used_at is not None
    newest = clinic.trail(members.anna.secret, most=1)[0]
    assert (newest.account, newest.action, newest.subject) == ("Ben", "token", "token Gait lab: POST /x")
    refused = clinic.tokens.use(token, "day", "POST /day")
    assert refused is not None
    assert refused.state == "no_scope"
    assert clinic.trail(members.anna.secret, most=1)[0].action == "refused"


def test_who_may_make_see_and_end_which_tokens(clinic: Clinic, members: Members) -> None:
    with pytest.raises(RefusedError):
        clinic.tokens.make(members.dora.secret, "x", ["check"], 30)
    with pytest.raises(RefusedError):
        clinic.tokens.make(members.anna.secret, "x", ["people"], 30)
    for name, scopes, days in (
        ("x", [], 30),
        ("x", ["all"], 30),
        ("", ["check"], 30),
        ("x", ["check"], 9999),
    ):
        with pytest.raises(UsageError):
            clinic.tokens.make(members.ben.secret, name, scopes, days)
    bens = clinic.tokens.make(members.ben.secret, "Ben's", ["check"], 30)
    annas = clinic.tokens.make(members.anna.secret, "Anna's", ["day"], 7)
    assert [one.name for one in clinic.tokens.listed(members.ben.secret)] == ["Ben's"]
    assert clinic.tokens.listed(members.cleo.secret) == []
    by_name = {one.name: one.id for one in clinic.tokens.listed(members.anna.secret)}
    assert set(by_name) == {"Ben's", "Anna's"}
    with pytest.raises(RefusedError):
        clinic.tokens.listed(members.dora.secret)
    for member in (members.cleo, members.dora):
        with pytest.raises(UsageError, match="no such token"):
            clinic.tokens.end(member.secret, by_name["Ben's"])
    clinic.tokens.end(members.anna.secret, by_name["Ben's"])
    assert clinic.tokens.use(bens, None, "x") is None
    assert clinic.tokens.use(annas, None, "x") is not None


def test_a_token_ends_with_its_time_its_account_and_a_new_link_to_it(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    old = clinic.tokens.make(members.ben.secret, "old", ["check"], 1)
    founded.as_root("UPDATE clinic.tokens SET until = clock_timestamp()")
    again = clinic.tokens.make(members.ben.secret, "again", ["check"], 1)
    cleos = clinic.tokens.make(members.cleo.secret, "cleo's", ["check"], 1)
    assert clinic.tokens.use(old, None, "x") is None
    assert clinic.tokens.use(again, None, "x") is not None
    clinic.redeem(clinic.invite_again(members.anna.secret, members.ben.id), "another good password")
    assert clinic.tokens.use(again, None, "x") is None
    clinic.end_account(members.anna.secret, members.cleo.id)
    assert clinic.tokens.use(cleos, None, "x") is None
    assert clinic.tokens.use("psoas_nothing", None, "x") is None


def test_another_role_ends_tokens_and_links_made_for_others(clinic: Clinic, members: Members) -> None:
    token = clinic.tokens.make(members.ben.secret, "x", ["people"], 30)
    person = clinic.add_person(members.ben.secret, "Gus")
    link = clinic.invite(members.ben.secret, "gus@example.org", "Gus", "client", person)
    clinic.change_account(members.anna.secret, members.ben.id, "Benjamin", "clinician")
    assert clinic.tokens.use(token, None, "x") is not None, "a name changes nothing else"
    clinic.change_account(members.anna.secret, members.ben.id, "Ben", "owner")
    assert clinic.tokens.use(token, None, "x") is None
    assert clinic.invitation(link) is None


def test_a_request_without_words_is_counted_and_not_written_again(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    founded.as_root("UPDATE clinic.limits SET value = 2 WHERE name = 'token_requests_min'")
    token = clinic.tokens.make(members.ben.secret, "x", ["check"], 30)
    used = [clinic.tokens.use(token, None, about) for about in ("GET /x", None, None)]
    assert [None if one is None else one.state for one in used] == ["open", "open", "limited"]
    newest = [one.subject for one in clinic.trail(members.anna.secret, most=3)]
    assert newest == ["token x: asks too often", "token x: GET /x", "token x made"]


def test_of_requests_over_the_rate_one_a_minute_is_in_the_trail(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    founded.as_root("UPDATE clinic.limits SET value = 1 WHERE name = 'token_requests_min'")
    token = clinic.tokens.make(members.ben.secret, "x", ["check"], 30)

    def state() -> str | None:
        used = clinic.tokens.use(token, None, "x")
        return None if used is None else used.state

    def written() -> list[str]:
        trail = clinic.trail(members.anna.secret, most=20)
        return [one.subject for one in trail if (one.account, one.action) == ("Ben", "refused")]

    assert [state() for _count in range(4)] == ["open", "limited", "limited", "limited"]
    assert written() == ["token x: asks too often"]
    founded.as_root("UPDATE clinic.tokens SET limited_at = limited_at - interval '61 s'")
    assert state() == "limited"
    assert written() == 2 * ["token x: asks too often"]


def test_there_are_only_so_many(clinic: Clinic, members: Members, founded: Founded) -> None:
    founded.as_root("UPDATE clinic.limits SET value = 1 WHERE name = 'tokens'")
    clinic.tokens.make(members.ben.secret, "one", ["check"], 30)
    with pytest.raises(UsageError, match="end one"):
        clinic.tokens.make(members.ben.secret, "two", ["check"], 30)


def test_a_token_is_no_session_and_a_session_no_token(clinic: Clinic, members: Members) -> None:
    token = clinic.tokens.make(members.ben.secret, "x", ["people"], 30)
    assert clinic.who(token) is None
    assert clinic.tokens.use(members.ben.secret, None, "x") is None
    for call in (
        lambda: clinic.accounts(token),
        lambda: clinic.people(token),
        lambda: clinic.add_person(token, "New"),
        lambda: clinic.end_care(token, members.ben.id, members.dora.person),
        lambda: clinic.tokens.make(token, "y", ["check"], 30),
        lambda: clinic.tokens.listed(token),
        lambda: clinic.trail(token),
        lambda: clinic.store_of(token, members.dora.person, "x").profiles(),
    ):
        with pytest.raises(RefusedError):
            call()
    with pytest.raises(RefusedError):
        clinic.tokens.people(members.ben.secret)


def test_the_rows_of_a_person_are_within_the_scope_and_the_clinician_s_sight(
    clinic: Clinic, members: Members
) -> None:
    dora, emil = members.dora.person, members.emil.person
    fill(clinic.store_of(members.dora.secret, dora, "test"), dora)
    fill(clinic.store_of(members.emil.secret, emil, "test"), emil)
    token = clinic.tokens.make(members.ben.secret, "x", ["people"], 30)
    narrow = clinic.tokens.make(members.ben.secret, "y", ["check"], 30)
    assert clinic.tokens.people(token) == [(dora, "Dora")]
    store = clinic.tokens.store_of(token, dora, "FHIR")
    assert [one.id for one in store.profiles()] == [dora]
    assert len(store.sessions(dora)) == 1
    assert store.sessions(emil) == []
    newest = clinic.trail(members.anna.secret, most=1)[0]
    assert (newest.action, newest.subject, newest.person) == ("read", "token x: FHIR", dora)
    with pytest.raises(RefusedError):
        store.begin_session(dora, "practice", AT)
    for secret, person in ((token, emil), (token, 99), (narrow, dora)):
        with pytest.raises(RefusedError):
            clinic.tokens.store_of(secret, person, "FHIR").profiles()
    clinic.end_care(members.ben.secret, members.ben.id, dora)
    with pytest.raises(RefusedError):
        store.profiles()


def test_with_the_application_s_checks_removed_a_token_still_changes_nothing(
    clinic: Clinic, members: Members
) -> None:
    dora = members.dora.person
    fill(clinic.store_of(members.dora.secret, dora, "test"), dora)
    token = clinic.tokens.make(members.ben.secret, "x", ["people"], 30)
    unsafe = Store(PersonDatabase(clinic._database, token, dora, "x"))
    for call in (unsafe.profiles, lambda: unsafe.begin_session(dora, "practice", AT)):
        with pytest.raises(RefusedError):
            call()
    (row,) = clinic._database.call(token, "token_open_person", dora, "x")
    entry = row["token_open_person"]
    with unchecked(clinic, token, entry) as connection:
        assert len(connection.execute(select(PROFILES)).all()) == 1
        assert connection.execute(PROFILES.update().values(name="Other")).rowcount == 0
        assert connection.execute(SESSIONS.delete()).rowcount == 0
    for secret in (None, members.ben.secret, members.cleo.secret):
        with unchecked(clinic, secret, entry) as connection:
            assert connection.execute(select(PROFILES)).all() == [], "an entry is of its own token only"
    with unchecked(clinic, token) as connection:
        assert connection.execute(select(PROFILES)).all() == []


def test_a_clinic_of_before_tokens_is_renewed_by_a_set_up(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    founded.as_root("DROP FUNCTION clinic.use_token")
    founded.as_root("DROP TABLE clinic.tokens CASCADE")
    founded.as_root("COMMENT ON SCHEMA clinic IS 'psoas.clinic/1'")
    with pytest.raises(InputError, match="older psoas"):
        Clinic.open(founded.url)
    set_up(founded.admin)
    with Clinic.open(founded.url) as renewed:
        token = renewed.tokens.make(members.ben.secret, "x", ["check"], 30)
        assert renewed.tokens.use(token, "check", "x") is not None
