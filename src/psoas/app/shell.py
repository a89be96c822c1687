"""The frame around every page: navigation, choice of the person, light and dark.

All but the main part is plain HTML from the server, so that the browser paints it before any script has run.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from nicegui import ui
from starlette.requests import Request

from psoas.app.coach import Coach, Visit
from psoas.app.guard import NONCE
from psoas.app.markup import filled
from psoas.app.parts import html
from psoas.plan import Profile

STATIC: Final = Path(__file__).parent / "static"
PERSON_COOKIE: Final = "psoas_profile"
PLACES: Final = {
    "/": "Stretch",
    "/today": "Today",
    "/progress": "Progress",
    "/plan": "Plan",
    "/body": "Body",
    "/evidence": "Evidence",
    "/people": "People",
}
"""The pages in the order of the navigation, by path."""


LONGEST_BUILD_S: Final = 20.0
"""Longest time to build a page [s]; a database that does not answer is reported before."""


def page(path: str, longest_s: float = LONGEST_BUILD_S) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add a page, as `nicegui.ui.page` does; its builder may take so long, for example to wait for the store."""
    return ui.page(path, response_timeout=longest_s)


@asynccontextmanager
async def frame(coach: Coach, title: str) -> AsyncIterator[Visit]:
    """Build the frame; elements of the block stand in the main part, under the heading ``title``.

    Raises:
        InputError: the database fails.
    """
    visit = await visit_of(coach, ui.context.client.request)
    _head(title, visit.profile.settings.theme)
    path, places = ui.context.client.page.path, visit.places or PLACES
    _add_header(title, places=places, path=path, visit=visit, lan=coach.door is not None)
    with ui.element("div").classes("psoas-main").props("id=main tabindex=-1"):
        html(escape(title), "h1")
        yield visit


async def visit_of(coach: Coach, request: Request) -> Visit:
    """Find who sends a request, and whose pages they see.

    Raises:
        InputError: the database fails.
    """
    if coach.enter is not None:
        return await coach.enter(request)
    people = await coach.query(coach.store.profiles)
    return Visit(coach, picked(people, request.cookies.get(PERSON_COOKIE, "")), tuple(people))


@contextmanager
def bare_frame(title: str) -> Iterator[None]:
    """Build the frame without a person, for a page that could not be shown."""
    _head(title, "auto")
    _add_header(title, visit=None)
    with ui.element("div").classes("psoas-main"):
        html(escape(title), "h1")
        yield


def picked(people: Sequence[Profile], cookie: str) -> Profile:
    """Choose the person that the browser remembers, or else the oldest profile.

    Args:
        people: at least one, oldest first.
        cookie: the profile's id, or anything.
    """
    return next((one for one in people if str(one.id) == cookie), people[0])


def _head(title: str, theme: str) -> None:
    ui.page_title(f"{title} - psoas")
    nonce = ui.context.client.request.scope.get(NONCE, "")
    ui.add_head_html(
        '<link rel="stylesheet" href="/static/psoas.css"><script defer src="/static/psoas.js"></script>'
        f'<script nonce="{nonce}">document.documentElement.dataset.theme = {theme!r}</script>'
    )
    if theme != "auto":
        ui.dark_mode(theme == "dark")


@cache
def _sign() -> Markup:
    picture = (STATIC / "favicon.svg").read_text(encoding="utf-8")
    return Markup(picture.replace("<svg ", '<svg aria-hidden="true" ', 1))


def _add_header(title: str, **values: object) -> None:
    """Put the header and the placeholder of the main part before the page."""
    ui.add_body_html(filled("frame.html", title=title, sign=_sign(), **values))
