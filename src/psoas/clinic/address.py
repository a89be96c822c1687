"""E-mail addresses of accounts: one address, however somebody writes it."""

from typing import Final

from psoas.errors import UsageError
from psoas.words import _

LONGEST_ADDRESS: Final = 254
"""Most characters of an e-mail address, RFC 5321."""


def plain_address(typed: str) -> str:
    """An address as the database keeps it: without spaces around it and without capitals."""
    return typed.strip().lower()


def checked_address(typed: str) -> str:
    """Check an e-mail address as far as a program can: a letter to it would be the only proof.

    Returns:
        The address as of `plain_address`.

    Raises:
        UsageError: it is none.
    """
    address = plain_address(typed)
    local, _at, host = address.rpartition("@")
    if not local or not host or len(address) > LONGEST_ADDRESS or not address.isprintable() or " " in address:
        raise UsageError(_("This is no e-mail address; write one such as name@example.org."))
    return address
