"""A database of each kind, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from psoas.store.store import Store
from tests.store.made import AT
from tests.store.postgres import Server, running_server
from tests.store.ready import ready_file


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running PostgreSQL."""
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without tables."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'psoas.db'}"
    running: Server = request.getfixturevalue("server")
    return running.empty_database()


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database that a Store can open quickly."""
    if kind == "sqlite":
        return ready_file(tmp_path)
    running: Server = request.getfixturevalue("server")
    return running.ready_database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open store with one profile."""
    with Store.open(url) as opened:
        yield opened


@pytest.fixture
def set_id(store: Store) -> int:
    """Of a set of the first profile."""
    session = store.begin_session(store.profiles()[0].id, "practice", AT)
    return store.begin_set(session, "left", "camera", AT)
