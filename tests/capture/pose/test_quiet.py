"""Standard error without the messages of libraries, and with Python's own."""

import subprocess
import sys

import pytest

PROGRAM = """
import os, sys
from psoas.capture.pose.quiet import own_stderr
with own_stderr():
    os.write(2, b"a library\\n")
    print("ours", file=sys.stderr)
os.write(2, b"afterwards\\n")
"""


@pytest.mark.parametrize(
    ("debug", "words"),
    [("", ["ours", "afterwards"]), ("1", ["a library", "ours", "afterwards"])],
)
def test_only_python_s_own_words_pass(debug: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSOAS_DEBUG", debug)
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == words
