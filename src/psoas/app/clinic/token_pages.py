"""Tokens of programs: make one, which is shown once, and end it; and the page about the interface."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from psoas.app.clinic.forms import (
    asker_of,
    field,
    form_page,
    guarded,
    in_thread,
    number,
    onward,
    visitor_of,
)
from psoas.app.clinic.frame import page_of
from psoas.app.clinic_api.document import operations_of
from psoas.clinic import SCOPES, Clinic, Role, Scope
from psoas.errors import PsoasError
from psoas.words import N_, _, date_words

DAYS: Final = (7, 30, 90, 365)
"""Times for which a token may be valid, as the page offers them [days]."""

USUAL_DAYS: Final = 30

SAYS_OF_SCOPE: Final[dict[Scope, str]] = {
    "check": N_("Check recordings that it sends"),
    "body": N_("Ask about the body"),
    "load": N_("Compute loads"),
    "day": N_("Put days together from files that it sends"),
    "people": N_("Read the data of the clients whom you see"),
}


class TokenPages:
    """Pages about programs that ask the interface.

    Attributes:
        address: of the server, as in `psoas.app.clinic.staff_pages.StaffPages`.
    """

    def __init__(self, clinic: Clinic, address: str, document: Mapping[str, Any]) -> None:
        self._clinic, self.address, self._operations = clinic, address, operations_of(document)

    def routes(self) -> list[Route]:
        """Give the routes of the pages."""
        return [
            Route("/tokens", guarded(self.tokens), methods=["GET"]),
            Route("/tokens/make", guarded(self.make), methods=["POST"]),
            Route("/tokens/{token}/end", guarded(self.end), methods=["POST"]),
            Route("/api", guarded(self.about), methods=["GET"]),
        ]

    async def tokens(self, request: Request) -> Response:
        """Show the valid tokens, and the form for a new one."""
        return await self._page(request)

    async def make(self, request: Request) -> Response:
        """Make a token, and show it once."""
        form = await request.form()
        scopes = [one for one in form.getlist("scope") if isinstance(one, str)]
        name, days = await field(request, "name"), await number(request, "days")
        secret = visitor_of(request).secret
        try:
            made = await in_thread(self._clinic.tokens.make, secret, name, scopes, days)
        except PsoasError as error:
            return await self._page(request, error, name, scopes, days)
        return page_of(
            "token", 200, asker_of(request), title=_("Your new token"), token=made, address=self.address
        )

    async def end(self, request: Request) -> Response:
        """End a token."""
        token = await number(request, "token")
        await in_thread(self._clinic.tokens.end, visitor_of(request).secret, token)
        return onward("/tokens")

    async def about(self, request: Request) -> Response:
        """Show what the interface answers, for people who write programs."""
        asker = visitor_of(request).asker
        return page_of(
            "interface",
            200,
            asker,
            title=_("For programs"),
            operations=self._operations,
            address=self.address,
        )

    async def _page(
        self,
        request: Request,
        error: PsoasError | None = None,
        name: str = "",
        chosen: Collection[str] = (),
        wanted: int = USUAL_DAYS,
    ) -> Response:
        """The page, with what was sent before where there was something wrong with it."""
        asker = asker_of(request)
        listed = await in_thread(self._clinic.tokens.listed, visitor_of(request).secret)
        rows = [
            {
                "token": one,
                "until": date_words(one.until.date(), "d MMMM y"),
                "used": None if one.used_at is None else date_words(one.used_at.date(), "d MMMM y"),
                "scopes": [_(SAYS_OF_SCOPE[scope]) for scope in SCOPES if scope in one.scopes],
            }
            for one in listed
        ]
        offered = {scope: _(says) for scope, says in SAYS_OF_SCOPE.items() if _may(asker.role, scope)}
        return form_page(
            "tokens",
            _("Programs"),
            error,
            asker,
            rows=rows,
            offered=offered,
            days=DAYS,
            name=name,
            chosen=chosen,
            wanted=wanted,
        )


def _may(role: Role, scope: Scope) -> bool:
    """Whether an account of this role may make a token for this."""
    return scope != "people" or role == "clinician"
