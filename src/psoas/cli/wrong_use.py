"""What Typer says about wrong use, in the language of the terminal.

Typer writes these sentences in English with the values inside, so the sentence is recognised by its words.
"""

from typing import IO, Any, Final

import typer

from psoas.words import N_, _, recognise

SENTENCES: Final = (
    N_("Invalid value for {name}: {why}"),
    N_("Invalid value: {why}"),
    N_("Missing argument {name}."),
    N_("Missing option {name}."),
    N_("No such option: {name} (Possible options: {names})"),
    N_("No such option: {name}"),
    N_("Option {name} requires an argument."),
    N_("Option {name} does not take a value."),
    N_("Got unexpected extra argument(s) ({names})"),
    N_("{why}. Did you mean {names}?"),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be greater than or equal to {limit}"),
)
"""The sentences of Typer; the first that fits counts."""


def speak_of_wrong_use() -> None:
    """Let Typer report wrong use by `show`."""
    usage_error: Any = typer.BadParameter.__base__  # the class of all of them, which Typer does not name
    usage_error.show = show


def show(error: Any, file: IO[Any] | None = None) -> None:
    """Print how the command is used, and what was wrong, as Typer does.

    Args:
        error: Typer's, with the command in ``ctx`` where it is known.
        file: where to; standard error by default.
    """

    def say(line: str) -> None:
        typer.echo(line, file=file, err=file is None)

    context = error.ctx
    if context is not None:
        say(context.get_usage())
        if context.command.get_help_option(context) is not None:
            command, option = context.command_path, context.help_option_names[0]
            say(_("Try '{command} {option}' for help.", command=command, option=option))
        say("")
    say(_("Error: {why}", why=in_words(error.format_message())))


def in_words(message: str) -> str:
    """Translate a sentence of Typer; another one stays as it is."""
    if (found := recognise(message, SENTENCES)) is None:
        return message
    sentence, values = found
    return _(sentence, **{name: in_words(value) for name, value in values.items()})
