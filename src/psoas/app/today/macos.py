"""macOS: when a key was last touched. Without a further program it does not tell more."""

import re

from psoas.app.today.tools import ask
from psoas.plan import Surroundings


def look() -> Surroundings:
    """What ``ioreg`` says; None where it is missing."""
    told = ask("ioreg", "-c", "IOHIDSystem", "-d", "4")
    found = re.search(r'"HIDIdleTime"\s*=\s*(\d+)', told or "")
    return Surroundings(idle_s=int(found[1]) / 1e9 if found else None)
