"""The question on red flags: yes, none, or tell me more; yes leads to which one, and to a clinician."""

from collections.abc import Awaitable, Callable
from html import escape

from nicegui import ui

from psoas.app import clock
from psoas.app.coach import Visit
from psoas.app.markup import filled
from psoas.app.parts import button, card, html
from psoas.findings import load_safety
from psoas.plan import Screening
from psoas.report import day_words
from psoas.words import N_, _, capital

REFUSAL = N_(
    "Please see a clinician first, and do not stretch until then. Once they say that you may, tick the last box and "
    "go on."
)


def needs_screening(last: Screening | None) -> bool:
    """Whether the red flags are due: never answered, or one was ticked that no clinician has cleared."""
    return last is None or last.stops


def answer_words(last: Screening) -> str:
    """State the last answers in one sentence."""
    day = day_words(last.answered_at.astimezone().date())
    if not last.flags:
        return _("On {day} you said that none of the warning signs is true of you.", day=day)
    return _(
        "On {day} you said that this is true of you, and that a clinician agrees to the stretch: {signs}.",
        day=day,
        signs=", ".join(_(flag) for flag in last.flags),
    )


class HealthQuestion:
    """The question with its list; each answer is kept with its day, and so is what a clinician says.

    Args:
        visit: the person's.
        last: their newest answers; what was ticked is ticked again.
        then: goes on to the stretch.
    """

    def __init__(self, visit: Visit, last: Screening | None, then: Callable[[], Awaitable[None]]) -> None:
        self._visit, self._last, self._then = visit, last, then
        self._notices = load_safety().before
        self._place = ui.element("div")
        with self._place:
            if last is not None and last.flags:
                self._which()
            else:
                self._question()

    def _question(self) -> None:
        with card(_("Before you start: is any of this true of you?"), "screen-title", "stack screen"):
            html(filled("screen.html", notices=self._notices), "div", "stack")
            with ui.element("div").classes("row"):
                none = button(_("No, none of these"), self._none, "primary", color="primary")
                none.props("data-first")
                button(_("Yes, or not sure"), lambda: self._show(self._which))
                more = button(_("Tell me more"), lambda: self._tell(more, explained)).props(
                    "aria-expanded=false"
                )
            explained = html(
                filled("screen_more.html", notices=self._notices, in_clinic=self._visit.coach.in_clinic),
                "div",
                "flag-words",
            )
            explained.set_visibility(False)
            self._way_back()
            html(escape(load_safety().promise), look="muted small")

    def _tell(self, more: ui.button, explained: ui.html) -> None:
        """Show what the signs mean, or hide it again."""
        explained.set_visibility(not explained.visible)
        more.props(f"aria-expanded={str(explained.visible).lower()}")

    def _which(self) -> None:
        """Ask which of them, and whether a clinician has agreed."""
        before = () if self._last is None else self._last.flags
        self._boxes: dict[str, ui.checkbox] = {}
        with card(_("Which of these is true of you?"), "screen-title", "stack screen"):
            here = _(
                "Tick all that apply. Where you are not sure, tick it. Your answers stay on this computer."
            )
            there = _("Tick all that apply. Where you are not sure, tick it. Your clinic keeps your answers.")
            html(there if self._visit.coach.in_clinic else here)
            for notice in self._notices:
                with ui.element("fieldset"):
                    html(escape(notice.says), "legend")
                    for flag, item in zip(notice.flags, notice.items, strict=True):
                        self._boxes[flag] = ui.checkbox(
                            capital(item), value=flag in before, on_change=self._name_button
                        )
            self._cleared = ui.checkbox(
                _("A clinician knows about this and says I may do this stretch"), on_change=self._name_button
            )
            self._refusal = html("", look="notice bad").props('role="alert"')
            self._refusal.set_visibility(False)
            with ui.element("div").classes("row"):
                self._on = button("", self._keep, "primary", color="primary")
                button(_("Back to the question"), lambda: self._show(self._question))
            self._name_button()
            self._way_back()
            html(escape(load_safety().promise), look="muted small")

    @property
    def _flags(self) -> tuple[str, ...]:
        return tuple(flag for flag, box in self._boxes.items() if box.value)

    def _name_button(self) -> None:
        """Let the button say what it does with these answers."""
        if not self._flags:
            words = _("None of these, go on")
        elif self._cleared.value:
            words = _("My clinician agrees, go on")
        else:
            words = _("Keep these answers")
        self._on.set_text(words)

    async def _none(self) -> None:
        await self._save(Screening(clock.utc_now()))
        await self._then()

    async def _keep(self) -> None:
        screening = Screening(clock.utc_now(), self._flags, bool(self._flags and self._cleared.value))
        await self._save(screening)
        self._refusal.set_visibility(needs_screening(screening))
        if needs_screening(screening):
            self._refusal.set_content(_(REFUSAL))
            return
        await self._then()

    async def _save(self, screening: Screening) -> None:
        await self._visit.coach.query(
            self._visit.coach.store.save_screening, self._visit.profile.id, screening
        )
        self._last = screening

    def _way_back(self) -> None:
        """Let the person leave the answers as they are, where they allow the stretch."""
        if self._last is not None and not needs_screening(self._last):
            html(f"{escape(answer_words(self._last))}", look="muted small")
            button(_("Leave my answers as they are"), self._then)

    def _show(self, build: Callable[[], None]) -> None:
        self._place.clear()
        with self._place:
            build()
