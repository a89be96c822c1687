"""One coach for each database, with real processes: the others open it, whatever is started when and killed how."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from psoas.store.coach_lock import CoachLock
from tests.app.conftest import START_S, STOP_S, StartCoach


def coach(url: str, *words: str) -> subprocess.Popen[str]:
    """Start the command line; it ends by itself where a coach runs."""
    command = [sys.executable, "-m", "psoas", "coach", "--database", url, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    printed, complained = process.communicate(timeout=START_S)
    return process.returncode, printed, complained


def test_one_of_those_started_at_once_serves_and_one_that_was_killed_is_followed(
    start_coach: StartCoach, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'people.db'}"
    started = [coach(url, "--no-browser", "--port", "0") for _ in range(3)]
    try:
        end = time.monotonic() + START_S
        while len(running := [one for one in started if one.poll() is None]) > 1:
            assert time.monotonic() < end
            time.sleep(0.05)
        (serving,) = running
        with CoachLock(url) as lock:
            assert not lock.acquire()
            found = lock.read()
        assert found is not None
        assert found.pid == serving.pid
        for one in started:
            if one is not serving:
                assert ended(one) == (0, f"The coach runs already at http://127.0.0.1:{found.port}/\n", "")
        serving.send_signal(signal.SIGKILL)
        serving.wait(STOP_S)
        with CoachLock(url) as lock:
            assert lock.read() == found, "its file is left behind"
        second = start_coach("--database", url)
        code, printed, complained = ended(coach(url, "--no-browser", "--lan"))
        assert (code, printed) == (2, "")
        assert f"at {second.url}/ and lets no other device in; stop it with psoas coach stop" in complained
        assert ended(coach(url, "stop")) == (0, "The coach is stopped.\n", "")
        assert second.process.wait(STOP_S) == 0
    finally:
        for one in started:
            one.kill()
            one.communicate()
