"""Run ``psoas coach``: start the web app, back up, restore; each function ends with its exit code."""

import os
import threading
from getpass import getpass
from pathlib import Path

from rich.console import Console

from psoas.capture.pose import Weights
from psoas.cli.at_login import switch
from psoas.cli.run_forecast import picked_person
from psoas.cli.running_coach import acquire, open_browser, show, stop
from psoas.cli.terminal import print_written, verb, write_whole
from psoas.errors import InputError, UsageError
from psoas.store import CoachLock, Store, data_folder, parse_url, place_of
from psoas.store import backup as write_backup
from psoas.store import restore as read_backup


@verb
def run(*, database: str | None, port: int | None, browser: bool, lan: bool, lite: bool, full: bool) -> None:
    """Run the coach until it is stopped, or open the one that runs on this database.

    Args:
        browser: open it.
        database, port, lan: see `psoas.app.serve`.
        lite, full: weights of the pose network; with neither the machine's speed decides.
    """
    _check(port, lite=lite, full=full)
    weights: Weights | None = "lite" if lite else "full" if full else None
    with CoachLock(database) as lock, Console(stderr=True).status("Starting the coach ...") as status:
        running = acquire(lock)
        if running is not None:
            status.stop()
            show(running, port=port, lan=lan, weights=weights, browser=browser)
            return
        # NiceGUI would else keep a folder of its own wherever psoas was started
        os.environ["NICEGUI_STORAGE_PATH"] = str(data_folder() / "web")
        from psoas.app import serve

        def ready(address: str) -> None:
            status.stop()
            if browser:
                threading.Thread(target=open_browser, args=(address,), daemon=True).start()

        serve(database, port, lan, weights, lock, ready)


@verb
def switch_at_login(
    word: str, *, database: str | None, port: int | None, lan: bool, lite: bool, full: bool
) -> None:
    """Let the coach start at every login, or end that.

    Args:
        word: ``on`` or ``off``.
        database, port, lan, lite, full: see `run`.
    """
    if word not in ("on", "off"):
        raise UsageError(f"--at-login {word}: there is on and off")
    _check(port, lite=lite, full=full)
    if lan:
        raise UsageError(
            "--lan cannot be started at login: nobody would see the address that lets a phone in"
        )
    options = [] if port is None else ["--port", str(port)]
    options += ["--lite"] * lite + ["--full"] * full
    if database is not None:
        url = parse_url(database)
        if url.password is not None:
            raise UsageError(
                f"The password of {place_of(url)} would be written into a file; leave it out of the URL, and give it "
                "to PostgreSQL in its own password file."
            )
        if url.get_backend_name() == "sqlite":
            database = f"sqlite:///{Path(place_of(url)).absolute()}"  # a login starts in another folder
        options += ["--database", database]
    place, was_there = switch(word == "on", options)
    if word == "on":
        print(f"The coach starts at every login from now on: {place}")
        print("It opens no browser then; psoas coach opens it, psoas coach stop stops it.")
    elif was_there:
        print(f"The coach does not start at login any more; removed: {place}")
    else:
        print("The coach did not start at login, and does not.")


@verb
def end(database: str | None) -> None:
    """Stop the coach that runs on a database."""
    stop(database)


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


def _check(port: int | None, *, lite: bool, full: bool) -> None:
    if lite and full:
        raise UsageError("--lite and --full exclude each other; give one, or neither")
    if port is not None and not 0 <= port <= 65535:
        raise UsageError(f"--port {port}: there is 1 to 65535, and 0 for a free one")


@verb
def open_file(database: str | None, file: Path, person: str | None) -> None:
    """Open homework, a photograph of its sheet, or results; a passphrase is asked for where the file is locked.

    Args:
        person: who does the homework; None takes the one whom it names.
    """
    from psoas.app import keep_homework, keep_results, person_named, read_sent
    from psoas.homework import MOST_PHOTO, HomeworkFile, is_locked

    if not file.is_file():
        raise InputError(f"{file} is not there, or is no ordinary file; check its name")
    if file.stat().st_size > MOST_PHOTO:
        raise InputError(f"{file} is larger than any homework or photograph of it; name another file")
    content = file.read_bytes()
    passphrase = getpass("Passphrase: ") if is_locked(content) else ""
    sent = read_sent(content, file.name, passphrase)
    with Store.open(database) as store:
        if not isinstance(sent, HomeworkFile):
            found = keep_results(store, sent)
            print(
                f"{'Kept' if found.new else 'Kept already, or newer ones are'}: results of {found.person.name}"
            )
            return
        people = store.profiles()
        one = person_named(people, sent.homework) if person is None else picked_person(people, person)
        new = keep_homework(store, one, sent)
        print(f"{'Opened' if new else 'Opened before'}: homework of {one.name}")
    print("It is on the page Homework of psoas coach.")
