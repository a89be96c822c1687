"""The last seven days, one mark a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from psoas.plan import Plan, SessionRecord, practised, sets_towards, stretches
from psoas.words import N_, _, date_words, ngettext

DAYS: Final = 7
DayState = Literal["both", "part", "none"]
WORDS: Final[dict[DayState, str]] = {
    "both": N_("both sides done"),
    "part": N_("a part done"),
    "none": N_("no stretch"),
}


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
        found.append(WeekDay(date_words(day, "EEE"), state, _(WORDS[state]), ago == 0))
    return tuple(found)


def week_words(days: Sequence[WeekDay]) -> str:
    """State how many of the days had a stretch."""
    whole = sum(one.state == "both" for one in days)
    part = sum(one.state == "part" for one in days)
    if not whole and not part:
        return _("No stretch in the last seven days. One set on each side is a good start.")
    if not whole:
        return ngettext(
            "You did a part of the dose on {count} of the last seven days.",
            "You did a part of the dose on {count} of the last seven days.",
            part,
        )
    said = _("You did both sides on {days} of the last seven days.", days=whole)
    more = ngettext("On {count} more you did a part.", "On {count} more you did a part.", part)
    return f"{said} {more}" if part else said
