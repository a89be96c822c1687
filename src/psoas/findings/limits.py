"""Limits that belong to no single exercise: the camera's view, and how much a stretch may pull."""

from dataclasses import dataclass
from functools import cache

from psoas.exercises import limit_values


@dataclass(frozen=True)
class CommonLimits:
    """The limits of ``findings/limits.json`` by name, in the unit that the name ends with; a pull is 0 to 10."""

    oblique_view_deg: float
    readable_view_deg: float
    pull_most: float


@cache
def common_limits() -> CommonLimits:
    """The limits, read once."""
    return limit_values(CommonLimits, "psoas.findings")
