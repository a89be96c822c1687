"""The help pages, the words of Typer and its errors of use, in the language of the terminal."""

import gettext
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

import typer

from psoas.words import LANGUAGES, N_, NAMES, Language, _, named, ngettext, preferred_in_terminal, speak

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
SHOW_HELP: Final = N_("Show this page.")
_GUESS: Final = re.compile(r"Did you mean (.+)\?$")


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
    _UsageError.show = show_usage_error
    typer.Context.formatter_class = _HelpPage
    for one in _commands(command):
        one.context_class = typer.Context
        # without it Typer cuts the first paragraph off in the list of commands
        one.short_help = re.split(r"(?<=\.)\s", one.help, maxsplit=1)[0] if one.help else None
        for parameter in one.params:
            if parameter.param_type_name == "argument":
                parameter.display_type_rich = lambda ctx: None  # else it names a Python type behind FILE
    for module in [found for name, found in sys.modules.items() if name.startswith("typer.")]:
        # Typer takes its words from gettext's own catalogue, which a program cannot bring along unless it is compiled
        if getattr(module, "_", None) is gettext.gettext:
            module.__dict__["_"] = _
        if getattr(module, "ngettext", None) is gettext.ngettext:
            module.__dict__["ngettext"] = ngettext
    return command


_UsageError: Any = typer.BadParameter.__mro__[1]
"""The class of all of Typer's errors of use, which it does not export."""


class _HelpPage(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """A help page whose first line and last option are translated, too."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{_('Usage:')} ")

    def write_dl(self, rows: Sequence[tuple[str, str]], **how: Any) -> None:
        super().write_dl([(name, _(SHOW_HELP) if name == "--help" else text) for name, text in rows], **how)


def show_usage_error(error: Any, file: Any = None) -> None:
    """Print how the command is used, where its help is, and one sentence on what is wrong.

    Args:
        error: one of Typer's errors of use.
        file: where to; without it standard error.
    """
    lines = [f"psoas: {_sentence(error)}"]
    if error.ctx is not None:
        help_page = f"{error.ctx.command_path} {error.ctx.help_option_names[0]}"
        lines = [error.ctx.get_usage(), _("Help: {command}", command=help_page), "", *lines]
    typer.echo("\n".join(lines), file=file, err=file is None)


def _sentence(error: Any) -> str:
    """What is wrong with the use of a command."""
    kind, message = type(error).__name__, error.message
    if kind == "NoSuchOption":
        if error.possibilities:
            return _(
                "There is no option {option}. Did you mean {options}?",
                option=error.option_name,
                options=", ".join(sorted(error.possibilities)),
            )
        return _("There is no option {option}.", option=error.option_name)
    if kind == "MissingParameter":
        return _("{argument} is missing.", argument=error.param.get_error_hint().strip("'"))
    if kind == "BadOptionUsage":
        if "requires" in message:
            return _("{option} needs a value behind it.", option=error.option_name)
        return _("{option} takes no value.", option=error.option_name)
    if isinstance(error, typer.BadParameter) and error.param is not None:
        option = error.param.get_error_hint().strip("'")
        if message.startswith("Input should be"):  # pydantic's words, in English always
            return _("{option} does not take this value.", option=option)
        return named(option, message)
    extra = re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", message)
    if extra:
        return _("This is one word too many, or several: {words}", words=extra[1])
    return _GUESS.sub(lambda found: _("Did you mean {names}?", names=found[1]), message)


def _commands(command: Any) -> Iterator[Any]:
    """The command and all that are in it."""
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from _commands(inner)


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


def _texts(command: Any) -> Iterator[tuple[Any, str]]:
    """Each object with a text, and the name of its attribute: of a command, its parameters and the commands in it."""
    for name in ("help", "short_help", "epilog"):
        if getattr(command, name, None):
            yield command, name
    for parameter in command.params:
        if getattr(parameter, "help", None):
            yield parameter, "help"
    for inner in getattr(command, "commands", {}).values():
        yield from _texts(inner)
