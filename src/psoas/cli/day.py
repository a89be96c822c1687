"""The verb ``psoas day``: no logic. Nothing heavy is imported before it runs."""

from pathlib import Path
from typing import Annotated

import typer


def day(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...",
            readable=False,
            help="Files of devices, zips or folders of them: Apple Health, FIT, ActivityWatch, activPAL, raw "
            "acceleration of a thigh sensor or of a phone in a front pocket, and more, see the guide.",
        ),
    ] = None,
    activitywatch: Annotated[
        str | None,
        typer.Option(
            metavar="DATE|DAYS",
            help="Read the keyboard times of the ActivityWatch that runs on this computer, too: of a day such as "
            "2026-03-01, or of so many days up to today. Nothing but this computer is asked.",
        ),
    ] = None,
    json: Annotated[
        str | None,
        typer.Option(
            "--json",
            metavar="PATH|-",
            help="Write the result as JSON (schema psoas.day/1) to PATH; - prints it, and nothing else.",
        ),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="PATH", help="Write a table with one row a bout.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="PATH", help="Draw the days, as .png or .svg.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the report; without it day-psoas here.")
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE", help="Your time zone, such as Europe/Paris; without it that of this computer."
        ),
    ] = None,
    sleep: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM-HH:MM",
            help="When you usually sleep, such as 23:00-07:00: a sensor on the thigh cannot tell lying from sitting.",
        ),
    ] = None,
    evening: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM-HH:MM",
            help="When you usually sit at home in the evening, such as 19:00-23:00: sitting then is the couch, "
            "where no file names the seat.",
        ),
    ] = None,
    standing_desk: Annotated[
        bool, typer.Option("--standing-desk", help="You stand at the computer, too.")
    ] = False,
    worn: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            help="Where the sensors were worn whose files do not say it, or say it wrongly: thigh (or a front pocket), "
            "hip or wrist.",
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            metavar="DATE TIME",
            help='When a recording without a date began, such as "2026-03-01 08:00".',
        ),
    ] = None,
) -> None:
    """The day as it was: sitting, standing and moving, from the files of a phone, a watch, a sensor or a computer.

    Several files make one strip a day. Where they disagree, the better worn device is believed: thigh, hip, wrist,
    phone, computer. What no file says stays unknown. Places, titles, addresses and names in the files are not read.

    \b
    Example:
      psoas day export.zip
      psoas day export.zip aw-buckets-export.json --csv days.csv
      psoas day thigh.csv --sleep 23:00-07:00 --plot day.png
      psoas day week.cwa --worn thigh --sleep 23:00-07:00
      psoas day --activitywatch 7
      psoas day takeout/ --timezone Europe/Paris --json -
    """
    from psoas.cli.run_day import show_days

    show_days(
        files or [],
        activitywatch=activitywatch,
        json_to=json,
        csv_to=csv,
        plot_to=plot,
        out=out,
        timezone=timezone,
        sleep=sleep,
        evening=evening,
        standing_desk=standing_desk,
        worn=worn,
        start=start,
    )
