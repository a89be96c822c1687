"""Words for people are messages in all folders, and are translated at the time when they are shown."""

import ast
import re
from itertools import chain

import pytest

from tests.words.wrapping import (
    SOURCE,
    _early,
    _suspected,
    early,
    files_of,
    parts_with_words,
    rebound,
    unwrapped,
)


@pytest.mark.parametrize("part", parts_with_words())
def test_no_words_of_a_folder_are_left_out(part: str) -> None:
    assert list(chain.from_iterable(unwrapped(path) for path in files_of(part))) == []


@pytest.mark.parametrize("part", parts_with_words())
def test_no_message_is_translated_before_anybody_wants_to_read_it(part: str) -> None:
    assert list(chain.from_iterable(early(path) for path in files_of(part))) == []


def test_the_name_of_the_translation_is_used_for_nothing_else() -> None:
    assert list(chain.from_iterable(rebound(path) for path in sorted(SOURCE.rglob("*.py")))) == []


@pytest.mark.parametrize(
    "code",
    [
        'says = "the back arched"',
        'says = f"{angle} degrees"',
        'says = f"the hip opened by {angle}"',
        'raise InputError(f"{name} is empty")',
        'line = _("x {what}", what=f"{count} times")',
        'rows = [("Hip opened", 3)]',
    ],
)
def test_words_are_suspected(code: str) -> None:
    assert len(list(_suspected(ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code",
    [
        '"""A docstring of many words."""',
        'says = _("the back arched")',
        'says = ngettext("{count} time", "{count} times", 3)',
        'LABEL = N_("Hip opened")',
        'raise ValueError("two words")',
        'key = "hip_opening"',
        'name = f"{side}_{number}.csv"',
        'kind: Literal["two words"]',
        'where = f"{path}:{line}"',
    ],
)
def test_other_texts_are_not(code: str) -> None:
    assert list(_suspected(ast.parse(code))) == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ('A = _("one two")', [1]),
        ('def f():\n    return _("one two")', []),
        ('@cache\ndef f():\n    return _("one two")', [3]),
        ('def f(a=_("one two")):\n    pass', [1]),
        ('class A:\n    b = _("one two")', [2]),
        ('A = lambda: _("one two")', []),
    ],
)
def test_early_translations_are_found(code: str, lines: list[int]) -> None:
    assert list(_early(ast.parse(code), once=True)) == lines


def test_templates_translate_what_a_value_holds_without_reading_its_per_cent_signs() -> None:
    """`_` of a template puts values in at each sign, so that "half of 30 %" would end the page."""
    templates = sorted(SOURCE.rglob("*.html"))
    assert len(templates) > 50
    for path in templates:
        assert re.findall(r"(?<![\w.])_\((?![\"'])[^)]*\)", path.read_text(encoding="utf-8")) == [], path.name
