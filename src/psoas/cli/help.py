"""The help pages and the words of Typer in the language of the terminal."""

import gettext
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import typer

from psoas.cli.wrong_use import speak_of_wrong_use
from psoas.words import LANGUAGES, N_, NAMES, Language, _, ngettext, number, preferred_in_terminal, speak

OPTION: Final = "--language"
AS_IT_IS: Final = "\b\n"
"""Begins a paragraph whose lines are kept: the examples."""

TYPERS_WORDS: Final = (
    N_("Aborted!"),
    N_("Arguments"),
    N_("Commands"),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("Options"),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("required"),
)
"""What Typer says by gettext."""


class TranslatedUsage(typer.Context.formatter_class):  # type: ignore[valid-type, misc]
    """Typer's writer of help pages, with the word before a command's usage in the language of now."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line, after ``prefix`` or the word."""
        super().write_usage(prog, args, f"{_('Usage:')} " if prefix is None else prefix)


def language_of(text: str) -> Language:
    """The language of ``--language``.

    Raises:
        typer.BadParameter: it is none of `LANGUAGES`.
    """
    for one in LANGUAGES:
        if text.lower() in (one, NAMES[one].lower()):
            return one
    raise typer.BadParameter(
        _("{text} is not a language of psoas; it has: {names}", text=repr(text), names=", ".join(LANGUAGES))
    )


def speak_as_chosen(arguments: Sequence[str], environment: Any) -> None:
    """Speak the language of ``--language``, which stands before the verb, or else that of the environment.

    Args:
        arguments: of the program. A wrong language is refused later, when Typer reads them.
        environment: its variables.
    """
    chosen = preferred_in_terminal(environment)
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if not argument.startswith("-"):
            break
        name, _equals, value = argument.partition("=")
        if name == OPTION and (value or following) in LANGUAGES:
            chosen = language_of(value or following)
            break
    speak(chosen)


def translate_help(app: typer.Typer) -> Any:
    """Build the command of an app, with its help pages and Typer's own words in the language of now."""
    command = typer.main.get_command(app)
    for one, name in _texts(command):
        paragraphs = _paragraphs(getattr(one, name))
        setattr(one, name, "\n\n".join(_translated(part) for part in paragraphs))
    for each in _commands(command):
        each.options_metavar = _("[OPTIONS]")
        if hasattr(each, "commands"):
            each.subcommand_metavar = _("COMMAND [ARGS]...")
        each.get_help_option(each.context_class(each)).help = _("Show this message and exit.")
        # without it Typer cuts the first paragraph off in the list of commands
        each.short_help = re.split(r"(?<=\.)\s", each.help, maxsplit=1)[0] if each.help else None
        for parameter in each.params:
            parameter._get_default_string = partial(_default_words, parameter._get_default_string)
            if parameter.param_type_name == "argument":
                parameter.display_type_rich = lambda ctx: None  # else it names a Python type behind FILE
    command.context_class.formatter_class = TranslatedUsage
    speak_of_wrong_use()
    for module in [found for name, found in sys.modules.items() if name.startswith("typer.")]:
        # Typer takes its words from gettext's own catalogue, which a program cannot bring along unless it is compiled
        if getattr(module, "_", None) is gettext.gettext:
            module.__dict__["_"] = _
        if getattr(module, "ngettext", None) is gettext.ngettext:
            module.__dict__["ngettext"] = ngettext
    return command


def _default_words(typers_own: Callable[..., str], *, default_value: Any, **named: Any) -> str:
    """The default of an option: a number as the language writes it, any other in Typer's own way."""
    if isinstance(default_value, float):
        return number(default_value, "g")
    return typers_own(default_value=default_value, **named)


def help_texts(app: typer.Typer) -> list[str]:
    """Every paragraph of the help pages in English, but the examples."""
    command = typer.main.get_command(app)
    paragraphs = [part for one, name in _texts(command) for part in _paragraphs(getattr(one, name))]
    return [part for part in paragraphs if not part.startswith(AS_IT_IS)]


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each in one line but for those that keep their lines."""
    return [part if part.startswith(AS_IT_IS) else " ".join(part.split()) for part in text.split("\n\n")]


def _translated(paragraph: str) -> str:
    if paragraph.startswith(AS_IT_IS):
        return paragraph.replace("Example:", _("Example:"))
    return _(paragraph)


def _commands(command: Any) -> Iterator[Any]:
    """A command and all that are in it."""
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from _commands(inner)


def _texts(command: Any) -> Iterator[tuple[Any, str]]:
    """Each object with a text, and the name of its attribute: of a command, its parameters and the commands in it."""
    for one in _commands(command):
        for name in ("help", "short_help", "epilog"):
            if getattr(one, name, None):
                yield one, name
        for parameter in one.params:
            if getattr(parameter, "help", None):
                yield parameter, "help"
