"""Messages, numbers, dates and lists in another language."""

import pickle
import sys
from dataclasses import dataclass
from datetime import date

import pytest

from psoas.words import (
    _,
    capital,
    date_words,
    either,
    in_series,
    inside,
    ngettext,
    number,
    pgettext,
    speaking,
    translated,
)

GERMAN = {
    (None, "The hip opened by {angle:.1f} degrees"): ("Die Hüfte öffnete sich um {angle:.1f} Grad",),
    (None, "{count} repetition"): ("{count} Wiederholung", "{count} Wiederholungen"),
    (None, "Squat"): ("Kniebeuge",),
    ("of a page", "back"): ("zurück",),
    (None, "{parts} and {last}"): ("{parts} und {last}",),
    (None, "{parts} or {last}"): ("{parts} oder {last}",),
}


@pytest.fixture(autouse=True)
def _small_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = sys.modules["psoas.words.messages"]
    monkeypatch.setattr(messages, "read_catalogue", lambda speaks: {} if speaks == "en" else GERMAN)


def test_a_message_has_its_values_put_in_by_name_and_numbers_as_the_language_writes_them() -> None:
    words = "The hip opened by {angle:.1f} degrees"
    assert _(words, angle=9.25) == "The hip opened by 9.2 degrees"
    with speaking("de"):
        assert _(words, angle=9.25) == "Die Hüfte öffnete sich um 9,2 Grad"
        assert _("no translation of {what}", what="this") == "no translation of this"


def test_a_message_without_values_is_given_as_it_is() -> None:
    assert _("{side} leg") == "{side} leg"


def test_a_value_may_hold_braces() -> None:
    for speaks in ("en", "de"):
        with speaking(speaks):
            assert _("file {name}", name="a{b}.csv") == "file a{b}.csv"


def test_a_count_chooses_singular_or_plural() -> None:
    def said(count: int) -> str:
        return ngettext("{count} repetition", "{count} repetitions", count)

    assert [said(count) for count in (0, 1, 2)] == ["0 repetitions", "1 repetition", "2 repetitions"]
    with speaking("de"):
        assert [said(count) for count in (0, 1, 2)] == [
            "0 Wiederholungen",
            "1 Wiederholung",
            "2 Wiederholungen",
        ]
    with speaking("fr"):
        assert said(0) == "0 Wiederholung"


def test_one_english_word_may_have_two_translations() -> None:
    with speaking("de"):
        assert pgettext("of a page", "back") == "zurück"
        assert pgettext("of a body", "back") == "back"


@translated("label", "cues")
@dataclass(frozen=True)
class Row:
    key: str
    label: str
    cues: dict[str, str]


def test_a_table_is_written_in_english_and_read_in_any_language() -> None:
    row = Row("squat", "Squat", {"a": "Squat"})
    assert (row.label, row.cues) == ("Squat", {"a": "Squat"})
    with speaking("de"):
        assert (row.key, row.label, row.cues) == ("squat", "Kniebeuge", {"a": "Kniebeuge"})
        copy = pickle.loads(pickle.dumps(row))
    assert copy == row
    assert copy.label == "Squat"


@pytest.mark.parametrize(
    ("speaks", "expected"), [("en", "1,234.5"), ("de", "1.234,5"), ("es", "1.234,5"), ("fr", "1\u202f234,5")]
)
def test_numbers(speaks: str, expected: str) -> None:
    with speaking(speaks):  # type: ignore[arg-type]
        assert number(1234.5, ",.1f") == expected


DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("speaks", "long", "full", "short"),
    [
        ("en", "1 March 2026", "Sunday, 1 March 2026", "Sun 1 Mar"),
        ("de", "1. März 2026", "Sonntag, 1. März 2026", "So., 1. März"),
        ("es", "1 de marzo de 2026", "domingo, 1 de marzo de 2026", "dom, 1 mar"),
        ("fr", "1 mars 2026", "dimanche 1 mars 2026", "dim. 1 mars"),
    ],
)
def test_dates(speaks: str, long: str, full: str, short: str) -> None:
    with speaking(speaks):  # type: ignore[arg-type]
        assert date_words(DAY) == long
        assert date_words(DAY, "EEEE, d MMMM y") == full
        assert date_words(DAY, "EEE d MMM") == short


def test_lists() -> None:
    assert in_series(["hips"]) == "hips"
    assert in_series(["hips", "knees", "feet"]) == "hips, knees and feet"
    assert either(["squat", "lunge"]) == "squat or lunge"
    with speaking("de"):
        assert in_series(["Hüften", "Knie"]) == "Hüften und Knie"
        assert either(["a", "b", "c"]) == "a, b oder c"


def test_a_title_inside_a_sentence_keeps_its_capital_in_german_only() -> None:
    assert inside("Squat") == "squat"
    assert capital("the hip opened at L1") == "The hip opened at L1"
    with speaking("de"):
        assert inside("Kniebeuge") == "Kniebeuge"
