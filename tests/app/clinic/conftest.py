"""The clinic's site in this process, and its real server.

``ask``      `ask("GET", "/accounts", members.anna)` -> the answer of the whole app, guard and gate included
``serving``  the real `psoas serve` on the tests' database: ``.url``
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from psoas.app.clinic.server import built_clinic
from psoas.clinic.clinic import Clinic
from tests.clinic.conftest import (
    Founded,
    Member,
    clinic,
    clinic_server,
    empty_admin_url,
    founded,
    members,
    next_code,
    quick_hashes,
)

__all__ = ["clinic", "clinic_server", "empty_admin_url", "founded", "members", "next_code", "quick_hashes"]

PORT = 8443
HOST = f"127.0.0.1:{PORT}"
COOKIE = f"psoas_clinic_{PORT}"

Ask = Callable[..., "object"]


@pytest.fixture
def ask(clinic: Clinic) -> Iterator[Callable[..., object]]:
    """Asks the site in this process."""
    app = built_clinic(clinic, f"http://{HOST}", PORT, ["127.0.0.1"], tls=False)
    with TestClient(app, f"http://{HOST}", follow_redirects=False, client=("127.0.0.1", 50000)) as client:

        def send(method: str, path: str, member: Member | None = None, **form: object) -> object:
            headers = {"origin": f"http://{HOST}"} if method == "POST" else {}
            if member is not None:
                headers["cookie"] = f"{COOKIE}={member.secret}"
            client.cookies.clear()
            if method == "POST":
                return client.post(path, headers=headers, data=form)
            return client.request(method, path, headers=headers)

        yield send


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
