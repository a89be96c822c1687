"""Whether somebody is here and may be disturbed: what this machine says, and None where it says nothing."""

import sys
from pathlib import Path

from psoas.app.today import linux, macos, windows
from psoas.plan import Surroundings

PROC = Path("/proc")


def read_surroundings(*, own_camera: bool = False, proc: Path = PROC) -> Surroundings:
    """A look around. Blocks for up to some seconds where a program of the desktop does not answer; never raises.

    Args:
        own_camera: a page of this coach has the camera open. The browser that holds it may hold it for a call too, and
            the two cannot be told apart: the camera is then None.
        proc: where Linux shows its processes.
    """
    if sys.platform == "win32":
        return windows.look(own_camera)
    if sys.platform == "darwin":
        return macos.look()
    return linux.look(own_camera, proc)
