"""Notices of errors: one sentence on the page, one line on the terminal."""

import logging
import os
from asyncio import CancelledError
from typing import Final
from weakref import WeakKeyDictionary

from nicegui import Client, app, ui

from psoas.app.coach import Coach
from psoas.app.parts import html, sentence
from psoas.app.shell import asking_who, bare_frame, frame
from psoas.errors import PsoasError
from psoas.words import _

SHOWN_S: Final = 10.0
"""Time for which a notice stays [s]."""

_SHOWN: Final[WeakKeyDictionary[Client, ui.notification]] = WeakKeyDictionary()
"""The notice that each page shows."""

LOGGERS: Final = ("nicegui", "uvicorn.error", "asyncio", "socketio.server", "engineio.server")
"""Of the web libraries."""


class OneLine(logging.Formatter):
    """Formats an error in one line that names its kind; with ``PSOAS_DEBUG`` set, in full."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record."""
        if os.environ.get("PSOAS_DEBUG"):
            return super().format(record)
        error = record.exc_info[1] if record.exc_info else None
        return f"psoas: {in_words(error)}" if error else f"psoas: {' '.join(record.getMessage().split())}"


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether a record tells of more than an answer that was given up because the server ends."""
    return not (record.exc_info and isinstance(record.exc_info[1], CancelledError))


def in_words(error: BaseException) -> str:
    """Put an error into one sentence; errors of psoas keep their own."""
    if isinstance(error, PsoasError):
        return str(error)
    kind = type(error).__name__
    return _(
        "something went wrong inside psoas ({kind}); please report it, with what PSOAS_DEBUG=1 shows",
        kind=kind,
    )


def quiet_logs() -> None:
    """Let the web libraries log only errors, each in one line on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    handler.addFilter(_is_fault)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.ERROR)
        logger.propagate = False


def show_errors() -> None:
    """Show an error in an open page as a notification, and one while a page is built as a plain page."""
    app.on_exception(_notify)
    app.on_page_exception(_failed_page)


@asking_who
async def missing_page(coach: Coach) -> None:
    """Build the page for an unknown address."""
    ui.context.client.status_code = 404
    async with frame(coach, _("There is no such page")):
        html(_('<p>Choose one above, or <a href="/stretch">begin a stretch</a>.</p>'), "div")


def notice(words: str) -> None:
    """Show a sentence on the page, in place of the one before, so that none stands over another.

    Raises:
        RuntimeError: there is no page.
    """
    client = ui.context.client
    before = _SHOWN.pop(client, None)
    if before is not None and not before.is_deleted:
        before.dismiss()
    with client.layout:  # a button that is gone by then would take the notice with it
        _SHOWN[client] = ui.notification(
            sentence(words), type="negative", timeout=SHOWN_S, close_button=_("Close")
        )


def _notify(error: Exception) -> None:
    try:
        notice(in_words(error))
    except RuntimeError:  # it happened outside of any page
        return


def _failed_page(error: Exception) -> None:
    with bare_frame(_("This page could not be shown")):
        with ui.element("div").classes("notice bad").props("role=alert"):
            ui.label(sentence(in_words(error)))
        html(_('<p><a href="">Try again</a> or <a href="/people">go to People</a>.</p>'), "div")
