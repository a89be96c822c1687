"""Scale the body to a person: lengths by height or measured segments, masses by de Leva, strength by muscle volume."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import numpy as np

from psoas.body.tables import Muscle, Point, Segment, Skeleton
from psoas.data import read_data
from psoas.errors import UsageError
from psoas.sides import SIDES, both
from psoas.timeseries import Array
from psoas.words import N_, _

Part = Literal["pelvis", "spine", "thigh", "shank", "foot", "arm"]

NO_HEIGHT: Final = N_("a height of {value:g} m is not a person's; give {low:g} to {high:g} m")
NO_MASS: Final = N_("a mass of {value:g} kg is not a person's; give {low:g} to {high:g} kg")

PARTS: dict[Part, tuple[str, ...]] = {
    "pelvis": ("pelvis",),
    "spine": ("lumbar5", "lumbar4", "lumbar3", "lumbar2", "lumbar1", "Abdomen", "torso"),
    "thigh": ("femur", "patella"),
    "shank": ("tibia",),
    "foot": ("talus", "calcn", "toes"),
    "arm": ("upper_arm", "forearm"),
}
"""Parts of the body that keep their proportions, and their segments."""

PART_WORDS: Final[dict[str, str]] = {
    "pelvis": N_("pelvis"),
    "spine": N_("spine"),
    "thigh": N_("thigh"),
    "shank": N_("shank"),
    "foot": N_("foot"),
    "arm": N_("arm"),
}
"""The parts in English, for `_`."""

GRAVITY = 9.81
"""MuJoCo's own gravity, used for the weight of the body everywhere [m/s2]."""


@dataclass(frozen=True)
class Person:
    """The person to whom the body is scaled.

    Attributes:
        height_m: standing height [m].
        mass_kg: [kg].
        sex: selects the table of mass shares.
        factors: measured length of a part over that of the unscaled body; a part left out is scaled by height.

    Raises:
        UsageError: a height, a mass or a factor that no person has.
    """

    height_m: float = 1.70
    mass_kg: float = 70.0
    sex: Literal["female", "male"] = "male"
    factors: Mapping[Part, float] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        """Body weight [N]."""
        return self.mass_kg * GRAVITY

    def to_json(self) -> dict[str, Any]:
        """Height, mass and sex as every schema has them."""
        return {"height_m": self.height_m, "mass_kg": self.mass_kg, "sex": self.sex}

    def __post_init__(self) -> None:
        table = person_table()
        for value, (low, high), says in (
            (self.height_m, table["heights_m"], NO_HEIGHT),
            (self.mass_kg, table["masses_kg"], NO_MASS),
        ):
            if not low <= value <= high:
                raise UsageError(_(says, value=value, low=low, high=high))
        if self.sex not in ("female", "male"):
            raise UsageError(_("no mass table for {sex!r}; there is: female, male", sex=self.sex))
        for part, factor in self.factors.items():
            if part not in PARTS:
                raise UsageError(
                    _("no part {part!r} to scale; there is: {parts}", part=part, parts=", ".join(PARTS))
                )
            if not 0.5 <= factor <= 1.6:
                raise UsageError(
                    _(
                        "the {part} would be {factor:.2f} times the model's, and no person's is; check its measured "
                        "length",
                        part=_(PART_WORDS[part]),
                        factor=factor,
                    )
                )


def person_table() -> dict[str, Any]:
    """Masses, reference body and strength rule with their sources, as in ``person.json``."""
    return read_data("psoas.body", "person.json")


def reference_person() -> Person:
    """The man of the unscaled body."""
    reference = person_table()["reference_body"]
    return Person(reference["height_m"], reference["mass_kg"])


def scale(skeleton: Skeleton, person: Person) -> tuple[Skeleton, dict[str, float]]:
    """Scale the skeleton to a person's size, mass and strength.

    Every part keeps its proportions. Fibre and tendon lengths are scaled with their muscle's path by
    ``architecture``, strength with the volume of the leg muscles over length (Handsfield 2014), that of the trunk's
    muscles by sex besides (Janssen 2000).

    Returns:
        The skeleton, and the factor by which the travel of each sliding joint grew.
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
    muscles = [replace(m, strength=m.strength * _strength_factor(m, person)) for m in sized.muscles.values()]
    travel = {
        j.name: factors[s.parent]
        for s in segments.values()
        for j in s.joints
        if j.kind == "slide" and s.parent is not None
    }
    return _weighted(sized.with_muscles(*muscles), person), travel


def segment_factors(person: Person) -> dict[str, float]:
    """Length factor of every segment."""
    by_height = person.height_m / reference_person().height_m
    return {
        full: person.factors.get(part, by_height)
        for part, names in PARTS.items()
        for name in names
        for full in ((name,) if part in ("pelvis", "spine") else both(name))
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


def _strength_factor(muscle: Muscle, person: Person) -> float:
    """Strength over that of the reference man: volume of the leg muscles over length, for the trunk by sex besides."""
    table, reference = person_table(), reference_person()
    rule = table["muscle_volume"]

    def volume(of: Person) -> float:
        return float(rule["slope"] * of.mass_kg * of.height_m + rule["offset"])

    factor = volume(person) / volume(reference) / (person.height_m / reference.height_m)
    return factor * table["trunk_muscle"][person.sex] if is_trunk_muscle(muscle) else factor


def is_trunk_muscle(muscle: Muscle) -> bool:
    """True for a muscle of back or belly: it is attached to the spine or the chest, and to no leg."""
    segments = {step.segment for step in muscle.path if isinstance(step, Point)}
    legs = {full for part in ("thigh", "shank", "foot") for name in PARTS[part] for full in both(name)}
    return bool(segments & set(PARTS["spine"])) and not segments & legs


def _weighted(skeleton: Skeleton, person: Person) -> Skeleton:
    """Set the mass of every segment; the trunk keeps myo-sim's distribution, arms and legs have de Leva's."""
    row = person_table()[person.sex]
    shares = row["shares"]
    vertebrae = [skeleton.segments[f"lumbar{level}"] for level in range(1, 6)]
    lumbar = sum(v.mass for v in vertebrae)
    masses = {"pelvis": shares["lower_trunk"], "torso": shares["upper_trunk"] + shares["head"]}
    masses |= {v.name: shares["middle_trunk"] * v.mass / lumbar for v in vertebrae}
    for side in SIDES:
        masses |= {
            f"femur_{side}": shares["thigh"],
            f"tibia_{side}": shares["shank"],
            f"talus_{side}": 0.05 * shares["foot"],
            f"calcn_{side}": 0.80 * shares["foot"],
            f"toes_{side}": 0.15 * shares["foot"],
            f"upper_arm_{side}": shares["upper_arm"],
            f"forearm_{side}": shares["forearm"] + shares["hand"],
        }
    total = sum(masses.values())
    return skeleton.with_segments(
        *(
            _heavy(skeleton, segment, masses.get(name, 0.0) / total * person.mass_kg, row)
            for name, segment in skeleton.segments.items()
        )
    )


def _heavy(skeleton: Skeleton, segment: Segment, mass: float, row: Mapping[str, Any]) -> Segment:
    """A segment with its mass, centre and inertia."""
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
"""Mass of kneecap and belly wall, which have none of their own: MuJoCo needs a mass above zero [kg]."""


def _length(skeleton: Skeleton, segment: Segment) -> float:
    """Distance to the next joint below [m]; the length of a forearm is de Leva's share of the upper arm."""
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
