"""The page of people: everyone on this machine, their settings, and the place of their data."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any, Final

from nicegui import ui

from psoas.app.coach import Coach, Visit
from psoas.app.door import Door, entrance, is_loopback
from psoas.app.markup import filled
from psoas.app.parts import button, card, html
from psoas.app.shell import PERSON_COOKIE, frame, page
from psoas.app.stretch.uploads import known_clips
from psoas.app.stretch.voice import VoiceAhead
from psoas.body import person_table
from psoas.errors import UsageError
from psoas.plan import Profile
from psoas.words import _, decimal, number

MOST_METRES: Final = 3.0
"""A height below this was typed in metres."""
KEPT_PICTURES: Final = (
    "Off unless you choose it. The start and the deepest moment of each repetition before the camera stay in the "
    "database on this computer. They are shown with their session, are in each backup, and are deleted with it. "
    "All pictures together take 130 MB at most; the oldest make room."
)
LONGEST_NAME: Final = 60
REPETITIONS: Final = {8: "8", 9: "9", 10: "10"}
THEMES: Final = {"auto": "As the system", "light": "Light", "dark": "Dark"}
MOST_REMINDER_MIN: Final = 240


def register(coach: Coach) -> None:
    """Add the page ``/people``."""

    @page("/people")
    async def people() -> None:
        async with frame(coach, "People") as visit:
            with ui.element("div").classes("grid wide"):
                _about(visit)
                _everyone(visit)
            with ui.element("div").classes("grid wide"):
                _data(coach)
                with card("Voice in headphones", "voice-title"):
                    VoiceAhead()
                with card(escape(_("Trainer and homework")), "trainer-title"):
                    words = _("People whom you train, their homework, and what came back of it.")
                    html(f'<a href="/clients">{escape(_("Clients"))}</a> {escape(words)}')
                    words = _("What a trainer gave to you, as a file or on paper.")
                    html(f'<a href="/homework">{escape(_("Homework"))}</a> {escape(words)}')
                if coach.door is not None and is_loopback(ui.context.client.ip):
                    _phones(coach.door, coach.port)


def name_of(words: str | None) -> str:
    """Clean a name of needless space.

    Raises:
        UsageError: the name is empty or too long.
    """
    name = " ".join((words or "").split())
    if not name:
        raise UsageError("a person needs a name; write one")
    if len(name) > LONGEST_NAME:
        raise UsageError(f"the name has {len(name)} letters; shorten it to {LONGEST_NAME}")
    return name


def height_of(words: str | None) -> float | None:
    """Read a height [m] that was typed in cm, or in metres, with a decimal point or comma; None for nothing.

    Raises:
        UsageError: it is no number, or out of the model's range.
    """
    if not (words or "").strip():
        return None
    try:
        typed = decimal(words or "")
    except ValueError as error:
        raise UsageError(f"{error}; give the height in cm, such as 172, or nothing") from None
    height_cm = 100 * typed if typed < MOST_METRES else typed
    least, most = (round(100 * end, 6) for end in person_table()["heights_m"])
    if not least <= height_cm <= most:
        raise UsageError(
            f"a height of {height_cm:g} cm is out of range; give {least:g} to {most:g} cm, or nothing"
        )
    return round(height_cm / 100, 6)


def minutes_of(minutes: float | None) -> int:
    """Check the minutes before a reminder; None becomes 0, off.

    Raises:
        UsageError: the number is out of range or not whole.
    """
    given = 0 if minutes is None else minutes
    if not 0 <= given <= MOST_REMINDER_MIN or given != int(given):
        raise UsageError(f"a reminder comes after 1 to {MOST_REMINDER_MIN} whole minutes, or 0 for never")
    return int(given)


def _about(visit: Visit) -> None:
    profile, chosen = visit.profile, visit.profile.settings
    with card("You and your settings", "about-title"):
        name = _line("Name", profile.name)
        height = _height("Height in cm (for lengths in metres; may stay empty)", _cm(profile))
        repetitions = _choice("Repetitions a side", REPETITIONS, chosen.target_repetitions)
        reminder = _number("Remind me after so many minutes of sitting (0 is never)", chosen.remind_after_min)
        theme = _choice("Light or dark", THEMES, chosen.theme)
        speech = ui.checkbox("Speak the cues aloud", value=chosen.speech)
        pictures = ui.checkbox("Keep two small pictures of each repetition", value=chosen.keep_pictures)
        html(KEPT_PICTURES, look="muted small")

        async def save() -> None:
            settings = replace(
                await visit.coach.query(visit.coach.days.settings, profile.id),
                target_repetitions=repetitions.value,
                speech=bool(speech.value),
                remind_after_min=minutes_of(reminder.value),
                theme=theme.value,
                keep_pictures=bool(pictures.value),
            )
            changed = replace(
                profile, name=name_of(name.value), height_m=height_of(height.value), settings=settings
            )
            await visit.coach.query(visit.coach.store.change_profile, changed)
            ui.navigate.reload()

        async def delete_pictures() -> None:
            count = await visit.coach.query(visit.coach.store.history.remove_frames, profile.id)
            ui.notify(f"Pictures deleted: {count}.")

        with ui.element("div").classes("row"):
            button("Save", save, "primary")
            button("Delete my kept pictures", delete_pictures)


def _everyone(visit: Visit) -> None:
    coach, people = visit.coach, visit.people
    with card("Everyone on this computer", "everyone-title"):
        html("Each has days, sessions and a plan of their own.", look="muted")
        for one in people:
            with ui.element("div").classes("row spread"):
                here = ' <span class="badge accent">shown now</span>' if one.id == visit.profile.id else ""
                tall = f' <span class="muted">{_cm(one):g} cm</span>' if one.height_m else ""
                html(f"<strong>{escape(one.name)}</strong>{tall}{here}")
                with ui.element("div").classes("row"):
                    if not here:
                        button("Show", partial(_pick, one)).props["aria-label"] = f"Show {one.name}"
                    if len(people) > 1:
                        remove = button("Remove", partial(_ask_to_remove, visit, one), "danger")
                        remove.props["aria-label"] = f"Remove {one.name}"
        html("Add a person", "h3")
        name = _line("Name of the new person", "")
        height = _height("Their height in cm (may stay empty)", None)

        async def add() -> None:
            new = name_of(name.value), height_of(height.value)
            _pick(await coach.query(coach.store.add_profile, *new))

        button("Add", add)


def _ask_to_remove(visit: Visit, one: Profile) -> None:
    with _dialog("Remove a person", f"Remove {escape(one.name)}?") as dialog:
        html(
            "Their sessions, days and settings are deleted too, and cannot be brought back except from a "
            "backup."
        )
        typed = _line(f"Write {one.name} to confirm", "").props("autofocus")

        async def remove() -> None:
            if (typed.value or "").strip() != one.name:
                raise UsageError(f"the name does not match; write {one.name} to remove them, or cancel")
            await visit.coach.query(visit.coach.store.remove_profile, one.id)
            ui.navigate.reload()

        _confirm(dialog, "Remove for good", remove)


def _data(coach: Coach) -> None:
    with card("Where your data are", "data-title"):
        html(filled("data.html", place=coach.place), "div", "stack")
        html("Reports of clips", "h3")
        size = known_clips().reports_size()
        takes = f"They take {_megabytes(size)}." if size else "There are none just now."
        html(
            "Each holds pictures or a marked copy of the clip, and lies in <code>"
            f"{escape(str(coach.folder / 'reports'))}</code> until you delete it. A backup leaves them out. {takes}"
        )
        if size:
            with ui.element("div").classes("row"):
                button("Delete all reports", partial(_ask_to_delete_reports, size), "danger")


def _ask_to_delete_reports(size: int) -> None:
    with _dialog("Delete all reports", "Delete all reports?") as dialog:
        html(
            f"The reports of everyone on this computer, {_megabytes(size)}, are deleted and cannot be brought back. "
            "Sessions and days stay."
        )

        def delete() -> None:
            known_clips().delete_reports()
            ui.navigate.reload()

        _confirm(dialog, "Delete for good", delete)


@contextmanager
def _dialog(name: str, question: str) -> Iterator[ui.dialog]:
    """Open a dialog that asks before something is lost, to be filled in a ``with`` block."""
    with ui.dialog(value=True).props(f'aria-label="{name}"') as dialog, ui.card().classes("stack"):
        html(question, "h2")
        yield dialog


def _confirm(dialog: ui.dialog, words: str, do: Callable[[], Awaitable[None] | None]) -> None:
    with ui.element("div").classes("row"):
        button(words, do, "danger")
        button("Cancel", dialog.close)


def _phones(door: Door, port: int) -> None:
    with card("Phones", "phones-title"):
        html(
            "A phone on your network can send a clip. Each gets an address of its own, which works once. Nothing is "
            "encrypted on the way, so do this in a network that you trust."
        )
        shown = ui.element("div").props("role=status")

        def let_in() -> None:
            shown.clear()
            with shown:
                words = f"Open on the phone: <code>{escape(entrance(door, port))}</code>"
                html(words, look="notice")

        button("Let another phone in", let_in)


def _pick(one: Profile) -> None:
    """Show the page again as this person's; the browser remembers the choice."""
    ui.run_javascript(
        f"document.cookie = '{PERSON_COOKIE}={one.id}; Path=/; SameSite=Strict; Max-Age=31536000'; location.reload()"
    )


def _megabytes(size: int) -> str:
    return f"{max(size / 1e6, 0.1):.1f} MB"


def _cm(one: Profile) -> float | None:
    return None if one.height_m is None else round(100 * one.height_m, 1)


def _line(label: str, value: str) -> ui.input:
    return ui.input(label, value=value).props(f"outlined maxlength={LONGEST_NAME}")


def _height(label: str, value_cm: float | None) -> ui.input:
    """A field for a decimal number; the browser's own number field loses a comma."""
    return ui.input(label, value="" if value_cm is None else number(value_cm, "g")).props(
        "outlined inputmode=decimal"
    )


def _number(label: str, value: float | None) -> ui.number:
    return ui.number(label, value=value).props("outlined")


def _choice(label: str, options: dict[Any, str], value: Any) -> ui.radio:
    with ui.element("fieldset"):
        html(escape(label), "legend")
        return ui.radio(options, value=value).props("inline")
