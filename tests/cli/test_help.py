"""The help pages in another language, and the choice of it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from psoas.cli.app import app
from psoas.cli.help import translate_help
from psoas.cli.wrong_use import in_words
from psoas.words import Language, _, speaking


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


ENGLISH = re.compile(
    r"Usage:|OPTIONS|COMMAND|ARGS|Options:|Arguments:|Commands:|Show this|Try '|Invalid|Missing|No such|requires"
    r"|does not|unexpected|Did you|Input should|[Dd]efault:|required"
)
"""Words of Typer's own English."""

WRONG_USE = {
    "check": "Es fehlt das Argument 'FILE...'.",
    "check --nope x": "Diese Option gibt es nicht: --nope",
    "load --mas 3": "Diese Option gibt es nicht: --mas (Mögliche Optionen: --mass, --set, --sex)",
    "check a --height": "Nach der Option '--height' fehlt ihr Wert.",
    "check a --height abc": "Ungültiger Wert für '--height': 'abc' ist keine Zahl; schreib sie als 172 oder 172,5",
    "check a --lite=3": "Die Option '--lite' nimmt keinen Wert an.",
    "demo x y": "Zu viele Argumente (x y)",
    "dem": "Es gibt keinen Befehl 'dem'. Meintest du 'demo'?",
    "coach --port x": "Ungültiger Wert für '--port': Das ist keine ganze Zahl",
    "batch a --workers 0": "Ungültiger Wert für '--workers': Der Wert muss mindestens 1 sein",
}


@pytest.fixture
def german() -> Iterator[Any]:
    """The whole command, as it speaks German."""
    with speaking("de"):
        yield translate_help(app)


def commands_of(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands_of(inner, (*words, name))


def test_no_help_page_has_words_of_typer_s_english(german: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for words in commands_of(german):
        german([*words, "--help"], prog_name="psoas", standalone_mode=False)
        page = capsys.readouterr().out
        assert page.startswith(f"Aufruf: {' '.join(('psoas', *words))} [OPTIONEN]")
        assert "Diese Hilfe zeigen." in page
        assert ENGLISH.findall(page) == [], words


@pytest.mark.parametrize(("words", "expected"), WRONG_USE.items())
def test_wrong_use_is_reported_in_the_language_of_the_terminal(
    german: Any, capsys: pytest.CaptureFixture[str], words: str, expected: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        german(words.split(), prog_name="psoas")
    says = capsys.readouterr().err
    assert ended.value.code == 2
    assert says.startswith(("Aufruf: psoas", "Fehler: "))
    assert says.endswith(f"Fehler: {expected}\n")
    assert ENGLISH.findall(says) == []


@pytest.mark.parametrize(("language", "shown"), [("en", "1.5"), ("de", "1,5"), ("es", "1,5"), ("fr", "1,5")])
def test_a_default_is_a_number_of_the_language(
    capsys: pytest.CaptureFixture[str], language: Language, shown: str
) -> None:
    small = typer.Typer(add_completion=False, rich_markup_mode=None)

    @small.command()
    def measure(share: float = 1.5, minutes: float = 30.0, side: str = "both") -> None: ...

    with speaking(language):
        translate_help(small)(["--help"], standalone_mode=False)
        page = capsys.readouterr().out
        for value in (shown, "30", "both"):
            assert f"[{_('default: {default}', default=value)}]" in page


def test_the_list_of_commands_cuts_no_sentence_and_a_file_is_no_type_of_python() -> None:
    assert "..." not in said("--help")[1].replace("[ARGS]...", "")
    assert "list[" not in said("check", "--help")[1]


def test_a_sentence_that_is_not_typer_s_stays_as_it_is() -> None:
    with speaking("de"):
        assert in_words("nothing of the kind") == "nothing of the kind"


def test_minutes_may_have_a_decimal_comma() -> None:
    code, page = said("batch", "no-such-folder", "--minutes", "2,5")
    assert code == 2
    assert "there is no folder or manifest no-such-folder" in page
