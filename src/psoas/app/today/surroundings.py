"""Surroundings of the person, as this machine's system reports them."""

import sys
from pathlib import Path

from psoas.app.today import linux, macos, windows
from psoas.plan import Surroundings

PROC = Path("/proc")


def read_surroundings(*, own_camera: bool = False, proc: Path = PROC) -> Surroundings:
    """Read the surroundings. Blocks for some seconds where a program of the desktop does not answer; never raises.

    Args:
        own_camera: a page of this coach has the camera open. The browser may use it for a call as well, which cannot be
            distinguished: the camera is then None.
        proc: folder of Linux's processes.
    """
    if sys.platform == "win32":
        return windows.look(own_camera)
    if sys.platform == "darwin":
        return macos.look()
    return linux.look(own_camera, proc)
