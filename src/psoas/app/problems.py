"""Errors for other programs: ``application/problem+json`` (RFC 9457) with one sentence."""

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

PROBLEM_TYPE: Final = "application/problem+json"


def problem_answer(
    status: int, sentence: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """An answer that tells an error.

    Args:
        status: of HTTP.
        sentence: what was wrong, where, and what to do.
        headers: of the answer.
        more: further members.
    """
    content = {
        "type": "about:blank",
        "title": HTTPException(status).detail,
        "status": status,
        "detail": sentence,
        **more,
    }
    return Response(
        json.dumps(content, ensure_ascii=False),
        status,
        {"cache-control": "no-store", **(headers or {})},
        PROBLEM_TYPE,
    )
