"""Passwords, kept as Argon2id hashes, and the second factor: codes of an authenticator, recovery codes."""

import secrets
import time
from functools import cache
from threading import BoundedSemaphore
from typing import Final

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from psoas.clinic.limits import limits
from psoas.errors import UsageError
from psoas.words import _

ISSUER: Final = "psoas"
STEP_S: Final = 30
"""Time step of a code [s], RFC 6238."""
STEPS_AROUND: Final = 1
"""A code of the step before or after this one is right, too: clocks differ, and people take a while to type."""
CODE_LETTERS: Final = "23456789abcdefghjkmnpqrstvwxyz"
"""Letters of a recovery code: none that is read as another one."""
CODE_LENGTH: Final = 12
AT_ONCE: Final = 2
"""Most hashes that are computed at once: each needs 64 MB and a core for a while."""

_hasher = PasswordHasher()
_few = BoundedSemaphore(AT_ONCE)


def check_password(password: str, *, email: str, name: str) -> None:
    """Check the rules of a new password.

    Raises:
        UsageError: the password is too short, too long, one letter again and again, or made of the address or name.
    """
    known = limits()
    least, most = known["shortest_password"], known["longest_password"]
    if not least <= len(password) <= most:
        raise UsageError(
            _(
                "The password has {count} characters; choose one of {least} to {most}, such as four words.",
                count=len(password),
                least=least,
                most=most,
            )
        )
    if len(set(password)) < 5:
        raise UsageError(
            _("The password repeats a few characters; choose one with at least five different ones.")
        )
    folded = password.casefold()
    mine = {part for part in (*email.casefold().split("@"), name.casefold()) if len(part) >= 4}
    if any(part in folded and len(folded) - len(part) < 8 for part in mine):
        raise UsageError(_("The password is little more than your name or address; choose another one."))


def hash_password(password: str) -> str:
    """Hash a password by Argon2id, with parameters and salt in the text (RFC 9106)."""
    with _few:
        return _hasher.hash(password)


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether a password is right; for None, an unknown account, it is wrong and takes as long."""
    with _few:
        try:
            right = _hasher.verify(password_hash or _nobody(), password)
        except (VerificationError, InvalidHashError):
            return False
    return right and password_hash is not None


def new_totp_secret() -> str:
    """Make a secret for an authenticator."""
    return pyotp.random_base32()


def totp_address(secret: str, email: str) -> str:
    """The address that an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def totp_step(secret: str, code: str, now_s: float | None = None) -> int | None:
    """The time step of a code; None where the code is wrong.

    Args:
        now_s: seconds since 1970; None is now.
    """
    now_s = time.time() if now_s is None else now_s
    digits = "".join(code.split())
    one = pyotp.TOTP(secret)
    for around in range(-STEPS_AROUND, STEPS_AROUND + 1):
        step = max(int(now_s // STEP_S) + around, 0)
        if digits.isascii() and pyotp.utils.strings_equal(digits, one.generate_otp(step)):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Make the recovery codes of an account, in groups of four letters."""
    made = (
        "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        for _code in range(limits()["recovery_codes"])
    )
    return ["-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4)) for code in made]


def plain_code(code: str) -> str:
    """A recovery code without what people add or leave out."""
    return "".join(letter for letter in code.casefold() if letter in CODE_LETTERS)
