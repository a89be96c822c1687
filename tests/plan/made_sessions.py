"""Sessions as they would have been recorded, day by day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from psoas.plan.records import Method, Purpose, RepetitionRecord, SessionRecord, SetRecord
from psoas.sides import SideWord

START = date(2026, 9, 7)
BANDS = {"hip_opening": 3.0, "arch": 2.0}
_IDS = count(1)


def repetition(
    number: int = 1,
    hold: float = 2.0,
    hip: float | None = 12.0,
    arch: float | None = 2.0,
    good: bool | None = True,
    faults: tuple[str, ...] = (),
) -> RepetitionRecord:
    return RepetitionRecord(
        number,
        6.0 * number,
        6.0 * number + 5,
        hold,
        hip_opening_deg=hip,
        arch_deg=arch,
        faults=faults,
        good=good,
    )


def repetitions(times: int = 10, **how: object) -> list[RepetitionRecord]:
    return [repetition(number + 1, **how) for number in range(times)]  # type: ignore[arg-type]


def a_set(
    side: SideWord,
    done: Sequence[RepetitionRecord],
    method: Method = "camera",
    weights: str | None = "lite",
    day: date = START,
) -> SetRecord:
    at = datetime.combine(day, time(9), UTC)
    bands = {} if method == "timer" else BANDS
    return SetRecord(next(_IDS), side, method, at, at, weights, bands, tuple(done))


def a_session(
    day: date,
    sets: int = 1,
    done: Sequence[RepetitionRecord] | None = None,
    *,
    purpose: Purpose = "practice",
    method: Method = "camera",
    weights: str | None = "lite",
    pain: tuple[int | None, int | None] = (None, None),
) -> SessionRecord:
    """One session with so many sets on each side."""
    at = datetime.combine(day, time(9), UTC)
    row = repetitions() if done is None else done
    made = [a_set(side, row, method, weights, day) for _ in range(sets) for side in ("left", "right")]
    return SessionRecord(next(_IDS), 1, purpose, at, at, *pain, tuple(made))


def daily(days: int, sets: int = 1, first: date = START, **how: object) -> list[SessionRecord]:
    """A session on each of so many days in a row."""
    return [a_session(first + timedelta(day), sets, **how) for day in range(days)]  # type: ignore[arg-type]
