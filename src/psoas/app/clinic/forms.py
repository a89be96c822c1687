"""What the routes of the clinic share: the visitor, fields of a form, and errors as pages."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Semaphore
from typing import Any, Final, ParamSpec, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from psoas.app.clinic.frame import page_of
from psoas.app.clinic.gate import ASKER, Visitor
from psoas.clinic import AT_ONCE, Asker, refused
from psoas.errors import InputError, PsoasError, RefusedError, UsageError
from psoas.words import _, same_language

P = ParamSpec("P")
T = TypeVar("T")

Handler = Callable[[Request], Awaitable[Response]]

in_thread = asyncio.to_thread
"""Runs a call of the clinic: the web's own thread never waits for the database."""

MOST_WAITING: Final = 40
"""Passwords that wait to be compared at most; each takes a tenth of a second of a core and 64 MB."""

_hashing = ThreadPoolExecutor(AT_ONCE, "psoas-hash")
_waiting = Semaphore(MOST_WAITING)


async def in_hash_thread(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Run a call that hashes a password, in threads of its own: many of them do not hold up who is signed in.

    Raises:
        InputError: too many wait already.
    """
    if not _waiting.acquire(blocking=False):
        raise InputError(_("Too many people are signing in at this moment; try again in a minute."))
    try:
        return await asyncio.get_running_loop().run_in_executor(
            _hashing, same_language(partial(work, *args, **named))
        )
    finally:
        _waiting.release()


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
        raise refused("not_signed_in")
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
        raise UsageError(_("A number is missing or wrong; load the page again."))
    return int(words)


def guarded(handler: Handler) -> Handler:
    """Show an error of the handler as a page, with its status."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except ClientDisconnect:  # nobody is there to be answered
            return Response(status_code=400)
        except PsoasError as error:
            status = status_of(error)
            asker = visitor_of(request).asker
            return page_of("problem", status, asker, title=_("This did not work"), sentence=str(error))

    return answer


def status_of(error: PsoasError) -> int:
    """The status of an answer that tells an error."""
    if isinstance(error, RefusedError):
        return 403
    return 503 if isinstance(error, InputError) else 400


def form_page(
    template: str, title: str, error: PsoasError | None = None, asker: Asker | None = None, **values: Any
) -> Response:
    """A page with a form, and what was wrong with the one that was sent."""
    status = 200 if error is None else status_of(error)
    return page_of(template, status, asker, title=title, error=error, **values)


def onward(path: str) -> Response:
    """Send the browser to a page after a form was sent."""
    return RedirectResponse(path, 303)
