"""Run ``psoas batch``: the recordings, the dataset, the page; returns the exit code."""

import importlib
import os
from pathlib import Path

from psoas.batch import CANNOT_TELL as NOTHING_TO_TELL
from psoas.batch import (
    BatchRun,
    BatchSettings,
    Manifest,
    batch_json,
    check_batch_folder,
    read_manifest,
    run_batch,
    write_dataset,
)
from psoas.cli.print_batch import print_batch
from psoas.cli.progress_bar import ProgressBar
from psoas.cli.terminal import CANNOT_TELL, UNREADABLE, check_target, complain, show_result, verb
from psoas.errors import UsageError
from psoas.report import write_batch_page
from psoas.words import N_, _


@verb
def check_batch(
    source: Path,
    *,
    out: Path | None,
    workers: int | None,
    dask: str | None,
    ledger: str | None,
    loads: bool,
    series: bool,
    lite: bool,
    minutes: float,
    memory_mb: float,
    retries: int,
    again: bool,
    json_to: str | None,
) -> int:
    """``psoas batch``; 0 where a recording was measured, else 3 where one was read, else 2."""
    check_target(json_to)
    if workers is not None and dask is not None:
        raise UsageError(_("--workers starts processes here, and --dask uses those of a scheduler; give one"))
    for option, value in (("--minutes", minutes), ("--memory", memory_mb)):
        if not value > 0:
            raise UsageError(
                _("{option} {value:g} is no limit; give more than 0", option=option, value=value)
            )
    folder = out or Path(f"{source.resolve().stem}-batch")
    check_batch_folder(folder)
    manifest = read_manifest(source, folder)
    _check_parts(manifest, ledger)
    settings = BatchSettings(lite, loads, series, 60 * minutes, memory_mb, retries, ledger)
    try:
        with ProgressBar(source.name, unit=N_("recordings")) as progress:
            run = run_batch(
                manifest,
                settings,
                folder,
                workers=workers or os.cpu_count() or 1,
                address=dask,
                again=again,
                progress=progress,
                say=complain,
            )
    except KeyboardInterrupt:
        complain(
            _("stopped; what was finished is kept in {folder}, and the same command goes on", folder=folder)
        )
        raise
    dataset = write_dataset(manifest, settings, folder)
    page = write_batch_page(dataset, folder)
    show_result(
        json_to,
        lambda: batch_json(run, manifest, folder),
        lambda: print_batch(run, manifest, page, dataset),
    )
    return exit_code(run)


def _check_parts(manifest: Manifest, ledger: str | None) -> None:
    """Load what the batch needs, so that a part that is not installed is reported before anything runs.

    Raises:
        ModuleNotFoundError: an extra is not installed.
    """
    pictures = () if all(clip.is_motion for clip in manifest.clips) else ("av", "ai_edge_litert")
    database = () if ledger is None else ("psycopg",)
    for part in ("distributed", "psutil", "pyarrow", *database, *pictures):
        importlib.import_module(part)


def exit_code(run: BatchRun) -> int:
    """0 where a recording was measured, else 3 where one was read, else 2."""
    if run.counts.get("done"):
        return 0
    return CANNOT_TELL if run.counts.get(NOTHING_TO_TELL) else UNREADABLE
