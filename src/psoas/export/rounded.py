"""Numbers as the JSON files hold them: rounded, null where nothing was measured, and never -0.0."""

import math
from collections.abc import Iterable


def rounded(value: float | None, digits: int = 1) -> float | None:
    """Round a number; None where it is absent, NaN or infinite."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), digits) + 0.0


def all_rounded(values: Iterable[float], digits: int = 1) -> list[float | None]:
    """Round each number."""
    return [rounded(value, digits) for value in values]
