"""A cache for what is prepared from a body alone."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from psoas.body.model import Body

Prepared = TypeVar("Prepared")


def once_per_body(prepare: Callable[[Body], Prepared]) -> Callable[[Body], Prepared]:
    """Keep the result of a function of a body in the body itself: it ends with it, and is pickled with it."""
    key = f"{prepare.__module__}.{prepare.__qualname__}"

    @wraps(prepare)
    def prepared(body: Body) -> Prepared:
        kept = vars(body)
        if key not in kept:
            kept[key] = prepare(body)
        result: Prepared = kept[key]
        return result

    return prepared
