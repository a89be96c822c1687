"""macOS: the time since a key was last touched; the system reports no more without a further program."""

import re

from psoas.app.today.tools import ask
from psoas.plan import Surroundings


def look() -> Surroundings:
    """Read the idle time from ``ioreg``; None where it is missing."""
    output = ask("ioreg", "-c", "IOHIDSystem", "-d", "4")
    found = re.search(r'"HIDIdleTime"\s*=\s*(\d+)', output or "")
    return Surroundings(idle_s=int(found[1]) / 1e9 if found else None)
