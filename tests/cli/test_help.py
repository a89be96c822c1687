"""The help pages in another language, and the choice of it."""

import os
import subprocess
import sys

import pytest


def said(*words: str, **environment: str) -> tuple[int, str]:
    """Exit code and output of the program."""
    done = subprocess.run(
        [sys.executable, "-m", "psoas", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        ((), {}, "Options:"),
        (("--language", "de"), {}, "Optionen:"),
        (("--language=fr",), {"LANG": "de_DE.UTF-8", "LANGUAGE": "de"}, "Commandes:"),
        ((), {"LC_ALL": "es_ES.UTF-8", "LANGUAGE": ""}, "Opciones:"),
        ((), {"LC_ALL": "C", "LANGUAGE": "de"}, "Options:"),
    ],
)
def test_a_help_page_is_in_the_language_of_the_terminal_or_of_the_option(
    words: tuple[str, ...], environment: dict[str, str], expected: str
) -> None:
    code, page = said(*words, "--help", **environment)
    assert code == 0
    assert expected in page
    assert "psoas check clip.mp4" in page


def test_a_language_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    code, page = said("--language", "tlh", "demo")
    assert code == 2
    assert "it has: en, de, es, fr" in " ".join(page.split())
