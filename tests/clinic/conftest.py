"""A clinic on a real PostgreSQL, fresh for each test: set up by an administrator who is no superuser.

``clinic``   an open `Clinic` of the restricted role, with ``anna`` (owner), ``ben`` and ``cleo`` (clinicians), and
             ``dora`` and ``emil`` (clients: ben sees dora, cleo sees emil); each a `Member`, signed in
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pyotp
import pytest
from argon2 import PasswordHasher

from psoas.clinic import passwords
from psoas.clinic.clinic import Clinic
from psoas.clinic.records import Role
from psoas.clinic.setting_up import set_up
from tests.store.postgres import Server, running_server

WORD = "correct horse battery"


@dataclass(frozen=True)
class Member:
    """Somebody with an account.

    Attributes:
        secret: of a session that is wholly signed in.
        totp: secret of the authenticator; empty without one.
        person: id of the profile of a client, else 0.
    """

    id: int
    email: str
    secret: str
    totp: str = ""
    recovery: tuple[str, ...] = ()
    person: int = 0


@dataclass(frozen=True)
class Founded:
    """A clinic that was set up.

    Attributes:
        admin: URL of the administrator, who owns the tables of people.
        root: URL of PostgreSQL's superuser.
        url: URL of the application.
        invitation: secret of the first owner's link.
    """

    admin: str
    root: str
    url: str
    invitation: str

    def as_root(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement as the superuser, past every rule."""
        with psycopg.connect(self.root, autocommit=True) as connection:
            done = connection.execute(statement, values or None)
            return done.fetchall() if done.description else []


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Argon2id with little work: what it costs is measured in `test_passwords` only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def clinic_server() -> Iterator[Server]:
    """A running PostgreSQL with an administrator ``admin`` who may make roles and is no superuser."""
    with running_server() as server:
        server.make_admin()
        yield server


@pytest.fixture
def empty_admin_url(clinic_server: Server) -> tuple[str, str]:
    """URLs of the administrator and of the superuser for an empty database that the administrator owns."""
    return clinic_server.owned_database()


@pytest.fixture
def founded(empty_admin_url: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Founded:
    """A clinic with nobody in it but an invitation for the first owner; its keys lie in ``tmp_path``."""
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path))
    return found(*empty_admin_url)


def found(admin: str, root: str) -> Founded:
    """Set a clinic up in an empty database; its keys lie in ``PSOAS_DATA``."""
    made = set_up(admin, "anna@example.org")
    assert made.url is not None
    assert made.invitation is not None
    return Founded(admin, root, made.url, made.invitation)


def code_of(totp: str) -> str:
    """The code that an authenticator shows now."""
    return pyotp.TOTP(totp).now()


def join(clinic: Clinic, invitation: str, *, person: int = 0) -> Member:
    """Use an invitation, set a second factor up where one is needed."""
    secret = clinic.redeem(invitation, WORD)
    me = clinic.who(secret)
    assert me is not None
    member = Member(me.id, me.email, secret, person=person)
    if me.state == "signed_in":
        return member
    totp = clinic.propose_second_factor(secret)
    codes = clinic.confirm_second_factor(secret, code_of(totp))
    return replace(member, totp=totp, recovery=tuple(codes))


@dataclass(frozen=True)
class Members:
    """Everybody of the clinic of the tests."""

    anna: Member
    ben: Member
    cleo: Member
    dora: Member
    emil: Member

    def of(self, role: Role) -> Member:
        """One of each role."""
        return {"owner": self.anna, "clinician": self.ben, "client": self.dora}[role]


@pytest.fixture
def clinic(founded: Founded) -> Iterator[Clinic]:
    """An open clinic of the restricted role."""
    with Clinic.open(founded.url) as opened:
        yield opened


@pytest.fixture
def members(clinic: Clinic, founded: Founded) -> Members:
    """Five people with accounts."""
    return add_members(clinic, join(clinic, founded.invitation))


def add_members(clinic: Clinic, anna: Member, host: str = "example.org") -> Members:
    """Give accounts to ben, cleo, dora and emil, whose addresses are at ``host``."""
    ben, cleo = (
        join(clinic, clinic.invite(anna.secret, f"{name}@{host}", name.title(), "clinician"))
        for name in ("ben", "cleo")
    )
    clients = []
    for clinician, name in ((ben, "dora"), (cleo, "emil")):
        person = clinic.add_person(clinician.secret, name.title(), 1.7)
        link = clinic.invite(clinician.secret, f"{name}@{host}", name.title(), "client", person)
        clients.append(join(clinic, link, person=person))
    return Members(anna, ben, cleo, *clients)


@pytest.fixture
def next_code(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Gives codes of later and later time steps: that of now was used to set up, and each works once."""
    started_s = time.time()
    ahead = count(1)

    def give(totp: str) -> str:
        now_s = started_s + 30.0 * next(ahead)
        monkeypatch.setattr("psoas.clinic.passwords.time.time", lambda: now_s)
        return pyotp.TOTP(totp).at(int(now_s))

    return give
