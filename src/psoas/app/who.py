"""Who it is: the question where several people share this computer, and the answer that the browser remembers."""

from collections.abc import Sequence
from typing import Final

from fastapi import HTTPException, Request
from nicegui import ui

from psoas.app.coach import Coach
from psoas.app.markup import filled
from psoas.app.parts import button, html
from psoas.errors import UsageError
from psoas.plan import Profile
from psoas.words import _

PERSON_COOKIE: Final = "psoas_profile"
LONGEST_NAME: Final = 60


def picked(people: Sequence[Profile], cookie: str) -> Profile | None:
    """Choose the person that the browser remembers; None where it remembers nobody and several people exist.

    Args:
        people: at least one, oldest first.
        cookie: the profile's id, or anything.
    """
    remembered = next((one for one in people if str(one.id) == cookie), None)
    return people[0] if remembered is None and len(people) == 1 else remembered


def person_of(coach: Coach, request: Request) -> Profile:
    """Whose file or picture a request asks for.

    Raises:
        HTTPException: several people exist, and the browser remembers none of them; a page then asks who it is.
    """
    person = picked(coach.store.profiles(), request.cookies.get(PERSON_COOKIE, ""))
    if person is None:
        raise HTTPException(307, headers={"Location": "/progress"})
    return person


def ask_who(coach: Coach, people: Sequence[Profile]) -> None:
    """Ask who it is; the answer shows the same page again as that person's."""
    html(filled("who.html", people=people), "div", "stack")
    with ui.element("section").classes("card stack").props("aria-labelledby=new-title"):
        html(_("Somebody new"), "h2").props("id=new-title")
        name = name_field(_("Your name"))

        async def add() -> None:
            remember(await coach.query(coach.store.add_profile, name_of(name.value)))

        button(_("Begin"), add)


def remember(one: Profile, path: str = "") -> None:
    """Show a page as this person's; the browser remembers the choice.

    Args:
        path: of the page; empty is the same page again.
    """
    ui.run_javascript(
        f"document.cookie = '{PERSON_COOKIE}={one.id}; Path=/; SameSite=Strict; Max-Age=31536000'; "
        + (f"location.href = '{path}'" if path else "location.reload()")
    )


def name_field(label: str, value: str = "") -> ui.input:
    """Add a field for a name."""
    return ui.input(label, value=value).props("outlined")


def name_of(words: str | None) -> str:
    """Clean a name of needless space.

    Raises:
        UsageError: the name is empty or too long.
    """
    name = " ".join((words or "").split())
    if not name:
        raise UsageError(_("a person needs a name; write one"))
    if len(name) > LONGEST_NAME:
        raise UsageError(
            _("the name has {count} letters; shorten it to {most}", count=len(name), most=LONGEST_NAME)
        )
    return name
