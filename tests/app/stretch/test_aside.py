"""The process beside, which takes the readings."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from psoas.app.stretch.aside import Aside
from psoas.errors import InputError
from psoas.words import LANGUAGES, language, speaking

WAIT_S = 60.0


@pytest.fixture(scope="module")
def aside() -> Iterator[Aside]:
    with Aside() as running:
        yield running


def refused(words: str) -> None:
    raise InputError(words)


def test_it_works_in_another_process_and_brings_back_answers_and_errors(aside: Aside) -> None:
    assert aside.submit(os.getpid).result(WAIT_S) != os.getpid()
    assert aside.submit(divmod, 17, 5).result(WAIT_S) == (3, 2)
    with pytest.raises(InputError, match="no such thing"):
        aside.submit(refused, "no such thing").result(WAIT_S)


def test_it_speaks_the_language_of_who_asks(aside: Aside) -> None:
    for speaks in LANGUAGES:
        with speaking(speaks):
            assert aside.submit(language).result(WAIT_S) == speaks


def test_where_it_was_killed_it_starts_again(aside: Aside) -> None:
    first = aside.submit(os.getpid).result(WAIT_S)
    os.kill(first, signal.SIGKILL)
    assert aside.submit(os.getpid).result(WAIT_S) != first


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes as Linux shows them")
def test_it_ends_when_the_coach_is_killed() -> None:
    program = (
        "import os, time\n"
        "from psoas.app.stretch.aside import Aside\n"
        "if __name__ == '__main__':\n"
        "    print(Aside().submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 10
    while alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not alive(child)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
