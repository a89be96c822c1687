"""The part of Today that reads the ActivityWatch of this computer, when its button is pressed and not before."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from html import escape
from typing import Final

from psoas.app.parts import button, card, html, sentence
from psoas.app.today.days import Days
from psoas.errors import PsoasError
from psoas.words import _, ngettext

BACK_DAYS: Final = 7


class KeyboardPanel:
    """A button that reads the keyboard times of the week up to a day.

    Args:
        days: of everyone.
        profile_id: of the person.
        day: that the page shows.
        on_change: called after new times were kept.
    """

    def __init__(
        self, days: Days, profile_id: int, day: date, on_change: Callable[[], Awaitable[None]]
    ) -> None:
        self._days, self._profile_id, self._day, self._on_change = days, profile_id, day, on_change
        with card("ActivityWatch", "today-keyboard"):
            html(
                _(
                    "If ActivityWatch runs on the computer that this coach runs on, it can say when its keyboard and "
                    "mouse were used on the {days} days up to this one. It is asked only when you press the button, at "
                    "the computer's own address (127.0.0.1, port 5600). Window titles and web pages are not asked for.",
                    days=BACK_DAYS,
                )
            )
            self._button = button(_("Read the keyboard times now"), self._read)
            self._status = html("", "div").props("role=status")

    async def _read(self) -> None:
        self._button.set_enabled(False)
        self._status.content = _("Asking ActivityWatch.")
        first = self._day - timedelta(days=BACK_DAYS - 1)
        new = 0
        try:
            new = await asyncio.to_thread(self._days.take_in_running, self._profile_id, first, self._day)
            words = (
                ngettext("{count:,} part is new.", "{count:,} parts are new.", new)
                if new
                else _("Nothing is new.")
            )
        except PsoasError as error:
            words = sentence(str(error))
        if not self._button.is_deleted:
            self._button.set_enabled(True)
            self._status.content = escape(words)
            if new:
                await self._on_change()
