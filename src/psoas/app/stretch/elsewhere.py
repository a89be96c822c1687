"""A stretch of the same person that another page counts."""

from collections.abc import Callable

from nicegui import ui

from psoas.app.parts import button, html


def tell_elsewhere(end_it: Callable[[], object], back: Callable[[], object]) -> None:
    """Say that another page counts a stretch, and offer to finish it there.

    Args:
        end_it: finishes it there and starts here.
        back: goes back to the questions.
    """
    with ui.element("section").classes("card stack").props("role=alert"):
        html("A stretch of yours is running already", "h2")
        html("Another tab, window or device counts it. Two at once would keep the same repetitions twice.")
        with ui.element("div").classes("row"):
            button("Finish it there and start here", end_it, "primary", color="primary")
            button("Back", back)
