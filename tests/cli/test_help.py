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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("check",), "FILE... fehlt."),
        (("check", "a.mp4", "--hieght", "3"), "Es gibt keine Option --hieght. Meintest du --height?"),
        (("check", "a.mp4", "--nothing-like-it"), "Es gibt keine Option --nothing-like-it."),
        (("check", "a.mp4", "--out"), "--out braucht einen Wert dahinter."),
        (("check", "a.mp4", "--lite=3"), "--lite nimmt keinen Wert."),
        (("chek", "a.mp4"), "Es gibt keinen Befehl 'chek'. Meintest du 'check'?"),
        (("coach", "stop", "now"), "Das ist ein Wort zu viel, oder mehrere: now"),
        (("load", "standing", "--week", "next"), "--week nimmt diesen Wert nicht."),
    ],
)
def test_a_wrong_use_is_refused_in_the_language_of_the_terminal(
    words: tuple[str, ...], expected: str
) -> None:
    code, page = said("--language", "de", *words)
    assert code == 2
    assert f"psoas: {expected}" in page.splitlines()[-1]
    for english in ("Usage", "Error", "Try", "Did you", "Input should"):
        assert english not in page


def test_the_list_of_commands_cuts_no_sentence_and_a_file_is_no_type_of_python() -> None:
    page = said("--help")[1]
    assert "..." not in page.replace("[ARGS]...", "")
    page = said("check", "--help", LC_ALL="de_DE.UTF-8", LANGUAGE="")[1]
    assert "list[" not in page
    assert "Aufruf: " in page
    assert "Show this" not in page
