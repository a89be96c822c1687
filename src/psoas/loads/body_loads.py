"""Loads of a body in postures or in a motion: what every muscle, every contact and every joint carries."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from psoas.body import Body, psoas_fascicles
from psoas.loads.contacts import Contacts, contact_points, find_contacts
from psoas.loads.dynamics import Dynamics, Motion, inverse_dynamics
from psoas.loads.equilibrium import FRICTION, Solved, Task, solve
from psoas.loads.joint_loads import disc_loads, hip_loads
from psoas.loads.muscle_rows import LoadPlan, load_plan
from psoas.muscle import (
    Index,
    MuscleParameters,
    moment_scale,
    muscle_parameters,
    passive_hip_moment,
    passive_lumbar_moment,
)
from psoas.timeseries import Array

LARGEST_FORCE, LARGEST_MOMENT = 1.0, 1.0
"""Residual above which a frame is not in equilibrium [N], [N.m] (validation row 15)."""


@dataclass(frozen=True)
class Assumptions:
    """What the loads rest on beside the posture; each is a factor on the usual value unless it says otherwise.

    Attributes:
        power: of the activations in the sum that is least.
        strength: of all muscles; fibre: optimal fibre length of all muscles.
        capsule: moment of the hip's capsule; lumbar: of the discs and ligaments of the lower back.
        friction: coefficient itself.
        psoas_length: optimal fibre length of the right and the left psoas.
        psoas_strength: of the right and the left psoas.
    """

    power: Literal[2, 3] = 2
    strength: float = 1.0
    fibre: float = 1.0
    capsule: float = 1.0
    lumbar: float = 1.0
    friction: float = FRICTION
    psoas_length: tuple[float, float] = (1.0, 1.0)
    psoas_strength: tuple[float, float] = (1.0, 1.0)

    def parameters(self, body: Body) -> MuscleParameters:
        """The body's muscles under these assumptions."""
        usual = _usual(body)
        length = np.full(len(usual.names), self.fibre)
        strength = np.full(len(usual.names), self.strength)
        for side, longer, stronger in zip("rl", self.psoas_length, self.psoas_strength, strict=True):
            length[_psoas(body, side)] *= longer
            strength[_psoas(body, side)] *= stronger
        return replace(
            usual,
            optimal_fibre_length=usual.optimal_fibre_length * length,
            max_isometric_force=usual.max_isometric_force * strength,
        )


@lru_cache(maxsize=8)
def _usual(body: Body) -> MuscleParameters:
    return muscle_parameters(body)


def _psoas(body: Body, side: str) -> list[int]:
    return [body.muscle_index(one.name) for one in psoas_fascicles() if one.side == side]


@dataclass(frozen=True, eq=False)
class Setting:
    """N frames of a motion before forces are sought: where the body is, what its motion needs, what it touches.

    Attributes:
        plan: of the body.
        motion: in the coordinates of the cut body.
        dynamics: what the motion needs.
        contacts, positions: which points are pushed, and where they are (N, K, 3) [m].
        recorded: whether the frames follow one another.
    """

    plan: LoadPlan
    motion: Motion
    dynamics: Dynamics
    contacts: Contacts
    positions: Array
    recorded: bool

    def taken(self, frames: Index) -> "Setting":
        """Some of the frames."""
        contacts = replace(
            self.contacts,
            supports=self.contacts.supports[frames],
            normals=self.contacts.normals[frames],
            heights=self.contacts.heights[frames],
        )
        return Setting(
            self.plan,
            self.motion.taken(frames),
            self.dynamics.taken(frames),
            contacts,
            self.positions[frames],
            self.recorded,
        )


@dataclass(frozen=True, eq=False)
class Loads:
    """What is carried in N frames.

    Attributes:
        setting: the frames.
        solved: forces of muscles and contacts.
        discs: (N, 6, 3) compression and shear of `DISCS`, see `disc_loads` [N].
        hips: (N, 2) contact force of the right and the left hip [N].
    """

    setting: Setting
    solved: Solved
    discs: Array
    hips: Array

    @property
    def in_equilibrium(self) -> NDArray[np.bool_]:
        """(N,) False where no muscle and contact forces carry the motion; such a frame's figures mean nothing."""
        carried: NDArray[np.bool_] = (self.solved.residual_force < LARGEST_FORCE) & (
            self.solved.residual_moment < LARGEST_MOMENT
        )
        return carried

    @cached_property
    def psoas(self) -> Array:
        """(N, 2) force of the right and the left psoas, its eleven fascicles together [N]."""
        body = self.setting.plan.body
        return np.stack([self.solved.force[:, _psoas(body, side)].sum(axis=1) for side in "rl"], axis=1)


def setting_of(body: Body, motion: Motion, *, recorded: bool = False) -> Setting:
    """Where the body is and what it touches.

    Args:
        body: the body.
        motion: N frames in the body's coordinates.
        recorded: the frames are of one movement, over one floor; else each is a posture of its own, held still.
    """
    plan, points = load_plan(body), contact_points(body)
    wide, dynamics, positions = placed(body, motion)
    if recorded:
        segments, _ = _skin(body)
        velocities = dynamics.velocities(segments, positions)
        contacts = find_contacts(plan.cut, points, positions, velocities, dynamics.centre, dynamics.rotations)
    else:
        parts = [
            find_contacts(
                plan.cut,
                points,
                positions[[row]],
                np.zeros_like(positions[[row]]),
                dynamics.centre[[row]],
                dynamics.rotations[[row]],
            )
            for row in range(len(motion))
        ]
        contacts = joined(parts)
    return Setting(plan, wide, dynamics, contacts, positions, recorded)


def placed(body: Body, motion: Motion) -> tuple[Motion, Dynamics, Array]:
    """A motion in the coordinates of the cut body, what it needs, and where the K contact points are (N, K, 3) [m]."""
    plan = load_plan(body)
    slides = np.zeros((len(motion), len(plan.slides)))
    wide = Motion(
        *(np.hstack([part, slides]) for part in (motion.pose, motion.velocity, motion.acceleration))
    )
    dynamics = inverse_dynamics(plan.cut, wide)
    return wide, dynamics, dynamics.points(*_skin(body))


@lru_cache(maxsize=8)
def _skin(body: Body) -> tuple[list[int], Array]:
    """Segments (K,) of the contact points in the cut body, and their places (K, 3) in these."""
    points, model = contact_points(body), load_plan(body).cut.model
    return [model.body(one.segment).id for one in points], np.array([one.position for one in points])


def joined(parts: list[Contacts]) -> Contacts:
    """Contacts of postures that have nothing to do with one another; the floor is that of the first."""
    return replace(
        parts[0],
        supports=np.concatenate([one.supports for one in parts]),
        normals=np.concatenate([one.normals for one in parts]),
        heights=np.concatenate([one.heights for one in parts]),
    )


def loads_of(
    setting: Setting,
    assumptions: Assumptions | None = None,
    *,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Loads:
    """The loads of every frame; whether a frame could be solved stands in ``in_equilibrium``."""
    taken = assumptions or Assumptions()
    plan = setting.plan
    task = Task(
        setting.motion,
        setting.dynamics,
        setting.contacts,
        setting.positions,
        _ligaments(setting, taken),
        taken.parameters(plan.body),
        taken.power,
        taken.friction,
        setting.recorded,
    )
    solved = solve(plan, task, threads=threads, progress=progress)
    return Loads(
        setting, solved, disc_loads(plan, setting.dynamics, solved.reaction), hip_loads(solved.reaction)
    )


def _ligaments(setting: Setting, taken: Assumptions) -> Array:
    """(N, R) moments of hip capsules, discs and spinal ligaments."""
    plan, pose = setting.plan, setting.motion.pose
    person = plan.body.person
    scale = moment_scale(person.mass_kg, person.height_m)

    def angle(name: str) -> Array:
        return pose[:, plan.cut.coordinates.index(name)]

    moments = np.zeros((len(pose), len(plan.rows)))
    lumbar = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
    moments[:, [plan.row(name) for name in lumbar]] = taken.lumbar * passive_lumbar_moment(
        *(angle(name) for name in lumbar), scale=scale
    )
    for side in "rl":
        hip = (f"hip_{turn}_{side}" for turn in ("flexion", "adduction", "rotation"))
        moments[:, plan.row(f"hip_flexion_{side}")] = taken.capsule * passive_hip_moment(
            *(angle(name) for name in hip), scale=scale
        )
    return moments
