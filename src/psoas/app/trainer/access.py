"""A trainer's access to a client: checked on every read, named in words, and ended with every copy."""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import ParamSpec, TypeVar

from nicegui import ui

from psoas.app.address_numbers import number_in
from psoas.app.coach import Visit
from psoas.app.parts import card, html
from psoas.app.stretch.uploads import known_clips
from psoas.app.trainer.confirm import confirm_button
from psoas.errors import UsageError
from psoas.plan import Profile
from psoas.store import ClientCopies
from psoas.words import _, in_series, ngettext

P = ParamSpec("P")
T = TypeVar("T")


def found_client(people: tuple[Profile, ...], number: str) -> Profile:
    """The client of a number in an address.

    Raises:
        UsageError: nobody has it; nobody else is shown in their place.
    """
    wanted = number_in(number)
    found = next((one for one in people if one.id == wanted and one.settings.client), None)
    if found is None:
        raise UsageError(_("There is no such client; choose one on the page Clients."))
    return found


class ClientAccess:
    """The way in which the trainer's pages read and change what belongs to a client."""

    def __init__(self, visit: Visit, person: Profile) -> None:
        self.visit, self.person = visit, person
        self.store = visit.coach.store

    async def query(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Run a call of the store as `Coach.query` does, for somebody who is a client at that moment.

        Raises:
            UsageError: they are no client any more, or are gone.
        """
        return await self.visit.coach.query(partial(self.checked, work, *args, **named))

    def checked(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The same in the thread of now."""
        self.store.clients.check(self.person.id)
        return work(*args, **named)


async def show_access(visit: Visit, person: Profile, *, own: bool = False) -> None:
    """Add the card that names what a trainer sees of a client and which copies they hold, and that ends it.

    Args:
        own: it is shown to the client.
    """
    copies = await visit.coach.query(visit.coach.store.clients.copies, person.id)
    with card(escape(_("Access")), "access-title"):
        says = _(
            "You are a client of the trainer who uses this coach. They see your tests, sessions, plan and progress, "
            "whether you ticked a warning sign, the pictures that are kept of you, and what came back of homework."
        )
        if not own:
            says = _(
                "You see of {name}: tests, sessions, plan and progress, whether a warning sign was ticked, the "
                "pictures that are kept, and what came back of homework. Every look asks first whether the access "
                "still runs.",
                name=person.name,
            )
        html(escape(says))
        html(escape(copies_says(copies)), look="muted")

        async def end() -> None:
            ended = await visit.coach.query(visit.coach.store.clients.end, person.id)
            known_clips().delete_folders(ended.reports)
            ui.navigate.to("/people" if own else "/clients")

        lost = _(
            "This deletes these copies for good. What {name} did on this computer stays with them, remarks on their "
            "own pictures included. Backups, files and sheets from before are not reached.",
            name=person.name,
        )
        confirm_button(_("End the access"), lost, _("Delete the copies and end it"), end)


def copies_says(copies: ClientCopies) -> str:
    """Which copies a trainer holds, each counted."""
    counts = (
        (
            ngettext("{count} session from clips", "{count} sessions from clips", copies.sessions),
            copies.sessions,
        ),
        (ngettext("{count} picture", "{count} pictures", copies.pictures), copies.pictures),
        (ngettext("{count} report", "{count} reports", len(copies.reports)), len(copies.reports)),
        (ngettext("{count} homework", "{count} pieces of homework", copies.homework), copies.homework),
        (ngettext("{count} answer to it", "{count} answers to it", copies.results), copies.results),
        (ngettext("{count} note", "{count} notes", copies.notes), copies.notes),
    )
    held = [words for words, count in counts if count]
    if not held:
        return _("The trainer holds no copies yet.")
    return _("Copies that the trainer holds: {copies}.", copies=in_series(held))
