"""Loads of a body in postures or in a motion: forces of muscles and contacts, and joint reactions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np

from psoas.body import Body, is_back_muscle, once_per_body, psoas_fascicles
from psoas.loads.abdomen import with_abdominal_pressure
from psoas.loads.equilibrium import FRICTION, Problem, Solution, solve
from psoas.loads.frames import Frames
from psoas.loads.joint_loads import HIPS, KNEES, contact_forces, disc_loads, with_ligaments
from psoas.muscle import (
    MuscleParameters,
    moment_scale,
    muscle_parameters,
    parameters_by_frame,
    passive_hip_moment,
    passive_knee_moment,
    passive_lumbar_moment,
    posterior_ligament_force,
)
from psoas.sides import SIDES, Side
from psoas.timeseries import Array, Mask

LARGEST_FORCE, LARGEST_MOMENT = 1.0, 1.0
"""Residual above which a frame is not in equilibrium [N], [N.m] (validation row 15)."""


@dataclass(frozen=True)
class Assumptions:
    """Assumptions of the loads; each is a factor on the usual value unless it says otherwise.

    Attributes:
        power: of the activations in the sum that recruitment minimises.
        strength: of all muscles.
        back: specific tension of the back muscles when they contract; what they give at rest stays.
        fibre: optimal fibre length of all muscles.
        capsule: moment of the hip's capsule.
        knee: moment of the knee's capsule and ligaments.
        lumbar: moment of the discs and ligaments of the lower back.
        friction: the coefficient itself.
        psoas_length: optimal fibre length of the right and the left psoas.
        psoas_strength: of the right and the left psoas.
        abdominal_pressure: in the belly, of all frames or of each [kPa]; itself, no factor.
        ligament_press: of the force of the ligaments behind the spine, which presses its discs; 0 leaves it out.
    """

    power: Literal[2, 3] = 2
    strength: float = 1.0
    back: float = 1.0
    fibre: float = 1.0
    capsule: float = 1.0
    knee: float = 1.0
    lumbar: float = 1.0
    friction: float = FRICTION
    psoas_length: tuple[float, float] = (1.0, 1.0)
    psoas_strength: tuple[float, float] = (1.0, 1.0)
    abdominal_pressure: float | tuple[float, ...] = 0.0
    ligament_press: float = 0.0

    def parameters(self, body: Body) -> MuscleParameters:
        """The body's muscles under these assumptions."""
        return _parameters(body, self)


@lru_cache(maxsize=64)
def _parameters(body: Body, assumed: Assumptions) -> MuscleParameters:
    usual = _usual(body)
    length = np.full(len(usual.names), assumed.fibre)
    strength = np.full(len(usual.names), assumed.strength)
    for side, longer, stronger in zip(SIDES, assumed.psoas_length, assumed.psoas_strength, strict=True):
        length[_psoas(body, side)] *= longer
        strength[_psoas(body, side)] *= stronger
    tension = np.where([is_back_muscle(name) for name in usual.names], assumed.back, 1.0)
    return replace(
        usual,
        optimal_fibre_length=usual.optimal_fibre_length * length,
        max_isometric_force=usual.max_isometric_force * strength * tension,
        passive_share=usual.passive_share / tension,
    )


@once_per_body
def _usual(body: Body) -> MuscleParameters:
    return muscle_parameters(body)


def _psoas(body: Body, side: Side) -> list[int]:
    """Columns of the fascicles of one psoas."""
    return [body.muscle_index(one.name) for one in psoas_fascicles() if one.side == side]


@dataclass(frozen=True, eq=False)
class Loads:
    """Loads of N frames.

    Attributes:
        frames: the frames.
        solved: forces of muscles and contacts.
        discs: (N, 6, 3) compression and shear of `DISCS`, see `disc_loads` [N].
        hips, knees: (N, 2) contact force of the right and the left hip, and of the knees [N].
    """

    frames: Frames
    solved: Solution
    discs: Array
    hips: Array
    knees: Array

    @property
    def in_equilibrium(self) -> Mask:
        """(N,) False where no muscle and contact forces balance the motion; such a frame's figures mean nothing."""
        force, moment = self.solved.residual_force, self.solved.residual_moment
        return np.asarray((force < LARGEST_FORCE) & (moment < LARGEST_MOMENT))

    @cached_property
    def psoas(self) -> Array:
        """(N, 2) force of the right and the left psoas, its eleven fascicles together [N]."""
        body = self.frames.equations.body
        return np.stack([self.solved.force[:, _psoas(body, side)].sum(axis=1) for side in SIDES], axis=1)

    @cached_property
    def psoas_activation(self) -> Array:
        """(N, 2) activation of the right and the left psoas, mean of its fascicles weighted by their strength."""
        body = self.frames.equations.body
        strength = _usual(body).max_isometric_force
        columns = [_psoas(body, side) for side in SIDES]
        means = [np.average(self.solved.activation[:, own], axis=1, weights=strength[own]) for own in columns]
        return np.stack(means, axis=1)


def loads_of(
    frames: Frames,
    assumptions: Assumptions | Sequence[Assumptions] | None = None,
    *,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Loads:
    """Compute the loads of every frame; ``in_equilibrium`` says which frames could be solved.

    Args:
        assumptions: None takes the usual ones; a sequence has those of each frame, with one power and friction.
        threads: number of threads; None takes one a core.
        progress: called with the number of frames done.
    """
    each = _each(assumptions or Assumptions())
    solved = solve(problem_of(frames, each), threads=threads, progress=progress)
    discs = disc_loads(frames.equations.body, frames.dynamics, solved.reaction)
    press = np.array([one.ligament_press for one in each])
    if press.any():
        lumbar = ligament_moments(frames, each)[:, frames.equations.row("lumbar_extension")]
        discs = with_ligaments(discs, press * posterior_ligament_force(lumbar))
    hips, knees = (contact_forces(solved.reaction, joints) for joints in (HIPS, KNEES))
    return Loads(frames, solved, discs, hips, knees)


def problem_of(frames: Frames, assumptions: Assumptions | Sequence[Assumptions]) -> Problem:
    """The static optimisation of some frames, all under the same assumptions or each under its own.

    Raises:
        ValueError: the frames' assumptions have more than one power or friction.
    """
    body = frames.equations.body
    each = _each(assumptions)
    if len({(one.power, one.friction) for one in each}) > 1:
        raise ValueError("Frames that are solved together have one power and one friction.")
    different = tuple(dict.fromkeys(each))
    parameters = different[0].parameters(body)
    if len(different) > 1:
        number = {one: row for row, one in enumerate(different)}
        rows = np.array([number[one] for one in each])
        parameters = parameters_by_frame([one.parameters(body) for one in different], rows)
    pressure = each[0].abdominal_pressure if len(each) == 1 else [one.abdominal_pressure for one in each]
    pressed = with_abdominal_pressure(frames, pressure)
    return Problem(pressed, ligament_moments(frames, each), parameters, each[0].power, each[0].friction)


def _each(assumptions: Assumptions | Sequence[Assumptions]) -> tuple[Assumptions, ...]:
    """One for all frames, or one each."""
    return (assumptions,) if isinstance(assumptions, Assumptions) else tuple(assumptions)


def ligament_moments(frames: Frames, assumptions: Sequence[Assumptions]) -> Array:
    """(N, R) moments of the capsules of hips and knees, of discs and spinal ligaments [N.m].

    Args:
        assumptions: one for all frames, or one each.
    """
    capsule, knee, lumbar = np.array([(one.capsule, one.knee, one.lumbar) for one in assumptions]).T
    equations, pose = frames.equations, frames.motion.pose
    person = equations.body.person
    scale = moment_scale(person.mass_kg, person.height_m)

    def angle(name: str) -> Array:
        return pose[:, equations.body.coordinate_index(name)]

    moments = np.zeros((len(pose), len(equations.rows)))
    turns = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
    moments[:, [equations.row(name) for name in turns]] = lumbar[:, None] * passive_lumbar_moment(
        *(angle(name) for name in turns), scale=scale
    )
    for side in SIDES:
        hip = (f"hip_{turn}_{side}" for turn in ("flexion", "adduction", "rotation"))
        moments[:, equations.row(f"hip_flexion_{side}")] = capsule * passive_hip_moment(
            *(angle(name) for name in hip), scale=scale
        )
        bent = f"knee_angle_{side}"
        moments[:, equations.row(bent)] = knee * passive_knee_moment(angle(bent), scale=scale)
    return moments
