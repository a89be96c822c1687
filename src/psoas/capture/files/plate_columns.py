"""The usual names of the columns of force plates, and the foot on which each plate acts."""

import re
from collections.abc import Sequence
from pathlib import Path

from psoas.errors import InputError
from psoas.sides import LETTER, SIDES
from psoas.words import N_, _

KINDS = {"force": "v", "point": "p", "torque": "m"}
MISSING_BESIDE = {
    "force": N_("{file}: the {axis} of the force is missing beside {beside}; export it too"),
    "point": N_("{file}: the {axis} of the point is missing beside {beside}; export it too"),
    "torque": N_("{file}: the {axis} of the torque is missing beside {beside}; export it too"),
}
SILENT = {"ground", "grf", "force", "forces", "torque", "moment", "reaction", "calcn", "foot", "plate"}
"""Words in a column's name that do not distinguish one plate from another."""

Columns = dict[str, tuple[str, str, str]]
"""Columns of x, y and z for ``force``, ``point`` and, if the file has one, ``torque``."""


def usual_columns(names: Sequence[str], path: Path, unnamed: bool) -> list[tuple[str, Columns]]:
    """Find the segment and the columns of each plate by the usual names of columns."""
    plates: dict[tuple[str, ...], dict[str, dict[str, str]]] = {}
    for name in names:
        if (usual := _usual(name)) is not None:
            plate, kind, axis = usual
            plates.setdefault(plate, {}).setdefault(kind, {})[axis] = name
    check_repeated(names, path)
    plates = {plate: kinds for plate, kinds in plates.items() if "v" in kinds}
    if not plates:
        raise InputError(
            _(
                "{file} has no columns such as ground_force_r_vx; name the external loads (.xml) that say which "
                "columns are forces",
                file=path.name,
            )
        )
    return [(_foot(plate, kinds, path, unnamed), _complete(kinds, path)) for plate, kinds in plates.items()]


def check_repeated(names: Sequence[str], path: Path) -> None:
    """Refuse forces of two plates under one name, as in old files: which foot each belongs to is not in them."""
    twice = next((name for name in names if name.endswith(" (2)")), None)
    if twice is not None and _usual(twice.removesuffix(" (2)")) is not None:
        raise InputError(
            _(
                "{file}: {name} occurs twice; give the columns of each foot their own names, such as "
                "ground_force_r_vx",
                file=path.name,
                name=twice.removesuffix(" (2)"),
            )
        )


def _usual(name: str) -> tuple[tuple[str, ...], str, str] | None:
    """Split a column's name into plate, kind (``v``, ``p`` or ``m``) and axis; None for no ground reaction."""
    words = name.lower().split("_")
    at = next((i for i in reversed(range(len(words))) if re.fullmatch("[fvpm]?[xyz]", words[i])), None)
    if at is None or not {"ground", "grf"} & set(words):
        return None
    kind, axis = words[at][:-1], words[at][-1]
    if not kind and not {"torque", "moment"} & set(words):
        return None
    plate = tuple(word for i, word in enumerate(words) if i != at and word not in SILENT)
    return plate, {"f": "v", "": "m"}.get(kind, kind), axis


def _foot(plate: tuple[str, ...], kinds: dict[str, dict[str, str]], path: Path, unnamed: bool) -> str:
    """Find the segment of a plate by the side in the names of its columns; empty where an unnamed one is taken."""
    sides = {word[0] for word in plate if word in (*SIDES, *LETTER)}
    strange = [word for word in plate if word not in (*SIDES, *LETTER) and not word.isdecimal()]
    if len(sides) != 1 or strange:
        if unnamed:
            return ""
        raise InputError(
            _(
                "{file}: {name} does not say on which foot it acts; name the external loads (.xml) that belong "
                "to it",
                file=path.name,
                name=next(iter(kinds["v"].values())),
            )
        )
    return f"calcn_{sides.pop()}"


def _complete(kinds: dict[str, dict[str, str]], path: Path) -> Columns:
    """Name the columns of one plate; x, y and z all have to be there."""
    columns = {}
    for kind, letter in KINDS.items():
        axes = kinds.get(letter, {})
        if kind == "torque" and not axes:
            continue
        missing = [axis for axis in "xyz" if axis not in axes]
        if missing:
            beside = next(iter({**kinds["v"], **axes}.values()))
            raise InputError(_(MISSING_BESIDE[kind], file=path.name, axis=missing[0], beside=beside))
        columns[kind] = (axes["x"], axes["y"], axes["z"])
    return columns
