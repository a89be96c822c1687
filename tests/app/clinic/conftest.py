"""The clinic's site in this process, and its real server.

``ask``             `ask("GET", "/accounts", members.anna)` -> the answer of the whole app, guard and gate included
``serving``         the real `psoas serve` on the tests' database: ``.url``
``running_clinic``  a clinic with its server for all tests that do with new people of their own, ``.members()``
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from psoas.app.clinic.server import built_clinic
from psoas.clinic.clinic import Clinic
from tests.clinic.conftest import (
    Founded,
    Member,
    Members,
    add_members,
    clinic,
    clinic_server,
    empty_admin_url,
    found,
    founded,
    join,
    members,
    next_code,
    quick_hashes,
)
from tests.store.postgres import Server

__all__ = ["clinic", "clinic_server", "empty_admin_url", "founded", "members", "next_code", "quick_hashes"]

PORT = 8443
HOST = f"127.0.0.1:{PORT}"
COOKIE = f"psoas_clinic_{PORT}"

Ask = Callable[..., httpx2.Response]


class CurrentClinic(Clinic):
    """The clinic of the test that runs: NiceGUI has one site in a process, and it is built once.

    Attributes:
        place: of no database in particular.
    """

    def __init__(self) -> None:
        self.place = "the clinic of the tests"

    def use(self, clinic: Clinic) -> None:
        """Use the database and the keys of a clinic from now on."""
        self._database, self._keys = clinic._database, clinic._keys


CURRENT = CurrentClinic()
GUARD, _ = built_clinic(CURRENT, Path(), f"http://{HOST}", PORT, ["127.0.0.1"], tls=False)
"""The whole app, guard and gate included."""


@pytest.fixture
def outside(clinic: Clinic) -> TestClient:
    """Another machine, which sets its headers itself."""
    CURRENT.use(clinic)
    # not entered: the coach's own processes are those of a real server only
    return TestClient(GUARD, f"http://{HOST}", client=("10.0.0.9", 50000), follow_redirects=False)


@pytest.fixture
def ask(outside: TestClient) -> Ask:
    """Asks the site in this process as a browser would."""

    def send(method: str, path: str, member: Member | None = None, **form: str) -> httpx2.Response:
        headers = {"origin": f"http://{HOST}"} if method == "POST" else {}
        if member is not None:
            headers["cookie"] = f"{COOKIE}={member.secret}"
        outside.cookies.clear()
        if method == "POST":
            return outside.post(path, headers=headers, data=form)
        return outside.request(method, path, headers=headers)

    return send


@dataclass
class Serving:
    """A running `psoas serve`.

    Attributes:
        url: that it printed.
    """

    process: subprocess.Popen[str]
    url: str


@pytest.fixture
def serving(founded: Founded, tmp_path: Path) -> Iterator[Serving]:
    """The real server."""
    served = start(founded.url, tmp_path, "--port", "0")
    yield served
    stop(served)


def start(url: str, folder: Path, *words: str, before: tuple[str, ...] = ()) -> Serving:
    """Start `psoas serve` with further words."""
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "psoas", "serve", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env={**os.environ, "PSOAS_DATABASE": url, "PSOAS_DATA": str(folder), "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"(https?://\S+:\d+)/", line)
    if found is None:
        process.kill()
        pytest.fail(f"the clinic did not start: {line}{process.stdout.read()}")
    return Serving(process, found[1])


def stop(served: Serving) -> None:
    """End a server."""
    served.process.terminate()
    assert served.process.wait(20) in (0, -15)
    assert served.process.stdout is not None
    served.process.stdout.close()


@dataclass(frozen=True)
class RunningClinic:
    """A clinic and its server, which serves without a certificate.

    Attributes:
        folder: of the server's data.
        anna: its only owner.
    """

    founded: Founded
    folder: Path
    clinic: Clinic
    anna: Member
    serving: Serving

    def members(self) -> Members:
        """Anna, and four people whom no other test knows."""
        return add_members(self.clinic, self.anna, f"{next(_NUMBERS)}.example.org")


_NUMBERS = count(1)


@pytest.fixture(scope="session")
def running_clinic(
    clinic_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningClinic]:
    """A clinic with its real server; tests leave it with its owner."""
    folder = tmp_path_factory.mktemp("clinic")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PSOAS_DATA", str(folder))
        founded = found(*clinic_server.owned_database())
    with Clinic.open(founded.url, folder=folder) as clinic:
        anna = join(clinic, founded.invitation)
        served = start(founded.url, folder, "--port", "0")
        yield RunningClinic(founded, folder, clinic, anna, served)
        stop(served)


@pytest.fixture
def enter(browser: Browser, running_clinic: RunningClinic) -> Callable[[Member], Page]:
    """Opens the browser of a member of ``running_clinic`` who is signed in, at ``/home``."""

    def open_one(member: Member) -> Page:
        url = running_clinic.serving.url
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        name = f"psoas_clinic_{url.rpartition(':')[2]}"
        context.add_cookies([{"name": name, "value": member.secret, "url": url}])
        page = context.new_page()
        page.goto(f"{url}/home")
        return page

    return open_one
