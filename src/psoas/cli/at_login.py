"""Start the coach at every login: one file, in the place and the words of each system.

Linux: Desktop Application Autostart Specification 0.5 and Desktop Entry Specification (freedesktop.org). macOS: a
launch agent, launchd.plist(5). Windows: a command file in the Startup folder.
"""

import os
import plistlib
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from psoas.cli.terminal import write_whole
from psoas.errors import InputError, UsageError
from psoas.words import N_, _, system_reason

STRANGE: Final = N_("This cannot be started at login, because of a character in it: {word!r}")
DATA: Final = "PSOAS_DATA"
"""Environment variable that a login does not set, and that names the data folder."""

_NOT_AT_LOGIN: Final = re.compile(r"[\r\n\0$`\\]")
_CMD_SPECIAL: Final = re.compile(r"[%\"\r\n]")


def switch(on: bool, options: Sequence[str]) -> tuple[Path, bool]:
    """Write the file with which this system starts the coach at login, or remove it.

    Args:
        options: for the coach, such as ``--port 9000``.

    Returns:
        The file, and whether it was there before.

    Raises:
        UsageError: the file cannot hold a path or an option.
        InputError: the file may not be removed by this account.
        OSError: it cannot be written.
    """
    place, content_of = _of_this_system()
    was_there = place.is_file()
    if not on:
        try:
            place.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(
                _(
                    "{place} cannot be removed ({reason}); remove it yourself.",
                    place=place,
                    reason=system_reason(error),
                )
            ) from error
        return place, was_there
    command = [sys.executable, "-I", "-m", "psoas", "coach", "--no-browser", *options]
    set_here = {DATA: str(Path(os.environ[DATA]).absolute())} if os.environ.get(DATA) else {}
    content = content_of(command, set_here)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(content, place)
    return place, was_there


def _of_this_system() -> tuple[Path, Callable[[Sequence[str], Mapping[str, str]], bytes]]:
    home = Path.home()
    if sys.platform == "win32":
        programs = (
            Path(os.environ.get("APPDATA") or home / "AppData/Roaming")
            / "Microsoft/Windows/Start Menu/Programs"
        )
        return programs / "Startup" / "psoas coach.cmd", command_file
    if sys.platform == "darwin":
        return home / "Library" / "LaunchAgents" / "psoas.coach.plist", launch_agent
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return settings / "autostart" / "psoas-coach.desktop", desktop_entry


def desktop_entry(command: Sequence[str], environment: Mapping[str, str]) -> bytes:
    """The entry of a Linux desktop.

    Raises:
        UsageError: a word has a character that desktops do not start.
    """
    words = ["env", *(f"{name}={value}" for name, value in environment.items())] if environment else []
    line = " ".join(_desktop_word(word) for word in (*words, *command))
    return (
        "[Desktop Entry]\nType=Application\nName=psoas coach\n"
        f"Comment={_('Runs the coach in the background, for its reminders and its pages')}\n"
        f"Exec={line}\nTerminal=false\n"
    ).encode()


def _desktop_word(word: str) -> str:
    """A word of ``Exec``: quoted, then escaped as each text of an entry is; a percent sign is doubled.

    ``$``, the backtick and the backslash have an escape, too, but systemd, which starts the entries of most desktops,
    does not read it.
    """
    if not re.search(r"[^\w./=:+,@-]", word):
        return word
    if _NOT_AT_LOGIN.search(word):
        raise UsageError(_(STRANGE, word=word))
    return '"' + word.replace('"', '\\\\"').replace("%", "%%") + '"'


def launch_agent(command: Sequence[str], environment: Mapping[str, str]) -> bytes:
    """The launch agent of macOS."""
    agent: dict[str, object] = {"Label": "psoas.coach", "ProgramArguments": list(command), "RunAtLoad": True}
    if environment:
        agent["EnvironmentVariables"] = dict(environment)
    return plistlib.dumps(agent)


def command_file(command: Sequence[str], environment: Mapping[str, str]) -> bytes:
    """The command file of Windows: a small window in the task bar, which stops the coach when it is closed.

    Raises:
        UsageError: a word has a character that such a file cannot hold.
    """
    words = [*command, *environment.values()]
    for word in words:
        if _CMD_SPECIAL.search(word):
            raise UsageError(_(STRANGE, word=word))
    lines = ["@echo off", "chcp 65001 >nul"]
    lines += [f'set "{name}={value}"' for name, value in environment.items()]
    lines += ['start "psoas coach" /min ' + " ".join(f'"{word}"' for word in command)]
    return ("\r\n".join(lines) + "\r\n").encode()
