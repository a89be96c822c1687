"""The interface of the clinic of the tests, asked as another program does.

``program``  `program("POST", "/check", token, files=...)` -> the answer of the whole app, guard and gate included
``tokens``   makes tokens: `tokens("check", "day")` of ben, `tokens("people", member=members.cleo)` of another one
"""

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from psoas.app.clinic.gate import Gate
from psoas.app.clinic_api.jobs import Workshop
from psoas.clinic import Attempts
from psoas.clinic.clinic import Clinic
from tests.app.clinic.conftest import GUARD, outside, running_clinic
from tests.clinic.conftest import (
    Founded,
    Member,
    Members,
    clinic,
    clinic_server,
    empty_admin_url,
    founded,
    members,
    quick_hashes,
)

__all__ = [
    "clinic",
    "clinic_server",
    "empty_admin_url",
    "founded",
    "members",
    "outside",
    "quick_hashes",
    "running_clinic",
]

Program = Callable[..., httpx2.Response]
Tokens = Callable[..., str]

PREFIX = "/api/v1"


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    """The work of the interface, without jobs of other tests."""
    assert isinstance(GUARD.app, Gate)
    made = Workshop()
    GUARD.app._site.state.workshop = made  # type: ignore[attr-defined]
    yield made
    made.close()


@pytest.fixture
def program(outside: TestClient, workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Another program on another machine, from which no other test has sent wrong tokens."""
    assert isinstance(GUARD.app, Gate)
    monkeypatch.setattr(GUARD.app._programs, "_attempts", Attempts())

    def send(method: str, path: str, token: str | None = None, **more: Any) -> httpx2.Response:
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        return outside.request(method, PREFIX + path, headers=headers | more.pop("headers", {}), **more)

    return send


@pytest.fixture
def tokens(clinic: Clinic, members: Members) -> Tokens:
    """Makes tokens."""

    def make(*scopes: str, member: Member = members.ben, days: int = 30) -> str:
        return clinic.tokens.make(member.secret, "a program", scopes, days)

    return make


@pytest.fixture
def unlimited(founded: Founded, clinic: Clinic) -> None:
    """Tokens may ask as often as they like."""
    founded.as_root("UPDATE clinic.limits SET value = 1000000 WHERE name = 'token_requests_min'")
