"""The card for sitting down and standing up now, with the reminder."""

import json
from collections.abc import Awaitable, Callable
from functools import partial
from html import escape
from typing import Final
from uuid import uuid4

from nicegui import ui

from psoas.app.markup import with_times
from psoas.app.parts import button, card, html
from psoas.app.today.reminder import TITLE, Reminder
from psoas.day import SEATS, load_activities
from psoas.words import N_, _

PAUSES: Final[dict[str, int | None]] = {
    N_("30 min"): 30,
    N_("60 min"): 60,
    N_("until tomorrow"): None,
}
POSTPONE_MIN: Final = load_activities().figures["postpone_min"].value

ASK = "() => window.Notification ? Notification.requestPermission().then(emit) : emit('missing')"
PERMISSION = "return window.Notification ? Notification.permission : 'missing'"
OUTSIDE = {
    "default": N_(
        "Your browser can show the reminder outside this page, also when you look at something else."
    ),
    "granted": N_("Your browser shows the reminder outside this page as long as the page is open in a tab."),
    "denied": N_(
        "Your browser was told not to show reminders of this page; its settings for this site change that."
    ),
    "missing": N_("This browser cannot show a reminder outside this page."),
}


class Now:
    """The card with its buttons, the reminder's dialog, and the browser's notification."""

    def __init__(self, reminder: Reminder) -> None:
        self._reminder = reminder
        self._page = uuid4().hex
        self._seen_rang_at = reminder.watch.rang_at
        self._knows_permission = False
        self._shown: tuple[object, ...] = ()
        self._build()
        self._dialog = _AlertDialog(self, reminder)
        ui.context.client.on_delete(lambda: reminder.pages.pop(self._page, None))
        self._show()

    async def refresh(self) -> None:
        """Show the reminder as it stands now."""
        if not self._knows_permission:
            try:
                self._permit(await ui.run_javascript(PERMISSION))
                self._knows_permission = True
            except TimeoutError:
                return
        watch = self._reminder.watch
        if watch.rang_at != self._seen_rang_at:
            self._seen_rang_at = watch.rang_at
            if watch.showing and self._reminder.pages.get(self._page):
                self._notify()
        self._show()

    async def turn(self) -> None:
        """Sit down where the person stands; stand up where they sit."""
        reminder = self._reminder
        await self.answer(reminder.stand_up if reminder.sitting else partial(reminder.sit_down, "desk"))

    async def answer(self, act: Callable[[], Awaitable[None] | None]) -> None:
        """Act on the reminder as the person answers, and show its new state."""
        done = act()
        if done is not None:
            await done
        self._show()

    def button(self, words: str, act: Callable[[], Awaitable[None] | None], look: str = "") -> ui.button:
        """Add a button that acts on the reminder."""
        return button(words, partial(self.answer, act), look)

    def _build(self) -> None:
        kinds, reminder = load_activities().kinds, self._reminder
        with card(_("Now"), "today-now-title", "accent today-now-card"):
            self._words = html("", "div")
            with (
                ui.element("div")
                .classes("row")
                .props(f'role=group aria-label="{_("I am sitting down now")}"')
            ):
                html(_("I am sitting down:"), "span")
                self._sit = {
                    name: self.button(kinds[name].label, partial(reminder.sit_down, name)) for name in SEATS
                }
                self._stand = self.button(_("I am standing up"), reminder.stand_up, "primary")
            with ui.element("div").classes("row small").props(f'role=group aria-label="{_("Reminders")}"'):
                html(_("Pause reminders:"), "span")
                for text, minutes in PAUSES.items():
                    self.button(_(text), partial(reminder.pause, minutes), "quiet")
                self._resume = self.button(_("Remind me again"), reminder.resume, "quiet")
            with ui.element("div").classes("row small"):
                self._outside = html("", "span")
                self._permission = button(_("Allow it"), None, "quiet")
                self._permission.on("click", lambda event: self._permit(event.args), js_handler=ASK)

    def _permit(self, permission: object) -> None:
        known = permission if isinstance(permission, str) and permission in OUTSIDE else "missing"
        self._reminder.pages[self._page] = known == "granted"
        self._outside.set_content(escape(_(OUTSIDE[known])))
        self._permission.set_visibility(known == "default")

    def _notify(self) -> None:
        options = {"body": self._reminder.text(), "tag": "psoas-break", "requireInteraction": True}
        ui.run_javascript(
            f"const shown = new Notification({json.dumps(_(TITLE))}, {json.dumps(options)});"
            "shown.onclick = () => { window.focus(); shown.close(); };"
        )

    def _show(self) -> None:
        reminder = self._reminder
        says, paused = reminder.words(), reminder.paused
        shown = (tuple(says), reminder.trouble, reminder.sitting, reminder.activity, paused)
        if shown != self._shown:
            self._shown = shown
            trouble = []
            if reminder.trouble:
                trouble = [_("The day could not be saved: {reason}", reason=reminder.trouble)]
            self._words.set_content(
                "".join(f"<p>{with_times(sentence)}</p>" for sentence in [*trouble, *says])
            )
            for name, button in self._sit.items():
                pressed = reminder.sitting and reminder.activity == name
                button.props(f"aria-pressed={'true' if pressed else 'false'}")
            self._stand.set_visibility(reminder.sitting)
            self._resume.set_visibility(paused)
        self._dialog.show(reminder)


class _AlertDialog:
    """The reminder in the page, with a button for each answer."""

    def __init__(self, now: Now, reminder: Reminder) -> None:
        with (
            ui.dialog().props(
                "persistent transition-duration=0 role=alertdialog "
                "aria-labelledby=today-alert-title aria-describedby=today-alert-text"
            ) as self._dialog,
            ui.element("div").classes("card today-alert"),
        ):
            html(_(TITLE), "h2").props("id=today-alert-title")
            self._text = html("").props("id=today-alert-text")
            with ui.element("div").classes("stack"):
                now.button(_("I stood up"), reminder.stand_up, "primary").props("autofocus")
                self._later = now.button(_("In {minutes:g} minutes", minutes=POSTPONE_MIN), reminder.postpone)
                for text, minutes in PAUSES.items():
                    now.button(
                        _("Pause reminders: {time}", time=_(text)), partial(reminder.pause, minutes), "quiet"
                    )

    def show(self, reminder: Reminder) -> None:
        """Open or close the dialog as the reminder stands."""
        if reminder.watch.showing:
            self._text.set_content(escape(reminder.text()))
            self._later.set_visibility(reminder.watch.can_postpone)
        if self._dialog.value != reminder.watch.showing:
            self._dialog.set_value(reminder.watch.showing)
