"""The last seven days, one mark a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from psoas.plan import Plan, SessionRecord, practised, sets_towards, stretches

DAYS: Final = 7
DayState = Literal["both", "part", "none"]
WORDS: Final[dict[DayState, str]] = {"both": "both sides done", "part": "a part done", "none": "no stretch"}


@dataclass(frozen=True)
class WeekDay:
    """One day of the week.

    Attributes:
        name: such as ``Mon``.
        says: its state in words.
    """

    name: str
    state: DayState
    says: str
    is_today: bool


def last_days(sessions: Sequence[SessionRecord], plan: Plan, today: date) -> tuple[WeekDay, ...]:
    """The seven days that end with today, oldest first; a day is done when both sides had the dose of this week."""
    days, stage = practised(stretches(sessions), None), plan.course.stage
    found = []
    for ago in reversed(range(DAYS)):
        day = today - timedelta(ago)
        state: DayState = "none"
        if day in days:
            whole = all(sets_towards(done, stage) >= stage.sets for done in days[day].values())
            state = "both" if whole else "part"
        found.append(WeekDay(f"{day:%a}", state, WORDS[state], ago == 0))
    return tuple(found)


def week_words(days: Sequence[WeekDay]) -> str:
    """State how many of the days had a stretch."""
    whole = sum(one.state == "both" for one in days)
    part = sum(one.state == "part" for one in days)
    if not whole and not part:
        return "No stretch in the last seven days. One set on each side is a good start."
    said = f"You did both sides on {whole} of the last seven days."
    return f"{said} On {part} more you did a part." if part else said
