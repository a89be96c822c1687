"""Words for people: the language of now, its catalogue, and numbers, dates and lists as that language writes them."""

from psoas.words.catalogue import read_catalogue
from psoas.words.dates import date_words
from psoas.words.decimal import decimal
from psoas.words.language import (
    LANGUAGES,
    NAMES,
    Language,
    language,
    preferred_by_browser,
    preferred_in_terminal,
    same_language,
    speak,
    speaking,
)
from psoas.words.messages import MINUS, N_, NC_, _, ngettext, number, pgettext, translated
from psoas.words.recognised import recognise
from psoas.words.sentence import capital, either, in_series, inside, named
from psoas.words.system import system_reason

__all__ = [
    "LANGUAGES",
    "MINUS",
    "NAMES",
    "NC_",
    "N_",
    "Language",
    "_",
    "capital",
    "date_words",
    "decimal",
    "either",
    "in_series",
    "inside",
    "language",
    "named",
    "ngettext",
    "number",
    "pgettext",
    "preferred_by_browser",
    "preferred_in_terminal",
    "read_catalogue",
    "recognise",
    "same_language",
    "speak",
    "speaking",
    "system_reason",
    "translated",
]
