"""The clocks of the coach: every page, session and reminder reads the time here, so that a test can bring its own."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

read_system: Callable[[], datetime] = lambda: datetime.now().astimezone()  # noqa: E731 - it is replaced by tests
"""Reads the wall clock and zone of this machine; the time is aware."""

monotonic = time.monotonic
"""Seconds since some moment [s]; never set, and never goes back."""


def local_now() -> datetime:
    """Read the wall clock; the time is aware, in the zone of this machine."""
    return read_system()


def utc_now() -> datetime:
    """Read the wall clock; the time is in UTC."""
    return read_system().astimezone(UTC)


def today() -> date:
    """Read the date of the wall clock."""
    return read_system().date()
