"""Rows 11, 12, 13 and 15: muscle forces and joint loads."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from psoas.body import Body, Person, both_sides, named_postures, psoas_fascicles
from psoas.capture.files import read_ground_forces, read_motion_file
from psoas.loads import (
    DISCS,
    LARGEST_FORCE,
    LARGEST_MOMENT,
    Assumptions,
    Loads,
    Motion,
    MotionLoads,
    frames_of,
    loads_of,
    motion_loads,
)
from psoas.recordings import read_motion
from psoas.timeseries import Array
from psoas.validation.row import Row, figures, result


@dataclass(frozen=True, eq=False)
class Walk:
    """A recorded walk: files of markers or coordinates and of measured ground forces, and the person."""

    motion: Path
    forces: Path
    person: Person


def posture_ratios(body: Body) -> Row:
    """Row 11: compression of L4/5 in sitting, slouching and bending forward, against standing."""
    row = figures(11)
    names = tuple(row["MPa"])
    loads = _postures(body, tuple(_named(name) for name in names))
    disc = loads.discs[:, DISCS.index("L4_L5"), 0]
    ratio = dict(zip(names, (disc / disc[names.index("standing")]).tolist(), strict=True))
    measured = {name: value / row["MPa"]["standing"] for name, value in row["MPa"].items()}
    alike = abs(ratio["sitting_upright"] - 1) <= row["alike"]
    ordered = ratio["sitting_slouched"] < ratio["sitting_upright"] and ratio["standing_flexed_30"] > max(
        1.0, ratio["sitting_upright"]
    )
    table = tuple(
        (name, round(float(force)), f"{ratio[name]:.2f}", f"{measured[name]:.2f}")
        for name, force in zip(names, disc, strict=True)
    )
    return result(
        11,
        ", ".join(f"{name.replace('_', ' ')} {value:.2f}" for name, value in ratio.items()),
        bool(loads.in_equilibrium.all()) and alike and ordered,
        table=(
            ("posture", "compression [N]", "ratio to standing", "ratio of disc pressures, Wilke 1999"),
            table,
        ),
    )


def walking_hip(walk: Walk | None) -> Row:
    """Row 12: greatest contact force of the hip in walking."""
    row = figures(12)
    if walk is None:
        return result(12, row["without"], None, remark="")
    weight = walk.person.weight
    with_plates, without = walked(walk)
    peaks = {
        words: 100 * _mean_peak(found) / weight
        for words, found in (("measured", with_plates), ("predicted", without))
    }
    fine = [found.loads.in_equilibrium.mean() for found in (with_plates, without)]
    reached = (
        f"in {walk.motion.name}, {walk.person.mass_kg:g} kg: {peaks['measured']:.0f} % with measured, "
        f"{peaks['predicted']:.0f} % with predicted ground forces; {fine[0]:.0%} and {fine[1]:.0%} of the frames are "
        "in equilibrium"
    )
    near = abs(peaks["measured"] / row["percent"] - 1) <= row["within"]
    return result(12, reached, near)


def psoas_activation(body: Body) -> Row:
    """Row 13: activation of the psoas in standing, straight sitting and a sit-up."""
    row = figures(13)
    tasks = row["tasks_deg"]
    postures = tuple(tuple(sorted(both_sides(degrees).items())) for degrees in tasks.values())
    loads = _postures(body, postures)
    share = dict(zip(tasks, 100 * _activation(loads), strict=True))
    cubed = 100 * _activation(loads_of(loads.frames, Assumptions(power=3)))
    low, high = row["sit_up_percent"]
    passes = (
        bool(loads.in_equilibrium.all())
        and share["standing"] < row["standing_below_percent"]
        and share["sitting straight"] > max(row["on_above_percent"], share["standing"])
        and low <= share["sit-up"] <= high
    )
    reached = ", ".join(f"{name} {value:.1f} %" for name, value in share.items())
    reached += f"; with the cubes of the activations {', '.join(f'{value:.1f} %' for value in cubed)}"
    return result(13, reached, passes)


def equilibrium(body: Body, walk: Walk | None) -> Row:
    """Row 15: residuals of the equations of motion, which have no reserve actuators."""
    row = figures(15)
    held = _postures(body, tuple(_named(name) for name in named_postures()))
    force, moment = float(held.solved.residual_force.max()), float(held.solved.residual_moment.max())
    words = [f"{len(named_postures())} named postures: at most {force:.0e} N and {moment:.0e} N.m"]
    shares = []
    for found, ground in zip(() if walk is None else walked(walk), ("measured", "predicted"), strict=False):
        fine, solved = found.loads.in_equilibrium, found.loads.solved
        shares.append(float(fine.mean()))
        lost = (
            ""
            if fine.all()
            else f" (up to {solved.residual_force[~fine].max():.0f} N are left in the others)"
        )
        force_left = solved.residual_force[fine].max(initial=0.0)
        moment_left = solved.residual_moment[fine].max(initial=0.0)
        words.append(
            f"a walk with {ground} ground forces: {fine.mean():.0%} of {len(fine)} frames carried with at most "
            f"{force_left:.0e} N and {moment_left:.0e} N.m{lost}"
        )
    return result(
        15,
        "; ".join(words),
        force < LARGEST_FORCE
        and moment < LARGEST_MOMENT
        and min(shares, default=1.0) >= row["in_equilibrium"],
        force=LARGEST_FORCE,
        moment=LARGEST_MOMENT,
    )


@lru_cache(maxsize=2)
def walked(walk: Walk) -> tuple[MotionLoads, MotionLoads]:
    """Loads of a walk with measured and with predicted ground forces."""
    read = read_motion(walk.motion, read_motion_file(walk.motion), person=walk.person)
    with_plates = motion_loads(
        read.body, read.coordinates, ground=read_ground_forces(walk.forces), turned=read.turned
    )
    return with_plates, motion_loads(read.body, read.coordinates, turned=read.turned)


def _mean_peak(found: MotionLoads) -> float:
    """Mean over both hips of the greatest force [N], without a tenth of the frames at each end, where filters end."""
    edge = len(found.time) // 10
    hips = found.over_time(found.loads.hips)[edge : len(found.time) - edge]
    return float(np.nanmax(hips, axis=0).mean())


def _activation(loads: Loads) -> Array:
    """(N,) activation of both psoas, weighted by strength."""
    body = loads.frames.equations.body
    columns = [body.muscle_index(one.name) for one in psoas_fascicles()]
    strength = Assumptions().parameters(body).max_isometric_force[columns]
    share: Array = loads.solved.activation[:, columns] @ strength / strength.sum()
    return share


def _named(name: str) -> tuple[tuple[str, float], ...]:
    return tuple(
        sorted((key, float(np.degrees(value))) for key, value in named_postures()[name].coordinates.items())
    )


@lru_cache(maxsize=4)
def _postures(body: Body, postures: tuple[tuple[tuple[str, float], ...], ...]) -> Loads:
    poses = [body.poses({name: np.radians(value) for name, value in one}) for one in postures]
    return loads_of(frames_of(body, Motion.still(np.concatenate(poses))))
