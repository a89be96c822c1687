"""Shared by all verbs that print: the console, its tables, and sentences."""

from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

PLAIN_WIDTH: Final = 10_000
"""Width where there is no terminal: wider than any table, so that none is truncated."""


class OpenEndedConsole(Console):
    """A console that leaves a closed output to the verb; rich itself would end the program with 1."""

    def on_broken_pipe(self) -> None:
        """Raise the error on, as plain printing does."""
        raise BrokenPipeError


def terminal_console(console: Console | None = None, plain_width: int = PLAIN_WIDTH) -> Console:
    """The console of a print: standard output where None; without a terminal it is ``plain_width`` wide."""
    console = console or OpenEndedConsole(highlight=False)
    if not console.is_terminal:
        console.width = plain_width
    return console


def empty_table(console: Console) -> Table:
    """A table with a line below its heads at a terminal, and without lines elsewhere."""
    return Table(box=box.SIMPLE_HEAD if console.is_terminal else None, pad_edge=False)


def line(console: Console, words: str, style: str = "") -> None:
    """Print a sentence, wrapped at a terminal only."""
    console.print(Text(words, style), soft_wrap=not console.is_terminal)
