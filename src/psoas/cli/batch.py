"""The verb ``psoas batch``: options and help. Nothing heavy is imported before it runs."""

from pathlib import Path
from typing import Annotated

import typer

from psoas.cli.body import number_of


def batch(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER|MANIFEST",
            readable=False,
            help="A folder that is searched for recordings, or a table (.csv, .tsv) with a column path and, "
            "optionally, person, session, task, run, height (cm) and mass (kg).",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the results; without it NAME-batch here."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Processes on this computer; without it one for each core."),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://HOST:PORT",
            help="Use the workers of a Dask scheduler that runs already; they see the same files under the same paths.",
        ),
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            metavar="postgresql://...",
            help="Keep in PostgreSQL what became of each recording; without it in a file in DIR.",
        ),
    ] = None,
    loads: Annotated[
        bool,
        typer.Option("--loads", help="Compute what the lower back and the hips carry, too; takes longer."),
    ] = False,
    series: Annotated[bool, typer.Option("--series", help="Keep the angles over time, too.")] = False,
    lite: Annotated[bool, typer.Option("--lite", help="Use the smaller pose network.")] = False,
    minutes: Annotated[
        float,
        typer.Option(
            parser=number_of, metavar="N", help="Stop a recording that takes longer than N minutes."
        ),
    ] = 30.0,
    memory: Annotated[
        float,
        typer.Option(
            parser=number_of, metavar="MB", help="Stop a recording that needs more memory than MB megabytes."
        ),
    ] = 4000.0,
    retries: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="Try a recording N more times whose process was killed."),
    ] = 1,
    again: Annotated[
        bool,
        typer.Option("--again", help="Try recordings again that could not be read, were killed or stopped."),
    ] = False,
    json: Annotated[
        str | None,
        typer.Option("--json", metavar="PATH|-", help="Write the counts as JSON (schema psoas.batch/1)."),
    ] = None,
) -> None:
    """Check thousands of recordings in one run: one dataset, and a page of the whole.

    Each recording runs in a process of its own, with a limit of time and of memory, so that a bad one costs only
    itself. The same command goes on where a run was stopped; nothing finished is done twice. DIR gets the tables as
    Parquet files (dataset), a page (batch.html), and a log for each recording (logs).

    \b
    Example:
      psoas batch recordings/ --out results
      psoas batch manifest.csv --out results --workers 8 --loads
      psoas batch /shared/study --out /shared/results --dask tcp://10.0.0.5:8786
    """
    from psoas.cli.run_batch import check_batch

    check_batch(
        source,
        out=out,
        workers=workers,
        dask=dask,
        ledger=ledger,
        loads=loads,
        series=series,
        lite=lite,
        minutes=minutes,
        memory_mb=memory,
        retries=retries,
        again=again,
        json_to=json,
    )
