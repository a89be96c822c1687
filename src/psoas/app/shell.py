"""The frame around every page: navigation, choice of the person, light and dark.

All but the main part is plain HTML from the server, so that the browser paints it before any script has run.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache, wraps
from html import escape
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from nicegui import ui

from psoas.app.coach import Coach, Visit
from psoas.app.guard import NONCE
from psoas.app.markup import filled
from psoas.app.parts import html
from psoas.app.who import NobodyPickedError, ask_who, visit_of
from psoas.words import N_, NAMES, _, language

STATIC: Final = Path(__file__).parent / "static"
THEME: Final = "#0b6660"
"""Colour of the window of the installed app."""
MANIFEST_LINK: Final = '<link rel="manifest" href="/manifest.webmanifest" crossorigin="use-credentials">'
"""A phone that was let in by a cookie sends it for the manifest, too."""
PLACES: Final = {
    "/": N_("Home"),
    "/stretch": N_("Stretch"),
    "/today": N_("Today"),
    "/progress": N_("Progress"),
    "/plan": N_("Plan"),
    "/body": N_("Body"),
    "/evidence": N_("Evidence"),
    "/people": N_("People"),
}
"""The pages in the order of the navigation, by path."""
TRAINERS: Final = {"/clients": N_("Clients")}
"""Pages that the navigation shows where somebody is marked as a client."""


def page_language() -> str:
    """The language of now by the name that browsers and NiceGUI's elements have for it."""
    return "en-US" if language() == "en" else language()


LONGEST_BUILD_S: Final = 20.0
"""Longest time to build a page [s]; a database that does not answer is reported before."""


Builder = Callable[..., Awaitable[Any]]
"""Builds a page."""


def page(path: str, longest_s: float = LONGEST_BUILD_S) -> Callable[[Builder], Callable[..., Any]]:
    """Add a page, as `nicegui.ui.page` does; its builder may take so long, for example to wait for the store."""
    add = _Page(path, response_timeout=longest_s)
    return lambda build: add(asking_who(build))


class _Page(ui.page):
    """A page whose language is that of each visit."""

    def resolve_language(self) -> Any:
        """The language for the tag ``html`` and for the words of the browser's elements."""
        return page_language()


def asking_who(build: Builder) -> Builder:
    """Let a page ask who it is, in its own place, where several people exist and the browser remembers none."""

    @wraps(build)
    async def built(*args: Any, **named: Any) -> Any:
        try:
            return await build(*args, **named)
        except NobodyPickedError as unknown:
            with bare_frame(_("Who is it?")):
                ask_who(unknown.coach, unknown.people)
        return None

    return built


@asynccontextmanager
async def frame(coach: Coach, title: str) -> AsyncIterator[Visit]:
    """Build the frame; elements of the block stand in the main part, under the heading ``title``.

    Raises:
        InputError: the database fails.
    """
    visit = await visit_of(coach, ui.context.client.request)
    _head(title, visit.profile.settings.theme, installable=not coach.in_clinic)
    trains = not coach.in_clinic and any(one.settings.client for one in visit.people)
    path, places = ui.context.client.page.path, visit.places or PLACES | (TRAINERS if trains else {})
    lan = coach.door is not None
    _add_header(title, places=places, path=path, visit=visit, languages=NAMES, lan=lan)
    with ui.element("div").classes("psoas-main").props("id=main tabindex=-1"):
        html(escape(title), "h1")
        yield visit


@contextmanager
def bare_frame(title: str) -> Iterator[None]:
    """Build the frame without a person, for a page that could not be shown."""
    _head(title, "auto", installable=False)
    _add_header(title, visit=None)
    with ui.element("div").classes("psoas-main"):
        html(escape(title), "h1")
        yield


def has_page(visit: Visit, path: str) -> bool:
    """Whether the navigation of a visit has a page; only then may others point to it."""
    return path in (visit.places or PLACES)


def _head(title: str, theme: str, *, installable: bool) -> None:
    ui.page_title(f"{title} - psoas")
    nonce = ui.context.client.request.scope.get(NONCE, "")
    ui.add_head_html(
        '<link rel="stylesheet" href="/static/psoas.css"><script defer src="/static/psoas.js"></script>'
        f"{MANIFEST_LINK if installable else ''}"
        f'<link rel="apple-touch-icon" href="/static/icon-touch-180.png"><meta name="theme-color" content="{THEME}">'
        f'<script nonce="{nonce}">document.documentElement.dataset.theme = {theme!r}</script>'
    )
    if theme != "auto":
        ui.dark_mode(theme == "dark")


@cache
def sign() -> Markup:
    """The drawing of the icon, for a page that names psoas beside it."""
    picture = (STATIC / "favicon.svg").read_text(encoding="utf-8")
    return Markup(picture.replace("<svg ", '<svg aria-hidden="true" ', 1))


def _add_header(title: str, **values: object) -> None:
    """Put the header and the placeholder of the main part before the page."""
    ui.add_body_html(filled("frame.html", title=title, sign=sign(), **values))
