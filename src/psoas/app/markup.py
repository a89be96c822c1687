"""Pages that are mostly text: templates filled by the server, with every value escaped."""

import re
from typing import Final

from markupsafe import Markup, escape
from nicegui import ui

from psoas.report import template_environment

TIME: Final = re.compile(r"\b([01]\d|2[0-4]):[0-5]\d\b")
"""A time of the day, as `psoas.plan.clock` writes it."""


def with_times(words: str) -> Markup:
    """Escape words, and mark each time of the day in them, which the page then shows as the browser's language does."""
    return Markup(TIME.sub(r'<time datetime="\g<0>">\g<0></time>', str(escape(words))))


def show(template: str, **values: object) -> None:
    """Add a filled template of ``app/pages`` to the page."""
    ui.html(filled(template, **values), sanitize=False).classes("text-page")


def filled(template: str, **values: object) -> str:
    """Fill a template, and return its HTML."""
    return template_environment("psoas.app", "pages").get_template(template).render(**values)
