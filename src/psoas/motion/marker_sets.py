"""Marker sets: the place of each marker on its segment, and its other names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from psoas.capture.files import plain_marker_name
from psoas.data import read_data
from psoas.errors import InputError
from psoas.sides import SIDES
from psoas.timeseries import Array

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
        name: ``rajagopal2016`` or ``gait2392``.
        places: of the markers of both sides, by name.
        aliases: the marker's own name by other names, plain (see `psoas.capture.files.plain_marker_name`).
        measure: for each part (``pelvis``, ``thigh``, ``shank``, ``foot``, ``spine``) the markers between which its
            length is measured; a single one is measured from the hip centre.
    """

    name: str
    places: Mapping[str, Place]
    aliases: Mapping[str, str]
    measure: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Match:
    """The known markers of a recording.

    Attributes:
        set: the marker set to which they belong.
        names: the set's names by the recording's.
        unused: names in the recording that are not in the set.
    """

    set: MarkerSet
    names: Mapping[str, str]
    unused: tuple[str, ...]


@cache
def load_marker_sets() -> tuple[MarkerSet, ...]:
    """The marker sets of ``marker_sets.json``, which also has their sources."""
    content = read_data("psoas.motion", "marker_sets.json")
    return tuple(_marker_set(name, entry) for name, entry in content["sets"].items())


@cache
def torso_in_pelvis() -> Array:
    """(3,) origin of the torso frame, in the pelvis frame, when all coordinates are zero [m]."""
    return np.array(read_data("psoas.motion", "marker_sets.json")["torso_in_pelvis"])


def listed(names: Sequence[str]) -> str:
    """List the first of some names."""
    return ", ".join(names[:LISTED]) + (", ..." if len(names) > LISTED else "")


def mirrored_name(name: str) -> str:
    """The left marker's name for a right one: ``R.Heel`` -> ``L.Heel``, ``RightASIS`` -> ``LeftASIS``."""
    return "Left" + name[5:] if name.startswith("Right") else "L" + name[1:]


def match_markers(names: Iterable[str]) -> Match:
    """Find the marker set that contains most of the names.

    Args:
        names: as in the file; those of markers that were seen.

    Raises:
        InputError: fewer than three known markers on the pelvis, or no leg with a known marker on both thigh and
            shank; the message lists unknown names and those that are needed. Or two names of one marker.
    """
    names = list(names)
    best = max(
        (_match(names, candidate) for candidate in load_marker_sets()), key=lambda match: len(match.names)
    )
    owners: dict[str, str] = {}
    for name, own in best.names.items():
        if own in owners:
            raise InputError(
                f"the markers {owners[own]!r} and {name!r} are both {own}; keep one person and one of each in the file"
            )
        owners[own] = name
    segments = [best.set.places[own].segment for own in best.names.values()]
    whole_leg = any(f"femur_{side}" in segments and f"tibia_{side}" in segments for side in SIDES)
    if segments.count("pelvis") < NEEDED_ON_PELVIS or not whole_leg:
        raise InputError(_too_few(best, segments))
    return best


def _match(names: list[str], candidate: MarkerSet) -> Match:
    known = {
        name: candidate.aliases[plain]
        for name in names
        if (plain := plain_marker_name(name)) in candidate.aliases
    }
    return Match(candidate, known, tuple(name for name in names if name not in known))


def _too_few(match: Match, segments: list[str]) -> str:
    missing = []
    if segments.count("pelvis") < NEEDED_ON_PELVIS:
        pelvis = [name for name, place in match.set.places.items() if place.segment == "pelvis"]
        found = segments.count("pelvis")
        there = f"{found or 'none'} {'is' if found <= 1 else 'are'} there"
        missing.append(f"three on the pelvis ({', '.join(pelvis)}), of which {there}")
    for part, segment in (("thigh", "femur"), ("shank", "tibia")):
        if not any(f"{segment}_{side}" in segments for side in SIDES):
            right = [name for name, place in match.set.places.items() if place.segment == f"{segment}_r"]
            missing.append(f"one on the {part} ({', '.join(right[:4])}, ...)")
    if not missing:
        missing.append("thigh and shank of the same leg")
    return (
        f"too few markers are known; needed are {' and '.join(missing)}; not known here: "
        f"{listed(match.unused) or 'none'}; name them as in OpenSim's gait2392 or Rajagopal 2016"
    )


def _marker_set(name: str, entry: dict[str, Any]) -> MarkerSet:
    turn = np.radians(entry["pelvis_turn_deg"])
    turned = np.array(
        [[np.cos(turn), -np.sin(turn), 0.0], [np.sin(turn), np.cos(turn), 0.0], [0.0, 0.0, 1.0]]
    )
    places: dict[str, Place] = {}
    for marker, content in entry["markers"].items():
        location = np.array(content["at"], dtype=float)
        if content["segment"] == "pelvis":
            location = turned @ location
        place = Place(content["segment"], location, content["landmark"], float(content["weight"]))
        places[marker] = place
        if marker.startswith("R"):
            segment = place.segment.removesuffix("_r") + ("_l" if place.segment.endswith("_r") else "")
            places[mirrored_name(marker)] = replace(place, segment=segment, location=location * [1, 1, -1])
    return MarkerSet(
        name,
        places,
        dict(_aliases(places, entry["aliases"])),
        {part: tuple(markers) for part, markers in entry["measure"].items()},
    )


def _aliases(places: Mapping[str, Place], written: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of a plain name, of the markers themselves or their other spellings, and the marker."""
    for own, others in written.items():
        for other in others:
            yield plain_marker_name(other), own
            if own.startswith("R"):
                yield plain_marker_name(mirrored_name(other)), mirrored_name(own)
    for own in places:
        yield plain_marker_name(own), own
