"""The gate before the routes of other programs: which token may use which. A cookie opens none of them."""

import asyncio
from collections.abc import Iterable
from time import monotonic
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from psoas.app.clinic_api.problem_route import RETRY_S
from psoas.app.guard import PROGRAMS
from psoas.app.problems import problem_answer
from psoas.clinic import Attempts, Clinic, ProgramToken, TooManyError, hash_of, limits
from psoas.errors import PsoasError
from psoas.words import _

OPEN: Final = ("/api/v1/openapi.json",)
"""Routes that need no token: they say what the interface is."""

NEEDS: Final[dict[str, str | None]] = {
    "/api/v1/token": None,
    "/api/v1/body/sweep": "body",
    "/api/v1/body/show": "body",
    "/api/v1/load/postures": "load",
    "/api/v1/load/recording": "load",
    "/api/v1/check": "check",
    "/api/v1/day": "day",
    "/api/v1/jobs": None,
    "/api/v1/jobs/{job}": None,
    "/api/v1/jobs/{job}/result": None,
    "/api/v1/people": "people",
    "/api/v1/people/{person}/fhir": "people",
}
"""The scope that a token needs for a route; None where any token will do, and what it sees depends on its scopes."""

POLLED: Final = ("/api/v1/jobs", "/api/v1/jobs/{job}")
"""Routes that say how far jobs are, and nothing of a person: a program asks on and on until they are done."""

MOST_POLLED: Final = 10_000
"""Requests of this kind that are remembered."""

TOKEN: Final = "psoas_token"
"""Key of the scope for the `psoas.clinic.ProgramToken`."""

LONGEST_TOKEN: Final = 100
LONGEST_SUBJECT: Final = 200


def is_of_program(scope: Scope) -> bool:
    """Whether a request is one of another program."""
    return scope["type"] == "http" and str(scope["path"]).startswith(PROGRAMS)


def client_address(scope: Scope) -> str:
    """The network address that a request comes from; empty where there is none."""
    client = scope.get("client")
    return "" if client is None else str(client[0])


class Polls:
    """Remembers which requests for the state of a job the audit trail has already.

    The same one of the same token within ``poll_s`` is only counted. Every other request, and each that gives data of a
    person, is written down by itself.
    """

    def __init__(self) -> None:
        self._lasts_s = limits()["poll_s"]
        self._until_s: dict[tuple[bytes, str], float] = {}

    def has(self, token: bytes, about: str) -> bool:
        """Whether the entry of this request stands.

        Args:
            token: the hash of its secret.
            about: the request, in the words of the audit trail.
        """
        return monotonic() < self._until_s.get((token, about), 0.0)

    def add(self, token: bytes, about: str) -> None:
        """Remember a request that was just written down; the oldest ones are forgotten."""
        self._until_s.pop((token, about), None)
        self._until_s[token, about] = monotonic() + self._lasts_s
        while len(self._until_s) > MOST_POLLED:
            del self._until_s[next(iter(self._until_s))]


class ApiGate:
    """Lets a request of another program through where its token is for it."""

    def __init__(self, site: ASGIApp, routes: Iterable[BaseRoute], clinic: Clinic) -> None:
        self._site, self._clinic = site, clinic
        self._attempts = Attempts()
        self._known: set[bytes] = set()
        self._polls = Polls()
        self._routes = [one for one in routes if isinstance(one, Route) and one.path.startswith(PROGRAMS)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path, allowed = self._find(scope)
        if path in OPEN:
            await self._site(scope, receive, send)
            return
        try:
            refusal = await self._refusal(scope, path, allowed)
        except TooManyError as error:
            says = _("Too many tokens from this network were wrong; try again in some minutes.")
            refusal = problem_answer(429, says, {"retry-after": str(error.wait_s)})
        except PsoasError as error:
            refusal = problem_answer(503, str(error), {"retry-after": str(RETRY_S)})
        await (self._site if refusal is None else refusal)(scope, receive, send)

    def _find(self, scope: Scope) -> tuple[str | None, set[str]]:
        """The path of the request's route, and the methods of all routes of its address where this one is not among."""
        allowed: set[str] = set()
        for route in self._routes:
            match, _scope = route.matches(scope)
            if match is Match.FULL:
                return route.path, set()
            if match is Match.PARTIAL:
                allowed |= route.methods or set()
        return None, allowed

    async def _refusal(self, scope: Scope, path: str | None, allowed: set[str]) -> Response | None:
        """Why a request is refused; None where it is not."""
        secret = _bearer(Headers(scope=scope))
        needed = None if path is None else NEEDS[path]
        about = f"{scope['method']} {scope['path']}"[:LONGEST_SUBJECT].replace("\0", "")
        polls = path in POLLED and scope["method"] == "GET"
        token = None if secret is None else await self._use(scope, secret, needed, about, polls=polls)
        if token is None:
            says = _(
                "There is no valid token in this request; send one as the header Authorization: Bearer TOKEN."
            )
            return problem_answer(401, says, {"www-authenticate": "Bearer"})
        if token.state == "limited":
            says = _("This token asks too often; wait {seconds} seconds.", seconds=token.wait_s)
            return problem_answer(429, says, {"retry-after": str(token.wait_s)})
        if path is None and allowed:
            says = _(
                "This address does not take {method}; use one of its own methods.", method=scope["method"]
            )
            return problem_answer(405, says, {"allow": ", ".join(sorted(allowed))})
        if path is None:
            return problem_answer(404, _("There is no such address; the document lists all of them."))
        if token.state == "no_scope":
            says = _("This token is not for this ({scope}); make one that is.", scope=str(needed))
            return problem_answer(403, says)
        scope[TOKEN] = token
        return None

    async def _use(
        self, scope: Scope, secret: str, needed: str | None, about: str, *, polls: bool
    ) -> ProgramToken | None:
        """Use a token; the database is not asked for an address that has sent too many wrong ones.

        A token that was right before is always asked for: a program that goes on with an old token keeps no other
        program of its network out.

        Raises:
            TooManyError: the address has sent too many wrong tokens.
        """
        address, known = client_address(scope), hash_of(secret)
        if known not in self._known:
            self._attempts.check(address)
        written = polls and self._polls.has(known, about)
        token = await asyncio.to_thread(self._clinic.tokens.use, secret, needed, None if written else about)
        if token is None:
            self._known.discard(known)
            self._attempts.fail(address)
            return None
        self._known.add(known)
        if polls and not written and token.state == "open":
            self._polls.add(known, about)
        return token


def token_of(scope: Scope) -> ProgramToken:
    """The token of a request, as the gate found."""
    found: ProgramToken = scope[TOKEN]
    return found


def _bearer(headers: Headers) -> str | None:
    """The token of a request; None for none, and for what is none for sure."""
    given = headers.getlist("authorization")
    if len(given) != 1:
        return None
    kind, _space, secret = given[0].partition(" ")
    secret = secret.strip()
    plain = secret.isascii() and secret.isprintable() and 0 < len(secret) <= LONGEST_TOKEN
    return secret if kind.lower() == "bearer" and plain else None
