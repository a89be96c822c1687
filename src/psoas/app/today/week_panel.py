"""The part of Today that looks back: what followed the reminders, and where in the week the longest sittings lie."""

import asyncio
from datetime import date, timedelta
from typing import Final

from psoas.app import clock
from psoas.app.markup import filled, with_times
from psoas.app.parts import card, html
from psoas.app.today.days import Days
from psoas.plan import (
    adherence_words,
    answer_words,
    find_long_sittings,
    long_sitting_words,
    see_break,
    seen_words,
    sitting_days,
)
from psoas.words import N_, _

REMINDER_DAYS: Final = 7
SITTING_WEEKS: Final = 8
EVERY_S: Final = 60.0
"""Shortest time between two readings [s]: a sitting that goes on changes the day four times a minute."""
NEEDS_FILES: Final = N_("Files of your devices, once they are here, may say more.")


class WeekPanel:
    """What followed the reminders of a week, and the longest sittings of some weeks, up to a day."""

    def __init__(self, days: Days, profile_id: int, day: date) -> None:
        self._days, self._profile_id, self._day = days, profile_id, day
        with card(_("Looking back"), "today-week", "stack today-week"):
            self._content = html("", "div", "stack")
        self._edits, self._read_at = -1, float("-inf")

    async def refresh(self, *, anew: bool = False) -> None:
        """Read the weeks again where a day changed, at most once in `EVERY_S`; ``anew`` does it in any case."""
        edits, now = self._days.edits(self._profile_id), clock.monotonic()
        if not anew and (edits == self._edits or now - self._read_at < EVERY_S):
            return
        self._edits, self._read_at = edits, now
        content = await asyncio.to_thread(week_html, self._days, self._profile_id, self._day)
        if not self._content.is_deleted:
            self._content.set_content(content)


def week_html(days: Days, profile_id: int, day: date) -> str:
    """Write what followed the reminders of the week up to a day, and where in the weeks up to it long sittings lie."""
    first = day - timedelta(days=REMINDER_DAYS - 1)
    bouts = [bout for seen in days.seen(profile_id, first, day + timedelta(days=1)) for bout in seen.bouts]
    found = [see_break(one, bouts) for one in days.reminders(profile_id, first, day)]
    rows = [
        (
            with_times(f"{one.reminder.rang_at.astimezone():%H:%M}"),
            answer_words(one.reminder),
            seen_words(one),
        )
        for one in found
        if one.reminder.rang_at.astimezone().date() == day
    ]
    known = sitting_days(days.known(profile_id, day - timedelta(weeks=SITTING_WEEKS, days=-1), day))
    return filled(
        "day_week.html",
        adherence=adherence_words(found),
        hint=_(NEEDS_FILES) if any(one.kind is None for one in found) else "",
        rows=rows,
        sittings=[with_times(one) for one in long_sitting_words(known, find_long_sittings(known))],
        weeks=SITTING_WEEKS,
    )
