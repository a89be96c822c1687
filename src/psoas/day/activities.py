"""Activities that fill a day, and the limits by which a day is read, from ``activities.json``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from psoas.data import read_data
from psoas.exercises import Threshold
from psoas.words import translated

Activity = Literal[
    "desk",
    "car",
    "couch",
    "machine",
    "sitting",
    "standing",
    "walking",
    "swimming",
    "skiing",
    "skating",
    "other",
]
"""Activities that fill a part of a day; ``machine`` is a gym machine used sitting, ``sitting`` any other seat."""

SEATS: tuple[Activity, ...] = ("desk", "car", "couch", "machine")
SITTING: tuple[Activity, ...] = (*SEATS, "sitting")


@translated("label", "about", "note")
@dataclass(frozen=True)
class ActivityKind:
    """One activity and its words.

    Attributes:
        name: as the record holds it.
        label: as the person reads it.
        key: the letter that enters it.
        about: examples of it.
        note, source: findings of studies about it and their source; None without a study.
        evidence: the item of ``findings/evidence.json`` behind the note, or None.
    """

    name: Activity
    label: str
    key: str
    about: str
    note: str | None
    source: str | None
    evidence: str | None


@translated("sitting_says")
@dataclass(frozen=True)
class Activities:
    """All of ``activities.json``.

    Attributes:
        kinds: by name, in the order in which they are shown.
        figures: limits by name, each in its own unit.
        sitting_says: the note on sitting elsewhere than at a desk.
    """

    kinds: Mapping[Activity, ActivityKind]
    figures: Mapping[str, Threshold]
    sitting_says: str

    @property
    def break_min(self) -> float:
        """Shortest interruption of sitting that counts as a break [min]."""
        return self.figures["break_min"].value


@cache
def load_activities() -> Activities:
    """Load the activities and figures of ``day/activities.json``."""
    content = read_data("psoas.day", "activities.json")
    return Activities(
        kinds={item["name"]: ActivityKind(**item) for item in content["activities"]},
        figures={name: Threshold(**figure) for name, figure in content["figures"].items()},
        sitting_says=content["sitting_says"],
    )
