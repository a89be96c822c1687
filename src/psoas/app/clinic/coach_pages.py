"""The coach's own pages for the accounts of a clinic: the person is the account's, the store is that of the session."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from starlette.requests import Request

from psoas.app import body_page, evidence_page, plan_page, progress_page, sessions_page
from psoas.app.clinic.forms import visitor_of
from psoas.app.coach import Coach, Visit
from psoas.app.home import page as home_page
from psoas.app.server import PageModule
from psoas.app.stretch import page as stretch_page
from psoas.app.today import page as today_page
from psoas.app.who import PERSON_COOKIE, picked
from psoas.clinic import Clinic
from psoas.errors import RefusedError, UsageError
from psoas.plan import Profile
from psoas.store import Store
from psoas.words import N_, _

PAGES: Final[tuple[PageModule, ...]] = (
    home_page,
    stretch_page,
    today_page,
    progress_page,
    sessions_page,
    plan_page,
    body_page,
    evidence_page,
)
"""Pages of the coach that a clinic has; People and reminders belong to the coach's own computer."""

PLACES: Final = {
    "/": N_("Home"),
    "/stretch": N_("Stretch"),
    "/today": N_("Today"),
    "/progress": N_("Progress"),
    "/plan": N_("Plan"),
    "/body": N_("Body"),
    "/evidence": N_("Evidence"),
}
SETTINGS: Final = {"clinician": ("/clients", N_("Clients")), "client": ("/access", N_("Who sees you"))}
"""Path and name of the page beside the choice of the person, by role."""

NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)


class NobodysStore(Store):
    """The store of a visitor who is not known yet: it has no database, so that no page reads past the account."""

    def __init__(self) -> None:
        """Open nothing."""


class ClinicVisits:
    """Finds the visitor of a request, and the person whose pages they see."""

    def __init__(self, clinic: Clinic, folder: Path, port: int) -> None:
        self._clinic = clinic
        self.coach = Coach(
            NobodysStore(),
            folder,
            port=port,
            place=clinic.place,
            enter=self.enter,
            keeps_clips=False,
        )

    async def enter(self, request: Request) -> Visit:
        """Open the store of the chosen person for the session of a request.

        Raises:
            RefusedError: nobody is signed in, or with a role that sees no one.
            UsageError: the account sees nobody yet.
        """
        visitor = visitor_of(request)
        if visitor.asker is None or visitor.asker.role not in SETTINGS:
            raise RefusedError(_("Your account has no right to this page."))
        people = await asyncio.to_thread(self._clinic.people, visitor.secret)
        if not people:
            raise UsageError(
                _("You see nobody yet; add a client under Clients, or ask an owner to assign one.")
            )
        names = [Profile(one.id, one.name, NO_TIME) for one in people]
        person = picked(names, request.cookies.get(PERSON_COOKIE, ""))
        if person is None:
            raise UsageError(_("You have opened nobody's pages yet; open a client under Clients."))
        store = self._clinic.store_of(visitor.secret, person.id, request.url.path)
        coach = replace(self.coach, store=store)
        (profile,) = await coach.query(store.profiles)
        # what a person chose on their own computer says nothing of a clinic's
        profile = replace(profile, settings=replace(profile.settings, keep_pictures=False))
        return Visit(coach, profile, tuple(names), PLACES, SETTINGS[visitor.asker.role])
