"""A forecast at a terminal: the scenarios side by side, and the sentences."""

from collections.abc import Sequence

from psoas.cli.printing import empty_table, line, terminal_console
from psoas.forecast import HipForecast
from psoas.report import forecast_card
from psoas.words import _, date_words, inside


def print_forecasts(forecasts: Sequence[HipForecast]) -> None:
    """Print a table and the sentences of each hip."""
    console = terminal_console()
    for forecast in forecasts:
        card = forecast_card(forecast)
        line(
            console,
            _(
                "{title}, from {day}. {shown}, degrees.",
                title=card.title,
                day=date_words(forecast.today),
                shown=card.shown,
            ),
            "bold",
        )
        line(console, card.zero)
        table = empty_table(console)
        for place, head in enumerate(card.heads):
            table.add_column(inside(head), justify="right" if place else "left", no_wrap=True)
        for row in card.rows:
            table.add_row(*row)
        console.print(table)
        for title, reason in card.missing:
            line(console, _("{title}: not forecast, because {reason}.", title=title, reason=reason), "yellow")
        for sentence in card.says:
            line(console, sentence)
        print()
