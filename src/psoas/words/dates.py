"""Dates as the language of now writes them."""

from datetime import date
from typing import Final, Literal

from psoas.words.language import language

DateForm = Literal[
    "EEE",
    "d MMM",
    "d MMM y",
    "d MMMM y",
    "EEE d MMM",
    "EEE d MMM y",
    "EEEE, d MMMM",
    "EEEE, d MMMM y",
    "MMMM y",
]

SKELETONS: Final[dict[DateForm, str]] = {
    "EEE": "E",
    "d MMM": "MMMd",
    "d MMM y": "yMMMd",
    "d MMMM y": "yMMMMd",
    "EEE d MMM": "MMMEd",
    "EEE d MMM y": "yMMMEd",
    "EEEE, d MMMM": "MMMMEd",
    "EEEE, d MMMM y": "yMMMMEd",
    "MMMM y": "yMMMM",
}
"""The parts of each form, by which CLDR gives their order and signs in other languages."""


def date_words(day: date, form: DateForm = "d MMMM y") -> str:
    """A date in words, such as ``29 November 2026``.

    Args:
        form: as English writes it, in the letters of CLDR: ``EEEE`` the weekday, ``MMM`` a short month.
    """
    from babel import Locale
    from babel.dates import format_date

    speaks = language()
    pattern: str = form
    if speaks != "en":
        pattern = Locale.parse(speaks).datetime_skeletons[SKELETONS[form]].pattern
        if form.startswith("EEEE"):
            pattern = pattern.replace("E", "EEEE")
    return str(format_date(day, pattern, locale=speaks))
