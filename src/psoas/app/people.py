"""The page of people: who uses this machine, what each has chosen, and where their data lie."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any, Final

from nicegui import ui

from psoas.app.coach import Coach, Visit
from psoas.app.door import Door, entrance, is_loopback
from psoas.app.shell import PERSON_COOKIE, frame
from psoas.app.stretch.uploads import known_clips
from psoas.body import person_table
from psoas.errors import UsageError
from psoas.plan import Profile, Settings

LONGEST_NAME: Final = 60
REPETITIONS: Final = {8: "8", 9: "9", 10: "10"}
THEMES: Final = {"auto": "As the system", "light": "Light", "dark": "Dark"}
MOST_REMINDER_MIN: Final = 240


def register(coach: Coach) -> None:
    """Give the coach its page ``/people``."""

    @ui.page("/people")
    def people() -> None:
        with frame(coach, "People") as visit:
            with ui.element("div").classes("grid wide"):
                _about(visit)
                _everyone(visit)
            with ui.element("div").classes("grid wide"):
                _data(coach)
                if coach.door is not None and is_loopback(ui.context.client.ip):
                    _phones(coach.door, coach.port)


def name_of(words: str | None) -> str:
    """A name as it is kept.

    Raises:
        UsageError: it is empty or too long.
    """
    name = " ".join((words or "").split())
    if not name:
        raise UsageError("a person needs a name; write one")
    if len(name) > LONGEST_NAME:
        raise UsageError(f"the name has {len(name)} letters; shorten it to {LONGEST_NAME}")
    return name


def height_of(height_cm: float | None) -> float | None:
    """A height [m] from one in cm; None where none was given.

    Raises:
        UsageError: it is no grown person's.
    """
    if height_cm is None:
        return None
    least, most = (round(100 * end, 6) for end in person_table()["heights_m"])
    if not least <= height_cm <= most:
        raise UsageError(
            f"a height of {height_cm:g} cm is out of range; give {least:g} to {most:g} cm, or nothing"
        )
    return float(height_cm) / 100


def minutes_of(minutes: float | None) -> int:
    """Whole minutes before a reminder; nothing written is 0, off.

    Raises:
        UsageError: it is out of range or no whole number.
    """
    given = 0 if minutes is None else minutes
    if not 0 <= given <= MOST_REMINDER_MIN or given != int(given):
        raise UsageError(f"a reminder comes after 1 to {MOST_REMINDER_MIN} whole minutes, or 0 for never")
    return int(given)


def _about(visit: Visit) -> None:
    profile, chosen = visit.profile, visit.profile.settings
    with _card("You and your settings"):
        name = _line("Name", profile.name)
        height = _number("Height in cm (for lengths in metres; may stay empty)", _cm(profile))
        repetitions = _choice("Repetitions a side", REPETITIONS, chosen.target_repetitions)
        reminder = _number("Remind me after so many minutes of sitting (0 is never)", chosen.remind_after_min)
        theme = _choice("Light or dark", THEMES, chosen.theme)
        speech = ui.checkbox("Speak the cues aloud", value=chosen.speech)

        def save() -> None:
            settings = Settings(
                target_repetitions=repetitions.value,
                speech=bool(speech.value),
                remind_after_min=minutes_of(reminder.value),
                theme=theme.value,
            )
            visit.coach.store.change_profile(
                replace(
                    profile, name=name_of(name.value), height_m=height_of(height.value), settings=settings
                )
            )
            ui.navigate.reload()

        _button("Save", save, "primary")


def _everyone(visit: Visit) -> None:
    store = visit.coach.store
    people = store.profiles()
    with _card("Everyone on this computer"):
        ui.html("Each has days, sessions and a plan of their own.", sanitize=False, tag="p").classes("muted")
        for one in people:
            with ui.element("div").classes("row spread"):
                here = ' <span class="badge accent">shown now</span>' if one.id == visit.profile.id else ""
                tall = f' <span class="muted">{_cm(one):g} cm</span>' if one.height_m else ""
                ui.html(f"<strong>{escape(one.name)}</strong>{tall}{here}", sanitize=False, tag="p")
                with ui.element("div").classes("row"):
                    if not here:
                        _button("Show", partial(_pick, one), label=f"Show {one.name}")
                    if len(people) > 1:
                        _button(
                            "Remove",
                            partial(_ask_to_remove, visit, one),
                            "danger",
                            f"Remove {one.name}",
                        )
        ui.html("Add a person", sanitize=False, tag="h3")
        name = _line("Name of the new person", "")
        height = _number("Their height in cm (may stay empty)", None)

        def add() -> None:
            _pick(store.add_profile(name_of(name.value), height_of(height.value)))

        _button("Add", add)


def _ask_to_remove(visit: Visit, one: Profile) -> None:
    with ui.dialog(value=True).props('aria-label="Remove a person"') as dialog, ui.card().classes("stack"):
        ui.html(f"Remove {escape(one.name)}?", sanitize=False, tag="h2")
        ui.html(
            "All sessions, days and settings of theirs are removed, too, and cannot be brought back except from a "
            "backup.",
            sanitize=False,
            tag="p",
        )
        typed = _line(f"Write {one.name} to confirm", "").props("autofocus")

        def remove() -> None:
            if (typed.value or "").strip() != one.name:
                raise UsageError(f"the name does not match; write {one.name} to remove them, or cancel")
            visit.coach.store.remove_profile(one.id)
            ui.navigate.reload()

        with ui.element("div").classes("row"):
            _button("Remove for good", remove, "danger")
            _button("Cancel", dialog.close)


def _data(coach: Coach) -> None:
    with _card("Where your data are"):
        ui.html(
            f"<p>They are in <code>{escape(coach.place)}</code>, on this computer. The coach has no account, sends "
            "nothing anywhere and loads nothing from the internet. The camera's pictures are looked at and forgotten; "
            "only the angles and times of your repetitions are kept. A clip that you choose or drop in is forgotten as "
            "well, but its report is kept.</p>"
            "<h3>Back up and restore</h3><p>Write all of it into one file, or put it back, in a terminal:</p>"
            "<p><code>psoas coach backup my-backup.zip</code></p><p><code>psoas coach restore my-backup.zip</code></p>"
            "<p class='muted'>Stop the coach before you restore.</p>",
            sanitize=False,
        ).classes("stack")
        _reports(coach)


def _reports(coach: Coach) -> None:
    ui.html("Reports of clips", sanitize=False, tag="h3")
    size = known_clips().reports_size()
    takes = f"They take {_megabytes(size)}." if size else "There are none just now."
    ui.html(
        f"Each holds pictures or a marked copy of the clip, and lies in <code>{escape(str(coach.folder / 'reports'))}"
        f"</code> until you delete it. A backup leaves them out. {takes}",
        sanitize=False,
        tag="p",
    )
    if size:
        with ui.element("div").classes("row"):
            _button("Delete all reports", partial(_ask_to_delete_reports, size), "danger")


def _ask_to_delete_reports(size: int) -> None:
    with (
        ui.dialog(value=True).props('aria-label="Delete all reports"') as dialog,
        ui.card().classes("stack"),
    ):
        ui.html("Delete all reports?", sanitize=False, tag="h2")
        ui.html(
            f"The reports of everyone on this computer, {_megabytes(size)}, are deleted and cannot be brought back. "
            "Sessions and days stay.",
            sanitize=False,
            tag="p",
        )

        def delete() -> None:
            known_clips().delete_reports()
            ui.navigate.reload()

        with ui.element("div").classes("row"):
            _button("Delete for good", delete, "danger")
            _button("Cancel", dialog.close)


def _phones(door: Door, port: int) -> None:
    with _card("Phones"):
        ui.html(
            "A phone on your network can send a clip. Each gets an address of its own, which works once. Nothing is "
            "encrypted on the way, so do this in a network that you trust.",
            sanitize=False,
            tag="p",
        )
        shown = ui.element("div").props("role=status")

        def let_in() -> None:
            shown.clear()
            with shown:
                words = f"Open on the phone: <code>{escape(entrance(door, port))}</code>"
                ui.html(words, sanitize=False, tag="p").classes("notice")

        _button("Let another phone in", let_in)


def _pick(one: Profile) -> None:
    """Show the page anew as this person's; the browser remembers it."""
    ui.run_javascript(
        f"document.cookie = '{PERSON_COOKIE}={one.id}; Path=/; SameSite=Strict; Max-Age=31536000'; location.reload()"
    )


def _megabytes(size: int) -> str:
    return f"{max(size / 1e6, 0.1):.1f} MB"


def _cm(one: Profile) -> float | None:
    return None if one.height_m is None else round(100 * one.height_m, 1)


def _card(title: str) -> ui.element:
    with ui.element("section").classes("card stack") as card:
        ui.html(escape(title), sanitize=False, tag="h2")
    return card


def _line(label: str, value: str) -> ui.input:
    return ui.input(label, value=value).props(f"outlined maxlength={LONGEST_NAME}")


def _number(label: str, value: float | None) -> ui.number:
    return ui.number(label, value=value).props("outlined")


def _choice(label: str, options: dict[Any, str], value: Any) -> ui.radio:
    with ui.element("fieldset"):
        ui.html(escape(label), sanitize=False, tag="legend")
        return ui.radio(options, value=value).props("inline")


def _button(words: str, do: Callable[[], object], kind: str = "", label: str | None = None) -> ui.button:
    button = (
        ui.button(words, on_click=lambda: do(), color=None)
        .classes(f"button {kind}")
        .props("unelevated no-caps")
    )
    if label is not None:
        button.props["aria-label"] = label
    return button
