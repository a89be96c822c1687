"""A negative number has the minus sign of `psoas.words.number` before it, wherever a person reads it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import psoas
from psoas.words import MINUS, Language, _, decimal, number, speaking
from tests.words.catalogues import TRANSLATED, extracted, kept

SOURCE = Path(psoas.__file__).parent
MACHINES = {
    "words/messages.py": "the home of it",
    "export": "files for programs",
    "capture": "what others send",
    "validation": "remarks of tables for specialists",
    "draw/canvas.py": "coordinates of a drawing",
    "draw/day_strip.py": "coordinates of a drawing",
    "draw/chart.py": "coordinates of a drawing",
    "draw/stick_person.py": "coordinates of a drawing",
    "report/remarked.py": "coordinates of a drawing",
    "app/body3d/legend.py": "coordinates of a drawing",
    "report/psoas_section.py": "coordinates of a drawing",
    "report/html.py": "shares of a width",
    "app/stretch/clip.py": "a share of a bar",
    "app/trainer/homework_form.py": "the value of a field",
    "app/trainer/homework_page.py": "a form's value",
    "batch/job.py": "the log of a process",
    "batch/child_server.py": "the log of a process",
    "day/readers/activpal.py": "a file of a device",
    "strides/foot_events.py": "the key of a table",
}
"""Folders and modules that write numbers for programs, and why."""
PLAIN = {
    ("report/batch_figures.py", ".4g"),
    ("report/batch_figures.py", ".3g"),
    ("cli/run_body.py", "g"),
}
"""Numbers that are rounded by way of text and then read again, or typed by a person."""
FORMAT = re.compile(r"(?!0)[<>]?[+z]?\d*,?(\.\d+)?[defg%]")
TYPED = "-20:120:5"
"""What a person types, with the sign of the keyboard."""
HYPHEN = re.compile(r"(?<![\w.\-])-(?=\d)")


def written_by_hand(path: Path) -> Iterator[tuple[int, str]]:
    """Line and format of each number that a module puts in words itself."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    raised = {id(part) for one in ast.walk(tree) if isinstance(one, ast.Raise) for part in ast.walk(one)}
    for one in ast.walk(tree):
        if id(one) in raised:
            continue
        if isinstance(one, ast.FormattedValue):
            how = "" if one.format_spec is None else ast.unparse(one.format_spec)[2:-1]
            rounded = isinstance(one.value, ast.Call) and ast.unparse(one.value.func) == "round"
            if rounded or FORMAT.fullmatch(how):
                yield one.lineno, how
        elif isinstance(one, ast.Call) and ast.unparse(one).startswith(
            ("str(round(", "str(abs(round(", "str(-round(")
        ):
            yield one.lineno, "str"


def test_numbers_in_words_are_written_in_one_place() -> None:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name not in MACHINES and name.partition("/")[0] not in MACHINES:
            found += [(name, *one) for one in written_by_hand(path) if (name, one[1]) not in PLAIN]
    assert found == []


def test_no_text_has_a_hyphen_before_a_number() -> None:
    texts = [text for one in extracted().values() for message in one for text in _texts(message.id)]
    for language in TRANSLATED:
        for catalogue in kept(language).values():
            texts += [text for message in catalogue if message.id for text in _texts(message.string)]
    assert len(texts) > 10_000
    assert [text for text in texts if HYPHEN.search(text.replace(TYPED, ""))] == []


def _texts(one: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (one,) if isinstance(one, str) else tuple(one or ())


@pytest.mark.parametrize(("language", "words"), [("en", "2.5"), ("de", "2,5"), ("es", "2,5"), ("fr", "2,5")])
def test_a_negative_number_has_a_minus_sign(language: Language, words: str) -> None:
    with speaking(language):
        assert number(-2.5) == f"{MINUS}{words}"
        assert number(-2.5, "+.1f") == f"{MINUS}{words}"
        assert number(2.5, "+.1f") == f"+{words}"
        assert _("{angle:.1f} degrees", angle=-2.5).startswith(f"{MINUS}{words} ")
        assert _("{angle} degree", angle=-1).startswith(f"{MINUS}1 ")
        assert decimal(number(-2.5)) == -2.5


@pytest.mark.parametrize("how", ["", ".1f", "+.1f", ".0%", "g"])
def test_what_is_shown_as_zero_has_no_sign(how: str) -> None:
    assert number(-0.0, how) == number(0.0, how)
    assert number(0.0, how)[0] == "0"
    assert number(-0.04, "+.1f") == number(0.04, "+.1f") == "0.0"
