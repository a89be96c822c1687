"""What can fill a part of a day, and the figures by which a day is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from psoas.data import read_data
from psoas.plan.records import SITTING, Activity


@dataclass(frozen=True)
class Kind:
    """One activity.

    Attributes:
        name, label: for the record, for the person.
        key: the letter that enters it.
        about: what belongs to it.
        note: what studies say about it, or None; with its source.
        evidence: the item of ``findings/evidence.json`` behind the note, or None.
    """

    name: Activity
    label: str
    key: str
    about: str
    note: str | None
    source: str | None
    evidence: str | None

    @property
    def sitting(self) -> bool:
        return self.name in SITTING


@dataclass(frozen=True)
class Figure:
    """One limit [min], what it means, and where it comes from."""

    value: int
    meaning: str
    source: str


@dataclass(frozen=True)
class Activities:
    """Every activity by name, in the order in which they are shown, and every figure by name."""

    kinds: Mapping[Activity, Kind]
    figures: Mapping[str, Figure]
    sitting_says: str

    @property
    def break_min(self) -> int:
        return self.figures["break_min"].value


@cache
def load_activities() -> Activities:
    """The activities and figures of ``plan/activities.json``."""
    content = read_data("psoas.plan", "activities.json")
    return Activities(
        kinds={item["name"]: Kind(**item) for item in content["activities"]},
        figures={
            name: Figure(figure["value"], figure["meaning"], figure["source"])
            for name, figure in content["figures"].items()
        },
        sitting_says=content["sitting_says"],
    )
