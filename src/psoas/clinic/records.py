"""What the clinic says of accounts, people and the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from psoas.words import N_, _

Role = Literal["owner", "clinician", "client"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
_ROLE_WORDS: Final = {"owner": N_("Owner"), "clinician": N_("Clinician"), "client": N_("Client")}
State = Literal["half", "set_up", "signed_in"]


def role_words() -> dict[str, str]:
    """Each role in the language of now."""
    return {role: _(word) for role, word in _ROLE_WORDS.items()}


@dataclass(frozen=True)
class Asker:
    """Who asks.

    Attributes:
        profile_id: of a client, whose own data these are.
        state: ``half`` before the second factor, ``set_up`` where it must be set up first, or ``signed_in``.
        second_factor: whether there is one.
        recovery_codes: how many are left.
    """

    id: int
    email: str
    name: str
    role: Role
    profile_id: int | None
    state: State
    second_factor: bool
    recovery_codes: int


@dataclass(frozen=True)
class AccountRecord:
    """An account in the list of an owner.

    Attributes:
        seen_at: the last request of a session that is still kept.
    """

    id: int
    email: str
    name: str
    role: Role
    profile_id: int | None
    second_factor: bool
    locked: bool
    ended: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class PersonName:
    """A person by name.

    Attributes:
        account: address of their account; None without one.
        clinicians: ids of the accounts that see this person.
    """

    id: int
    name: str
    account: str | None
    clinicians: tuple[int, ...]


@dataclass(frozen=True)
class Carer:
    """A clinician who sees a person."""

    id: int
    name: str
    since: datetime


@dataclass(frozen=True)
class TrailEntry:
    """An entry of the audit trail, with the names that accounts have now.

    Attributes:
        number: its place in the chain, from 1.
        at_us: microseconds since 1970.
        account_id: of whoever did it; None where that was no account.
        account: its name, or the database's user where that was no account; None once it was deleted.
        person: id of the person whose data it was about.
        subject_account: name of the account that the subject speaks of; None once it was deleted, or without one.
        row_count: how many rows were changed.
    """

    number: int
    at_us: int
    account_id: int | None
    account: str | None
    person: int | None
    action: str
    subject: str
    subject_account: str | None
    row_count: int
