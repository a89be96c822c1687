"""What the routes of the clinic share: the visitor, fields of a form, and errors as pages."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from psoas.app.clinic.frame import page_of
from psoas.app.clinic.gate import ASKER, Visitor
from psoas.clinic import Asker
from psoas.errors import InputError, PsoasError, RefusedError, UsageError

P = ParamSpec("P")
T = TypeVar("T")

Handler = Callable[[Request], Awaitable[Response]]

in_thread = asyncio.to_thread
"""Runs a call of the clinic: the web's own thread never waits for the database or a hash."""


def visitor_of(request: Request) -> Visitor:
    """Who sends the request, as the gate found."""
    found: Visitor = request.scope[ASKER]
    return found


def asker_of(request: Request) -> Asker:
    """The account that sends the request.

    Raises:
        RefusedError: there is none.
    """
    asker = visitor_of(request).asker
    if asker is None:
        raise RefusedError("You are not signed in, or no longer; sign in again.")
    return asker


async def field(request: Request, name: str) -> str:
    """A field of the form that was sent; empty where it is missing."""
    value = (await request.form()).get(name, "")
    return value if isinstance(value, str) else ""


async def number(request: Request, name: str) -> int:
    """A whole number from the form or the path.

    Raises:
        UsageError: it is none.
    """
    words = request.path_params.get(name) or await field(request, name)
    if not (str(words).isascii() and str(words).isdecimal() and len(str(words)) < 10):
        raise UsageError("A number is missing or wrong; load the page again.")
    return int(words)


def guarded(handler: Handler) -> Handler:
    """Show an error of the handler as a page, with its status."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except PsoasError as error:
            status = status_of(error)
            asker = visitor_of(request).asker
            return page_of("problem", status, asker, title="This did not work", sentence=str(error))

    return answer


def status_of(error: PsoasError) -> int:
    """The status of an answer that tells an error."""
    if isinstance(error, RefusedError):
        return 403
    return 503 if isinstance(error, InputError) else 400


def onward(path: str) -> Response:
    """Send the browser to a page after a form was sent."""
    return RedirectResponse(path, 303)
