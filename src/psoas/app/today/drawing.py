"""The strip of a day in the page, and the edits that are drawn on it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from psoas.app.notices import notice
from psoas.app.today.days import DayEdit, Days, DayView
from psoas.app.today.devices import minute_spans, source_words
from psoas.app.today.strip_words import strip_words
from psoas.day import CONTEXT_WORDS, load_activities
from psoas.errors import PsoasError
from psoas.plan import MINUTES, Bout
from psoas.words import _, inside

SCRIPT = Path(__file__).parents[1] / "static" / "today.js"


UNKNOWN: Final = "unknown"
"""Of a part of which the person says that it is not known, whatever a device says."""


class Strip(Element, component=SCRIPT):
    """The day as a strip, the activities as buttons, and the same as a table."""


class Drawing:
    """One day of one person on a page. Input from the browser is checked.

    Args:
        on_change: called with the day whenever it was read; it is first read by `read`.
        on_now: called when the key for sitting down or standing up is pressed; None where the day is over.
    """

    def __init__(
        self,
        days: Days,
        profile_id: int,
        day: date,
        *,
        on_change: Callable[[DayView], Awaitable[None]],
        on_now: Callable[[], object] | None,
    ) -> None:
        self._days = days
        self._profile_id = profile_id
        self._day = day
        self._on_change = on_change
        self._last: DayEdit | None = None
        self._seen = -1
        self._one_edit = asyncio.Lock()
        self._strip = Strip()
        self._strip.props["words"] = strip_words()
        self._strip.props["kinds"] = [
            {
                "name": kind.name,
                "label": kind.label,
                "inside": inside(kind.label),
                "key": kind.key,
                "about": kind.about,
            }
            for kind in load_activities().kinds.values()
        ]
        self._strip.props["now"] = -1
        self._strip.on("place", self._place)
        self._strip.on("clear", self._clear)
        self._strip.on("undo", self._undo, [])
        self._strip.on("copy", self._copy, [])
        if on_now:
            self._strip.on("now", on_now, [])

    async def refresh(self, now_min: int) -> None:
        """Read the day again where it was changed elsewhere, and move the mark of the present.

        Args:
            now_min: minute of the day; -1 hides the mark.
        """
        if self._strip.props["now"] != now_min:
            self._strip.props["now"] = now_min
            self._strip.update()
        if self._days.edits(self._profile_id) != self._seen:
            await self.read()

    async def read(self) -> None:
        """Read the day, and show it."""
        edits = self._days.edits(self._profile_id)
        view = await asyncio.to_thread(self._days.view, self._profile_id, self._day)
        before = self._day - timedelta(days=1)
        self._strip.props["can_copy"] = bool(
            await asyncio.to_thread(self._days.bouts, self._profile_id, before)
        )
        self._seen = edits
        self._strip.props["bouts"] = [
            {"start": bout.start_min, "end": bout.end_min, "name": bout.activity or UNKNOWN}
            for bout in view.drawn
        ]
        self._strip.props["seen"] = [
            {
                "start": start,
                "end": end,
                "name": bout.kind,
                "context": _(CONTEXT_WORDS[bout.context]) if bout.context else "",
                "from": ", ".join(source_words(bout.sources)),
            }
            for start, end, bout in (minute_spans(view.seen) if view.seen else ())
        ]
        self._strip.props["can_undo"] = self._last is not None
        self._strip.update()
        await self._on_change(view)

    async def _place(self, event: GenericEventArguments) -> None:
        bout = bout_of(event.args, self._day)
        if bout is not None:
            await self._edit(lambda: self._days.place(self._profile_id, bout))

    async def _clear(self, event: GenericEventArguments) -> None:
        span = span_of(event.args)
        if span is not None:
            await self._edit(lambda: self._days.clear(self._profile_id, self._day, *span))

    async def _copy(self) -> None:
        now = self._strip.props["now"]
        until = now if now >= 0 else MINUTES
        before = self._day - timedelta(days=1)
        await self._edit(lambda: self._days.copy(self._profile_id, before, self._day, until))

    async def _undo(self) -> None:
        async with self._one_edit:
            if (last := self._last) is not None:
                await self._try(lambda: self._days.undo(self._profile_id, last))
                self._last = None
                await self.read()

    async def _edit(self, edit: Callable[[], DayEdit]) -> None:
        async with self._one_edit:
            self._last = await self._try(edit) or self._last
            await self.read()

    async def _try(self, edit: Callable[[], DayEdit]) -> DayEdit | None:
        try:
            return await asyncio.to_thread(edit)
        except PsoasError as error:
            notice(str(error))
            return None


def span_of(args: Any) -> tuple[int, int] | None:
    """Check the part of a day [min] that a browser names; None where it is invalid."""
    if not isinstance(args, dict):
        return None
    start, end = args.get("start"), args.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= MINUTES:
        return None
    return start, end


def bout_of(args: Any, day: date) -> Bout | None:
    """Check the bout that a browser names; None where it is invalid."""
    span = span_of(args)
    if span and args.get("activity") == UNKNOWN:
        return Bout(day, *span, None)
    kind = next((kind for kind in load_activities().kinds if span and kind == args.get("activity")), None)
    return Bout(day, *span, kind) if span and kind else None
