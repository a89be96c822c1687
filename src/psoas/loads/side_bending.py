"""Share of the psoas in the trunk's resistance to side-bending, beside the other trunk muscles.

Two figures: the moments that the muscles of one side could exert at full strength, at each lumbar level; and those that
recruitment gives them in two tasks that load the spine from one side. Studies in people measured activity, not moment:
Andersson et al. 1995 (doi:10.1111/j.1600-0838.1995.tb00004.x, abstract read) found the psoas, in seven adults,
selectively active "in contralateral loading situations requiring stabilization of the spine in the frontal plane".
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from psoas.body import GRAVITY, Body, cross, in_segment
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.contacts import contact_points
from psoas.loads.dynamics import Motion
from psoas.loads.frames import Frames, frames_of
from psoas.muscle import (
    force_capacity,
    joint_arms,
    moment_scale,
    muscle_parameters,
    muscle_paths,
    passive_lumbar_moment,
)
from psoas.sides import OTHER, Side
from psoas.timeseries import Array, Index
from psoas.words import N_, _, named

GROUPS: dict[str, tuple[str, ...]] = {
    N_("psoas"): ("Ps_",),
    N_("quadratus lumborum"): ("QL_",),
    N_("erector spinae"): ("IL_", "LTp"),
    N_("multifidus"): ("MF_",),
    N_("external oblique"): ("EO",),
    N_("internal oblique"): ("IO",),
    N_("rectus abdominis"): ("rect_abd",),
}
"""Groups of trunk muscles by the first letters of their names; their names in English."""

LEVELS = ("L1_L2", "L2_L3", "L3_L4", "L4_L5", "L5_S1")
"""Lumbar joints that bend sideways, from the top down."""

BENDING = "lumbar_bending"

LEAN_DEG, LOAD_KG = 15.0, 10.0
"""Lean of the first task [deg]; load in one hand in the second [kg]; both ours."""

Task = Literal["leaning", "carrying"]
TASKS: Final[dict[tuple[Task, Side], str]] = {
    ("leaning", "r"): N_("Leaning {lean:.0f} deg to the right"),
    ("leaning", "l"): N_("Leaning {lean:.0f} deg to the left"),
    ("carrying", "r"): N_("Carrying {load:.0f} kg in the right hand"),
    ("carrying", "l"): N_("Carrying {load:.0f} kg in the left hand"),
}

LEAST_ACTIVATION = 0.02
"""Activation above which a muscle counts as active (ours)."""

LEAST_SHARE = 0.5
"""Share of the muscles' moment below which a group counts as not helping [%]."""


@dataclass(frozen=True, eq=False)
class Capacity:
    """Moments that the muscles of one side could exert against bending to the other, G groups as in `GROUPS`.

    Attributes:
        side: of the muscles.
        moment: (G,) about the whole lower back, isometric at full activation, towards their own side [N.m].
        by_level: (L, G) about each of `LEVELS` [N.m].
    """

    side: Side
    moment: Array
    by_level: Array

    @property
    def shares(self) -> Array:
        """(G,) of the side's moment about the whole lower back."""
        shares: Array = self.moment / self.moment.sum()
        return shares

    @property
    def level_shares(self) -> Array:
        """(L, G) of the side's moment at each level."""
        shares: Array = self.by_level / self.by_level.sum(axis=1, keepdims=True)
        return shares


@dataclass(frozen=True, eq=False)
class SideTask:
    """Moments and activations of the groups while the spine is loaded from one side.

    Attributes:
        task: what is done.
        side: to which the load bends the spine.
        loads: of one frame.
        moment: (G,) of both sides of a group together, against the load [N.m].
        ligaments: moment of discs and ligaments of the lower back against the load [N.m].
        activation: (2, G) of the muscles on the load's side and on the other, means weighted by strength.
    """

    task: Task
    side: Side
    loads: Loads
    moment: Array
    ligaments: float
    activation: Array

    @property
    def says(self) -> str:
        """The task in plain words."""
        return _(TASKS[self.task, self.side], lean=LEAN_DEG, load=LOAD_KG)

    @property
    def shares(self) -> Array:
        """(G,) of the moment of all muscles; negative where a group pulls towards the load."""
        shares: Array = self.moment / self.moment.sum()
        return shares


@dataclass(frozen=True, eq=False)
class SideBending:
    """Share of the psoas in holding the spine upright in the frontal plane.

    Attributes:
        capacity: of one side.
        tasks: leaning to the other side, and carrying a load on it.
    """

    capacity: Capacity
    tasks: tuple[SideTask, ...]

    @property
    def says(self) -> tuple[str, ...]:
        """Sentences on the capacity of one side, on each task, and on measurements."""
        groups = list(GROUPS)
        column = groups.index("psoas")
        shares = 100 * self.capacity.shares
        top, *_levels, bottom = 100 * self.capacity.level_shares[:, column]
        works = sum(
            task.activation[1, column] > max(LEAST_ACTIVATION, task.activation[0, column])
            for task in self.tasks
        )
        return (
            "  "
            + _(
                "At full strength: the psoas could give {share:.0f} % of what the muscles of one side could "
                "({top:.0f} % at {first}, {bottom:.0f} % at {last}). The largest share has this one: {largest}, "
                "{most:.0f} %.",
                share=shares[column],
                top=top,
                first=_name(LEVELS[0]),
                bottom=bottom,
                last=_name(LEVELS[-1]),
                largest=_(groups[int(shares.argmax())]),
                most=shares.max(),
            ),
            *("  " + named(task.says, _part(task, column)) for task in self.tasks),
            _(
                "Andersson et al. 1995 saw the psoas of seven adults at work on the side away from such a load; how "
                "much of the load it carried was not measured. In the model it works there in {works} of these {tasks} "
                "tasks.",
                works=works,
                tasks=len(self.tasks),
            ),
        )


def _part(task: SideTask, column: int) -> str:
    """Share of a group in a task in words; of a pull towards the load only that it does not help."""
    near, far = 100 * task.activation[:, column]
    share, whole = 100 * task.shares[column], task.moment.sum()
    if share < LEAST_SHARE:
        return _("the psoas does not help here; muscles hold {whole:.0f} N.m.", whole=whole)
    return _(
        "the psoas holds {moment:.1f} of the muscles' {whole:.0f} N.m ({share:.0f} %), working at {far:.0f} % of its "
        "strength on the far side and {near:.0f} % on the near one.",
        moment=task.moment[column],
        whole=whole,
        share=share,
        far=far,
        near=near,
    )


def _name(level: str) -> str:
    return level.replace("_", "/")


def side_bending(body: Body, assumptions: Assumptions | None = None, *, side: Side = "l") -> SideBending:
    """Compute the psoas's share of the resistance to side-bending of the standing body.

    Args:
        assumptions: of muscles and recruitment; None takes the usual ones.
        side: of the muscles that resist; the spine is loaded towards the other.
    """
    assumed, stands = assumptions or Assumptions(), body.poses()[0]
    to = OTHER[side]
    leans = stands.copy()
    leans[body.coordinate_index(BENDING)] += np.radians(LEAN_DEG) * (1 if to == "r" else -1)
    leaning = frames_of(body, Motion.still(leans[None]))
    carrying = _carrying(frames_of(body, Motion.still(stands[None])), to)
    return SideBending(
        capacity_of(body, assumed, stands, side),
        (
            _task("leaning", leaning, assumed, to),
            _task("carrying", carrying, assumed, to),
        ),
    )


def capacity_of(body: Body, assumptions: Assumptions, pose: Array, side: Side) -> Capacity:
    """Capacity of the muscles of one side in a pose (C,), without those that pull to the other side.

    Raises:
        UsageError: a pose out of the body's range.
    """
    paths = muscle_paths(body, pose[None])
    active = force_capacity(assumptions.parameters(body), paths.lengths)[0][0]
    towards = 1.0 if side == "r" else -1.0
    whole = paths.moment_arms[0, :, body.coordinate_index(BENDING)]
    levels = joint_arms(body, pose, [f"{level}_LB" for level in LEVELS])
    arms = towards * np.vstack([whole, levels.T])
    could = np.maximum(arms, 0.0) * active
    moments = np.stack([could[:, _columns(body, group, side)].sum(axis=1) for group in GROUPS], axis=1)
    return Capacity(side, moments[0], moments[1:])


def _columns(body: Body, group: str, side: Side) -> Index:
    found = [
        column
        for column, name in enumerate(body.muscles)
        if name.startswith(GROUPS[group]) and name.endswith(f"_{side}")
    ]
    return np.array(found, dtype=np.intp)


def _carrying(frames: Frames, side: Side) -> Frames:
    """The same frames with a load hanging from the palm of one hand."""
    body, dynamics = frames.equations.body, frames.dynamics
    palms = [point for point in contact_points(body) if (point.kind, point.side) == ("hand", side)]
    segment = body.model.body(palms[0].segment).id
    palm = np.mean([point.position for point in palms], axis=0)
    hand = dynamics.posed.points(segment, in_segment(palm[None]))[:, 0]
    pull = np.zeros_like(hand)
    pull[2] = -LOAD_KG * GRAVITY
    return replace(frames, dynamics=dynamics.without(body, {segment: np.vstack([pull, cross(hand, pull)])}))


def _task(task: Task, frames: Frames, assumed: Assumptions, side: Side) -> SideTask:
    body = frames.equations.body
    loads = loads_of(frames, assumed)
    pose = frames.motion.pose
    arms = muscle_paths(body, pose).moment_arms[0, :, body.coordinate_index(BENDING)]
    against = -1.0 if side == "r" else 1.0
    each = against * arms * loads.solved.force[0]
    strength = muscle_parameters(body).max_isometric_force
    near, far = ([_columns(body, group, one) for group in GROUPS] for one in (side, OTHER[side]))
    moment = np.array([each[whole].sum() for whole in map(np.concatenate, zip(near, far, strict=True))])
    activation = loads.solved.activation[0]
    means = [
        [np.average(activation[one], weights=strength[one]) for one in columns] for columns in (near, far)
    ]
    turns = (
        pose[0, body.coordinate_index(f"lumbar_{turn}")] for turn in ("extension", "bending", "rotation")
    )
    scale = assumed.lumbar * moment_scale(body.person.mass_kg, body.person.height_m)
    ligaments = against * float(passive_lumbar_moment(*turns, scale=scale)[1])
    return SideTask(task, side, loads, moment, ligaments, np.array(means))
