"""A button for what cannot be taken back: it says what would be lost, and a second button does it."""

from collections.abc import Awaitable, Callable
from html import escape

from nicegui import ui

from psoas.app.parts import button, html
from psoas.words import _


def confirm_button(
    words: str, says: str, sure: str, do: Callable[[], Awaitable[None]], label: str = ""
) -> None:
    """Add the button, which makes room for the question and takes its place again.

    Args:
        says: what would be lost.
        sure: words of the button that does it.
        label: for a screen reader, where the words alone do not say what it is for.
    """
    place = ui.element("div").classes("stack")

    def offer() -> ui.button:
        place.clear()
        with place:
            made = button(words, ask, "quiet")
        if label:
            made.props["aria-label"] = label
        return made

    def ask() -> None:
        place.clear()
        with place:
            html(escape(says), look="notice warn").props("role=status")
            with ui.element("div").classes("row"):
                button(sure, do, "danger")
                _focus(button(_("Keep it"), lambda: _focus(offer()), "quiet"))

    offer()


def _focus(one: ui.button) -> None:
    """Put the keyboard on a button that has just come."""
    one.client.run_javascript(f"setTimeout(() => getHtmlElement({one.id})?.focus(), 100)")
