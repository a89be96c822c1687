"""Change of the psoas's length from one posture to another, with its error."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from psoas.body import Body
from psoas.data import read_data
from psoas.estimate import NORMAL_95
from psoas.muscle.psoas_length import PsoasLengths, psoas_lengths
from psoas.sides import Side
from psoas.timeseries import Array


@dataclass(frozen=True, eq=False)
class PsoasAngles:
    """The two angles on which the psoas's length depends, in N postures.

    Attributes:
        hip: (N,) hip flexion, thigh against pelvis [rad].
        lumbar: (N,) lumbar extension [rad].
    """

    hip: Array
    lumbar: Array

    def turned(self, hip: float, lumbar: float) -> "PsoasAngles":
        """The same postures with both angles shifted [rad]."""
        return PsoasAngles(self.hip + hip, self.lumbar + lumbar)


@dataclass(frozen=True, eq=False)
class LengthChange:
    """Change of length of the eleven fascicles and, last, of the psoas as a whole: all (N, 12) [m].

    Each of the three errors is half the width of a 95 % band.

    Attributes:
        value: + longer; NaN where not measured.
        measured: from the error of the two angles, through the moment arms.
        start: from the position of pelvis and lower back at the start, which one camera does not show, and markers
            show only roughly.
        body: from the differences between models of the psoas, and from the person's size where it is unknown.
    """

    value: Array
    measured: Array
    start: Array
    body: Array

    @property
    def error(self) -> Array:
        """(N, 12) half of the whole band [m]."""
        total: Array = np.sqrt(self.measured**2 + self.start**2 + self.body**2)
        return total


def length_change(
    psoas: PsoasLengths,
    before: PsoasAngles,
    after: PsoasAngles,
    *,
    hip_error: float,
    lumbar_error: float,
    start_hip_error_deg: float | None = None,
    sized: bool = False,
) -> LengthChange:
    """Length of the psoas in one posture minus that in another.

    Args:
        psoas: the lengths of the person's psoas.
        before, after: N postures each, or one for all.
        hip_error, lumbar_error: one standard error of the change of each angle [rad].
        start_hip_error_deg: one standard error of the hip at the start; None takes that of one camera, as for the lower
            back.
        sized: True where the person's height is known or their parts were measured.
    """
    table = psoas_spread()
    unknown = table["start_posture"]["deg"]
    off = (unknown if start_hip_error_deg is None else start_hip_error_deg, unknown)
    length = psoas.at(after.hip, after.lumbar)
    value = length - psoas.at(before.hip, before.lumbar)
    arms = psoas.moment_arms(after.hip, after.lumbar)
    measured = np.hypot(arms[0] * hip_error, arms[1] * lumbar_error)
    by_hip = length - psoas.at(before.hip, after.lumbar)
    body = _model_error(value, by_hip, after.lumbar - before.lumbar, sized=sized)
    start = np.hypot(*(_from_elsewhere(psoas, before, after, value, axis, off[axis]) for axis in (0, 1)))
    return LengthChange(value, *(NORMAL_95 * part for part in (measured, start, body)))


def change_from_standing(body: Body, side: Side, after: PsoasAngles) -> tuple[Array, Array]:
    """Length of the psoas of a body of unknown size in N postures minus that in standing.

    Returns:
        (N, 12) the change, and half of the 95 % band that comes from the model and the size of the body [m].
    """
    still = np.zeros(len(after.hip))
    hips, lumbars = (
        np.concatenate([after.hip, still, still]),
        np.concatenate([after.lumbar, after.lumbar, still]),
    )
    there, unbent, standing = np.split(psoas_lengths(body, side, hips, lumbars), 3)
    return there - standing, NORMAL_95 * _model_error(there - standing, there - unbent, after.lumbar)


def _model_error(value: Array, by_hip: Array, lumbar_turn: Array, *, sized: bool = False) -> Array:
    """(N, 12) one standard error [m] of a change of length, from the model and the size of the body.

    Args:
        value: (N, 12) the change [m].
        by_hip: (N, 12) the part of it that the hip makes [m].
        lumbar_turn: (N,) change of the lumbar extension [rad].
        sized: True where the person's size is known.
    """
    table = psoas_spread()
    size = 0.0 if sized else table["size"]["share"]
    spread = np.full(value.shape[1], table["lumbar_arm"]["attachment_m"])
    spread[-1] = table["lumbar_arm"]["whole_m"]
    turned = np.abs(lumbar_turn)[:, None]
    error: Array = np.sqrt(
        (table["hip_arm"]["share"] * by_hip) ** 2 + (spread * turned) ** 2 + (size * value) ** 2
    )
    return error


def psoas_spread() -> dict[str, Any]:
    """Errors of the model of the psoas with their sources, as in ``psoas_length.json``."""
    return read_data("psoas.muscle", "psoas_length.json")


def _from_elsewhere(
    psoas: PsoasLengths, before: PsoasAngles, after: PsoasAngles, value: Array, axis: int, degrees: float
) -> Array:
    """(N, 12) greatest deviation of the change if an angle at the start was off by ``degrees`` either way [m]."""
    worst = np.full_like(value, np.nan)
    for way in (-1.0, 1.0):
        turn = np.radians(way * degrees) * np.eye(2)[axis]
        there, here = after.turned(*turn), before.turned(*turn)
        other = psoas.at(there.hip, there.lumbar) - psoas.at(here.hip, here.lumbar)
        worst = np.fmax(worst, np.abs(other - value))
    return worst
