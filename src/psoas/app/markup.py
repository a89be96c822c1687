"""Pages that are mostly text, written by the server as HTML in one go; every value in them is escaped."""

from functools import cache

import jinja2
from nicegui import ui


def show(template: str, **values: object) -> None:
    """Put a filled template of ``app/pages`` into the page."""
    ui.html(filled(template, **values), sanitize=False).classes("text-page")


def filled(template: str, **values: object) -> str:
    """The HTML of a template with these values."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("psoas.app", "pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
