"""Programs of the desktop that may or may not be installed."""

import os
import shutil
import subprocess

PATIENCE_S = 2.0


def ask(*command: str) -> str | None:
    """Run a program and return its output; None where it is missing, fails, or takes more than `PATIENCE_S`."""
    program = shutil.which(command[0])
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def notify(title: str, text: str) -> bool:
    """Show a notification on the desktop; False where no program can."""
    shown = ask("notify-send", "--app-name=psoas", title, text)
    if shown is None:
        script = "display notification (item 2 of argv) with title (item 1 of argv)"
        shown = ask("osascript", "-e", "on run argv", "-e", script, "-e", "end run", title, text)
    return shown is not None
