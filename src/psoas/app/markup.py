"""Pages that are mostly text: templates filled by the server, with every value escaped."""

from functools import cache

import jinja2
from nicegui import ui


def show(template: str, **values: object) -> None:
    """Add a filled template of ``app/pages`` to the page."""
    ui.html(filled(template, **values), sanitize=False).classes("text-page")


def filled(template: str, **values: object) -> str:
    """Fill a template, and return its HTML."""
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
