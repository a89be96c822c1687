"""Limits, faults and cues from the ``limits.json`` of a folder, each limit with its source, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar

from psoas.data import read_data
from psoas.words import speaking, translated

Values = TypeVar("Values")


@translated("meaning")
@dataclass(frozen=True)
class Threshold:
    """One limit: its value and unit, the study that sets it or ``working default``, and what it means."""

    value: float
    unit: str
    source: str
    doi: str | None
    meaning: str

    @property
    def reference(self) -> str:
        """The source, with its DOI where there is one."""
        return self.source if self.doi is None else f"{self.source}, doi {self.doi}"


@translated("says", "cue")
@dataclass(frozen=True)
class Fault:
    """One fault in plain words: what happened, what to try instead, and the studies behind the cue."""

    says: str
    cue: str
    sources: tuple[str, ...]


@translated("cues", "title")
@dataclass(frozen=True)
class LimitsFile:
    """All of one ``limits.json``, with what it takes over from the file that it is based on.

    Attributes:
        limits: those that judge, by name; the unit is the end of the name.
        orientation: figures that are shown and judge nothing.
        faults: by name, in the order in which they are listed.
        urgency: names of the faults, the one to mend first in front.
        cues: finding to what to try, for findings that are no fault of a repetition.
        words: what the coach says and shows, in English, by the names of `psoas.exercises.exercise.CoachWords` and
            of the phases.
        based_on: the file that it takes the rest from; None for none.
        title: of a file that others are based on.
    """

    limits: Mapping[str, Threshold]
    orientation: Mapping[str, Threshold]
    faults: Mapping[str, Fault]
    urgency: tuple[str, ...]
    cues: Mapping[str, str]
    words: Mapping[str, str]
    based_on: "LimitsFile | None" = None
    title: str = ""

    @property
    def own_limits(self) -> tuple[Threshold, ...]:
        """The limits that stand in this file itself."""
        base = {} if self.based_on is None else self.based_on.limits
        return tuple(limit for name, limit in self.limits.items() if base.get(name) is not limit)

    @property
    def own_orientation(self) -> tuple[Threshold, ...]:
        """The figures for orientation that stand in this file itself."""
        base = {} if self.based_on is None else self.based_on.orientation
        return tuple(figure for name, figure in self.orientation.items() if base.get(name) is not figure)


@cache
@speaking("en")
def read_limits(package: str) -> LimitsFile:
    """The ``limits.json`` of a folder, put together in English, whoever reads it first.

    ``based_on`` in it names another folder, whose limits, faults and cues hold here, too, where this file does not say
    otherwise; ``without_faults`` lists those of its faults that this exercise does not have.

    Args:
        package: the folder's import name, such as ``psoas.exercises.half_kneeling``.
    """
    content = read_data(package, "limits.json")
    base = read_limits(content["based_on"]) if "based_on" in content else None
    above = base or LimitsFile({}, {}, {}, (), {}, {})
    left_out = content.get("without_faults", ())
    faults = dict(above.faults) | {
        name: Fault(fault["says"], fault["cue"], tuple(fault["sources"]))
        for name, fault in content.get("faults", {}).items()
    }
    urgency = content.get("urgency", (*above.urgency, *(name for name in faults if name not in above.faults)))
    return LimitsFile(
        limits={**above.limits, **_thresholds(content.get("limits", {}))},
        orientation={**above.orientation, **_thresholds(content.get("orientation", {}))},
        faults={name: fault for name, fault in faults.items() if name not in left_out},
        urgency=tuple(name for name in urgency if name not in left_out),
        cues={**above.cues, **content.get("cues", {})},
        words={**above.words, **content.get("words", {})},
        based_on=base,
        title=content.get("title", ""),
    )


def limit_values(kind: type[Values], *packages: str) -> Values:
    """The values of the limits of one or more folders as a typed dataclass, whose fields name them.

    Args:
        kind: a dataclass with one ``float`` for each limit that it needs.
        packages: the folders' import names.

    Raises:
        KeyError: a field that no folder has as a limit.
    """
    known = {name: limit.value for package in packages for name, limit in read_limits(package).limits.items()}
    return kind(**{field.name: known[field.name] for field in fields(kind)})  # type: ignore[arg-type]


def _thresholds(entries: Mapping[str, Any]) -> dict[str, Threshold]:
    return {name: Threshold(**entry) for name, entry in entries.items()}
