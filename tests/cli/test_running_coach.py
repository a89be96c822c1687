"""What is said where a coach runs already, and whom the program takes for it."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from psoas import __version__
from psoas.cli import running_coach
from psoas.cli.running_coach import acquire, answers, show, stop
from psoas.errors import InputError, UsageError
from psoas.store.coach_lock import CoachLock, RunningCoach

HOLD = """
import sys
from psoas.store import CoachLock
with CoachLock(sys.argv[1]) as lock:
    assert lock.acquire()
    lock.publish(int(sys.argv[2]), "0", lan=False, weights=None)
    print("held", flush=True)
    sys.stdin.read()
"""
COACH = RunningCoach(pid=1, port=8765, version=__version__, lan=False, weights=None, key="k")


@contextmanager
def answering(proof: Callable[[str], str]) -> Iterator[int]:
    """A server on this computer that gives this proof for a challenge; its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f'{{"proof": "{proof(self.path.partition("challenge=")[2])}"}}'.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_coach_is_known_by_its_proof_alone() -> None:
    with answering(COACH.proof) as port:
        assert answers(replace(COACH, port=port))
        assert not answers(replace(COACH, port=port, key="another"))
    with answering(lambda challenge: "\\") as port:  # no JSON
        assert not answers(replace(COACH, port=port))
    with closing(socket.create_server(("127.0.0.1", 0))) as nobody:
        free = nobody.getsockname()[1]
    assert not answers(replace(COACH, port=free))


@pytest.mark.parametrize(
    ("running", "requested", "says"),
    [
        ({"version": "0.0.1"}, {}, f"is psoas 0.0.1, while this is {__version__}; "),
        ({}, {"port": 9000}, "and not on port 9000; "),
        ({}, {"lan": True}, "and lets no other device in; "),
        ({}, {"weights": "lite"}, "and was started without --lite; "),
        ({"weights": "full"}, {"weights": "lite"}, "and was started without --lite; "),
    ],
)
def test_another_kind_of_coach_than_was_requested_is_one_sentence_with_what_to_do(
    running: dict[str, str], requested: dict[str, object], says: str
) -> None:
    how = {"port": None, "lan": False, "weights": None, "browser": False} | requested
    with pytest.raises(UsageError) as error:
        show(replace(COACH, **running), **how)  # type: ignore[arg-type]
    assert says in str(error.value)
    assert str(error.value).endswith("stop it with psoas coach stop, then start it again as you want it")


def test_what_was_requested_of_the_running_one_opens_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(running_coach, "open_browser", opened.append)
    show(replace(COACH, weights="full"), port=8765, lan=False, weights="full", browser=True)
    show(replace(COACH, lan=True), port=0, lan=False, weights=None, browser=False)
    assert opened == ["http://127.0.0.1:8765/"]
    assert "is open to the local network" in capsys.readouterr().out


def test_a_file_that_points_at_another_program_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that has the lock and does not answer as the coach is named, and not touched."""
    monkeypatch.setattr(running_coach, "START_S", 0.3)
    url = f"sqlite:///{tmp_path / 'people.db'}"
    with answering(lambda challenge: "0" * 64) as port:
        command = [sys.executable, "-c", HOLD, url, str(port)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            with (
                CoachLock(url) as lock,
                pytest.raises(InputError, match=rf"\(process {holder.pid}\) and does not answer"),
            ):
                acquire(lock)
            assert holder.poll() is None
            holder.kill()
    with CoachLock(url) as lock:
        assert acquire(lock) is None


def test_where_no_coach_runs_there_is_nothing_to_stop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stop(f"sqlite:///{tmp_path / 'people.db'}")
    assert capsys.readouterr().out == "No coach runs on this database.\n"
