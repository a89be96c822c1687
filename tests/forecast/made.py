"""Records of hips for the tests of the forecast."""

from datetime import date, timedelta

from psoas.forecast import HipRecord, HipTest

START = date(2026, 3, 2)
"""The first day of every record."""


def a_record(
    weeks: int = 6, a_day: float | None = 60.0, tests: int = 3, hours: float | None = 9.0, error: float = 2.6
) -> HipRecord:
    """A record of some weeks with the same practice and sitting every day, None where unknown; tests in even steps."""
    days = [START + timedelta(day) for day in range(7 * weeks)]
    step = max(7 * weeks // max(tests, 1), 1)
    return HipRecord(
        [HipTest(days[step * one], "thomas", 4.0 + one, error) for one in range(tests)],
        [(day, a_day) for day in days] if a_day is not None else [],
        [(day, hours) for day in days] if hours is not None else [],
    )


def the_last_day(record: HipRecord) -> date:
    """The day of the last entry, from which the forecast starts."""
    return max(record.days)
