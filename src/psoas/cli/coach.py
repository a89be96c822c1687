"""The verb ``psoas coach``: options and help. Heavy imports wait until it runs."""

from pathlib import Path
from typing import Annotated

import typer

coach = typer.Typer(
    name="coach",
    invoke_without_command=True,
    rich_markup_mode=None,
)

File = Annotated[Path, typer.Argument(metavar="FILE")]
Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Where people and sessions are kept, such as postgresql://me@localhost/psoas; without it, a file in your "
        "data folder.",
    ),
]


@coach.callback()
def start(
    context: typer.Context,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", help="Listen on this port; without it, 8765 or a free one."),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
    database: Database = None,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let a phone on your network in, with an address that works once.")
    ] = False,
    lite: Annotated[
        bool, typer.Option("--lite", help="Always use the smaller pose network, for slow computers.")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Always use the larger pose network.")] = False,
    at_login: Annotated[
        str | None,
        typer.Option(
            "--at-login",
            metavar="on|off",
            help="Start the coach in the background at every login, with the other options given here; off ends that. "
            "It starts nothing now.",
        ),
    ] = None,
) -> None:
    """Start the coach and open it in the browser: a live camera, your days, your plan. Nothing leaves this computer.

    Where it runs already, that one is opened. Without --lite and --full it takes the pose network that the computer is
    fast enough for.

    \b
    Example:
      psoas coach
      psoas coach --port 9000 --no-browser
      psoas coach --lan
      psoas coach --at-login on
      psoas coach stop
      psoas coach backup psoas-backup.zip
    """
    if context.invoked_subcommand is not None:
        context.obj = database
        return
    from psoas.cli.run_coach import run, switch_at_login

    if at_login is not None:
        switch_at_login(at_login, database=database, port=port, lan=lan, lite=lite, full=full)
    run(database=database, port=port, browser=not no_browser, lan=lan, lite=lite, full=full)


@coach.command()
def stop(context: typer.Context, database: Database = None) -> None:
    """Stop the coach that runs, from wherever it was started.

    \b
    Example:
      psoas coach stop
    """
    from psoas.cli.run_coach import end

    end(database or context.obj)


@coach.command()
def backup(context: typer.Context, file: File, database: Database = None) -> None:
    """Write all that is kept into one file.

    \b
    Example:
      psoas coach backup psoas-backup.zip
    """
    from psoas.cli.run_coach import back_up

    back_up(database or context.obj, file)


@coach.command()
def restore(context: typer.Context, file: File, database: Database = None) -> None:
    """Put back what a backup holds, in place of all that is kept now.

    \b
    Example:
      psoas coach restore psoas-backup.zip
    """
    from psoas.cli.run_coach import put_back

    put_back(database or context.obj, file)


@coach.command()
def sheet(
    context: typer.Context,
    file: File,
    person: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose, where the database keeps several people.")
    ] = None,
    database: Database = None,
) -> None:
    """Write a person's sheet of today as PDF: weeks with their error, plan, and what studies say.

    \b
    Example:
      psoas coach sheet sheet.pdf
      psoas coach sheet ada.pdf --person Ada
    """
    from psoas.cli.run_coach import write_sheet

    write_sheet(database or context.obj, file, person)


@coach.command(name="open")
def open_homework(
    context: typer.Context,
    file: File,
    person: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who does it, where that is not the one whom the homework names."),
    ] = None,
    database: Database = None,
) -> None:
    """Open homework of a trainer, a photo of its sheet, or the results that a client sent back.

    \b
    Example:
      psoas coach open Ada.psoas
      psoas coach open sheet.jpg --person Ada
      psoas coach open Ada-results.psoas
    """
    from psoas.cli.run_coach import open_file

    open_file(database or context.obj, file, person)
