"""The gate before every route of the clinic: who may use it. A route without a rule keeps the server from starting."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nicegui.version import __version__ as nicegui_version
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Match, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from psoas.app.clinic.frame import page_of
from psoas.app.clinic_api.api_gate import NEEDS, OPEN, ApiGate, client_address, is_of_program
from psoas.app.guard import cookies
from psoas.clinic import Asker, Attempts, Clinic, TooManyError
from psoas.errors import PsoasError
from psoas.words import _

ANYBODY: Final = frozenset({"nobody", "half", "set_up", "owner", "clinician", "client"})
OWNER: Final = frozenset({"owner"})
CLINICIAN: Final = frozenset({"clinician"})
CLIENT: Final = frozenset({"client"})
PROGRAM: Final = frozenset({"token"})
MEMBERS: Final = OWNER | CLINICIAN | CLIENT
OWN_ACCOUNT: Final = MEMBERS | {"set_up"}

RULES: Final = {
    "/static": ANYBODY,
    "/sign-in": ANYBODY,
    "/invitation/{secret}": ANYBODY,
    "/code": frozenset({"half"}),
    "/sign-out": ANYBODY,
    "/home": ANYBODY,
    "/people": ANYBODY,
    "/account": OWN_ACCOUNT,
    "/account/password": OWN_ACCOUNT,
    "/account/second-factor": OWN_ACCOUNT,
    "/accounts": OWNER,
    "/accounts/invite": OWNER,
    "/accounts/{account}": OWNER,
    "/accounts/{account}/change": OWNER,
    "/accounts/{account}/end": OWNER,
    "/accounts/{account}/unlock": OWNER,
    "/accounts/{account}/link": OWNER,
    "/assignments": OWNER,
    "/assignments/give": OWNER,
    "/assignments/end": OWNER,
    "/assignments/{person}/remove": OWNER,
    "/clients": CLINICIAN,
    "/clients/add": CLINICIAN,
    "/clients/{person}/invite": CLINICIAN,
    "/clients/{person}/open": CLINICIAN,
    "/clients/{person}/leave": CLINICIAN,
    "/access": CLIENT,
    "/access/{account}/end": CLIENT,
    "/trail": OWNER | CLIENT,
    "/export.zip": CLINICIAN | CLIENT,
    "/": CLINICIAN | CLIENT,
    "/stretch": CLINICIAN | CLIENT,
    "/live": CLINICIAN | CLIENT,
    "/today": CLINICIAN | CLIENT,
    "/upload/day": CLINICIAN | CLIENT,
    "/postures/{name}.jpg": CLINICIAN | CLIENT,
    "/moving/{name}.jpg": CLINICIAN | CLIENT,
    "/progress": CLINICIAN | CLIENT,
    "/progress/sheet": CLINICIAN | CLIENT,
    "/progress/sheet.pdf": CLINICIAN | CLIENT,
    "/progress/export.zip": CLINICIAN | CLIENT,
    "/sessions": CLINICIAN | CLIENT,
    "/sessions/{number}": CLINICIAN | CLIENT,
    "/sessions/picture/{set_id}/{number}/{moment}": CLINICIAN | CLIENT,
    "/plan": CLINICIAN | CLIENT,
    "/body": CLINICIAN | CLIENT,
    "/evidence": CLINICIAN | CLIENT,
    "/tokens": OWNER | CLINICIAN,
    "/tokens/make": OWNER | CLINICIAN,
    "/tokens/{token}/end": OWNER | CLINICIAN,
    "/api": ANYBODY,
    **dict.fromkeys(OPEN, ANYBODY),
    **dict.fromkeys(NEEDS, PROGRAM),
    **dict.fromkeys(
        (
            "/_nicegui_ws",
            "/_nicegui/static",
            "/_nicegui/libraries/{key:path}",
            "/_nicegui/components/{key:path}",
            "/_nicegui/resources/{key}/{path:path}",
            "/_nicegui/dynamic_resources/{name}",
            "/_nicegui/esm/{key}/{path:path}",
        ),
        CLINICIAN | CLIENT,
    ),
}
"""Who may use a route, by its path: roles of accounts that are signed in, states before that, or programs' tokens."""

WAYS_IN: Final = {"nobody": "/sign-in", "half": "/code", "set_up": "/account/second-factor"}
"""Where whoever is not wholly signed in goes on, by state."""

GUESSED: Final = frozenset({"/sign-in", "/code", "/invitation/{secret}"})
"""Routes at which somebody could guess; an address that fails too often waits, see `psoas.clinic.Attempts`."""

ASKER: Final = "psoas_asker"
"""Key of the scope for the `Visitor`."""


@dataclass(frozen=True)
class Visitor:
    """Who sends a request.

    Attributes:
        secret: of the session; empty without one.
        asker: its account; None without one.
    """

    secret: str
    asker: Asker | None

    @property
    def standing(self) -> str:
        """Role or state, as in `RULES`."""
        if self.asker is None:
            return "nobody"
        return self.asker.role if self.asker.state == "signed_in" else self.asker.state


class Gate:
    """Lets a request through to the site where the rule of its route allows its sender.

    Attributes:
        routes: of the site, in the order in which it tries them.
    """

    def __init__(self, site: ASGIApp, routes: Iterable[BaseRoute], clinic: Clinic, cookie: str) -> None:
        self.routes = tuple(routes)
        self._site, self._clinic, self._cookie = site, clinic, cookie
        self._attempts = Attempts()
        self._programs = ApiGate(site, self.routes, clinic)
        if missing := {path_of(route) for route in self.routes} - set(RULES):
            raise ValueError(f"routes without a rule: {', '.join(sorted(missing))}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or connection."""
        if scope["type"] == "lifespan":
            await self._site(scope, receive, send)
            return
        if is_of_program(scope):
            await self._programs(scope, receive, send)
            return
        path = next((path_of(one) for one in self.routes if one.matches(scope)[0] is Match.FULL), None)
        if path == "/static":
            await self._site(scope, receive, send)
            return
        secret = next(cookies(Headers(scope=scope), self._cookie), "")
        try:
            asker = await asyncio.to_thread(self._clinic.who, secret) if secret else None
        except PsoasError as error:
            await page_of("problem", 503, title=_("This did not work"), sentence=str(error))(
                scope, receive, send
            )
            return
        visitor = Visitor(secret, asker)
        if path is not None and visitor.standing in RULES[path]:
            scope[ASKER] = visitor
            if path in GUESSED:
                await self._tried(scope, receive, send)
            else:
                await self._site(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _refusal(visitor, path)(scope, receive, send)

    async def _tried(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an attempt at a secret, unless its address has failed too often."""
        try:
            with self._attempts.one(client_address(scope)) as attempt:

                async def seen(message: Message) -> None:
                    if message["type"] == "http.response.start":
                        attempt.failed = 400 <= message["status"] < 500
                    await send(message)

                await self._site(scope, receive, seen)
        except TooManyError as error:
            words = _("Too many attempts from this network were wrong; try again in some minutes.")
            answer = page_of("problem", 429, title=_("Not now"), sentence=words)
            answer.headers["retry-after"] = str(error.wait_s)
            await answer(scope, receive, send)


def path_of(route: BaseRoute) -> str:
    """The path of a route, with names in braces, and without the version of NiceGUI."""
    assert isinstance(route, Route | WebSocketRoute | Mount)
    return route.path.replace(f"/_nicegui/{nicegui_version}/", "/_nicegui/")


def _refusal(visitor: Visitor, path: str | None) -> ASGIApp:
    """Send people to where they go on; who is signed in and has no right is told so."""
    if path == "/" and visitor.standing == "owner":
        return RedirectResponse("/home", 303)
    if visitor.standing in WAYS_IN:
        return RedirectResponse(WAYS_IN[visitor.standing], 303)
    if path is None:
        return page_of(
            "problem", 404, visitor.asker, title=_("There is no such page"), sentence=_("Choose one above.")
        )
    words = _("Your account has no right to this page; choose one above.")
    return page_of("problem", 403, visitor.asker, title=_("Not open to you"), sentence=words)
