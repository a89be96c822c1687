"""Parts that several pages are built from: pieces of HTML, cards with a heading, buttons."""

from asyncio import iscoroutine
from collections.abc import Callable, Coroutine

from nicegui import ui


def html(content: str, tag: str = "p", look: str = "") -> ui.html:
    """Add an element with HTML of the coach's own and CSS classes; the caller escapes text that is not the coach's."""
    return ui.html(content, sanitize=False, tag=tag).classes(look)


def card(title: str, name: str, look: str = "stack") -> ui.element:
    """Add a section under a heading with HTML and an id, to be filled in a ``with`` block; ``look`` are CSS classes."""
    with ui.element("section").classes(f"card {look}").props(f"aria-labelledby={name}") as section:
        html(title, "h2").props(f"id={name}")
    return section


def button(
    words: str, on_click: Callable[[], object] | None, look: str = "", color: str | None = None
) -> ui.button:
    """Add a button; a click while the work of the one before runs does nothing.

    Args:
        look: CSS classes besides ``button``, such as ``primary``, ``quiet`` or ``danger``.
        color: of Quasar's palette; None leaves the colour to ``look``.
    """
    made = ui.button(words, on_click=None if on_click is None else _one_at_a_time(on_click), color=color)
    return made.props("unelevated no-caps").classes(f"button {look}")


def _one_at_a_time(work: Callable[[], object]) -> Callable[[], object]:
    runs = False

    async def finish(begun: Coroutine[object, object, object]) -> None:
        nonlocal runs
        try:
            await begun
        finally:
            runs = False

    def clicked() -> object:
        nonlocal runs
        begun = None if runs else work()
        if not iscoroutine(begun):
            return begun
        runs = True
        return finish(begun)

    return clicked


def sentence(words: str) -> str:
    """Write words as a sentence, with a capital letter and one full stop."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def focus_first() -> None:
    """Put the keyboard on the element of a new step that has the property ``data-first``, once it is there."""
    ui.run_javascript("setTimeout(() => document.querySelector('#main [data-first]')?.focus(), 100)")
