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
from psoas.words import _


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
    with CoachLock(database) as lock, Console(stderr=True).status(_("Starting the coach ...")) as status:
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
        raise UsageError(_("--at-login {word}: there is on and off", word=word))
    _check(port, lite=lite, full=full)
    if lan:
        raise UsageError(
            _("--lan cannot be started at login: nobody would see the address that lets a phone in")
        )
    options = [] if port is None else ["--port", str(port)]
    options += ["--lite"] * lite + ["--full"] * full
    if database is not None:
        url = parse_url(database)
        if url.password is not None:
            raise UsageError(
                _(
                    "The password of {place} would be written into a file; leave it out of the URL, and give it "
                    "to PostgreSQL in its own password file.",
                    place=place_of(url),
                )
            )
        if url.get_backend_name() == "sqlite":
            database = f"sqlite:///{Path(place_of(url)).absolute()}"  # a login starts in another folder
        options += ["--database", database]
    place, was_there = switch(word == "on", options)
    if word == "on":
        print(_("The coach starts at every login from now on: {place}", place=place))
        print(_("It opens no browser then; psoas coach opens it, psoas coach stop stops it."))
    elif was_there:
        print(_("The coach does not start at login any more; removed: {place}", place=place))
    else:
        print(_("The coach did not start at login, and does not."))


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
    print(_("Restored: {file}", file=file))
    if before is not None:
        print(_("What was there before is kept in {before}", before=before))


@verb
def write_sheet(database: str | None, file: Path, person: str | None) -> None:
    """Write the sheet of a person, who has to be named where there are several, into ``file``."""
    from psoas.app import Past

    if file.suffix.lower() != ".pdf":
        raise UsageError(_("{file} does not end in .pdf; name a file that does", file=file))
    with Store.open(database) as store:
        write_whole(Past.of(store, picked_person(store.profiles(), person)).sheet_pdf(), file)
    print_written(file)


def _check(port: int | None, *, lite: bool, full: bool) -> None:
    if lite and full:
        raise UsageError(_("--lite and --full exclude each other; give one, or neither"))
    if port is not None and not 0 <= port <= 65535:
        raise UsageError(_("--port {port} is no port; give 1 to 65535, or 0 for a free one", port=str(port)))


@verb
def open_file(database: str | None, file: Path, person: str | None) -> None:
    """Open homework, a photograph of its sheet, or results; a passphrase is asked for where the file is locked.

    Args:
        person: who does the homework; None takes the one whom it names.
    """
    from psoas.app import keep_homework, keep_results, person_named, read_sent
    from psoas.homework import MOST_PHOTO, HomeworkFile, is_locked

    if not file.is_file():
        raise InputError(_("{file} is not there, or is no ordinary file; check its name", file=file))
    if file.stat().st_size > MOST_PHOTO:
        raise InputError(
            _("{file} is larger than any homework or photograph of it; name another file", file=file)
        )
    content = file.read_bytes()
    passphrase = getpass(_("Passphrase:") + " ") if is_locked(content) else ""
    sent = read_sent(content, file.name, passphrase)
    with Store.open(database) as store:
        if not isinstance(sent, HomeworkFile):
            found = keep_results(store, sent)
            says = (
                _("Kept: results of {name}", name=found.person.name)
                if found.new
                else _("Kept already, or newer ones are: results of {name}", name=found.person.name)
            )
            print(says)
            return
        people = store.profiles()
        one = person_named(people, sent.homework) if person is None else picked_person(people, person)
        new = keep_homework(store, one, sent)
        says = (
            _("Opened: homework of {name}", name=one.name)
            if new
            else _("Opened before: homework of {name}", name=one.name)
        )
        print(says)
    print(_("It is on the page Homework of psoas coach."))
