"""Row 12: contact force of the hip on one leg and in a recorded walk, and of the knee."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from psoas.body import Body, Person
from psoas.capture.files import GroundForce, read_ground_forces, read_motion_file
from psoas.loads import MotionLoads, motion_loads
from psoas.recordings import read_motion
from psoas.sides import SIDES
from psoas.timeseries import Array, mean_of_known, runs_of
from psoas.validation.held import held, named
from psoas.validation.row import Row, figures, result

STANCE_SHARE = 0.05
"""Vertical ground force on a foot, as a share of the body's weight, from which the foot stands."""


@dataclass(frozen=True, eq=False)
class Walk:
    """A recorded walk: files of markers or coordinates and of measured ground forces, and the person."""

    motion: Path
    forces: Path
    person: Person


@dataclass(frozen=True)
class Peaks:
    """Means over the whole stances of a walk of the greatest contact forces, in percent of the body's weight.

    Attributes:
        first, second: of the hip in the first and in the second half of a stance.
        knee: of the knee over a stance.
        stances: their number; the forces are NaN without one.
    """

    first: float
    second: float
    knee: float
    stances: int


def hip_contact(body: Body, walk: Walk | None) -> Row:
    """Row 12: the hip on one leg, at both peaks of a walk, and the knee."""
    row = figures(12)
    one_leg = held(body, (named("standing_one_leg"),))
    percent = 100 * float(one_leg.hips[0, SIDES.index("r")]) / body.person.weight
    stands = bool(one_leg.in_equilibrium.all()) and _within(percent, row["one_leg_percent"])
    reached = f"one leg {percent:.0f} %"
    if walk is None:
        return result(12, f"{reached}; {row['without']}", None if stands else False)
    with_plates, without = walked(walk)
    forces = read_ground_forces(walk.forces)
    measured, predicted = (peaks(found, forces, walk.person) for found in (with_plates, without))
    fine = [found.loads.in_equilibrium.mean() for found in (with_plates, without)]
    reached += (
        f"; {walk.motion.name}, {walk.person.mass_kg:g} kg, {measured.stances} whole stances: first peak "
        f"{measured.first:.0f} %, second peak {measured.second:.0f} % "
        f"(beside {_range(row['second_peak_percent'])}, no verdict), knee {measured.knee:.0f} % "
        f"(beside {_range(row['knee_percent'])} in another person, no verdict); with predicted ground forces "
        f"{predicted.first:.0f} and {predicted.second:.0f} %; {fine[0]:.0%} and {fine[1]:.0%} of the frames are in "
        "equilibrium"
    )
    return result(12, reached, stands and _within(measured.first, row["first_peak_percent"]))


@lru_cache(maxsize=2)
def walked(walk: Walk) -> tuple[MotionLoads, MotionLoads]:
    """Loads of a walk with measured and with predicted ground forces."""
    read = read_motion(walk.motion, read_motion_file(walk.motion), person=walk.person)
    with_plates = motion_loads(
        read.body, read.coordinates, ground=read_ground_forces(walk.forces), turned=read.turned
    )
    return with_plates, motion_loads(read.body, read.coordinates, turned=read.turned)


def peaks(found: MotionLoads, ground: Sequence[GroundForce], person: Person) -> Peaks:
    """The greatest forces in each stance that lies in the recording without a tenth of its frames at either end.

    Args:
        ground: measured forces, which say when a foot stands.
        person: whose weight is the unit.
    """
    edge, count = len(found.time) // 10, len(found.time)
    hips, knees = (
        100 * found.over_time(forces) / person.weight for forces in (found.loads.hips, found.loads.knees)
    )
    values = []
    for column, side in enumerate(SIDES):
        stands = _vertical(found.time, ground, f"calcn_{side}") > STANCE_SHARE * person.weight
        for first, last in runs_of(stands):
            if first >= edge and last < count - edge:
                middle = (first + last) // 2
                parts = hips[first:middle], hips[middle : last + 1], knees[first : last + 1]
                values.append([_greatest(part[:, column]) for part in parts])
    forces = np.array(values).reshape(-1, 3)
    first_peak, second_peak, knee = mean_of_known(forces, axis=0).tolist()
    return Peaks(first_peak, second_peak, knee, len(forces))


def _greatest(values: Array) -> float:
    """The greatest known value; NaN where none is known."""
    known = values[~np.isnan(values)]
    return float(known.max()) if len(known) else np.nan


def _vertical(time: Array, ground: Sequence[GroundForce], segment: str) -> Array:
    """(T,) vertical force of all plates on a segment [N]."""
    of = [np.interp(time, plate.time, plate.force[:, 1]) for plate in ground if plate.segment == segment]
    total: Array = np.sum(of, axis=0) if of else np.zeros(len(time))
    return total


def _within(value: float, ends: Sequence[float]) -> bool:
    return bool(ends[0] <= value <= ends[1])


def _range(ends: Sequence[float]) -> str:
    return f"{ends[0]}-{ends[1]} %"
