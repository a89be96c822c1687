"""The document of the interface: OpenAPI for programs, and a page of it for people, without any other host."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from psoas import __version__
from psoas.app.clinic_api.answers import ProblemDetail, WrongValue
from psoas.app.clinic_api.api_gate import NEEDS
from psoas.app.clinic_api.problem_route import FORMS, ProblemRoute
from psoas.app.problems import PROBLEM_TYPE
from psoas.words import number

TITLE: Final = "psoas"
ABOUT: Final = (
    "What psoas computes, for other programs: the same JSON as its commands write. Values are of the units that their "
    "keys end in; null is what was not measured. Errors are problems of RFC 9457 with one sentence."
)
ERRORS: Final = {
    400: "What was sent cannot be read.",
    401: "There is no valid token.",
    403: "The token is not for this.",
    404: "There is no such thing.",
    408: "What was sent was received too slowly.",
    409: "The job is not done yet.",
    413: "What was sent is too large.",
    415: "What was sent is of another kind.",
    422: "A value or a file has no answer.",
    429: "The token asks too often, or there is no place for more work.",
    503: "The database does not answer, or the disk is full.",
}
"""Statuses of problems, and what each says."""

SENT: Final = {400, 413, 415, 422}
"""Those of requests with a body."""
NAMED: Final = {404, 409, 422}
"""Those of requests that name a job or a person."""


def openapi_of(routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI document of the routes of the interface."""
    found = get_openapi(
        title=TITLE,
        version=__version__,
        description=ABOUT,
        routes=[one for one in routes if isinstance(one, ProblemRoute)],
    )
    schemas = found["components"]["schemas"]
    for model in (ProblemDetail, WrongValue):
        content = model.model_json_schema(ref_template="#/components/schemas/{model}")
        content.pop("$defs", None)
        schemas[model.__name__] = content
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, methods in found["paths"].items():
        for operation in methods.values():
            _document(path, operation)
    return found


def _document(path: str, operation: dict[str, Any]) -> None:
    """Add the scope and the problems of one operation."""
    needed = NEEDS[path]
    answers = operation["responses"]
    answers.pop("422", None)
    sent = operation.get("requestBody", {}).get("content", {})
    statuses = {
        401,
        429,
        503,
        *([403] if needed else ()),
        *(SENT if sent else ()),
        *([408] if FORMS in sent else ()),
    }
    statuses |= NAMED if "{" in path else set()
    for status in sorted(statuses):
        answers[str(status)] = {
            "description": ERRORS[status],
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetail"}}},
        }
    if needed:
        operation["x-scope"] = needed
    if "202" in answers:
        answers["202"]["headers"] = {"Location": {"description": "The job.", "schema": {"type": "string"}}}


@dataclass(frozen=True)
class SentField:
    """A value that is sent with a request."""

    name: str
    needed: bool
    about: str


@dataclass(frozen=True)
class Operation:
    """One thing that programs can ask, as the page for people shows it.

    Attributes:
        name: for links.
        scope: that a token needs; None where any will do.
        sends: the content type of what is sent; None where nothing is.
        statuses: of the answers, and what each says.
    """

    name: str
    method: str
    path: str
    about: str
    scope: str | None
    sends: str | None
    fields: tuple[SentField, ...]
    statuses: tuple[tuple[str, str], ...]


def operations_of(document: Mapping[str, Any]) -> list[Operation]:
    """All that programs can ask, in the order of the document."""
    schemas = document["components"]["schemas"]
    found = []
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            sends, body = next(iter(one.get("requestBody", {}).get("content", {}).items()), (None, None))
            fields: tuple[SentField, ...] = ()
            if body is not None:
                schema = schemas[body["schema"]["$ref"].rpartition("/")[2]]
                fields = tuple(
                    SentField(name, name in schema.get("required", ()), _about(field))
                    for name, field in schema["properties"].items()
                )
            statuses = tuple((status, answer["description"]) for status, answer in one["responses"].items())
            found.append(
                Operation(
                    one["operationId"],
                    method.upper(),
                    path,
                    one["description"],
                    one.get("x-scope"),
                    sends,
                    fields,
                    statuses,
                )
            )
    return found


def _about(field: Mapping[str, Any]) -> str:
    """What a field means: its description, the words that it may be, and its range."""
    parts = [field, *field.get("anyOf", ()), field.get("items", {})]
    words = [part["description"] for part in parts if "description" in part][:1]
    words += [", ".join(map(str, part["enum"])) for part in parts if "enum" in part]
    words += [
        f"{number(part['minimum'], 'g')} to {number(part['maximum'], 'g')}"
        for part in parts
        if "minimum" in part and "maximum" in part
    ]
    return "; ".join(words)


def document_route(document: Mapping[str, Any]) -> Route:
    """The route of the document, which needs no token."""
    content = bytes(JSONResponse(document).body)

    async def answer(request: Request) -> Response:
        return Response(content, media_type="application/json")

    return Route("/api/v1/openapi.json", answer, methods=["GET"])
