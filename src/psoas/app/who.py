"""Who it is: the question where several people share this computer, and the answer that the browser remembers."""

from collections.abc import Sequence
from typing import Final

from fastapi import HTTPException, Request
from nicegui import ui

from psoas.app.coach import Coach, Visit
from psoas.app.markup import filled
from psoas.app.parts import button, html
from psoas.errors import UsageError
from psoas.plan import Profile
from psoas.words import _

PERSON_COOKIE: Final = "psoas_profile"
LONGEST_NAME: Final = 60


class NobodyPickedError(Exception):
    """Several people exist, and the browser remembers none of them."""

    def __init__(self, coach: Coach, people: Sequence[Profile]) -> None:
        super().__init__()
        self.coach, self.people = coach, people


def picked(people: Sequence[Profile], cookie: str) -> Profile | None:
    """Choose the person that the browser remembers; None where it remembers nobody and several people exist.

    Args:
        people: at least one, oldest first.
        cookie: the profile's id, or anything.
    """
    remembered = next((one for one in people if str(one.id) == cookie), None)
    return people[0] if remembered is None and len(people) == 1 else remembered


async def visit_of(coach: Coach, request: Request) -> Visit:
    """Find who sends a request, and whose pages they see: by their account where people have one, or by the cookie.

    Raises:
        InputError: the database fails.
        NobodyPickedError: people have no accounts, several exist, and the browser remembers none of them.
    """
    if coach.enter is not None:
        return await coach.enter(request)
    people = await coach.query(coach.store.profiles)
    profile = picked(people, request.cookies.get(PERSON_COOKIE, ""))
    if profile is None:
        raise NobodyPickedError(coach, people)
    return Visit(coach, profile, tuple(people))


async def visit_of_file(coach: Coach, request: Request) -> Visit:
    """Find who asks for a file or a picture, as `visit_of` does.

    Raises:
        HTTPException: nobody is chosen; a page then asks who it is, or says what to do.
    """
    try:
        return await visit_of(coach, request)
    except (NobodyPickedError, UsageError):
        raise HTTPException(307, headers={"Location": "/progress"}) from None


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
