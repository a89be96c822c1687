"""Loads of named postures with their bands, and the differences between postures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psoas.body import Body, named_posture, psoas_fascicles
from psoas.estimate import Estimate
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.contact_words import supports_in_words
from psoas.loads.contacts import Support
from psoas.loads.dynamics import Motion
from psoas.loads.frames import frames_of
from psoas.loads.load_quantities import COMPARED, LOAD_QUANTITIES, OVER_TIME
from psoas.loads.sensitivity import Varied, estimate, usual_variations, varied
from psoas.muscle import PsoasAngles, length_change, tabulated
from psoas.sides import SIDES, Side
from psoas.timeseries import Array
from psoas.words import _

FIGURES, WORKING = slice(None, len(LOAD_QUANTITIES)), slice(len(LOAD_QUANTITIES), None)
"""Columns of the loads of `LOAD_QUANTITIES`, and of the activation of both psoas, among all that is varied."""

TIED = 1e-4
"""Activations that differ by less count as equal; the solver's own error is far below, the figures shown far above."""


@dataclass(frozen=True)
class NamedPosture:
    """A posture whose loads are computed: its name, a description, and its coordinates [rad]."""

    name: str
    says: str
    coordinates: Mapping[str, float]

    @classmethod
    def of(cls, name: str, changed: Mapping[str, float] | None = None) -> "NamedPosture":
        """Make one of the body's named postures, with some coordinates changed [rad].

        Raises:
            UsageError: an unknown name; the message lists the known ones.
        """
        named = named_posture(name)
        words = _("{posture}, changed", posture=named.says) if changed else named.says
        return cls(named.name, words, {**named.coordinates, **(changed or {})})


@dataclass(frozen=True)
class FascicleForce:
    """One fascicle of a psoas: force along it, the resting part of it [N], and activation."""

    name: str
    side: str
    origin: str
    force: float
    passive: float
    activation: float


@dataclass(frozen=True)
class PostureLoad:
    """The loads of one posture.

    Attributes:
        contacts: the supports of the body, in words; seated: whether a seat is among them.
        held: False where no muscle and contact forces hold the posture; the loads then have no meaning.
        figures: by the keys of `LOAD_QUANTITIES` [N].
        psoas_activation: by side, of its strength, 0 ... 1; the mean of its fascicles.
        fascicles: of both psoas.
        max_activation: of all muscles; strongest: the muscle that has it, of equal ones the first of the body.
        residual_force, residual_moment: of the worst equation [N], [N.m].
        unheld: variations under which the posture is not held, in words; the band is without them.
    """

    posture: NamedPosture
    contacts: tuple[str, ...]
    seated: bool
    held: bool
    figures: Mapping[str, Estimate]
    psoas_activation: Mapping[Side, Estimate]
    fascicles: tuple[FascicleForce, ...]
    max_activation: float
    strongest: str
    residual_force: float
    residual_moment: float
    unheld: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """The difference between two postures.

    Attributes:
        first, second: names.
        loads: by `COMPARED`, change [N].
        psoas_length: by side, change of the psoas's length, strength-weighted over its fascicles [m].
    """

    first: str
    second: str
    loads: Mapping[str, Estimate]
    psoas_length: Mapping[Side, Estimate]


@dataclass(frozen=True)
class PostureLoads:
    """Several postures of one person, and the difference of each from the first.

    Attributes:
        varied: (N, Q) the figures of `LOAD_QUANTITIES` under the usual and under all other assumptions [N].
    """

    body: Body
    postures: tuple[PostureLoad, ...]
    differences: tuple[Difference, ...]
    varied: Varied

    def changed_to(self, after: "PostureLoads", index: int) -> dict[str, Estimate]:
        """Compare one posture with itself under other assumptions, by `COMPARED` [N]; empty where it is not held."""
        if not (self.postures[index].held and after.postures[index].held):
            return {}
        change = Varied(
            after.varied.usual[index] - self.varied.usual[index],
            after.varied.others[:, index] - self.varied.others[:, index],
        )
        return _compared(change)


def posture_loads(
    body: Body,
    postures: Sequence[NamedPosture],
    assumptions: Assumptions | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> PostureLoads:
    """Compute the loads of postures that are held still.

    Args:
        postures: one or more.
        assumptions: those of the model; each is varied for the bands.
        progress: called with how many of how many calculations are done.

    Raises:
        UsageError: a posture out of the body's range.
    """
    base = assumptions or Assumptions()
    poses = np.concatenate([body.poses(one.coordinates) for one in postures])
    frames = frames_of(body, Motion.still(poses))
    variations = usual_variations(base)
    loads, every = varied(
        lambda one: loads_of(frames, one.assumptions),
        lambda loads: np.hstack([quantities(loads), loads.psoas_activation]),
        base,
        variations,
        progress,
    )
    found, working = every.of(lambda values: values[:, FIGURES]), every.of(lambda values: values[:, WORKING])
    rows = tuple(
        _row(loads, found, working, [one.says for one in variations], posture, index)
        for index, posture in enumerate(postures)
    )
    differences = tuple(
        _difference(body, found, postures, index)
        for index in range(1, len(postures))
        if rows[0].held and rows[index].held
    )
    return PostureLoads(body, rows, differences, found)


def quantities(loads: Loads) -> Array:
    """(N, Q) the loads of `LOAD_QUANTITIES` [N]."""
    return np.hstack([loads.discs.reshape(len(loads.discs), -1), loads.hips, loads.psoas])


def first_greatest(activation: Array) -> int:
    """Index of the greatest of (M,) activations; of those within `TIED` of it, the first.

    In a symmetric posture both sides of a muscle work alike, and rounding must not choose between them.
    """
    return int(np.argmax(activation > activation.max() - TIED))


def over_time_values(loads: Loads) -> Array:
    """(N, 6) the loads of `OVER_TIME` [N]."""
    keys = tuple(LOAD_QUANTITIES)
    return quantities(loads)[:, [keys.index(key) for key in OVER_TIME]]


def _row(
    loads: Loads, found: Varied, working: Varied, says: Sequence[str], posture: NamedPosture, index: int
) -> PostureLoad:
    solved, body = loads.solved, loads.frames.equations.body
    strongest = first_greatest(solved.activation[index])
    figures = found.of(lambda values: values[index]).estimates(tuple(LOAD_QUANTITIES), "N")
    low, high = (np.clip(end[index], 0.0, 1.0).tolist() for end in working.band)
    activation = zip(working.usual[index].tolist(), low, high, strict=True)
    columns = [body.muscle_index(one.name) for one in psoas_fascicles()]
    parts = (solved.force, solved.passive, solved.activation)
    forces = np.column_stack([part[index, columns] for part in parts]).tolist()
    fascicles = tuple(
        FascicleForce(one.name, one.side, one.origin, *row)
        for one, row in zip(psoas_fascicles(), forces, strict=True)
    )
    return PostureLoad(
        posture=posture,
        contacts=tuple(supports_in_words(loads.frames.contacts, index)),
        seated=bool((loads.frames.contacts.supports[index] == Support.SEAT).any()),
        held=bool(loads.in_equilibrium[index]),
        figures=figures,
        psoas_activation={side: Estimate(*ends, "1") for side, ends in zip(SIDES, activation, strict=True)},
        fascicles=fascicles,
        max_activation=float(solved.activation[index].max()),
        strongest=body.muscles[strongest],
        residual_force=float(solved.residual_force[index]),
        residual_moment=float(solved.residual_moment[index]),
        unheld=tuple(word for word, lost in zip(says, found.unheld[:, index], strict=True) if lost),
    )


def _difference(body: Body, found: Varied, postures: Sequence[NamedPosture], index: int) -> Difference:
    return Difference(
        postures[0].name,
        postures[index].name,
        _compared(found.of(lambda values: values[index] - values[0])),
        {side: _lengthening(body, side, postures[0], postures[index]) for side in SIDES},
    )


def _compared(change: Varied) -> dict[str, Estimate]:
    """Select `COMPARED` from a change (Q,) of the loads of `LOAD_QUANTITIES` [N]."""
    every = change.estimates(tuple(LOAD_QUANTITIES), "N")
    return {name: every[name] for name in COMPARED}


def _lengthening(body: Body, side: Side, first: NamedPosture, second: NamedPosture) -> Estimate:
    psoas = tabulated(body, side)
    before, after = (
        PsoasAngles(
            np.array([one.coordinates.get(f"hip_flexion_{side}", 0.0)]),
            np.array([one.coordinates.get("lumbar_extension", 0.0)]),
        )
        for one in (first, second)
    )
    change = length_change(
        psoas, before, after, hip_error=0.0, lumbar_error=0.0, start_hip_error_deg=0.0, sized=True
    )
    value, error = float(change.value[0, -1]), float(change.body[0, -1])
    return estimate(value, value - error, value + error, "m")
