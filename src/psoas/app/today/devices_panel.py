"""The part of Today for files of devices: the strip that they give, a field to drop a file in, and its outcome."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

from fastapi import Request
from fastapi.responses import JSONResponse
from nicegui import app, ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from psoas.app.guard import MOST_UPLOAD, UPLOADS
from psoas.app.markup import filled
from psoas.app.parts import button, card, html, sentence
from psoas.app.stretch.uploads import Refused, known_clips
from psoas.app.today.days import Days
from psoas.app.today.devices import ENDINGS, Imported
from psoas.day import Day, load_activities
from psoas.draw import day_strip_page
from psoas.errors import PsoasError
from psoas.plan import duration

PATH: Final = f"{UPLOADS}/day"
WRONG_KIND: Final = f"This is no file of a device that is read; choose one of {', '.join(ENDINGS)}."
SCRIPT: Final = Path(__file__).parents[1] / "stretch" / "clip.js"
MOST_REMARKS: Final = 6
COMMAND: Final = ". This page has no field for it yet; psoas day on the command line does."


class DeviceDrop(Element, component=SCRIPT):
    """Field for choosing or dropping a file of a device; sends the file, and emits ``sent`` with its id."""

    def __init__(self) -> None:
        super().__init__()
        self._props["accept"] = ",".join(ENDINGS)
        self._props["most"] = MOST_UPLOAD
        self._props["to"] = PATH
        self._props["words"] = "Choose a file"
        self._props["large"] = "This file is larger than {} MB; give it to psoas day on the command line."


def register_device_files() -> None:
    """Add the upload of device files, ``POST /upload/day?name=NAME``."""

    @app.post(PATH)
    async def upload(request: Request, name: str = "") -> JSONResponse:
        try:
            number = await known_clips().receive(name, request.stream(), ENDINGS, WRONG_KIND)
            return JSONResponse({"id": number})
        except Refused as refused:
            return JSONResponse({"error": refused.sentence}, refused.status)


class DevicePanel:
    """What devices saw of a day, once `refresh` has read it, and files that are taken in.

    Args:
        days: of everyone.
        profile_id: of the person.
        day: that the page shows.
        on_change: called after a file was taken in or all were removed.
    """

    def __init__(
        self, days: Days, profile_id: int, day: date, on_change: Callable[[], Awaitable[None]]
    ) -> None:
        self._days, self._profile_id, self._day, self._on_change = days, profile_id, day, on_change
        ui.add_head_html('<link rel="stylesheet" href="/static/clip.css">')
        with card("What devices saw", "today-devices"):
            self._strip = html("", "div", "today-devices")
            html(
                "Files of a phone, a watch, a sensor on the thigh or a timer on the computer: Apple Health, FIT, "
                "ActivityWatch, activPAL and more. They stay here; places, titles and names in them are not read.",
                look="muted small",
            )
            self._drop = DeviceDrop()
            self._drop.on("sent", self._sent)
            self._status = html("", "div").props("role=status")
            self._remove = button("Remove what devices said of all days", self._forget, "quiet")
        self._remove.visible = False

    async def refresh(self) -> None:
        """Read the day, and show it."""
        seen = await asyncio.to_thread(self._days.seen, self._profile_id, self._day)
        self._strip.content = device_html(seen)
        self._remove.visible = seen is not None

    async def _sent(self, event: GenericEventArguments) -> None:
        clips, number = known_clips(), str(event.args)
        file = clips.claim(number)
        if file is None:
            self._status.content = "The file is not here any more; choose it again."
            return
        self._status.content = f"Reading {escape(file.label)}."
        try:
            kept = await asyncio.to_thread(self._days.take_in, self._profile_id, file.path)
            words = kept_html(kept)
        except PsoasError as error:
            words = escape(refused_words(str(error), file.path.name, file.label))
        finally:
            clips.forget(number)
        if not self._drop.is_deleted:
            self._status.content = words
            await self._changed()

    async def _forget(self) -> None:
        await asyncio.to_thread(self._days.forget_devices, self._profile_id)
        self._status.content = "All that devices said is removed; what you drew stays."
        await self._changed()

    async def _changed(self) -> None:
        await self.refresh()
        await self._on_change()


def refused_words(words: str, name: str, label: str) -> str:
    """Why a file was not kept, with the person's own name of it; options are those of the command line."""
    said = words.replace(name, label)
    if not said.startswith(label):
        said = sentence(said)
    return f"{said.rstrip('.')}{COMMAND if ' --' in said else '.'}"


def kept_html(kept: Imported) -> str:
    """Say what was kept of a file."""
    first, last = (f"{day.day} {day:%B %Y}" for day in (kept.first, kept.last))
    days = first if first == last else f"{first} to {last}"
    count = "1 part is" if kept.new == 1 else f"{kept.new:,} parts are"
    words = f"{count} new, of {days}." if kept.new else f"Nothing is new: {days} was kept already."
    remarks = kept.remarks[:MOST_REMARKS]
    return filled("day_kept.html", words=words, link=kept.last.isoformat(), remarks=remarks)


def device_html(day: Day | None) -> str:
    """The strip of a day and what it adds up to; a sentence where no device saw it."""
    if day is None:
        return filled("day_devices.html", strip="", rows=(), unknown="", names=())
    kinds = load_activities().kinds
    return filled(
        "day_devices.html",
        strip=day_strip_page([day]),
        rows=[(kinds[kind].label, duration(round(length / 60))) for kind, length in day.totals.items()],
        unknown=duration(round(day.unknown_s / 60)),
        names=list(dict.fromkeys(name for bout in day.bouts for name in bout.sources)),
    )
