"""Accounts: signing in with two factors, sessions that expire, one-time links, locks, endings."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from psoas.clinic.clinic import Clinic
from psoas.clinic.limits import limits
from psoas.errors import RefusedError, UsageError
from tests.clinic.conftest import WORD, Founded, Member, Members, code_of, join


def sign_in(clinic: Clinic, member: Member, code: str) -> str:
    return clinic.give_code(clinic.sign_in(member.email, WORD), code)


def test_there_is_no_password_before_the_first_owner_chooses_one(clinic: Clinic, founded: Founded) -> None:
    assert founded.as_root("SELECT count(*) FROM clinic.accounts") == [(0,)]
    anna = join(clinic, founded.invitation)
    me = clinic.who(anna.secret)
    assert me is not None
    assert (me.role, me.state, me.second_factor) == ("owner", "signed_in", True)


def test_a_link_works_once_and_for_a_week(clinic: Clinic, members: Members, founded: Founded) -> None:
    used = clinic.invite(members.anna.secret, "fay@example.org", "Fay", "clinician")
    assert clinic.invitation(used) == ("fay@example.org", "Fay", "clinician")
    clinic.redeem(used, WORD)
    with pytest.raises(RefusedError, match="was used"):
        clinic.redeem(used, WORD)
    old = clinic.invite(members.anna.secret, "gus@example.org", "Gus", "clinician")
    founded.as_root("UPDATE clinic.invitations SET until = now() - interval '1 s'")
    assert clinic.invitation(old) is None
    with pytest.raises(RefusedError, match="too old"):
        clinic.redeem(old, WORD)


def test_two_at_once_use_a_link_once(clinic: Clinic, members: Members) -> None:
    link = clinic.invite(members.anna.secret, "fay@example.org", "Fay", "clinician")

    def use(_: int) -> bool:
        try:
            return bool(clinic.redeem(link, WORD))
        except RefusedError:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(use, range(4))) == 1


def test_the_password_alone_opens_nothing_where_there_is_a_second_factor(
    clinic: Clinic, members: Members, next_code: Callable[[str], str]
) -> None:
    half = clinic.sign_in("BEN@example.org ", WORD)
    me = clinic.who(half)
    assert me is not None
    assert me.state == "half"
    with pytest.raises(RefusedError, match="not signed in"):
        clinic.people(half)
    with pytest.raises(RefusedError, match="not signed in"):
        clinic.propose_second_factor(half)
    with pytest.raises(RefusedError, match="code is wrong"):
        clinic.give_code(half, "000000")
    whole = clinic.give_code(half, next_code(members.ben.totp))
    assert whole != half
    assert clinic.who(half) is None
    assert [one.name for one in clinic.people(whole)] == ["Dora"]


def test_owners_and_clinicians_do_nothing_before_they_have_a_second_factor(
    clinic: Clinic, members: Members
) -> None:
    secret = clinic.redeem(clinic.invite(members.anna.secret, "fay@example.org", "Fay", "clinician"), WORD)
    me = clinic.who(secret)
    assert me is not None
    assert me.state == "set_up"
    with pytest.raises(RefusedError, match="not signed in"):
        clinic.add_person(secret, "Hal")
    with pytest.raises(UsageError, match="code is wrong"):
        clinic.confirm_second_factor(secret, "000000")
    clinic.confirm_second_factor(secret, code_of(clinic.propose_second_factor(secret)))
    assert clinic.add_person(secret, "Hal")


def test_a_code_works_once(clinic: Clinic, members: Members, next_code: Callable[[str], str]) -> None:
    code = next_code(members.ben.totp)
    sign_in(clinic, members.ben, code)
    with pytest.raises(RefusedError, match="was used"):
        sign_in(clinic, members.ben, code)


def test_a_recovery_code_works_once(clinic: Clinic, members: Members) -> None:
    first = members.ben.recovery[0]
    me = clinic.who(sign_in(clinic, members.ben, first.upper().replace("-", " ")))
    assert me is not None
    assert me.recovery_codes == 9
    with pytest.raises(RefusedError, match="code is wrong"):
        sign_in(clinic, members.ben, first)


def test_wrong_passwords_lock_the_account_and_an_owner_unlocks_it(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    for _ in range(limits()["failures"]):
        with pytest.raises(RefusedError) as wrong:
            clinic.sign_in("dora@example.org", "wrong")
    with pytest.raises(RefusedError) as locked:
        clinic.sign_in("dora@example.org", WORD)
    with pytest.raises(RefusedError) as unknown:
        clinic.sign_in("nobody@example.org", WORD)
    assert str(wrong.value) == str(locked.value) == str(unknown.value), (
        "nobody learns which accounts there are"
    )
    assert [one.email for one in clinic.accounts(members.anna.secret) if one.locked] == ["dora@example.org"]
    clinic.unlock(members.anna.secret, members.dora.id)
    assert clinic.sign_in("dora@example.org", WORD)
    for _ in range(limits()["failures"]):
        with pytest.raises(RefusedError):
            clinic.sign_in("dora@example.org", "wrong")
    founded.as_root("UPDATE clinic.accounts SET locked_until = now() - interval '1 s'")
    assert clinic.sign_in("dora@example.org", WORD), "the lock ends by itself"


def test_attempts_at_once_do_not_get_past_the_lock(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    def guess(_: int) -> None:
        with pytest.raises(RefusedError):
            clinic.sign_in("dora@example.org", "wrong")

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(guess, range(20)))
    seen = founded.as_root(
        "SELECT subject, count(*) FROM clinic.audit WHERE account = %s AND action = 'sign in' "
        "AND subject IN ('wrong password', 'locked') GROUP BY 1 ORDER BY 1",
        members.dora.id,
    )
    assert seen == [("locked", 15), ("wrong password", 5)]


def test_wrong_codes_lock_the_account_although_the_password_is_right(
    clinic: Clinic, members: Members
) -> None:
    for _ in range(limits()["failures"]):
        half = clinic.sign_in("ben@example.org", WORD)
        with pytest.raises(RefusedError, match="code is wrong"):
            clinic.give_code(half, "000000")
    with pytest.raises(RefusedError, match="locked for a while"):
        clinic.sign_in("ben@example.org", WORD)


@pytest.mark.parametrize(("column", "limit"), [("seen_at", "idle_s"), ("begun_at", "longest_s")])
def test_a_session_ends_by_itself(
    clinic: Clinic, members: Members, founded: Founded, column: str, limit: str
) -> None:
    late = f"UPDATE clinic.sessions SET {column} = now() - make_interval(secs => %s)"
    founded.as_root(late, limits()[limit] - 20)
    assert clinic.who(members.ben.secret) is not None
    founded.as_root(late, limits()[limit] + 20)
    assert clinic.who(members.ben.secret) is None
    with pytest.raises(RefusedError, match="not signed in"):
        clinic.people(members.ben.secret)
    with pytest.raises(RefusedError, match="not signed in"):
        clinic.store_of(members.ben.secret, members.dora.person, "test").profiles()


def test_the_second_factor_has_five_minutes(clinic: Clinic, members: Members, founded: Founded) -> None:
    half = clinic.sign_in("ben@example.org", WORD)
    founded.as_root("UPDATE clinic.sessions SET begun_at = begun_at - interval '301 s' WHERE NOT complete")
    with pytest.raises(RefusedError, match="sign in again"):
        clinic.give_code(half, code_of(members.ben.totp))


def test_signing_out_ends_one_session_and_a_new_password_all_others(clinic: Clinic, members: Members) -> None:
    first, second = (clinic.sign_in("dora@example.org", WORD) for _ in range(2))
    clinic.sign_out(first)
    assert clinic.who(first) is None
    with pytest.raises(RefusedError, match="password is wrong"):
        clinic.change_password(second, "wrong", "another long phrase")
    clinic.change_password(second, WORD, "another long phrase")
    assert clinic.who(second) is not None
    assert clinic.who(members.dora.secret) is None
    with pytest.raises(RefusedError):
        clinic.sign_in("dora@example.org", WORD)
    assert clinic.sign_in("dora@example.org", "another long phrase")


def test_a_new_link_takes_password_second_factor_and_sessions_away(clinic: Clinic, members: Members) -> None:
    link = clinic.invite_again(members.anna.secret, members.ben.id)
    assert clinic.who(members.ben.secret) is not None, "not before it is used"
    secret = clinic.redeem(link, "another long phrase")
    assert clinic.who(members.ben.secret) is None
    me = clinic.who(secret)
    assert me is not None
    assert (me.id, me.state) == (members.ben.id, "set_up")
    clinic.confirm_second_factor(secret, code_of(clinic.propose_second_factor(secret)))
    assert [one.name for one in clinic.people(secret)] == ["Dora"]


def test_an_ended_account_is_out_at_once_and_the_last_owner_stays(clinic: Clinic, members: Members) -> None:
    clinic.end_account(members.anna.secret, members.ben.id)
    assert clinic.who(members.ben.secret) is None
    with pytest.raises(RefusedError):
        clinic.sign_in("ben@example.org", WORD)
    assert [one.clinicians for one in clinic.people(members.anna.secret)] == [(), (members.cleo.id,)]
    with pytest.raises(UsageError, match="last owner"):
        clinic.end_account(members.anna.secret, members.anna.id)
    for unknown in (clinic.end_account, clinic.unlock):
        with pytest.raises(UsageError, match="no such account"):
            unknown(members.anna.secret, 999)


def test_of_two_owners_who_end_each_other_at_once_one_stays(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    anna = members.anna
    hal = join(clinic, clinic.invite(anna.secret, "hal@example.org", "Hal", "owner"))

    def end(pair: tuple[Member, Member]) -> bool:
        try:
            clinic.end_account(pair[0].secret, pair[1].id)
        except (RefusedError, UsageError):
            return False
        return True

    with ThreadPoolExecutor(2) as threads, psycopg.connect(founded.root) as other:
        other.execute("SELECT FROM clinic.accounts WHERE role = 'owner' FOR UPDATE")
        both = [threads.submit(end, pair) for pair in ((anna, hal), (hal, anna))]
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        while founded.as_root(waiting) != [(2,)] and not any(one.done() for one in both):
            time.sleep(0.01)
        other.commit()
        assert sorted(one.result() for one in both) == [False, True]


def test_links_that_an_ended_account_made_for_others_end_with_it(clinic: Clinic, members: Members) -> None:
    hal = join(clinic, clinic.invite(members.anna.secret, "hal@example.org", "Hal", "owner"))
    link = clinic.invite(hal.secret, "ivy@example.org", "Ivy", "owner")
    again = clinic.invite_again(hal.secret, members.ben.id)
    other = clinic.invite(members.anna.secret, "jo@example.org", "Jo", "owner")
    clinic.end_account(members.anna.secret, hal.id)
    assert clinic.invitation(link) is None
    assert clinic.invitation(again) is None
    assert clinic.invitation(other) is not None


def test_an_owner_gives_names_and_roles_and_each_change_is_in_the_trail(
    clinic: Clinic, members: Members
) -> None:
    clinic.change_account(members.anna.secret, members.dora.id, "  Dora Ng ", "client")
    clinic.change_account(members.anna.secret, members.ben.id, "Ben", "owner")
    named = {one.id: (one.name, one.role) for one in clinic.accounts(members.anna.secret)}
    assert named[members.dora.id] == ("Dora Ng", "client")
    assert named[members.ben.id] == ("Ben", "owner")
    assert clinic.who(members.ben.secret) is None, "a session of another role has ended"
    assert clinic.who(members.dora.secret) is not None
    dora = next(one for one in clinic.people(members.anna.secret) if one.id == members.dora.person)
    assert dora.clinicians == (), "an owner sees nobody's data"
    written = [one.subject for one in clinic.trail(members.anna.secret, most=5) if one.action == "account"]
    assert written[:2] == [f"account {members.ben.id} becomes owner", f"account {members.dora.id} renamed"]


def test_what_no_owner_can_change_of_an_account(clinic: Clinic, members: Members) -> None:
    with pytest.raises(UsageError, match="last owner"):
        clinic.change_account(members.anna.secret, members.anna.id, "Anna", "clinician")
    for account, role in ((members.dora.id, "clinician"), (members.ben.id, "client")):
        with pytest.raises(UsageError, match="a client stays a client"):
            clinic.change_account(members.anna.secret, account, "Name", role)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no such account"):
        clinic.change_account(members.anna.secret, 999, "Name", "owner")
    with pytest.raises(UsageError):
        clinic.change_account(members.anna.secret, members.ben.id, " ", "clinician")
    for member in (members.ben, members.dora):
        with pytest.raises(RefusedError, match="no right to this"):
            clinic.change_account(member.secret, member.id, "Name", "owner")


def test_nobody_is_invited_twice(clinic: Clinic, members: Members) -> None:
    with pytest.raises(UsageError, match="an account of this address"):
        clinic.invite(members.anna.secret, "BEN@example.org", "Ben", "clinician")
    with pytest.raises(UsageError, match="has an account already"):
        clinic.invite(members.ben.secret, "new@example.org", "Dora", "client", members.dora.person)
    with pytest.raises(UsageError, match="no e-mail address"):
        clinic.invite(members.anna.secret, "ben", "Ben", "clinician")
    first = clinic.invite(members.anna.secret, "fay@example.org", "Fay", "clinician")
    clinic.invite(members.anna.secret, "fay@example.org", "Fay", "clinician")
    assert clinic.invitation(first) is None, "the newest link counts"
