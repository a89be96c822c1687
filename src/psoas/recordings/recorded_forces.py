"""The force plates that belong to a motion file: named by the user, in the file itself, or beside it."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from psoas.capture.files import GroundForce, read_force_plates, read_ground_forces
from psoas.errors import InputError
from psoas.words import _

FORCE_ENDINGS = (".xml", ".mot", ".sto")
FORCE_WORDS = ("_grf", "-grf", "_forces", "_grfs", "_ground_reaction", "_externalloads", "")
"""Endings of the names of files of forces; without one, only external loads (.xml) are meant."""

MOTION_WORDS = r"[_-](ik|kinematics|markers|motion)$"
"""Words at the end of a motion file's name that its forces do not have."""


@dataclass(frozen=True)
class RecordedForces:
    """The force plates of a motion file.

    Attributes:
        plates: their forces; none where there are none.
        file: the name of the file that holds them.
        unread: why a file beside the recording that is named as its forces could not be read.
    """

    plates: tuple[GroundForce, ...] = ()
    file: str | None = None
    unread: str | None = None


def recorded_forces(path: Path, named: Path | None) -> RecordedForces:
    """Read the forces that belong to a motion file.

    Args:
        path: the motion file.
        named: the file of forces that the user names: external loads (.xml), ground forces (.mot, .sto) or a .c3d. None
            looks into the motion file itself and for files of the same name beside it, such as ``walk_grf.xml`` or
            ``walk_grf.mot`` beside ``walk.trc`` or ``walk_ik.mot``.

    Raises:
        InputError: a file that the user named cannot be read or holds no forces.
    """
    if named is not None:
        found = _read(named)
        if not found:
            raise InputError(
                _(
                    "{named} has no force plate that somebody stepped on; name the right file",
                    named=named.name,
                )
            )
        return RecordedForces(found, named.name)
    unread: str | None = None
    for candidate in (path, *_beside(path)):
        try:
            found = _read(candidate)
        except InputError as error:
            if candidate != path and candidate.stem.lower() != path.stem.lower():
                unread = unread or str(error)
            continue
        if found:
            return RecordedForces(found, candidate.name)
    return RecordedForces(unread=unread)


def _read(path: Path) -> tuple[GroundForce, ...]:
    if path.suffix.lower() == ".c3d":
        return read_force_plates(path)
    return read_ground_forces(path, unnamed=True)


def _beside(path: Path) -> Iterator[Path]:
    """Files of the folder whose name says that they hold the forces of this recording."""
    try:
        names = sorted(entry.name for entry in os.scandir(path.parent))
    except OSError:
        return
    for wanted in force_names(path):
        yield from (path.with_name(name) for name in names if name.lower() == wanted and name != path.name)


def force_names(path: Path) -> Iterator[str]:
    """Names, in lower case, that a file beside a motion file has where it holds its forces."""
    stem = re.sub(MOTION_WORDS, "", path.stem.lower())
    for word in FORCE_WORDS:
        for ending in FORCE_ENDINGS if word else FORCE_ENDINGS[:1]:
            yield f"{stem}{word}{ending}"


def named_feet(plates: Sequence[GroundForce]) -> tuple[GroundForce, ...]:
    """The forces, where each names the segment that it acts on; else none."""
    return tuple(plates) if all(plate.segment for plate in plates) else ()
