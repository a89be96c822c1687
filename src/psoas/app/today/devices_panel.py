"""The part of Today for files of devices: a field to drop them in, what was kept of each, and its removal."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from functools import partial
from html import escape
from typing import Final
from weakref import WeakValueDictionary

from nicegui import app, ui
from nicegui.events import GenericEventArguments

from psoas.app.guard import UPLOADS
from psoas.app.markup import filled
from psoas.app.parts import button, card, html, sentence
from psoas.app.stretch.accepted import Accepted
from psoas.app.stretch.drop import FileDrop
from psoas.app.stretch.uploads import Clip, known_clips, register_upload
from psoas.app.today.answers_form import AnswersForm
from psoas.app.today.days import Days, RemovedFile
from psoas.app.today.devices import ENDINGS, Imported, file_limits, source_words
from psoas.day import Day, load_activities
from psoas.errors import PsoasError
from psoas.plan import Profile, duration
from psoas.store import DeviceFile
from psoas.words import N_, _, capital, date_words, ngettext, number

PATH: Final = f"{UPLOADS}/day"
DAY_FILES: Final[Accepted] = Accepted(
    ENDINGS,
    most=60,
    otherwise=lambda: _(
        "This is no file of a device that is read; choose one of {endings}.", endings=", ".join(ENDINGS)
    ),
    crowded=lambda: _(
        "{count} files are being sent or looked at already; try again in a few minutes.", count=DAY_FILES.most
    ),
)
HERE: Final = N_(
    "Files of a phone, a watch, a sensor on the thigh or a timer on the computer: Apple Health, FIT, "
    "ActivityWatch, activPAL and more. A calendar (.ics) is a hint of what a time was. Give a folder "
    "as a zip. They stay here; places, titles and names in them are not read."
)
THERE: Final = N_(
    "Files of a phone, a watch, a sensor on the thigh or a timer on the computer: Apple Health, FIT, "
    "ActivityWatch, activPAL and more. A calendar (.ics) is a hint of what a time was. Give a folder "
    "as a zip. Your clinic keeps what they say of the day; places, titles and names in them are not read."
)
MOST_REMARKS: Final = 8
MOST_LISTED: Final = 6
"""A longer list of files is folded away."""


class Turns:
    """Places for reading people's files: a few at once, and one for each person, whose other files wait.

    Args:
        places: how many at once.
    """

    def __init__(self, places: int) -> None:
        self._places = asyncio.Semaphore(places)
        self._of: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, person: int) -> AsyncIterator[None]:
        """Hold a place for the files of a person, as soon as there is one."""
        own = self._of.setdefault(person, asyncio.Lock())
        async with own, self._places:
            yield


def register_device_files() -> None:
    """Add the upload of device files, ``POST /upload/day?name=NAME``."""
    app.state.turns = Turns(file_limits()["at_once"])
    register_upload(PATH, DAY_FILES)


def known_turns() -> Turns:
    """The places of the running coach."""
    turns: Turns = app.state.turns
    return turns


class DevicePanel:
    """Files of devices that are taken in together, those that are kept, and what the person says about their days.

    Args:
        days: of everyone.
        profile: of the person.
        in_clinic: the files go to the computer of a clinic.
    """

    def __init__(self, days: Days, profile: Profile, *, in_clinic: bool = False) -> None:
        self._days, self._profile_id = days, profile.id
        self._removed: Sequence[RemovedFile] = ()
        self._listed: list[DeviceFile] | None = None
        ui.add_head_html('<link rel="stylesheet" href="/static/clip.css">')
        with card(_("What devices saw"), "today-devices"):
            self._seen = html("", "div", "stack")
            self._drop = FileDrop(
                ",".join(ENDINGS),
                _("Choose files, one or several together"),
                _("This file is larger than {} MB; give it to psoas day on the command line."),
                to=PATH,
                many=True,
            )
            self._drop.on("sent", self._sent)
            html(_(THERE if in_clinic else HERE), look="muted small")
            with ui.element("div").classes("row"):
                self._status = html("", "div").props("role=status")
                self._undo = button(_("Undo"), self._bring_back, "quiet")
            self._files = ui.element("div")
            self._answers = AnswersForm(days, profile)
        self._undo.visible = False

    async def refresh(self, seen: Day | None) -> None:
        """Show what devices saw of the day, and the files that are kept."""
        self._seen.content = device_html(seen)
        files = await asyncio.to_thread(self._days.files, self._profile_id)
        if files == self._listed or self._files.is_deleted:
            return
        clock = await asyncio.to_thread(self._days.clock_of, self._profile_id)
        self._listed = files
        self._files.clear()
        with self._files:
            if files:
                with (
                    ui.element("details")
                    .classes("day-kept")
                    .props("open" if len(files) <= MOST_LISTED else "")
                ):
                    html(ngettext("{count} kept file", "{count} kept files", len(files)), "summary")
                    with ui.element("ul").classes("day-files"):
                        for one in files:
                            self._list(one, clock)
            if len(files) > 1:
                button(_("Remove all files"), partial(self._remove, [one.source for one in files]), "quiet")

    def _list(self, file: DeviceFile, clock: Callable[[int], datetime]) -> None:
        with ui.element("li"):
            html(file_html(file, clock), "span")
            remove = button(_("Remove"), partial(self._remove, [file.source]), "quiet")
            remove.props["aria-label"] = _("Remove {what}", what=file.source)

    async def _sent(self, event: GenericEventArguments) -> None:
        numbers = [str(one) for one in event.args] if isinstance(event.args, list) else []
        files = {number: file for number in numbers if (file := known_clips().claim(number)) is not None}
        if not files:
            self._status.content = _("The files are not here any more; choose them again.")
            return
        names = ", ".join(file.label for file in files.values())
        self._status.content = _("Reading {names}.", names=escape(names))
        try:
            paths = [file.path for file in files.values()]
            async with known_turns().of(self._profile_id):
                kept = await asyncio.to_thread(
                    self._days.take_in,
                    self._profile_id,
                    paths,
                    self._answers.of_files,
                    known_clips().is_closed,
                )
            self._answers.clear_of_files()
            words = kept_html(kept, list(files.values()))
        except PsoasError as error:
            words = escape(sentence(str(error)))
        finally:
            for number in files:
                known_clips().forget(number)
        if not self._drop.is_deleted:
            self._say(words)

    async def _remove(self, sources: Sequence[str]) -> None:
        removed = await asyncio.to_thread(self._days.remove_files, self._profile_id, sources)
        words = (
            _("{file} is removed; what you drew stays.", file=sources[0])
            if len(sources) == 1
            else _("All files are removed; what you drew stays.")
        )
        self._say(escape(words), removed)

    async def _bring_back(self) -> None:
        removed = self._removed
        await asyncio.to_thread(self._days.bring_back, self._profile_id, removed)
        self._say(_("What was removed is back."))

    def _say(self, words: str, removed: Sequence[RemovedFile] = ()) -> None:
        """Say what was done, with an undo where files were removed; the page reads the day again by itself."""
        self._removed, self._undo.visible = removed, bool(removed)
        self._status.content = words


def refused_words(words: str, files: Sequence[Clip]) -> str:
    """Why a file was not kept, with the person's own name of it."""
    for file in files:
        if file.path.name in words:
            words = words.replace(file.path.name, file.label)
            if words.startswith(file.label):
                return f"{words.rstrip('.')}."
    return sentence(words)


def kept_html(kept: Imported, files: Sequence[Clip] = ()) -> str:
    """Say what was kept of some files, and what was not."""
    remarks = [refused_words(one, files) for one in kept.remarks]
    return filled(
        "day_kept.html",
        words=_kept_words(kept),
        link=None if kept.last is None or kept.hints_only else kept.last.isoformat(),
        refused=[refused_words(one, files) for one in kept.refused],
        remarks=remarks[:MOST_REMARKS],
        more=len(remarks) - MOST_REMARKS,
    )


def _kept_words(kept: Imported) -> str:
    if kept.first is None or kept.last is None:
        return ""
    days = _days_words(kept.first, kept.last)
    if not kept.new:
        return _("Nothing is new: {days} was kept already.", days=days)
    says = [
        ngettext(
            "{count:,} part is new, of {days}.", "{count:,} parts are new, of {days}.", kept.new, days=days
        )
    ]
    if kept.files > 1:
        says.insert(0, _("{count} files were read together.", count=kept.files))
    if kept.hints_only:
        says.append(
            _(
                "A calendar says what was planned, not what was done; it is kept as a hint beside files of devices."
            )
        )
    return " ".join(says)


def _days_words(first: date, last: date) -> str:
    if first == last:
        return date_words(first)
    return _("{start} to {end}", start=date_words(first), end=date_words(last))


def file_html(file: DeviceFile, moment: Callable[[int], datetime]) -> str:
    """Name a kept file, and say of which days it is."""
    days = _days_words(moment(file.start_s).date(), moment(file.end_s - 1).date())
    return f"<strong>{escape(file.source)}</strong> <span class='muted small'>{days}</span>"


def device_html(day: Day | None) -> str:
    """What devices saw of a day in words; a sentence where none did."""
    if day is None:
        return filled("day_devices.html", day=None)
    kinds = load_activities().kinds
    parts = [f"{kinds[kind].label} {duration(round(length / 60))}" for kind, length in day.totals.items()]
    parts.append(_("unknown {time}", time=duration(round(day.unknown_s / 60))))
    return filled(
        "day_devices.html",
        parts=capital(", ".join(parts)),
        day=day,
        steps=number(day.steps or 0, ","),
        level=duration(round(day.level_s / 60)) if day.level_s >= 60 else "",
        still=duration(round(day.still_s / 60)) if day.still_s >= 60 else "",
        computer=any(bout.context == "computer" and bout.kind == "desk" for bout in day.bouts),
        names=source_words(name for bout in day.bouts for name in bout.sources),
    )
