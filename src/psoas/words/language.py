"""The language of now: one for each task, thread or program, English where nobody chose."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import wraps
from typing import Final, Literal, ParamSpec, TypeVar, get_args

P = ParamSpec("P")
R = TypeVar("R")

Language = Literal["en", "de", "es", "fr"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""English, in which the messages are written, and those that have a whole catalogue: what people can choose."""
NAMES: Final[dict[Language, str]] = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français"}
"""Each language in its own words."""
VARIABLE: Final = "PSOAS_LANGUAGE"
"""Environment variable with the language of this program, for the processes that it starts."""

_current: ContextVar[Language | None] = ContextVar("language", default=None)


def language() -> Language:
    """The language of now: that of `speaking` in this task, else that of the program."""
    return _current.get() or _known(os.environ.get(VARIABLE, "")) or "en"


def speak(chosen: Language) -> None:
    """Let the whole program, and the processes that it starts, speak a language."""
    os.environ[VARIABLE] = chosen


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak a language in a ``with`` block, in this task or thread alone."""
    before = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(before)


def same_language(work: Callable[P, R]) -> Callable[P, R]:
    """The same function for a thread or an executor: it speaks the language of whoever asked for it."""
    context = copy_context()

    @wraps(work)
    def run(*args: P.args, **named: P.kwargs) -> R:
        return context.copy().run(work, *args, **named)

    return run


def preferred_by_browser(header: str, cookie: str = "") -> Language:
    """The language of a page.

    Args:
        header: the browser's ``Accept-Language``, such as ``de-AT,de;q=0.9,en;q=0.5``.
        cookie: what the person chose on a page; empty or unknown where nobody did.
    """
    if chosen := _known(cookie):
        return chosen
    ranked = sorted((_weighted(part) for part in header.split(",")), key=lambda pair: -pair[0])
    return next((found for weight, name in ranked if weight > 0 and (found := _known(name))), "en")


def preferred_in_terminal(environment: Mapping[str, str]) -> Language:
    """The language of the terminal by ``LANGUAGE``, else ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``, as gettext has it.

    In the locale ``C`` it is English, whatever ``LANGUAGE`` says.
    """
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "C"
    )
    if locale.partition(".")[0] in ("C", "POSIX"):
        return "en"
    names = [*environment.get("LANGUAGE", "").split(":"), locale]
    return next((found for name in names if (found := _known(name))), "en")


def _weighted(part: str) -> tuple[float, str]:
    """One part of ``Accept-Language`` as its weight and its name; a weight that is no number counts as 0."""
    name, _, weight = part.partition(";")
    try:
        return float(weight.strip().removeprefix("q=") or 1), name.strip()
    except ValueError:
        return 0.0, name


def _known(name: str) -> Language | None:
    """The language of a locale's name, such as ``de`` of ``de_AT.UTF-8``; None where it is none of `LANGUAGES`."""
    short = name.replace("-", "_").partition(".")[0].partition("_")[0].strip().lower()
    return next((one for one in LANGUAGES if one == short), None)
