"""Which language is spoken, and by whom."""

import asyncio
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from psoas.words import (
    LANGUAGES,
    NAMES,
    language,
    preferred_by_browser,
    preferred_in_terminal,
    same_language,
    speak,
    speaking,
)


@pytest.fixture(autouse=True)
def _nobody_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PSOAS_LANGUAGE", raising=False)


def test_english_is_spoken_where_nobody_chose() -> None:
    assert language() == "en"


def test_a_block_speaks_its_language_and_others_do_not() -> None:
    heard: list[str] = []
    with speaking("de"):
        thread = threading.Thread(target=lambda: heard.append(language()))
        thread.start()
        thread.join()
        with speaking("fr"):
            assert language() == "fr"
        assert language() == "de"
        as_here = same_language(language)
    assert heard == ["en"]
    assert as_here() == "de"
    assert language() == "en"


def test_tasks_speak_the_language_in_which_they_were_made() -> None:
    async def said() -> str:
        await asyncio.sleep(0)
        return language()

    async def both() -> list[str]:
        with speaking("es"):
            spanish = asyncio.create_task(said())
        with speaking("fr"):
            french = asyncio.create_task(said())
        return [await spanish, await french]

    with ThreadPoolExecutor(1) as own_loop:
        assert own_loop.submit(lambda: asyncio.run(both())).result() == ["es", "fr"]


def test_the_processes_of_a_program_speak_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSOAS_LANGUAGE", "en")  # so that what speak() sets is taken back
    speak("de")
    code = "from psoas.words import language; print(language())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "de"


@pytest.mark.parametrize(
    ("header", "cookie", "expected"),
    [
        ("", "", "en"),
        ("de-AT,de;q=0.9,en;q=0.5", "", "de"),
        ("en;q=0.2,fr-CH;q=0.7", "", "fr"),
        ("nl,es;q=0.3", "", "es"),
        ("nl", "", "en"),
        ("de;q=0, fr;q=0.1", "", "fr"),
        ("de;q=much,*;q=x,;;;,=", "", "en"),
        ("de", "fr", "fr"),
        ("de", "<script>", "de"),
    ],
)
def test_the_language_of_a_page(header: str, cookie: str, expected: str) -> None:
    assert preferred_by_browser(header, cookie) == expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de_AT.UTF-8", "LC_MESSAGES": "es_ES"}, "es"),
        ({"LANG": "de_AT.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": "nl:fr:de"}, "fr"),
        ({"LANG": "C", "LANGUAGE": "fr"}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "en"),
    ],
)
def test_the_language_of_a_terminal(environment: dict[str, str], expected: str) -> None:
    assert preferred_in_terminal(environment) == expected


def test_each_language_has_a_name_of_its_own() -> None:
    assert tuple(NAMES) == LANGUAGES == ("en", "de", "es", "fr")
