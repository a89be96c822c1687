"""Routes whose every error is a problem, one sentence with the right status."""

import errno
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from psoas.app.problems import problem_answer
from psoas.errors import InputError, PsoasError, RefusedError
from psoas.words import _

RETRY_S: Final = 5
"""After how long a program may try again where there is no place now [s]."""
FORMS: Final = "multipart/form-data"
MOST_ERRORS: Final = 20
LONGEST_WHERE: Final = 200


class ProblemError(Exception):
    """An error that a route answers with.

    Attributes:
        status: of HTTP.
        headers: of the answer.
    """

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def too_busy() -> ProblemError:
    """The error where there is no place for more work."""
    says = _("There is no place for more work at this moment; remove jobs that ended, or try again later.")
    return ProblemError(429, says, retry_after=str(RETRY_S))


class ProblemRoute(APIRoute):
    """A route whose every error is a problem."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler of the route."""
        handler = super().get_route_handler()
        sends = self._media_type()

        async def answer(request: Request) -> Response:
            try:
                _check_kind(request, sends)
                await self._receive(request)
                found: Response = await handler(request)
                found.headers.setdefault("cache-control", "no-store")
                return found
            except Exception as error:  # noqa: BLE001 - every error has an answer
                return problem_of(error)

        return answer

    async def _receive(self, request: Request) -> None:
        """Receive what was sent, before anything reads it; by default the handler does."""

    def _media_type(self) -> str | None:
        """The kind of body that is wanted; None for none."""
        if self.body_field is None:
            return None
        return FORMS if "multipart" in str(self.body_field.field_info.media_type) else "application/json"  # type: ignore[attr-defined]


def _check_kind(request: Request, sends: str | None) -> None:
    if sends is None:
        return
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != sends:
        raise ProblemError(
            415, _("This takes {wanted}; send it with that content-type.", wanted=sends), accept=sends
        )


def problem_of(error: Exception) -> Response:
    """The answer that tells an error."""
    match error:
        case ProblemError():
            return problem_answer(error.status, str(error), error.headers)
        case RequestValidationError():
            errors = [
                {"where": ".".join(map(str, one["loc"]))[:LONGEST_WHERE], "why": str(one["msg"])}
                for one in error.errors()[:MOST_ERRORS]
            ]
            says = _(
                "A value is missing or wrong ({where}); correct it as the list of errors says, and send it again.",
                where=errors[0]["where"],
            )
            if any(one["type"] == "json_invalid" for one in error.errors()):
                return problem_answer(400, _("The body is no JSON; correct it and send it again."))
            return problem_answer(422, says, errors=errors)
        case HTTPException():
            says = _("What was sent cannot be read; send it as the interface's document says.")
            return problem_answer(error.status_code, says, error.headers)
        case RefusedError():
            return problem_answer(403, str(error))
        case InputError():
            return problem_answer(503, str(error), {"retry-after": str(RETRY_S)})
        case PsoasError():
            return problem_answer(422, str(error))
        case ClientDisconnect():
            return problem_answer(400, _("The request broke off; send it again."))
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            says = _("The disk of the server is full; try again later, or tell whoever runs it.")
            return problem_answer(503, says, {"retry-after": str(RETRY_S)})
    logging.getLogger("psoas.interface").error("an answer failed", exc_info=error)
    return problem_answer(500, _("psoas has a fault here; the log of the server has it."))
