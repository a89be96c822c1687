"""The page of people: everyone on this machine, their settings, and the place of their data."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from fastapi import HTTPException, Request, Response
from nicegui import app, ui

from psoas.app import clock
from psoas.app.coach import Coach, Visit
from psoas.app.door import Door, entrance, is_loopback
from psoas.app.markup import filled
from psoas.app.parts import button, card, html
from psoas.app.shell import frame, page
from psoas.app.stretch.uploads import known_clips
from psoas.app.stretch.voice import VoiceAhead
from psoas.app.trainer.access import show_access
from psoas.app.who import name_field, name_of, remember
from psoas.body import person_table
from psoas.errors import UsageError
from psoas.plan import Profile
from psoas.words import N_, NC_, _, decimal, number, pgettext

MOST_METRES: Final = 3.0
"""A height below this was typed in metres."""
KEPT_PICTURES: Final = N_(
    "Off unless you choose it. The start and the deepest moment of each repetition before the camera, and the worst "
    "moment of one in a clip, stay in the database on this computer. They are shown with their session, are in each "
    "backup, and are deleted with it. All pictures together take 130 MB at most; the oldest make room."
)
BACKUP: Final = "/people/backup.zip"
REPETITIONS: Final = {8: "8", 9: "9", 10: "10"}
THEMES: Final = {
    "auto": NC_("of a page", "As the system"),
    "light": NC_("of a page", "Light"),
    "dark": NC_("of a page", "Dark"),
}
MOST_REMINDER_MIN: Final = 240


def register(coach: Coach) -> None:
    """Add the page ``/people``."""

    @page("/people")
    async def people() -> None:
        async with frame(coach, _("People")) as visit:
            with ui.element("div").classes("grid wide"):
                _about(visit)
                _everyone(visit)
            with ui.element("div").classes("grid wide tall-first"):
                _data(coach)
                with card(_("Voice in headphones"), "voice-title"):
                    VoiceAhead()
                with card(escape(_("Trainer and homework")), "trainer-title"):
                    words = _("People whom you train, their homework, and what came back of it.")
                    html(f'<a href="/clients">{escape(_("Clients"))}</a><br>{escape(words)}')
                    words = _("What a trainer gave to you, as a file or on paper.")
                    html(f'<a href="/homework">{escape(_("Homework"))}</a><br>{escape(words)}')
                if visit.profile.settings.client:
                    await show_access(visit, visit.profile, own=True)
                if coach.door is not None and is_loopback(ui.context.client.ip):
                    _phones(coach.door, coach.port)

    @app.get(BACKUP)
    def backup(request: Request) -> Response:
        """All that is kept as one file, for a browser on this machine only."""
        if request.client is None or not is_loopback(request.client.host):
            raise HTTPException(403, _("a backup is given to this computer only; open the coach there"))
        with TemporaryDirectory(prefix="psoas-") as folder:
            path = Path(folder) / "backup.zip"
            coach.store.back_up(path)
            content = path.read_bytes()
        name = f"psoas-backup-{clock.today().isoformat()}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/zip", headers=headers)


def number_of(words: str | None) -> float | None:
    """Read a number with a decimal point or a decimal comma; None where nothing is written.

    Raises:
        UsageError: it is no number.
    """
    if not (words or "").strip():
        return None
    try:
        return decimal(words or "")
    except ValueError:
        raise UsageError(
            _("{typed} is not a number; write one such as 172 or 171,5", typed=repr(words or ""))
        ) from None


def height_of(words: str | None) -> float | None:
    """Read a height [m] that was typed in cm, or in metres; None for nothing.

    Raises:
        UsageError: it is no number, or out of the model's range.
    """
    typed = number_of(words)
    if typed is None:
        return None
    height_cm = 100 * typed if typed < MOST_METRES else typed
    least, most = (round(100 * end, 6) for end in person_table()["heights_m"])
    if not least <= height_cm <= most:
        raise UsageError(
            _(
                "a height of {height:g} cm is out of range; give {least:g} to {most:g} cm, or nothing",
                height=height_cm,
                least=least,
                most=most,
            )
        )
    return round(height_cm / 100, 6)


def minutes_of(minutes: float | None) -> int:
    """Check the minutes before a reminder; None becomes 0, off.

    Raises:
        UsageError: the number is out of range or not whole.
    """
    given = 0 if minutes is None else minutes
    if not 0 <= given <= MOST_REMINDER_MIN or given != int(given):
        raise UsageError(
            _("a reminder comes after 1 to {most} whole minutes, or 0 for never", most=MOST_REMINDER_MIN)
        )
    return int(given)


def _about(visit: Visit) -> None:
    profile, chosen = visit.profile, visit.profile.settings
    with card(_("You and your settings"), "about-title"):
        name = name_field(_("Name"), profile.name)
        height = _number(_("Height in cm (for lengths in metres; may stay empty)"), _cm(profile))
        repetitions = _choice(_("Repetitions a side"), REPETITIONS, chosen.target_repetitions)
        reminder = _number(
            _("Remind me after so many minutes of sitting (0 is never)"), chosen.remind_after_min
        )
        themes = {name: pgettext("of a page", words) for name, words in THEMES.items()}
        theme = _choice(_("Light or dark"), themes, chosen.theme)
        speech = ui.checkbox(_("Speak the cues aloud"), value=chosen.speech)
        pictures = ui.checkbox(_("Keep small pictures of each repetition"), value=chosen.keep_pictures)
        html(_(KEPT_PICTURES), look="muted small")

        async def save() -> None:
            settings = replace(
                await visit.coach.query(visit.coach.days.settings, profile.id),
                target_repetitions=repetitions.value,
                speech=bool(speech.value),
                remind_after_min=minutes_of(number_of(reminder.value)),
                theme=theme.value,
                keep_pictures=bool(pictures.value),
            )
            changed = replace(
                profile,
                name=name_of(name.value),
                height_m=height_of(height.value),
                settings=settings,
            )
            await visit.coach.query(visit.coach.store.change_profile, changed)
            ui.navigate.reload()

        async def delete_pictures() -> None:
            count = await visit.coach.query(visit.coach.store.history.remove_frames, profile.id)
            ui.notify(_("Pictures deleted: {count}.", count=count))

        with ui.element("div").classes("row"):
            button(_("Save"), save, "primary")
            button(_("Delete my kept pictures"), delete_pictures)
        html(
            _('Has your health changed? <a href="/stretch?answers=1">Change your health answers</a>.'),
            look="muted small",
        )


def _everyone(visit: Visit) -> None:
    coach, people = visit.coach, visit.people
    shown = _("shown now")
    with card(_("Everyone on this computer"), "everyone-title"):
        html(_("Each has days, sessions and a plan of their own."), look="muted")
        for one in people:
            with ui.element("div").classes("row spread"):
                here = f' <span class="badge accent">{shown}</span>' if one.id == visit.profile.id else ""
                tall = (
                    f' <span class="muted">{number(tall_cm, "g")} cm</span>' if (tall_cm := _cm(one)) else ""
                )
                html(f"<strong>{escape(one.name)}</strong>{tall}{here}", look="grow")
                with ui.element("div").classes("row"):
                    if not here:
                        show = button(_("Show"), partial(remember, one))
                        show.props["aria-label"] = _("Show {name}", name=one.name)
                    if len(people) > 1:
                        remove = button(_("Remove ..."), partial(_ask_to_remove, visit, one), "quiet")
                        remove.props["aria-label"] = _("Remove {what}", what=one.name)
        html(_("Add a person"), "h3")
        name = name_field(_("Name of the new person"), "")
        height = _number(_("Their height in cm (may stay empty)"), None)

        async def add() -> None:
            new = name_of(name.value), height_of(height.value)
            remember(await coach.query(coach.store.add_profile, *new))

        button(_("Add"), add)


def _ask_to_remove(visit: Visit, one: Profile) -> None:
    with _dialog(_("Remove a person"), _("Remove {name}?", name=escape(one.name))) as dialog:
        html(
            _(
                "Their sessions, days and settings are deleted too, and cannot be brought back except from a "
                "backup."
            )
        )
        sure = ui.checkbox(_("Yes, delete all that is kept of this person"))

        async def remove() -> None:
            if not sure.value:
                raise UsageError(_("to remove {name}, tick the box first; or cancel", name=one.name))
            query, store = visit.coach.query, visit.coach.store
            held = await query(store.clients.copies, one.id) if one.settings.client else None
            await query(store.remove_profile, one.id)
            if held is not None:
                known_clips().delete_folders(held.reports)
            ui.navigate.reload()

        _confirm(dialog, _("Remove for good"), remove)


def _data(coach: Coach) -> None:
    with card(_("Where your data are"), "data-title"):
        near = is_loopback(ui.context.client.ip)
        html(filled("data.html", place=coach.place, backup=BACKUP if near else None), "div", "stack")
        html(_("Reports of clips"), "h3")
        size = known_clips().reports_size()
        takes = _("They take {size}.", size=_megabytes(size)) if size else _("There are none just now.")
        html(
            _(
                "Each holds pictures or a marked copy of the clip, and lies in {place} until you delete it. A backup "
                "leaves them out.",
                place=f"<code>{escape(str(coach.folder / 'reports'))}</code>",
            )
            + f" {takes}"
        )
        if size:
            with ui.element("div").classes("row"):
                button(_("Delete all reports"), partial(_ask_to_delete_reports, size), "danger")


def _ask_to_delete_reports(size: int) -> None:
    with _dialog(_("Delete all reports"), _("Delete all reports?")) as dialog:
        html(
            _(
                "The reports of everyone on this computer, {size}, are deleted and cannot be brought back. "
                "Sessions and days stay.",
                size=_megabytes(size),
            )
        )

        def delete() -> None:
            known_clips().delete_reports()
            ui.navigate.reload()

        _confirm(dialog, _("Delete for good"), delete)


@contextmanager
def _dialog(name: str, question: str) -> Iterator[ui.dialog]:
    """Open a dialog that asks before something is lost, to be filled in a ``with`` block."""
    with ui.dialog(value=True).props(f'aria-label="{name}"') as dialog, ui.card().classes("stack"):
        html(question, "h2")
        yield dialog


def _confirm(dialog: ui.dialog, words: str, do: Callable[[], Awaitable[None] | None]) -> None:
    with ui.element("div").classes("row"):
        button(words, do, "danger")
        button(_("Cancel"), dialog.close)


def _phones(door: Door, port: int) -> None:
    with card(_("Phones"), "phones-title"):
        html(
            _(
                "A phone on your network can send a clip. Each gets an address of its own, which works once. Nothing "
                "is encrypted on the way, so do this in a network that you trust."
            )
        )
        shown = ui.element("div").props("role=status")

        def let_in() -> None:
            shown.clear()
            with shown:
                address = f"<code>{escape(entrance(door, port))}</code>"
                html(_("Open on the phone: {address}", address=address), look="notice")

        button(_("Let another phone in"), let_in)


def _megabytes(size: int) -> str:
    return _("{size:.1f} MB", size=max(size / 1e6, 0.1))


def _cm(one: Profile) -> float | None:
    return None if one.height_m is None else round(100 * one.height_m, 1)


def _number(label: str, value: float | None) -> ui.input:
    """A text field: a number field of the browser drops the decimal comma, so that 171,5 becomes 1715."""
    return ui.input(label, value="" if value is None else number(value, "g")).props(
        "outlined inputmode=decimal"
    )


def _choice(label: str, options: dict[Any, str], value: Any) -> ui.radio:
    with ui.element("fieldset"):
        html(escape(label), "legend")
        return ui.radio(options, value=value).props("inline")
