"""The verb ``psoas forecast``: no logic. Nothing heavy is imported before it runs."""

from pathlib import Path
from typing import Annotated

import typer

from psoas.cli.coach import Database


def forecast(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            readable=False,
            help="Your tests, practice and sitting as .csv or .json, see the guide; without it what the coach keeps.",
        ),
    ] = None,
    database: Database = None,
    person: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose, where the database keeps several people.")
    ] = None,
    weeks: Annotated[int, typer.Option(metavar="N", help="Weeks ahead, 1 to 104.")] = 10,
    today: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="The day to start from; without it today, and for a FILE its last day."
        ),
    ] = None,
    json: Annotated[
        str | None,
        typer.Option(
            "--json",
            metavar="PATH|-",
            help="Write the result as JSON (schema psoas.forecast/2) to PATH; - prints it, and nothing else.",
        ),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="PATH", help="Draw the forecast, as .png or .svg.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the report; without it forecast-psoas here."),
    ] = None,
) -> None:
    """What the next weeks may bring for your hips: as now, with the plan, with half the sitting, or stopped.

    It starts from studies, and your own tests sharpen it. The bands hold what a test would show. Pain is not forecast.

    \b
    Example:
      psoas forecast
      psoas forecast --database postgresql://me@localhost/psoas --person Ada
      psoas forecast my-tests.csv --weeks 12 --plot forecast.png
      psoas forecast my-tests.json --json -
    """
    from psoas.cli.run_forecast import show_forecast

    show_forecast(
        file,
        database=database,
        person=person,
        horizon=weeks,
        today=today,
        json_to=json,
        plot_to=plot,
        out=out,
    )
