"""The page of the audit trail: who did what, in words and names; the trail itself keeps numbers, and is only read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final, Self

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from psoas.app.address_numbers import number_in
from psoas.app.clinic.coach_pages import PLACES
from psoas.app.clinic.forms import asker_of, guarded, in_thread, visitor_of
from psoas.app.clinic.frame import page_of
from psoas.clinic import Asker, Clinic, TrailEntry, account_words, action_words, subject_words
from psoas.words import N_, _, recognise

ENTRIES: Final = 100
"""Entries of the audit trail on one page."""

ADDRESSES: Final = {
    "/sessions": N_("list of the sessions"),
    "/sessions/{number}": N_("one session"),
    "/sessions/picture/{set}/{number}/{moment}": N_("picture of a repetition"),
    "/progress/sheet": N_("sheet of the progress"),
    "/progress/sheet.pdf": N_("sheet of the progress as PDF"),
    "/progress/export.zip": N_("tables of the sessions, as a file"),
    "/export.zip": N_("all that is kept of this person, as a file"),
    "/upload/day": N_("file of a device"),
    "GET /api/v1/token": N_("asks what its token is for"),
    "POST /api/v1/body/sweep": N_("computes the psoas over a range of angles"),
    "POST /api/v1/body/show": N_("computes the psoas in one posture"),
    "POST /api/v1/load/postures": N_("computes loads in postures"),
    "POST /api/v1/load/recording": N_("sends a recording, to know its loads"),
    "POST /api/v1/check": N_("sends a clip or a motion file to be measured"),
    "POST /api/v1/day": N_("sends files of a day"),
    "GET /api/v1/jobs": N_("lists its jobs"),
    "GET /api/v1/jobs/{job}": N_("asks how far a job is"),
    "GET /api/v1/jobs/{job}/result": N_("fetches the answer of a job"),
    "DELETE /api/v1/jobs/{job}": N_("removes a job"),
    "GET /api/v1/people": N_("lists names of people"),
    "GET /api/v1/people/{person}/fhir": N_("asks for all that is kept of a person: {person}"),
    "FHIR": N_("reads all that is kept of this person"),
}
"""Addresses of pages about a person that are not in the navigation, and requests of programs, in words."""

KINDS: Final = {"set": r"\d+", "number": r"\d+", "person": r"\d{1,18}", "moment": "[^/]+", "job": "[^/]+"}


@dataclass(frozen=True)
class TrailRow:
    """An entry of the trail as a reader sees it.

    Attributes:
        number: its place in the chain.
        at: when.
        who: did it.
        action: what was done.
        subject: to what.
        count: how many of them were changed; 0 where nothing was.
        person: whose data it was about; empty where nobody's.
    """

    number: int
    at: str
    who: str
    action: str
    subject: str
    count: int
    person: str

    @classmethod
    def of(cls, entry: TrailEntry, names: Mapping[int, str]) -> Self:
        """Put an entry in words.

        Args:
            entry: of the trail.
            names: of people that the reader may know, by id.
        """
        return cls(
            entry.number,
            f"{datetime.fromtimestamp(entry.at_us / 1e6, UTC):%Y-%m-%d %H:%M:%S} UTC",
            who_words(entry),
            action_words(entry.action),
            subject_words(entry, partial(address_words, names=names)),
            entry.row_count,
            "" if entry.person is None else person_words(entry.person, names),
        )


def who_words(entry: TrailEntry) -> str:
    """Who did it: the name of the account, or how the database knows whoever had none."""
    if entry.account_id is not None:
        return account_words(entry.account, entry.account_id)
    if entry.action == "sign in":
        return _("somebody without an account")
    return _("user {name} of the database", name=entry.account)


def person_words(person: int, names: Mapping[int, str]) -> str:
    """A person by name; one who was deleted by the number that the trail keeps."""
    return names.get(person) or _("a deleted person, number {number}", number=str(person))


def address_words(address: str, names: Mapping[int, str]) -> str:
    """The address of a page, or the request of a program, in words; an unknown one as it is.

    Args:
        address: as the trail keeps it.
        names: of people that the reader may know, by id.
    """
    if address in PLACES:
        return _("page {page}", page=_(PLACES[address]))
    if (found := recognise(address, tuple(ADDRESSES), KINDS)) is None:
        return address
    pattern, values = found
    if "person" in values:
        return _(ADDRESSES[pattern], person=person_words(int(values["person"]), names))
    return _(ADDRESSES[pattern])


class TrailPage:
    """The page of the audit trail."""

    def __init__(self, clinic: Clinic) -> None:
        self._clinic = clinic

    def routes(self) -> list[Route]:
        """Give the route of the page."""
        return [Route("/trail", guarded(self.trail), methods=["GET"])]

    async def trail(self, request: Request) -> Response:
        """Show the audit trail, newest first."""
        asker, secret = asker_of(request), visitor_of(request).secret
        before = number_in(request.query_params.get("before", ""))
        entries = await in_thread(self._clinic.trail, secret, before, ENTRIES)
        names = await self._names(asker, secret)
        rows = [TrailRow.of(one, names) for one in entries]
        older = entries[-1].number if len(entries) == ENTRIES else None
        return page_of("trail", 200, asker, title=_("Audit trail"), rows=rows, older=older)

    async def _names(self, asker: Asker, secret: str) -> dict[int, str]:
        """Names of the people that the reader may know; that an owner reads them is written down, as everywhere."""
        if asker.profile_id is not None:
            return {asker.profile_id: asker.name}
        return {one.id: one.name for one in await in_thread(self._clinic.people, secret)}
