"""Passwords are hashed by Argon2id and have rules; codes of an authenticator are those of RFC 6238."""

import pyotp
import pytest
from argon2 import PasswordHasher

from psoas.clinic import passwords
from psoas.clinic.passwords import (
    check_password,
    hash_password,
    is_password,
    new_recovery_codes,
    plain_code,
    totp_address,
    totp_step,
)
from psoas.errors import UsageError

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of the test vectors of RFC 6238, in base 32."""


def test_a_hash_is_argon2id_with_its_own_salt_and_only_the_password_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher())
    first, second = hash_password("four plain words here"), hash_password("four plain words here")
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert is_password("four plain words here", first)
    assert not is_password("four plain words herE", first)
    assert not is_password("anything", None)
    assert not is_password("anything", "no hash at all")


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "has 5 characters"),
        ("x" * 257, "has 257 characters"),
        ("ababababababab", "repeats a few characters"),
        ("dora.fischer12", "little more than your name or address"),
    ],
)
def test_a_weak_password_is_refused_in_one_sentence(password: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        check_password(password, email="dora.fischer@example.org", name="Dora")


def test_a_long_phrase_may_hold_the_name() -> None:
    check_password("dora walks the dog at dawn", email="dora@example.org", name="Dora")


@pytest.mark.parametrize(("at_s", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_codes_are_those_of_the_rfc_and_fit_one_step_early_or_late(at_s: int, code: str) -> None:
    step = at_s // 30
    assert [totp_step(RFC_SECRET, code, at_s + late) for late in (-30, 0, 30)] == [step] * 3
    assert totp_step(RFC_SECRET, f"{code[:3]} {code[3:]}", at_s) == step
    assert totp_step(RFC_SECRET, code, at_s + 90) is None
    assert totp_step(RFC_SECRET, "", at_s) is None
    assert totp_step(RFC_SECRET, "\u0662\u0668\u0667\u0660\u0668\u0662", at_s) is None


def test_an_authenticator_reads_the_secret_from_the_address() -> None:
    read = pyotp.parse_uri(totp_address(RFC_SECRET, "dora@example.org"))
    assert isinstance(read, pyotp.TOTP)
    assert (read.secret, read.issuer, read.name) == (RFC_SECRET, "psoas", "dora@example.org")


def test_recovery_codes_are_random_and_read_as_people_type_them() -> None:
    codes = new_recovery_codes()
    assert len(codes) == len(set(codes)) == 10
    assert all(plain_code(code.upper().replace("-", " ")) == code.replace("-", "") for code in codes)
