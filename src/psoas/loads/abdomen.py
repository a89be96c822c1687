"""The pressure in the belly, which pushes chest and pelvis apart in front of the spine; figures in ``abdomen.json``."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from psoas.body import REACTION_JOINTS, Body, in_segment, kinematics, once_per_body
from psoas.data import read_data
from psoas.errors import UsageError
from psoas.loads.frames import Frames
from psoas.timeseries import Array
from psoas.words import _

UPPER, LOWER = "T12_L1", "L5_S1"
"""Discs in front of which the line of the pressure passes."""


def abdominal_table() -> dict[str, Any]:
    """Area, line and pressures with their sources, as in ``abdomen.json``."""
    return read_data("psoas.loads", "abdomen.json")


def published_pressure(posture: str) -> float:
    """Pressure in the belly that was measured in a named posture [kPa].

    Raises:
        UsageError: none is known; the message lists the postures of which one is.
    """
    known = abdominal_table()["postures_kPa"]
    if posture not in known:
        raise UsageError(
            _(
                "no published pressure of the belly is known for {posture}, only for {known}; give it in kPa, "
                "such as --abdominal-pressure 3",
                posture=posture,
                known=", ".join(known),
            )
        )
    return float(known[posture]["value"])


def checked_pressure(pressure: float) -> float:
    """The same pressure [kPa].

    Raises:
        UsageError: it is not between 0 and the greatest that people can have.
    """
    most = abdominal_table()["most_kPa"]["value"]
    if not 0.0 <= pressure <= most:
        raise UsageError(
            _(
                "a pressure of the belly of {pressure:g} kPa is not between 0 and {most:g}: standing has about "
                "3, a sit-up 6 and a jump 23",
                pressure=pressure,
                most=most,
            )
        )
    return pressure


def varied_pressures(pressure: float | tuple[float, ...]) -> dict[float, float | tuple[float, ...]]:
    """Low and high pressures by their factor on the given one; none where that is zero [kPa]."""
    if not np.any(pressure):
        return {}
    share = abdominal_table()["share"]
    return {
        factor: factor * pressure if isinstance(pressure, float) else tuple(factor * one for one in pressure)
        for factor in (share["low"], share["high"])
    }


def abdominal_force(body: Body, pressure: ArrayLike) -> Array:
    """Force with which a pressure (N,) [kPa] pushes chest and pelvis apart, (N,) [N]."""
    table, person = abdominal_table(), body.person
    reference = table["reference_body"]
    size = person.mass_kg / person.height_m / (reference["mass_kg"] / reference["height_m"])
    force: Array = 1e3 * np.asarray(pressure, float) * table["area_m2"]["value"] * size
    return force


def with_abdominal_pressure(frames: Frames, pressure: ArrayLike) -> Frames:
    """Frames whose chest and pelvis are pushed apart by the pressure in the belly.

    Args:
        frames: N frames.
        pressure: of all or of each frame, () or (N,) [kPa]; zero changes nothing.
    """
    force = np.broadcast_to(abdominal_force(frames.equations.body, pressure), len(frames.motion))
    if not force.any():
        return frames
    body = frames.equations.body
    ends = _ends(body)
    points = [frames.dynamics.posed.points(segment, local)[:, 0] for segment, local in ends]
    way = (points[0] - points[1]) / np.linalg.norm(points[0] - points[1], axis=0)
    push = np.concatenate([way, np.cross(points[0], way, axis=0)]) * force
    wrenches = {ends[0][0]: push, ends[1][0]: -push}
    return replace(frames, dynamics=frames.dynamics.without(body, wrenches))


@once_per_body
def _ends(body: Body) -> tuple[tuple[int, Array], tuple[int, Array]]:
    """Chest and pelvis, and the point of each (1, 4) on the line of the pressure, as from `in_segment`."""
    posed, model = kinematics(body, body.poses()), body.model
    ahead = abdominal_table()["ahead_m"]["value"]
    ahead *= body.person.height_m / abdominal_table()["reference_body"]["height_m"]
    ends = []
    for disc, holder in ((UPPER, REACTION_JOINTS[UPPER]), (LOWER, "pelvis")):
        above = model.body(REACTION_JOINTS[disc]).id
        anchor = in_segment(model.jnt_pos[[model.body_jntadr[above]]])
        place = posed.points(above, anchor)[:, 0, 0] + [ahead, 0.0, 0.0]
        segment = model.body(holder).id
        local = posed.axes[segment][:, :, 0].T @ (place - posed.origins[segment][:, 0])
        ends.append((segment, in_segment(local[None])))
    return ends[0], ends[1]
