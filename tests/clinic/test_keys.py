"""Secrets of authenticators lie locked in the database, and their key lies elsewhere."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from psoas.clinic import rotate_keys
from psoas.clinic.clinic import Clinic
from psoas.clinic.keys import KEY_FILE, LOCKED, Keys
from psoas.clinic.setting_up import set_up
from psoas.errors import InputError
from tests.clinic.conftest import WORD, Founded, Members

COLUMNS = "SELECT totp_secret, totp_proposed FROM clinic.accounts WHERE role <> 'client' ORDER BY id"


def test_the_database_and_its_dump_hold_no_secret_of_an_authenticator(
    clinic: Clinic, members: Members, founded: Founded, tmp_path: Path
) -> None:
    proposed = clinic.propose_second_factor(members.dora.secret)
    (kept,) = founded.as_root("SELECT string_agg(a::text, '') FROM clinic.accounts a")
    assert not any(one in kept[0] for one in (members.anna.totp, members.ben.totp, proposed))
    assert kept[0].count(LOCKED) == 4
    key = tmp_path / KEY_FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().strip() not in kept[0]


def test_a_new_key_locks_all_again_and_codes_still_work(
    clinic: Clinic, members: Members, founded: Founded, tmp_path: Path, next_code: Callable[[str], str]
) -> None:
    before, key = founded.as_root(COLUMNS), (tmp_path / KEY_FILE).read_text()
    assert rotate_keys(founded.admin) == 3
    after = founded.as_root(COLUMNS)
    assert len((tmp_path / KEY_FILE).read_text().split()) == 1
    assert (tmp_path / KEY_FILE).read_text() != key
    assert all(one != other for (one, _), (other, _) in zip(before, after, strict=True))
    half = clinic.sign_in("ben@example.org", WORD)
    assert clinic.give_code(half, next_code(members.ben.totp))
    assert founded.as_root(
        "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = 'admin'"
    ) == [(0,)]


def test_a_rotation_that_was_cut_off_leaves_both_keys_and_goes_on(
    clinic: Clinic,
    members: Members,
    founded: Founded,
    tmp_path: Path,
    next_code: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:

        def fail(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("psoas.clinic.rotation.lock_secrets", fail)
        with pytest.raises(KeyboardInterrupt):
            rotate_keys(founded.admin)
    assert len((tmp_path / KEY_FILE).read_text().split()) == 2
    assert clinic.give_code(clinic.sign_in("ben@example.org", WORD), next_code(members.ben.totp))
    assert rotate_keys(founded.admin) == 3
    assert clinic.give_code(clinic.sign_in("cleo@example.org", WORD), next_code(members.cleo.totp))


def test_secrets_of_an_older_clinic_are_locked_by_the_set_up(
    clinic: Clinic, members: Members, founded: Founded, next_code: Callable[[str], str]
) -> None:
    founded.as_root(
        "UPDATE clinic.accounts SET totp_secret = %s WHERE email = 'ben@example.org'", members.ben.totp
    )
    founded.as_root("COMMENT ON SCHEMA clinic IS NULL")
    with pytest.raises(InputError, match="of an older psoas; run `psoas serve setup"):
        Clinic.open(founded.url)
    set_up(founded.admin)
    assert all(one.startswith(LOCKED) for one, _ in founded.as_root(COLUMNS))
    assert clinic.give_code(clinic.sign_in("ben@example.org", WORD), next_code(members.ben.totp))


def test_a_lost_key_is_a_sentence(clinic: Clinic, members: Members, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).unlink()
    Keys(tmp_path).make()
    with pytest.raises(InputError, match="back-up"):
        clinic.give_code(clinic.sign_in("ben@example.org", WORD), "123456")
    (tmp_path / KEY_FILE).write_text("no key\n")
    with pytest.raises(InputError, match="holds no keys"):
        clinic.propose_second_factor(members.dora.secret)
