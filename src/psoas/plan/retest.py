"""Retests: three trials a side in the same set-up, every two weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from psoas.plan.clinical import stretches, whole_test_days
from psoas.plan.protocol import load_protocol
from psoas.plan.records import SessionRecord, SetRecord
from psoas.sides import SIDE_WORDS, SideWord


@dataclass(frozen=True)
class Retest:
    """Days of the last and the next retest.

    Attributes:
        last: day of the last whole retest; None where there was none.
        due: day of the next one.
    """

    last: date | None
    due: date


def trials(session: SessionRecord, side: SideWord) -> list[SetRecord]:
    """Select the measured sets of one side that hold at least one repetition."""
    return [
        a_set for a_set in session.sets if a_set.side == side and a_set.method != "timer" and a_set.counted
    ]


def is_whole(session: SessionRecord) -> bool:
    """Whether a session is a retest with three trials on each side."""
    wanted = load_protocol().figures.retest_trials
    return session.purpose == "retest" and all(len(trials(session, side)) >= wanted for side in SIDE_WORDS)


def next_retest(sessions: Sequence[SessionRecord], today: date, tz: tzinfo | None = None) -> Retest:
    """Date the next retest: today where there was none, otherwise two weeks after the last whole one.

    A clinical test with all of its trials on each side is a whole one, too.
    """
    whole = [session.started_at.astimezone(tz).date() for session in stretches(sessions) if is_whole(session)]
    whole += whole_test_days(sessions, tz)
    if not whole:
        return Retest(None, today)
    return Retest(max(whole), max(whole) + timedelta(load_protocol().figures.retest_days))
