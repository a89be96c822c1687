"""The coach where there is no network at all: it starts, answers itself, and a page loads."""

import shutil
import subprocess
import sys
import time

import pytest
from nicegui.version import __version__ as nicegui_version

from tests.app.conftest import StartCoach

# one word for the shell: brings up the loopback of the new namespace, then becomes what follows
ALONE = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up && exec "$@"', "alone"]
LOOK = """
import http.client, socket, sys
port = int(sys.argv[1])
for path in sys.argv[2:]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", path)
    answer = line.getresponse()
    print(answer.status, len(answer.read()))
"""


@pytest.fixture
def alone() -> list[str]:
    """What to put before a command so that it has no network but its own loopback."""
    if not sys.platform.startswith("linux") or not all(map(shutil.which, ("unshare", "ip"))):
        pytest.skip("unshare and ip (util-linux, iproute2) are not here")
    tried = subprocess.run([*ALONE, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"network namespaces are not permitted here: {tried.stderr.strip()}")
    return ALONE


def test_the_coach_needs_no_network(start_coach: StartCoach, alone: list[str]) -> None:
    served = start_coach(before=alone)
    inside = ["nsenter", f"--net=/proc/{served.process.pid}/ns/net", "--user", "--preserve-credentials"]
    inside += [f"--target={served.process.pid}"]
    paths = ["/people", "/static/psoas.css", f"/_nicegui/{nicegui_version}/static/nicegui.js"]
    end = time.monotonic() + 10
    looked = subprocess.run(
        [*inside, sys.executable, "-c", LOOK, str(served.port), *paths],
        capture_output=True,
        text=True,
        check=False,
        timeout=end - time.monotonic(),
    )
    assert looked.returncode == 0, looked.stderr
    answers = [line.split() for line in looked.stdout.splitlines()]
    assert [status for status, _ in answers] == ["200"] * len(paths)
    assert all(int(size) > 1000 for _, size in answers)
    assert len(served.lines) == 1, served.printed
