"""The frame around every page: navigation, choice of the person, light and dark.

All but the main part is plain HTML from the server, so that the browser paints it before any script has run.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from nicegui import ui

from psoas.app.coach import Coach, Visit
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

_BANNER: Final = (
    '<div class="psoas-banner" role="status"><p>Open to the local network: devices that you let in can see and change '
    "what is kept here. Stop the coach and start it without --lan to close it.</p></div>"
)


@contextmanager
def frame(coach: Coach, title: str) -> Iterator[Visit]:
    """Build the frame; elements of the ``with`` block stand in the main part, under the heading ``title``."""
    people = coach.store.profiles()
    profile = picked(people, ui.context.client.request.cookies.get(PERSON_COOKIE, ""))
    _head(title, profile.settings.theme)
    ui.add_body_html(_top(ui.context.client.page.path, people, profile, coach.lan) + _splash(title))
    with ui.element("div").classes("psoas-main").props("id=main tabindex=-1"):
        html(escape(title), "h1")
        yield Visit(coach, profile)


@contextmanager
def bare_frame(title: str) -> Iterator[None]:
    """Build the frame without a person, for a page that could not be shown."""
    _head(title, "auto")
    ui.add_body_html(f'<header class="psoas-header"><div>{_name()}</div></header>{_splash(title)}')
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
    ui.add_head_html(
        '<link rel="stylesheet" href="/static/psoas.css"><script defer src="/static/psoas.js"></script>'
        f"<script>document.documentElement.dataset.theme = {theme!r}</script>"
    )
    if theme != "auto":
        ui.dark_mode(theme == "dark")


@cache
def _sign() -> str:
    picture = (STATIC / "favicon.svg").read_text(encoding="utf-8")
    return picture.replace("<svg ", '<svg aria-hidden="true" ', 1)


def _name() -> str:
    return f'<a class="psoas-name" href="/">{_sign()}psoas</a>'


def _top(path: str, people: Sequence[Profile], profile: Profile, lan: bool) -> str:
    links = "".join(
        f'<li><a href="{place}"{" aria-current=page" if place == path else ""}>{word}</a></li>'
        for place, word in PLACES.items()
    )
    return (
        '<a class="psoas-skip" href="#main">Skip to the content</a>'
        f'<header class="psoas-header"><div>{_name()}'
        f'<nav class="psoas-nav" aria-label="Pages"><ul>{links}</ul></nav>'
        f"{_who(people, profile)}</div></header>{_BANNER if lan else ''}"
    )


def _who(people: Sequence[Profile], profile: Profile) -> str:
    choices = "".join(
        f'<li><button type="button" data-person="{one.id}" aria-pressed="{str(one == profile).lower()}">'
        f"{escape(one.name)}</button></li>"
        for one in people
    )
    return (
        '<details class="psoas-who"><summary><span><span class="sr-only">Person: </span>'
        f"{escape(profile.name)}</span></summary><ul>{choices}"
        '<li><a href="/people">People and settings</a></li></ul></details>'
    )


def _splash(title: str) -> str:
    """Write the placeholder of the main part."""
    return (
        f'<div class="psoas-splash" aria-hidden="true"><div class="h1">{escape(title)}</div>'
        '<p class="waiting">Getting ready ...</p></div>'
        "<noscript><p>The coach needs JavaScript, which is switched off in this browser.</p></noscript>"
    )
