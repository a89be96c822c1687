"""The coach that runs already: found by the lock of its database, shown to be ours, opened or stopped."""

import http.client
import json
import os
import secrets
import signal
import sys
import time
import webbrowser
from typing import Final

from psoas import __version__
from psoas.errors import InputError, UsageError
from psoas.store import CoachLock, RunningCoach
from psoas.words import _

HOST: Final = "127.0.0.1"
REPLY_S: Final = 2.0
"""Longest time of one answer [s]."""
LARGEST_REPLY: Final = 4096
START_S: Final = 60.0
"""Longest wait for a coach that has the lock and does not answer: it is starting, or ending [s]."""
STOP_S: Final = 10.0
"""Longest wait for the end of a coach [s]; it takes five."""
PAUSE_S: Final = 0.1
PATH: Final = "/running"


def acquire(lock: CoachLock) -> RunningCoach | None:
    """Become the coach of a database, or find the one that is.

    Returns:
        The coach that runs, of any version; None where this process has the lock now.

    Raises:
        InputError: another process has the lock, and does not answer as its coach within `START_S`.
    """
    end = time.monotonic() + START_S
    while not lock.acquire():
        running = lock.read()
        if running is not None and answers(running):
            return running
        if time.monotonic() > end:
            raise InputError(
                _("A coach of this database runs and does not answer; end that process, then start again.")
                if running is None
                else _(
                    "A coach of this database runs (process {process}) and does not answer; end that process, then "
                    "start again.",
                    process=running.pid,
                )
            )
        time.sleep(PAUSE_S)
    return None


def answers(running: RunningCoach) -> bool:
    """Whether what answers on the port of this computer is the coach that has written the file."""
    challenge = secrets.token_hex(16)
    line = http.client.HTTPConnection(HOST, running.port, timeout=REPLY_S)
    try:
        line.request("GET", f"{PATH}?challenge={challenge}", headers={"Connection": "close"})
        reply = json.loads(line.getresponse().read(LARGEST_REPLY))
        return secrets.compare_digest(str(reply["proof"]), running.proof(challenge))
    except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError):
        return False
    finally:
        line.close()


def show(running: RunningCoach, *, port: int | None, lan: bool, weights: str | None, browser: bool) -> None:
    """Open the running coach, and say where it is.

    Args:
        port, lan, weights: what was requested of the coach; None, False and 0 request nothing.

    Raises:
        UsageError: it runs in another way than was requested, or is of another version.
    """
    address = f"http://{HOST}:{running.port}/"
    if running.version != __version__:
        raise UsageError(
            _(
                "The coach runs already at {address} and is psoas {version}, while this is {own}; stop it with psoas "
                "coach stop, then start it again as you want it",
                address=address,
                version=running.version,
                own=__version__,
            )
        )
    if port and port != running.port:
        raise UsageError(
            _(
                "The coach runs already at {address} and not on port {port}; stop it with psoas coach stop, then "
                "start it again as you want it",
                address=address,
                port=port,
            )
        )
    if lan and not running.lan:
        raise UsageError(
            _(
                "The coach runs already at {address} and lets no other device in; stop it with psoas coach stop, then "
                "start it again as you want it",
                address=address,
            )
        )
    if weights and weights != running.weights:
        raise UsageError(
            _(
                "The coach runs already at {address} and was started without --{weights}; stop it with psoas coach "
                "stop, then start it again as you want it",
                address=address,
                weights=weights,
            )
        )
    print(_("The coach runs already at {address}", address=address))
    if running.lan:
        print(_("It is open to the local network; an address for one more device is made under People."))
    sys.stdout.flush()
    if browser:
        open_browser(address)


def stop(database: str | None) -> None:
    """Stop the coach of a database, and say so.

    Raises:
        InputError: it does not end in time.
    """
    with CoachLock(database) as lock:
        running = acquire(lock)
        if running is None:
            print(_("No coach runs on this database."))
            return
        os.kill(running.pid, signal.SIGTERM)
        end = time.monotonic() + STOP_S
        while not lock.acquire():
            if time.monotonic() > end:
                raise InputError(
                    _("The coach (process {process}) does not end; end that process.", process=running.pid)
                )
            time.sleep(PAUSE_S)
        print(_("The coach is stopped."))


def open_browser(address: str) -> None:
    """Open the browser, except where there is no screen: a browser in the terminal would hide the address."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return
    webbrowser.open(address)
