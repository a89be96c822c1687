"""Work on somebody's files costs only its own process: it has limits, and one sentence says how it ended."""

import time
from pathlib import Path

import pytest

from psoas.errors import InputError
from psoas.service import compute_limited
from psoas.words import _, speaking


def sentence_about(path: Path) -> str:
    """What the work says, in the language of now, and whether what libraries print stays away from the terminal."""
    print("a library prints")
    return _("{file} is empty; export it again", file=path.name)


def refuse(path: Path) -> str:
    raise InputError(_("{file} is empty; export it again", file=path.name))


def go_on_for_ever() -> None:
    while True:
        time.sleep(0.1)


def grow_for_ever() -> int:
    grown = []
    while True:
        grown.append(bytearray(20_000_000))


def test_work_speaks_the_language_of_whoever_wants_it(capfd: pytest.CaptureFixture[str]) -> None:
    with speaking("de"):
        known = compute_limited(sentence_about, (Path("a.fit"),), time_s=60, memory_mb=2000)
        assert known == sentence_about(Path("a.fit"))
        with pytest.raises(InputError, match=f"^{known}$"):
            compute_limited(refuse, (Path("a.fit"),), time_s=60, memory_mb=2000)
    assert capfd.readouterr().out == "a library prints\n", "the one of this process"


def test_work_that_takes_too_much_is_ended_with_a_sentence() -> None:
    with pytest.raises(
        InputError, match=r"^This took longer than 1 seconds and was stopped; send less of it\.$"
    ):
        compute_limited(go_on_for_ever, (), time_s=1, memory_mb=2000)
    with pytest.raises(InputError, match=r"^This needed more memory than is allowed and was stopped"):
        compute_limited(grow_for_ever, (), time_s=60, memory_mb=400)
    began = time.monotonic()
    with pytest.raises(InputError):
        compute_limited(go_on_for_ever, (), time_s=60, memory_mb=2000, stopped=lambda: True)
    assert time.monotonic() - began < 10
