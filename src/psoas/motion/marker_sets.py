"""Marker sets: the place of each marker on its segment, and its other names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

import numpy as np

from psoas.capture.files import plain_marker_name
from psoas.data import read_data
from psoas.errors import InputError, printable
from psoas.sides import SIDES
from psoas.timeseries import Array
from psoas.words import N_, _, in_series, ngettext

ON_THE_THIGH: Final = N_("one on the thigh ({markers}, ...)")
ON_THE_SHANK: Final = N_("one on the shank ({markers}, ...)")

NEEDED_ON_PELVIS = 3
LISTED = 12
"""Greatest number of names in a message."""


@dataclass(frozen=True, eq=False)
class Place:
    """Place of a marker on the unscaled body.

    Attributes:
        segment: ``pelvis``, ``femur_r``, ``tibia_r``, ``calcn_r`` ..., ``torso``.
        location: (3,) in the frame of that segment in Rajagopal 2016, x forward, y up, z right [m].
        landmark: True on a bony landmark; False for one of a cluster, whose place varies between people.
        weight: of its squared error in inverse kinematics.
    """

    segment: str
    location: Array
    landmark: bool
    weight: float


@dataclass(frozen=True, eq=False)
class MarkerSet:
    """The markers of one protocol.

    Attributes:
        name: ``rajagopal2016``, ``gait2392``, ``plug_in_gait`` ...
        title: the name for users.
        places: of the markers of both sides, by name.
        aliases: the marker's own name by other names, plain (see `psoas.capture.files.plain_marker_name`).
        native: the plain names that this set does not have from the one that it extends.
        measure: for each part (``pelvis``, ``thigh``, ``shank``, ``foot``, ``spine``) the markers between which its
            length is measured, the first that are there; a single one is measured from the hip centre.
    """

    name: str
    title: str
    places: Mapping[str, Place]
    aliases: Mapping[str, str]
    native: frozenset[str]
    measure: Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, eq=False)
class Match:
    """The known markers of a recording.

    Attributes:
        set: the marker set to which they belong.
        names: the set's names by the recording's.
        unused: names in the recording that are not in the set.
        several: two names in the recording for one marker of the set, by its name.
    """

    set: MarkerSet
    names: Mapping[str, str]
    unused: tuple[str, ...]
    several: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def checked(self) -> "Match":
        """This match.

        Raises:
            InputError: two names of one marker, as with two people in a file.
        """
        for own, (first, second) in self.several.items():
            raise InputError(
                _(
                    "the markers {first!r} and {second!r} are both {own}; keep one person and one of each in the file",
                    first=first,
                    second=second,
                    own=own,
                )
            )
        return self


@cache
def load_marker_sets() -> tuple[MarkerSet, ...]:
    """The marker sets of ``marker_sets.json``, which also has their sources."""
    found: dict[str, MarkerSet] = {}
    for name, entry in read_data("psoas.motion", "marker_sets.json")["sets"].items():
        found[name] = _marker_set(name, entry, found.get(entry.get("extends", "")))
    return tuple(found.values())


def marker_places() -> Mapping[str, str]:
    """The markers of psoas by name, those of both sides, with the place of each in words."""
    content = read_data("psoas.motion", "marker_sets.json")["sets"]["rajagopal2016"]
    found = {}
    for name in content["markers"]:
        words = content["where"].get(name) or content["where"].get(name[:-1] + "1")
        if words is None:
            continue
        two_sided = name.startswith("R")
        found[name] = _("{place}, right", place=_(words)) if two_sided else _(words)
        if two_sided:
            found[mirrored_name(name)] = _("{place}, left", place=_(words))
    return found


@cache
def torso_in_pelvis() -> Array:
    """(3,) origin of the torso frame, in the pelvis frame, when all coordinates are zero [m]."""
    return np.array(read_data("psoas.motion", "marker_sets.json")["torso_in_pelvis"])


def listed(names: Sequence[str]) -> str:
    """List the first of some names."""
    return ", ".join(map(printable, names[:LISTED])) + (", ..." if len(names) > LISTED else "")


def mirrored_name(name: str) -> str:
    """The left marker's name for a right one: ``R.Heel`` -> ``L.Heel``, ``RightASIS`` -> ``LeftASIS``."""
    return "Left" + name[5:] if name.startswith("Right") else "L" + name[1:]


def match_markers(names: Iterable[str]) -> Match:
    """Find the marker set that contains most of the names; of several, the one of which most are its own.

    A prefix that all names share up to ``_``, such as a skeleton's name, is passed over where the names are then known.

    Args:
        names: as in the file; those of markers that were seen.

    Raises:
        InputError: fewer than three known markers on the pelvis, or no leg with a known marker on both thigh and
            shank; the message lists unknown names and those that are needed. Or two names of one marker.
    """
    best = recognised_markers(names)
    segments = [best.set.places[own].segment for own in best.names.values()]
    whole_leg = any(f"femur_{side}" in segments and f"tibia_{side}" in segments for side in SIDES)
    if segments.count("pelvis") < NEEDED_ON_PELVIS or not whole_leg:
        raise InputError(_too_few(best, segments))
    return best


def recognised_markers(names: Iterable[str]) -> Match:
    """Find the marker set that fits best, as `match_markers`, however few of its markers are there.

    Raises:
        InputError: two names of one marker.
    """
    names = list(names)
    shown = [names, _without_prefix(names)]
    return max(
        (_match(names, plain, candidate) for plain in shown for candidate in load_marker_sets()),
        key=lambda match: (
            len(match.names),
            sum(plain_marker_name(name) in match.set.native for name in match.names),
        ),
    ).checked()


def _without_prefix(names: list[str]) -> list[str]:
    """The names without the beginning that all share up to their last common ``_``."""
    least, most = (min(names), max(names)) if len(names) > 1 else ("", "")
    same = next((i for i, pair in enumerate(zip(least, most, strict=False)) if len(set(pair)) > 1), 0)
    shared = least[:same]
    return [name[shared.rfind("_") + 1 :] for name in names]


def _match(names: list[str], shown: list[str], candidate: MarkerSet) -> Match:
    """Match the names; where two are one marker, the more exact is used: its own name, then one of this set."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, plain in zip(names, map(plain_marker_name, shown), strict=True):
        own = candidate.aliases.get(plain)
        if own is not None:
            exact = plain == plain_marker_name(own)
            found.setdefault(own, []).append((0 if exact else 1 if plain in candidate.native else 2, name))
    known, several = {}, {}
    for own, ways in found.items():
        least = min(rank for rank, _name in ways)
        best = [name for rank, name in ways if rank == least]
        known[best[0]] = own
        if len(best) > 1:
            several[own] = (best[0], best[1])
    return Match(candidate, known, tuple(name for name in names if name not in known), several)


def _too_few(match: Match, segments: list[str]) -> str:
    missing = []
    if segments.count("pelvis") < NEEDED_ON_PELVIS:
        pelvis = [name for name, place in match.set.places.items() if place.segment == "pelvis"][:6]
        found = segments.count("pelvis")
        missing.append(
            ngettext(
                "three on the pelvis ({markers}), of which {count} is there",
                "three on the pelvis ({markers}), of which {count} are there",
                found,
                markers=", ".join(pelvis),
            )
            if found
            else _("three on the pelvis ({markers}), of which none is there", markers=", ".join(pelvis))
        )
    for says, segment in ((ON_THE_THIGH, "femur"), (ON_THE_SHANK, "tibia")):
        if not any(f"{segment}_{side}" in segments for side in SIDES):
            right = [name for name, place in match.set.places.items() if place.segment == f"{segment}_r"]
            missing.append(_(says, markers=", ".join(right[:4])))
    if not missing:
        missing.append(_("thigh and shank of the same leg"))
    return _(
        "too few markers are known; needed are {missing}; not known here: {unknown}; give their names in psoas by "
        "--markers; --markers-template writes the file to fill in",
        missing=in_series(missing),
        unknown=listed(match.unused) or _("none"),
    )


def _marker_set(name: str, entry: dict[str, Any], base: MarkerSet | None) -> MarkerSet:
    turn = np.radians(entry.get("pelvis_turn_deg", 0.0))
    turned = np.array(
        [[np.cos(turn), -np.sin(turn), 0.0], [np.sin(turn), np.cos(turn), 0.0], [0.0, 0.0, 1.0]]
    )
    places: dict[str, Place] = {}
    for marker, content in entry.get("markers", {}).items():
        location = np.array(content["at"], dtype=float)
        if content["segment"] == "pelvis":
            location = turned @ location
        place = Place(content["segment"], location, content["landmark"], float(content["weight"]))
        places[marker] = place
        if marker.startswith("R"):
            segment = place.segment.removesuffix("_r") + ("_l" if place.segment.endswith("_r") else "")
            places[mirrored_name(marker)] = replace(place, segment=segment, location=location * [1, 1, -1])
    aliases = dict(_aliases(places, entry["aliases"]))
    measure = {
        part: tuple(tuple(markers) for markers in ways) for part, ways in entry.get("measure", {}).items()
    }
    if base is None:
        return MarkerSet(name, entry["title"], places, aliases, frozenset(aliases), measure)
    return MarkerSet(
        name,
        entry["title"],
        {**base.places, **places},
        {**base.aliases, **aliases},
        frozenset(aliases),
        {**base.measure, **measure},
    )


def _aliases(places: Mapping[str, Place], written: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of a plain name, of the markers themselves or their other spellings, and the marker."""
    for own in places:
        yield plain_marker_name(own), own
    for own, others in written.items():
        for other in others:
            yield plain_marker_name(other), own
            if own.startswith("R") and other[:1] in "Rr":
                yield plain_marker_name(mirrored_name(other)), mirrored_name(own)
