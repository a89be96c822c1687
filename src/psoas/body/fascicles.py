"""The psoas, eleven fascicles a side from the lumbar spine to the lesser trochanter, and the iliacus."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from psoas.body.repairs import mirrored_wrap, with_both_sides
from psoas.body.tables import Around, Muscle, Point, Skeleton, Wrap
from psoas.data import read_data
from psoas.sides import SIDES, Side
from psoas.timeseries import Array


@dataclass(frozen=True)
class Fascicle:
    """One attachment of the psoas.

    Attributes:
        name: such as ``Ps_L1_VB_r``, the muscle's name.
        side: ``r`` or ``l``.
        origin: the attachment to the spine in words.
    """

    name: str
    side: Side
    origin: str


def psoas_table() -> dict[str, Any]:
    """The figures of psoas and iliacus with their sources, as in ``psoas.json``."""
    return read_data("psoas.body", "psoas.json")


@cache
def psoas_fascicles() -> tuple[Fascicle, ...]:
    """All fascicles, right side first, from the top down."""
    origins = {name: row["origin"] for name, row in psoas_table()["psoas"]["fascicles"].items()}
    return tuple(
        Fascicle(f"Ps_{name}_{side}", side, origin) for side in SIDES for name, origin in origins.items()
    )


def add_psoas(skeleton: Skeleton) -> Skeleton:
    """Add psoas and iliacus of both sides to a skeleton without them.

    A fascicle runs from its origin over the pelvic brim, a cylinder on which it glides and from which it lifts when
    the hip bends, to the lesser trochanter. The eleven share one strength a side. Fibre and tendon lengths are those
    of the table; ``architecture`` solves them anew from the path.
    """
    table = psoas_table()
    wraps = {name: _brim(table[name]) for name in ("psoas", "iliacus")}
    muscles = list(_right_muscles(table))
    right = {f"{name}_brim_r": wrap for name, wrap in wraps.items()}
    left = {f"{name}_brim_l": mirrored_wrap(wrap) for name, wrap in wraps.items()}
    whole = replace(skeleton, wraps={**skeleton.wraps, **right, **left})
    return with_both_sides(whole, muscles)


def _right_muscles(table: dict[str, Any]) -> Iterator[Muscle]:
    psoas = table["psoas"]
    total = sum(row["share_N"] for row in psoas["fascicles"].values())
    for name, row in psoas["fascicles"].items():
        strength = psoas["strength_N"] * row["share_N"] / total
        yield _muscle(
            f"Ps_{name}_r", "psoas", psoas, Point(row["segment"], np.array(row["point_m"])), strength
        )
    iliacus = table["iliacus"]
    origin = Point(iliacus["segment"], np.array(iliacus["point_m"]))
    yield _muscle("iliacus_r", "iliacus", iliacus, origin, iliacus["strength_N"])


def _muscle(name: str, kind: str, row: dict[str, Any], origin: Point, strength: float) -> Muscle:
    side = Point("pelvis", np.array(row["brim"]["side_m"]))
    pelvis = [Point("pelvis", np.array(point)) for point in row.get("pelvis_points_m", [])]
    femur = [Point("femur_r", np.array(point)) for point in row["femur_points_m"]]
    return Muscle(
        name=name,
        path=(origin, *pelvis, Around(f"{kind}_brim_r", side), *femur),
        strength=strength,
        optimal_fibre_length=row["optimal_fibre_length_m"],
        tendon_slack_length=0.0,
        pennation=row["pennation_rad"],
    )


def _brim(row: dict[str, Any]) -> Wrap:
    brim = row["brim"]
    return Wrap(
        segment="pelvis",
        kind="cylinder",
        position=np.array(brim["centre_m"]),
        rotation=_turned(*brim["rotation_xyz_rad"]),
        radius=brim["radius_m"],
        half_length=0.04,
    )


def _turned(about_x: float, about_y: float, about_z: float) -> Array:
    """(3, 3) rotation about the body-fixed axes x, then y, then z."""
    cx, cy, cz = np.cos([about_x, about_y, about_z])
    sx, sy, sz = np.sin([about_x, about_y, about_z])
    x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    turned: Array = x @ y @ z
    return turned
