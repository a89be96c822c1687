"""Pages that are mostly text: templates filled by the server, with every value escaped."""

from nicegui import ui

from psoas.report import template_environment


def show(template: str, **values: object) -> None:
    """Add a filled template of ``app/pages`` to the page."""
    ui.html(filled(template, **values), sanitize=False).classes("text-page")


def filled(template: str, **values: object) -> str:
    """Fill a template, and return its HTML."""
    return template_environment("psoas.app", "pages").get_template(template).render(**values)
