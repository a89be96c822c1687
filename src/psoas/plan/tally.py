"""What was done so far, counted: sessions, weeks with one, and repetitions that the person corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from psoas.plan.past_days import week_of
from psoas.plan.practice import WEEK
from psoas.plan.records import SessionRecord


@dataclass(frozen=True)
class Tally:
    """Counts since the first session.

    Attributes:
        sessions: with at least one repetition.
        first: day of the first one; None without any.
        weeks: since then, the running one included; counted from the first day.
        active_weeks: how many of them have a session.
        recent_days: days with a session among the last seven.
        measured: repetitions that a camera or a clip measured.
        corrected: how many of them the person corrected.
    """

    sessions: int
    first: date | None
    weeks: int
    active_weeks: int
    recent_days: int
    measured: int
    corrected: int


def count_sessions(sessions: Sequence[SessionRecord], today: date, tz: tzinfo | None = None) -> Tally:
    """Count a person's sessions up to a day.

    Args:
        sessions: stretches, oldest first.
        tz: of the wall clock that days are counted by; None for this machine's.
    """
    done = [
        (one.started_at.astimezone(tz).date(), one)
        for one in sessions
        if any(a.repetitions for a in one.sets)
    ]
    done = [(day, one) for day, one in done if day <= today]
    days = {day for day, _ in done}
    first = min(days, default=None)
    measured = [
        one
        for _, session in done
        for a_set in session.sets
        if a_set.method != "timer"
        for one in a_set.repetitions
    ]
    return Tally(
        sessions=len(done),
        first=first,
        weeks=0 if first is None else (today - first).days // WEEK + 1,
        active_weeks=0 if first is None else len({week_of(day, first) for day in days}),
        recent_days=sum((today - day).days < WEEK for day in days),
        measured=len(measured),
        corrected=sum(bool(one.corrections) for one in measured),
    )
