"""Fit the body to a person: lengths by height or measured segments, masses by de Leva's table, strength by volume."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

import numpy as np

from psoas.body.tables import Muscle, Point, Segment, Skeleton
from psoas.data import read_data
from psoas.errors import UsageError
from psoas.timeseries import Array

Part = Literal["pelvis", "spine", "thigh", "shank", "foot", "arm"]

PARTS: dict[Part, tuple[str, ...]] = {
    "pelvis": ("pelvis",),
    "spine": ("lumbar5", "lumbar4", "lumbar3", "lumbar2", "lumbar1", "Abdomen", "torso"),
    "thigh": ("femur", "patella"),
    "shank": ("tibia",),
    "foot": ("talus", "calcn", "toes"),
    "arm": ("upper_arm", "forearm"),
}
"""Parts of the body that keep their proportions, and the segments in them."""


GRAVITY = 9.81
"""MuJoCo's own, with which the body is weighed everywhere [m/s2]."""


@dataclass(frozen=True)
class Person:
    """For whom the body is made.

    Attributes:
        height_m: standing height [m].
        mass_kg: [kg].
        sex: whose mass shares are taken.
        factors: measured length of a part over that of the unscaled body; a part left out goes by height.

    Raises:
        UsageError: a height, a mass or a factor that no person has.
    """

    height_m: float = 1.70
    mass_kg: float = 70.0
    sex: Literal["female", "male"] = "male"
    factors: Mapping[Part, float] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        """What the person weighs [N]."""
        return self.mass_kg * GRAVITY

    def __post_init__(self) -> None:
        table = person_table()
        for value, (low, high), what, unit in (
            (self.height_m, table["heights_m"], "height", "m"),
            (self.mass_kg, table["masses_kg"], "mass", "kg"),
        ):
            if not low <= value <= high:
                raise UsageError(
                    f"a {what} of {value:g} {unit} is not a person's; give {low:g} to {high:g} {unit}"
                )
        if self.sex not in ("female", "male"):
            raise UsageError(f"no mass table for {self.sex!r}; there is: female, male")
        for part, factor in self.factors.items():
            if part not in PARTS:
                raise UsageError(f"no part {part!r} to scale; there is: {', '.join(PARTS)}")
            if not 0.5 <= factor <= 1.6:
                raise UsageError(
                    f"the {part} would be {factor:.2f} times the model's, and no person's is; check its measured length"
                )


@cache
def person_table() -> dict[str, Any]:
    """Masses, reference body and strength rule with their sources, as in ``person.json``."""
    return read_data("psoas.body", "person.json")


def scale(skeleton: Skeleton, person: Person) -> tuple[Skeleton, dict[str, float]]:
    """The skeleton at a person's size, mass and strength.

    Every part keeps its proportions. Fibre and tendon lengths are scaled with their muscle's path by
    ``architecture``, strength with the volume of the leg muscles over length (Handsfield 2014).

    Returns:
        The skeleton, and the factor by which each sliding joint's way grew.
    """
    factors = segment_factors(person)
    segments = {name: _sized(s, factors) for name, s in skeleton.segments.items()}
    wraps = {
        name: replace(w, position=w.position * f, radius=w.radius * f, half_length=w.half_length * f)
        for name, w in skeleton.wraps.items()
        for f in [factors[w.segment]]
    }
    sized = replace(skeleton, segments=segments, wraps=wraps).map_points(
        lambda p: Point(p.segment, p.position * factors[p.segment])
    )
    strength = _strength_factor(person)
    muscles = [_stronger(m, strength) for m in sized.muscles.values()]
    travel = {
        j.name: factors[s.parent]
        for s in segments.values()
        for j in s.joints
        if j.kind == "slide" and s.parent is not None
    }
    return _weighted(sized.with_muscles(*muscles), person), travel


def segment_factors(person: Person) -> dict[str, float]:
    """Length factor of every segment."""
    by_height = person.height_m / person_table()["reference_body"]["height_m"]
    return {
        name + side: person.factors.get(part, by_height)
        for part, names in PARTS.items()
        for name in names
        for side in (("",) if part in ("pelvis", "spine") else ("_r", "_l"))
    }


def _sized(segment: Segment, factors: Mapping[str, float]) -> Segment:
    own = factors[segment.name]
    above = own if segment.parent is None else factors[segment.parent]
    return replace(
        segment,
        position=segment.position * above,
        joints=tuple(replace(j, anchor=j.anchor * own) for j in segment.joints),
        centre=segment.centre * own,
        inertia=segment.inertia * own**2,
        meshes=tuple(replace(m, scale=m.scale * own, position=m.position * own) for m in segment.meshes),
    )


def _stronger(muscle: Muscle, factor: float) -> Muscle:
    return replace(muscle, strength=muscle.strength * factor)


def _strength_factor(person: Person) -> float:
    """Muscle volume over muscle length, against the reference body."""
    table = person_table()
    reference, rule = table["reference_body"], table["muscle_volume"]

    def volume(mass: float, height: float) -> float:
        return float(rule["slope"] * mass * height + rule["offset"])

    ratio = volume(person.mass_kg, person.height_m) / volume(reference["mass_kg"], reference["height_m"])
    return ratio / (person.height_m / float(reference["height_m"]))


def _weighted(skeleton: Skeleton, person: Person) -> Skeleton:
    """Give every segment its mass; the trunk keeps myo-sim's shape, arms and legs take de Leva's."""
    row = person_table()[person.sex]
    shares = row["shares"]
    vertebrae = [skeleton.segments[f"lumbar{level}"] for level in range(1, 6)]
    lumbar = sum(v.mass for v in vertebrae)
    masses = {"pelvis": shares["lower_trunk"], "torso": shares["upper_trunk"] + shares["head"]}
    masses |= {v.name: shares["middle_trunk"] * v.mass / lumbar for v in vertebrae}
    for side in ("_r", "_l"):
        masses |= {
            f"femur{side}": shares["thigh"],
            f"tibia{side}": shares["shank"],
            f"talus{side}": 0.05 * shares["foot"],
            f"calcn{side}": 0.80 * shares["foot"],
            f"toes{side}": 0.15 * shares["foot"],
            f"upper_arm{side}": shares["upper_arm"],
            f"forearm{side}": shares["forearm"] + shares["hand"],
        }
    lacking = sum(masses.values())
    changed = []
    for name, segment in skeleton.segments.items():
        mass = masses.get(name, 0.0) / lacking * person.mass_kg
        changed.append(_heavy(skeleton, segment, mass, row))
    return skeleton.with_segments(*changed)


def _heavy(skeleton: Skeleton, segment: Segment, mass: float, row: Mapping[str, Any]) -> Segment:
    """One segment with its mass, centre and inertia."""
    kinds = {"femur": "thigh", "tibia": "shank", "upper_arm": "upper_arm", "forearm": "forearm"}
    kind = kinds.get(segment.name[:-2])
    if kind is not None:
        length = _length(skeleton, segment)
        centre = np.array([0.0, -row["centre"][kind] * length, 0.0])
        sideways, forward, along = (mass * (share * length) ** 2 for share in row["radii"][kind])
        return replace(segment, mass=mass, centre=centre, inertia=np.diag([forward, along, sideways]))
    if segment.mass > 0 and mass > 0 and not segment.name.startswith(("talus", "toes")):
        return replace(segment, mass=mass, inertia=segment.inertia * mass / segment.mass)
    small = np.eye(3) * max(mass, LEAST_MASS) * 0.02**2
    return replace(segment, mass=max(mass, LEAST_MASS), centre=np.zeros(3), inertia=small)


LEAST_MASS = 1e-4
"""Mass of kneecap and belly wall, which move without weight of their own; MuJoCo asks for more than nothing [kg]."""


def _length(skeleton: Skeleton, segment: Segment) -> float:
    """Distance to the next joint below; a forearm is as long as de Leva's share of the upper arm says."""
    below: list[Array] = [
        s.position
        for s in skeleton.segments.values()
        if s.parent == segment.name and not s.name.startswith("patella")
    ]
    if below:
        return float(np.linalg.norm(below[0]))
    upper = skeleton.segments["upper_arm" + segment.name[-2:]]
    return FOREARM_TO_UPPER_ARM * _length(skeleton, upper)


FOREARM_TO_UPPER_ARM = 268.9 / 281.7
"""Length of the forearm over the upper arm (men's means of de Leva 1996)."""
