"""Sitting down and standing up as it happens, and the reminder as the person meets it."""

import json
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Final
from uuid import uuid4

from nicegui import ui
from nicegui.events import GenericEventArguments

from psoas.app.today.reminder import TITLE, Reminder
from psoas.plan import SITTING, Activity, load_activities

PAUSES: Final[dict[str, int | None]] = {
    "for 30 minutes": 30,
    "for 60 minutes": 60,
    "until tomorrow": None,
}
POSTPONE_MIN: Final = load_activities().figures["postpone_min"].value

ASK = "() => window.Notification ? Notification.requestPermission().then(emit) : emit('missing')"
PERMISSION = "return window.Notification ? Notification.permission : 'missing'"
OUTSIDE = {
    "default": "Your browser can show the reminder outside this page, also when you look at something else.",
    "granted": "Your browser shows the reminder outside this page as long as the page is open in a tab.",
    "denied": "Your browser was told not to show reminders of this page; its settings for this site change that.",
    "missing": "This browser cannot show a reminder outside this page.",
}


class Now:
    """The card with the buttons, the dialog that reminds, and the browser's notification."""

    def __init__(self, reminder: Reminder) -> None:
        self._reminder = reminder
        self._page = uuid4().hex
        self._told = reminder.watch.rang_at
        self._asked = False
        self._shown: tuple[object, ...] = ()
        self._build()
        self._dialog = _AlertDialog(self)
        ui.context.client.on_delete(lambda: reminder.pages.pop(self._page, None))
        self._show()

    async def refresh(self) -> None:
        """Shows what has become of the reminder since the last call."""
        if not self._asked:
            try:
                self._permit(await ui.run_javascript(PERMISSION))
                self._asked = True
            except TimeoutError:
                return
        watch = self._reminder.watch
        if watch.rang_at != self._told:
            self._told = watch.rang_at
            if watch.showing and self._reminder.pages.get(self._page):
                self._notify()
        self._show()

    async def turn(self) -> None:
        """Sits down where the person stands, and the other way round."""
        if self._reminder.sitting:
            await self.stand_up()
        else:
            await self.sit_down("desk")

    async def sit_down(self, activity: Activity) -> None:
        """The person sits down now."""
        await self._reminder.sit_down(activity)
        self._show()

    async def stand_up(self) -> None:
        """The person stands up now."""
        await self._reminder.stand_up()
        self._show()

    def postpone(self) -> None:
        """Puts the reminder off, once."""
        self._reminder.postpone()
        self._show()

    def pause(self, minutes: int | None) -> None:
        """Pauses the reminder for some minutes; None: until tomorrow."""
        self._reminder.pause(minutes)
        self._show()

    def resume(self) -> None:
        """Ends a pause."""
        self._reminder.resume()
        self._show()

    def _build(self) -> None:
        kinds = load_activities().kinds
        card = ui.element("section").classes("card accent today-now-card")
        with card.props("aria-labelledby=today-now-title"):
            ui.html("Now", sanitize=False, tag="h2").props("id=today-now-title")
            self._words = ui.html("", sanitize=False)
            with ui.element("div").classes("row").props('role=group aria-label="I am sitting down now"'):
                ui.html("I am sitting down:", sanitize=False, tag="span")
                self._sit = {
                    name: _button(kinds[name].label, partial(self.sit_down, name)) for name in SITTING
                }
                self._stand = _button("I am standing up", self.stand_up, "primary")
            with ui.element("div").classes("row small").props('role=group aria-label="Reminders"'):
                ui.html("No reminder:", sanitize=False, tag="span")
                for text, minutes in PAUSES.items():
                    _button(text, partial(self.pause, minutes), "quiet")
                self._resume = _button("Remind me again", self.resume, "quiet")
            with ui.element("div").classes("row small"):
                self._outside = ui.html("", sanitize=False, tag="span")
                self._permission = _button("Allow it", None, "quiet")
                self._permission.on("click", self._answer, js_handler=ASK)

    def _answer(self, event: GenericEventArguments) -> None:
        self._permit(event.args)

    def _permit(self, permission: object) -> None:
        known = permission if isinstance(permission, str) and permission in OUTSIDE else "missing"
        self._reminder.pages[self._page] = known == "granted"
        self._outside.set_content(escape(OUTSIDE[known]))
        self._permission.set_visibility(known == "default")

    def _notify(self) -> None:
        options = {"body": self._reminder.text(), "tag": "psoas-break", "requireInteraction": True}
        ui.run_javascript(
            f"const shown = new Notification({json.dumps(TITLE)}, {json.dumps(options)});"
            "shown.onclick = () => { window.focus(); shown.close(); };"
        )

    def _show(self) -> None:
        reminder = self._reminder
        says, paused = reminder.words(), reminder.paused
        shown = (tuple(says), reminder.trouble, reminder.sitting, reminder.activity, paused)
        if shown != self._shown:
            self._shown = shown
            trouble = [f"The day could not be saved: {reminder.trouble}"] if reminder.trouble else []
            self._words.set_content("".join(f"<p>{escape(sentence)}</p>" for sentence in [*trouble, *says]))
            for name, button in self._sit.items():
                pressed = reminder.sitting and reminder.activity == name
                button.props(f"aria-pressed={'true' if pressed else 'false'}")
            self._stand.set_enabled(reminder.sitting)
            self._resume.set_visibility(paused)
        self._dialog.show(reminder)


class _AlertDialog:
    """The reminder in the page, with everything that can be answered."""

    def __init__(self, now: Now) -> None:
        with (
            ui.dialog().props(
                "persistent transition-duration=0 role=alertdialog "
                "aria-labelledby=today-alert-title aria-describedby=today-alert-text"
            ) as self._dialog,
            ui.element("div").classes("card today-alert"),
        ):
            ui.html(TITLE, sanitize=False, tag="h2").props("id=today-alert-title")
            self._text = ui.html("", sanitize=False, tag="p").props("id=today-alert-text")
            with ui.element("div").classes("stack"):
                _button("I stood up", now.stand_up, "primary").props("autofocus")
                self._later = _button(f"In {POSTPONE_MIN:g} minutes", now.postpone)
                for text, minutes in PAUSES.items():
                    _button(f"No reminder {text}", partial(now.pause, minutes), "quiet")

    def show(self, reminder: Reminder) -> None:
        """Opens or closes the dialog as the reminder stands."""
        if reminder.watch.showing:
            self._text.set_content(escape(reminder.text()))
            self._later.set_visibility(reminder.watch.can_postpone)
        if self._dialog.value != reminder.watch.showing:
            self._dialog.set_value(reminder.watch.showing)


def _button(text: str, do: Callable[[], object] | None, look: str = "") -> ui.button:
    return ui.button(text, color=None, on_click=do).props("unelevated").classes(f"button {look}")
