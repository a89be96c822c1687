"""Run ``psoas coach``: start the web app, back up, restore; each function ends with its exit code."""

import os
from pathlib import Path

from rich.console import Console

from psoas.capture.pose import Weights
from psoas.cli.run_forecast import picked_person
from psoas.cli.terminal import print_written, verb, write_whole
from psoas.errors import UsageError
from psoas.store import Store, data_folder
from psoas.store import backup as write_backup
from psoas.store import restore as read_backup


@verb
def run(*, database: str | None, port: int | None, browser: bool, lan: bool, lite: bool, full: bool) -> None:
    """Run the coach until it is stopped.

    Args:
        database, port, browser, lan: see `psoas.app.serve`.
        lite, full: weights of the pose network; with neither the machine's speed decides.
    """
    if lite and full:
        raise UsageError("--lite and --full exclude each other; give one, or neither")
    if port is not None and not 0 <= port <= 65535:
        raise UsageError(f"--port {port}: there is 1 to 65535, and 0 for a free one")
    # NiceGUI would else keep a folder of its own wherever psoas was started
    os.environ["NICEGUI_STORAGE_PATH"] = str(data_folder() / "web")
    weights: Weights | None = "lite" if lite else "full" if full else None
    with Console(stderr=True).status("Starting the coach ...") as status:
        from psoas.app import serve

        serve(database, port, browser, lan, weights, status.stop)


@verb
def back_up(database: str | None, file: Path) -> None:
    """Write all that is kept into ``file``."""
    write_backup(database, file)
    print_written(file)


@verb
def put_back(database: str | None, file: Path) -> None:
    """Put back what ``file`` holds, in place of all that is kept."""
    before = read_backup(database, file)
    print(f"Restored: {file}")
    if before is not None:
        print(f"What was there before is kept in {before}")


@verb
def write_sheet(database: str | None, file: Path, person: str | None) -> None:
    """Write the sheet of a person, who has to be named where there are several, into ``file``."""
    from psoas.app import Past

    if file.suffix.lower() != ".pdf":
        raise UsageError(f"{file} does not end in .pdf; name a file that does")
    with Store.open(database) as store:
        write_whole(Past.of(store, picked_person(store.profiles(), person)).sheet_pdf(), file)
    print_written(file)
