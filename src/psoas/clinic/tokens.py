"""Tokens by which other programs ask the clinic's interface, in the name of an owner or a clinician."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from psoas.clinic.database import ClinicDatabase, TokenPersonDatabase
from psoas.clinic.setting_up import hash_of, new_secret
from psoas.errors import UsageError
from psoas.store import Store, clean_name
from psoas.words import _

Scope = Literal["check", "body", "load", "day", "people"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
"""What a token may be for: ``people`` reads whom its clinician sees, the others compute and store nothing."""

BEGINNING: Final = "psoas_"
"""Every token begins so, that programs which look for secrets in files find it."""


@dataclass(frozen=True)
class ProgramToken:
    """A token that was sent with a request.

    Attributes:
        secret: that was sent.
        account: id of the account in whose name it asks.
        state: ``open``, ``no_scope`` where it is not for this, or ``limited`` where it has asked too often.
        wait_s: time after which it may ask again [s]; 0 unless it is limited.
    """

    secret: str
    id: int
    account: int
    name: str
    scopes: tuple[str, ...]
    until: datetime
    state: Literal["open", "no_scope", "limited"]
    wait_s: int


@dataclass(frozen=True)
class TokenRecord:
    """A token in the list of those that are valid.

    Attributes:
        account: name of the account.
        used_at: when it was used last; None for never.
    """

    id: int
    account: str
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    until: datetime
    used_at: datetime | None


class ClinicTokens:
    """The tokens of a clinic. Methods are short transactions, and raise what those of `psoas.clinic.Clinic` raise."""

    def __init__(self, database: ClinicDatabase) -> None:
        self._database = database

    def make(self, secret: str, name: str, scopes: Collection[str], days: int) -> str:
        """Make a token, and return its secret, which is kept nowhere.

        Args:
            secret: of the session of an owner or a clinician.
            name: for what program it is.
            scopes: of `SCOPES`; ``people`` is a clinician's only.
            days: for which it is valid.

        Raises:
            UsageError: it has no name or no scope, is too long valid, or there are too many.
        """
        wanted = [one for one in SCOPES if one in scopes]
        if not wanted or set(scopes) - set(SCOPES):
            raise UsageError(_("A token is for one thing at least; choose what the program may do."))
        made = BEGINNING + new_secret()
        self._database.call(secret, "make_token", hash_of(made), clean_name(name), wanted, days)
        return made

    def listed(self, secret: str) -> list[TokenRecord]:
        """The valid tokens of a session's account; of all accounts for an owner."""
        rows = self._database.call(secret, "all_tokens")
        return [TokenRecord(**{**row, "scopes": tuple(row["scopes"])}) for row in rows]

    def end(self, secret: str, token: int) -> None:
        """End a token: one's own, or as an owner any."""
        self._database.call(secret, "end_token", token)

    def use(self, token: str, scope: str | None, about: str | None) -> ProgramToken | None:
        """Use a token for one request, which is counted and written down; None for an unknown or old one.

        Args:
            scope: that the request needs; None where any token will do.
            about: the request, in the words of the audit trail; None where the same one is written down already.
        """
        rows = self._database.call(token, "use_token", scope, about)
        return (
            ProgramToken(**{**rows[0], "secret": token, "scopes": tuple(rows[0]["scopes"])}) if rows else None
        )

    def people(self, token: str) -> list[tuple[int, str]]:
        """Id and name of each person whom the account of a token sees."""
        return [(row["id"], row["name"]) for row in self._database.call(token, "token_people")]

    def store_of(self, token: str, person: int, subject: str) -> Store:
        """The store with one person's data, to be read; each use of it is written down."""
        return Store(TokenPersonDatabase(self._database, token, person, subject))
