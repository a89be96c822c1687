"""Row 13: activation of the psoas, as a whole and strand by strand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from psoas.body import Body, Fascicle, both_sides, psoas_fascicles
from psoas.loads import (
    LARGEST_FORCE,
    LARGEST_MOMENT,
    Assumptions,
    Motion,
    Problem,
    contact_points,
    frames_of,
    ligament_moments,
    loads_of,
    solve,
)
from psoas.muscle import muscle_parameters
from psoas.sides import both
from psoas.timeseries import Array
from psoas.validation.held import Degrees, held, named
from psoas.validation.row import Row, figures, result
from psoas.validation.sit_up import sit_up_peak

UPRIGHT = ", chest upright"
"""End of the name of a way of sitting in which the chest is upright, and not the trunk balanced."""

COUPLES = np.arange(0.0, 301.0, 10.0)
"""Moments of which the greatest that can be held is sought [N.m]."""


@dataclass(frozen=True, eq=False)
class StrandTasks:
    """Activation of the right psoas's strands in some tasks [%].

    Attributes:
        strands: the S strands, from the top down.
        strength: (S,) [N].
        tasks: (S,) by the names of the tasks.
        greatest: the greatest couple of each task that has one [N.m].
    """

    strands: tuple[Fascicle, ...]
    strength: Array
    tasks: Mapping[str, Array]
    greatest: Mapping[str, float]

    def mean(self, task: str, origin: str) -> float:
        """Strength-weighted mean over the strands from ``processes``, or from ``bodies`` and discs."""
        own = np.array([_from_process(one) == (origin == "processes") for one in self.strands])
        return float(np.average(self.tasks[task][own], weights=self.strength[own]))


def psoas_activation(body: Body) -> Row:
    """Row 13: activation of the psoas in standing, straight sitting and a sit-up, and of its strands."""
    row = figures(13)
    postures = (named("standing"), _degrees(row["sitting_straight_deg"]), named("sit_up"))
    loads = held(body, postures)
    standing, sitting, held_half_way = 100 * loads.psoas_activation.mean(axis=1)
    cubed = 100 * loads_of(loads.frames, Assumptions(power=3)).psoas_activation.mean(axis=1)
    rise = row["sit_up_rise"]
    sit_up = sit_up_peak(body, rise["seconds"])
    paces = {seconds: sit_up_peak(body, seconds).percent for seconds in rise["other_seconds"]}
    found = strand_tasks(body)
    flexion, extension, hip, short, flat, short_upright, flat_upright = (
        {origin: found.mean(task, origin) for origin in ("processes", "bodies")}
        for task in (
            *("trunk flexion", "trunk extension", "hip flexion", "short lordosis", "flat"),
            *(f"{way}{UPRIGHT}" for way in ("short lordosis", "flat")),
        )
    )
    pattern = {
        "transverse processes more in trunk extension than in flexion": extension["processes"]
        > flexion["processes"],
        "bodies more in hip flexion than in efforts of the trunk": hip["bodies"]
        > max(flexion["bodies"], extension["bodies"]),
        "transverse processes more in short lordosis than in flat sitting": short["processes"]
        > flat["processes"],
    }
    low, high = row["sit_up_percent"]
    passes = (
        bool(loads.in_equilibrium.all())
        and standing < row["standing_below_percent"]
        and sitting > max(row["on_above_percent"], standing)
        and low <= sit_up.percent <= high
        and all(pattern.values())
    )
    words = [
        f"standing {standing:.1f} %, sitting straight {sitting:.1f} %, sit-up {sit_up.percent:.1f} % at most",
        f"the sit-up rises in {rise['seconds']:g} s, is hardest with the chest {sit_up.chest_deg:.0f} deg behind the "
        f"vertical, and {sit_up.share:.0%} of it is in equilibrium",
        f"rising in {_list(paces, 'g')} s {_list(paces.values(), '.1f')} %, held in the posture sit_up "
        f"{held_half_way:.1f} % (no verdict)",
        f"with the cubes of the activations {_list(cubed, '.1f')} % in standing, sitting straight and the posture",
        *(f"{says}: {'yes' if holds else 'no'}" for says, holds in pattern.items()),
        f"bodies in short lordosis and flat {short['bodies']:.1f} and {flat['bodies']:.1f} % (alike in people, no "
        "verdict)",
        f"transverse processes with the chest upright instead of balanced {short_upright['processes']:.1f} and "
        f"{flat_upright['processes']:.1f} % (no verdict)",
    ]
    return result(13, "; ".join(words), passes, table=_table(found))


def strand_tasks(body: Body) -> StrandTasks:
    """Activations of the right psoas's strands in the tasks of Park et al. 2013, as far as the body can do them.

    The two ways of sitting are balanced (`balanced`). The efforts are couples on trunk and pelvis, or on thighs and
    pelvis, in sitting with a short lordosis: as apparatus gives them that holds both. Each is a share of the greatest
    that this body can hold.
    """
    row = figures(13)
    strands = tuple(one for one in psoas_fascicles() if one.side == "r")
    columns = [body.muscle_index(one.name) for one in strands]
    lumbar = row["sitting_lumbar_deg"]
    sitting = {name: balanced(body, bend) for name, bend in lumbar.items()}
    sitting |= {f"{name}{UPRIGHT}": _degrees(_sitting(bend, bend)) for name, bend in lumbar.items()}
    tasks = {
        name: 100 * held(body, (posture,)).solved.activation[0, columns] for name, posture in sitting.items()
    }
    greatest = {}
    for name, couple in row["couples"].items():
        activation, most = _effort(body, sitting["short lordosis"], couple, row["share_of_greatest"])
        tasks[name], greatest[name] = 100 * activation[columns], most
    strength = muscle_parameters(body).max_isometric_force[columns]
    return StrandTasks(strands, strength, tasks, greatest)


def balanced(body: Body, lumbar_deg: float) -> Degrees:
    """Sitting with level thighs and a given lumbar extension, the trunk's mass straight above the sitting bones.

    The chest of the body does not bend, so that pelvis and trunk lean as a whole.

    Args:
        lumbar_deg: against standing [deg].
    """
    seat = [point for point in contact_points(body) if point.name in both("sitting_bone")]

    def offset(tilt: float) -> float:
        """Distance of the mass in front of the sitting bones [m]."""
        degrees = both_sides(_sitting(lumbar_deg, tilt))
        pose = body.poses({name: np.radians(value) for name, value in degrees.items()})[0]
        data, model = body.posed(pose), body.model
        legs = [model.body(name).id for name in both("femur")]
        masses = np.append(model.body_subtreemass[0], -model.body_subtreemass[legs])
        centre = masses @ data.subtree_com[[0, *legs], 0] / masses.sum()
        places = [
            data.body(point.segment).xpos + data.body(point.segment).xmat.reshape(3, 3) @ point.position
            for point in seat
        ]
        return float(centre - np.mean(places, axis=0)[0])

    low, high = np.degrees(body.ranges[body.coordinate_index("hip_flexion_r")]) - 90
    return _degrees(_sitting(lumbar_deg, float(brentq(offset, max(low, -60.0), min(high, 60.0)))))


def _sitting(lumbar: float, tilt: float) -> dict[str, float]:
    """Sitting with level thighs, upright shanks [deg]; with a tilt like the lumbar extension the chest is upright."""
    return {"pelvis_tilt": tilt, "hip_flexion": 90 + tilt, "knee_angle": 90, "lumbar_extension": lumbar}


def _effort(body: Body, sitting: Degrees, couple: Mapping[str, float], share: float) -> tuple[Array, float]:
    """Activations (M,) at a share of the greatest couple that can be held, and that couple [N.m].

    Args:
        couple: of each coordinate, 1 or -1: the sign of the moment that the muscles give.
    """
    pose = body.poses({name: np.radians(value) for name, value in sitting})
    frames = frames_of(body, Motion.still(pose)).selected(np.zeros(len(COUPLES), dtype=np.intp))
    equations, moments = frames.equations, ligament_moments(frames, (Assumptions(),))
    for name, sign in couple.items():
        moments[:, equations.row(name)] -= sign * COUPLES
    solved = solve(Problem(frames, moments, muscle_parameters(body)))
    fine = (solved.residual_force < LARGEST_FORCE) & (solved.residual_moment < LARGEST_MOMENT)
    most = float(COUPLES[fine].max(initial=0.0))
    return solved.activation[int(np.abs(COUPLES - share * most).argmin())], most


def _list(values: Iterable[float], digits: str) -> str:
    return ", ".join(f"{value:{digits}}" for value in values)


def _table(found: StrandTasks) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    names = [
        f"{task} ({found.greatest[task]:.0f} N.m at most)" if task in found.greatest else task
        for task in found.tasks
    ]
    lines: list[tuple[object, ...]] = [
        (one.origin, *(f"{values[row]:.1f}" for values in found.tasks.values()))
        for row, one in enumerate(found.strands)
    ]
    return ("strand of the right psoas, %", *names), lines


def _from_process(strand: Fascicle) -> bool:
    return "TP" in strand.name


def _degrees(values: Mapping[str, float]) -> Degrees:
    return tuple(sorted(both_sides(values).items()))
