"""Messages in the language of now: English in the code, looked up in the catalogue, with values put in by name."""

from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any, Final, TypeVar

from psoas.words.catalogue import read_catalogue
from psoas.words.language import Language, language

C = TypeVar("C", bound=type)

MINUS: Final = "\N{MINUS SIGN}"
"""The sign before a negative number: as wide as a plus, and nowhere parted from its number as a hyphen is."""

FRENCH_MANY: Final = 2
"""French writes the plural from this count on; the other languages for every count but 1."""


def _(message: str, **values: object) -> str:
    """A message in the language of now.

    Args:
        message: in English, with the names of its values in braces, such as ``{angle:.1f} degrees``.
        values: what is put in, a number as the language writes it; without any, the message is given as it is.
    """
    return _filled(_found(None, message), values)


def pgettext(context: str, message: str, **values: object) -> str:
    """The same for a message that means several things in English; ``context`` says which."""
    return _filled(_found(context, message), values)


def ngettext(one: str, many: str, count: float, **values: object) -> str:
    """The same for a message with a count, which is put in as ``count``.

    Args:
        one: for a count of 1.
        many: for any other count.
    """
    speaks = language()
    single = count < FRENCH_MANY if speaks == "fr" else count == 1
    texts = read_catalogue(speaks).get((None, one), (one, many))
    return _filled(texts[0] if single else texts[-1], {"count": count, **values})


def N_(message: str) -> str:
    """Mark a message that is translated later: by `_`, or by a field that is `translated`."""
    return message


def NC_(context: str, message: str) -> str:
    """Mark a message with a context, which `pgettext` translates later."""
    return message


def translated(*names: str) -> Callable[[C], C]:
    """Decorate a dataclass: its fields of these names are set in English and read in the language of now.

    The English comes from `N_` or a data file. A field may be a text, a mapping with texts as values, or a tuple of
    them; None stays. What is made of another one's fields and kept is made in ``speaking("en")``.
    """

    def decorate(kind: C) -> C:
        for name in names:
            setattr(kind, name, _TranslatedField(name))
        return kind

    return decorate


def number(value: float, how: str = "") -> str:
    """A number as the language writes it, with a true minus; what is shown as zero has no sign.

    Args:
        how: Python's format, such as ``.1f``; the other languages write a space before the sign of ``%``.
    """
    written = format(value, how)
    if "0" in written and not any(sign in "123456789" for sign in written):
        written = format(abs(value), how.replace("+", ""))
    written = written.replace("-", MINUS)
    if language() == "en":
        return written
    return written.translate(_signs(language())).replace("%", "\N{NO-BREAK SPACE}%")


class _TranslatedField:
    """The descriptor that `translated` puts in place of a field."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object | None, owner: type) -> Any:
        return self if instance is None else _each(instance.__dict__[self._name])

    def __set__(self, instance: object, value: Any) -> None:
        instance.__dict__[self._name] = value


def _each(value: Any) -> Any:
    """Translate a text, or the texts in a mapping or a tuple."""
    match value:
        case str():
            return _(value) if value else value
        case Mapping():
            return {key: _each(one) for key, one in value.items()}
        case tuple():
            return tuple(_each(one) for one in value)
    return value


class _Local(Formatter):
    """Python's formatting, with numbers as the language writes them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return number(value, format_spec) if isinstance(value, int | float) else format(value, format_spec)


def _found(context: str | None, message: str) -> str:
    speaks = language()
    return message if speaks == "en" else read_catalogue(speaks).get((context, message), (message,))[0]


def _filled(text: str, values: dict[str, object]) -> str:
    if not values:
        return text
    return _Local().vformat(text, (), values)


def _signs(speaks: Language) -> dict[int, str]:
    """The decimal and the grouping sign of a language in place of the English ones."""
    from babel import Locale

    symbols = Locale.parse(speaks).number_symbols["latn"]
    return str.maketrans({".": symbols["decimal"], ",": symbols["group"]})
