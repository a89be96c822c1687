"""Where upright is, by the person: who is not lying keeps the middle of their mass above their feet.

The places in space that the network estimates give the direction from the feet to the middle of the mass, in the
frame of the camera. Where it leans in the picture, the camera was rolled or the person leans; where it leans towards
the camera, the camera looks down.
"""

from typing import Final, NamedTuple

import numpy as np

from psoas.data import read_data
from psoas.motion.mass_centre import mass_centre
from psoas.motion.turn import turn_of
from psoas.motion.view import facing, middle_of
from psoas.sides import SIDES
from psoas.timeseries import Array, TimeSeries
from psoas.words import _

MOST_LEAN_DEG: Final = 25.0
"""A person whose feet carry them leans no farther with trunk and mass at once: the mass is about 0.9 m high, and a wide
step reaches 0.4 m (ours) [deg]."""

LYING_DEG: Final = 55.0
"""Beyond it the person lies, and says nothing of the camera (ours) [deg]."""


ROOM_ERROR_DEG: Final = 3.0
"""What the pitch by the lines of a room is off beside its stated error, because the lens is not known (ours; in
rendered rooms it is off by 3.4 degrees in all) [deg]."""

APART_DEG, TURNED_DEG = 12.0, 30.0
"""Room and balance that are farther apart leave the pitch unknown. From this turn on, the lean would be off by half of
it and more, which is beyond its band (ours) [deg]."""


class Pitch(NamedTuple):
    """How far the camera looks down, and one standard error [rad]."""

    value: float
    error: float


def lean_in_picture(points: TimeSeries, world: TimeSeries) -> tuple[float, float]:
    """How far the person leans in the picture, to the right +, and how far people lean in this view [deg].

    It is the lean of the trunk or of the mass above the feet, whichever is smaller, and 0 where they lean to different
    sides: somebody who sits or bends forward is upright by one of them. The second is of a person who leans forward,
    which a turned view shows less of.

    Args:
        points: landmarks [px].
        world: the same ``.x``, ``.y``, ``.z`` [m], y down and z away from the camera.
    """
    towards = facing(points, world)
    trunk = _middle(world, "shoulder") - _middle(world, "hip")
    leans = [_usual(np.arctan2(way[:, 0], -way[:, 1])) for way in (_mass_above_feet(world), trunk)]
    if towards is None or not np.isfinite(leans).all() or leans[0] * leans[1] <= 0:
        return 0.0, MOST_LEAN_DEG
    lean = min(leans, key=abs)
    if abs(lean) > LYING_DEG:
        return 0.0, MOST_LEAN_DEG
    return lean, float(MOST_LEAN_DEG * np.cos(np.nanmedian(turn_of(points, world, towards))))


def balance_pitch(world: TimeSeries, turn: Array) -> Pitch | None:
    """How far the camera looks down by the balance of the person; None where they lie.

    Args:
        world: as in `lean_in_picture`.
        turn: (T,) of the view off the side [rad].
    """
    rule = read_data("psoas.motion", "camera_fit.json")["pitch"]
    off_deg = rule["beside_deg"] + rule["by_sine_deg"] * np.sin(np.nanmedian(turn))
    value = raw_pitch(world) - float(np.radians(off_deg))
    return Pitch(value, float(np.radians(rule["error_deg"]))) if np.isfinite(value) else None


def camera_pitch(by_balance: Pitch | None, by_room: Pitch | None = None) -> Pitch | None:
    """How far the camera looks down; None where neither witness tells.

    Args:
        by_balance: of `balance_pitch`.
        by_room: what the lines of the room say; None where there are none.
    """
    if by_room is not None:
        by_room = Pitch(by_room.value, float(np.hypot(by_room.error, np.radians(ROOM_ERROR_DEG))))
    witnesses = [one for one in (by_balance, by_room) if one is not None]
    if not witnesses:
        return None
    weight = np.array([one.error for one in witnesses]) ** -2.0
    value = float(weight @ [one.value for one in witnesses] / weight.sum())
    apart = max(abs(one.value - value) for one in witnesses)
    return Pitch(value, float(np.hypot(weight.sum() ** -0.5, apart)))


def pitch_unknown(by_balance: Pitch | None, by_room: Pitch | None, turn: Array) -> str | None:
    """Why the angles of a turned person cannot be read, where room and balance disagree on the pitch; else None."""
    if by_room is None or by_balance is None or abs(np.degrees(np.nanmedian(turn))) < TURNED_DEG:
        return None
    room, balance = (round(float(np.degrees(one.value))) for one in (by_room, by_balance))
    if abs(room - balance) <= APART_DEG:
        return None
    return _(
        "it could not be told how far the camera looked down ({room} degrees by the edges of "
        "the room, {balance} by how you stand), and from so far aside that changes the angles",
        room=room,
        balance=balance,
    )


def raw_pitch(world: TimeSeries) -> float:
    """Lean of the mass above the feet towards the camera: median [rad]; NaN where the person lies."""
    way = _mass_above_feet(world)
    if not abs(_usual(np.arctan2(way[:, 0], -way[:, 1]))) <= LYING_DEG:
        return float("nan")
    return float(np.nanmedian(np.arctan2(-way[:, 2], np.hypot(way[:, 0], way[:, 1]))))


def _mass_above_feet(world: TimeSeries) -> Array:
    """(T, 3) from the middle of the ankles to the centre of mass [m]."""
    hips, knees, ankles = (_middle(world, part) for part in ("hip", "knee", "ankle"))
    return mass_centre(hips, _middle(world, "shoulder"), [(hips, knees, ankles)] * len(SIDES)) - ankles


def _middle(world: TimeSeries, part: str) -> Array:
    return np.column_stack([middle_of(world, part, axis) for axis in "xyz"])


def _usual(angle: Array) -> float:
    known = angle[np.isfinite(angle)]
    return float(np.degrees(np.median(known))) if len(known) else float("nan")
