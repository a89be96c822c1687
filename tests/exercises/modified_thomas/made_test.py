"""A modified Thomas test with known angles and a known gap under the lower back."""

import numpy as np

from psoas.capture.pose import STATIONS, Captured, capture
from psoas.exercises import Examined
from psoas.sides import LETTER, OTHER_WORD, SideWord
from psoas.timeseries import Array, TimeSeries

TRUNK_PX = 200.0
BLADES = 0.8
"""Where the shoulder blades rest, on the way from the hips (0) to the shoulders (1)."""


def outline(gap: float, buttocks: float = 0.0) -> Array:
    """(S, 2) of the lower side of the trunk, along it and below it [trunk lengths]; it rests beside hips and blades."""
    line = 0.35 - 0.12 * (STATIONS - buttocks)
    between = np.maximum((STATIONS - buttocks) * (BLADES - STATIONS), 0.0)
    beyond = np.maximum(buttocks - STATIONS, 0.0) + np.maximum(STATIONS - BLADES, 0.0)
    hollow = gap * np.exp(-(((STATIONS - 0.4) / 0.13) ** 2))
    return np.column_stack([STATIONS, line - hollow - 0.03 * between - 0.3 * beyond])


def captured(time: Array, gap: Array, facing: SideWord = "right", buttocks: float = 0.0) -> Captured:
    """What the network sees of the trunk: the head to the left of a person who faces right."""
    like, ahead = capture([]), -1.0 if facing == "right" else 1.0
    points = np.full((len(time), len(like.points.names)), 400.0)
    for column, name in enumerate(like.points.names):
        if name.endswith("shoulder.x"):
            points[:, column] = 400.0 + ahead * TRUNK_PX
    contours = np.full((len(time), len(like.contours.names)), np.nan)
    for row, one in enumerate(gap):
        for place, (along, below) in enumerate(outline(float(one), buttocks)):
            for name, under in (("left", 1.0), ("right", -1.0)):
                column = like.contours.names.index(f"{name}_{place:02d}.x")
                contours[row, column] = 400.0 + ahead * TRUNK_PX * along
                contours[row, column + 1] = 400.0 + under * TRUNK_PX * below
    confidence = np.ones(points.shape)
    return Captured(
        TimeSeries(time, like.points.names, points, like.points.units, confidence),
        TimeSeries(
            time, like.world.names, np.zeros((len(time), len(like.world.names))), like.world.units, None
        ),
        TimeSeries(time, like.contours.names, contours, like.contours.units, None),
        1,
    )


def examined(
    thigh: Array | float,
    knee: float = 90.0,
    gap: Array | float = 0.08,
    *,
    time: Array | None = None,
    tested: SideWord = "right",
    facing: SideWord = "right",
    turn_deg: float = 0.0,
    held: Array | float = 118.0,
    buttocks: float = 0.0,
) -> Examined:
    """The test of one leg: its thigh above the couch [deg], its knee [deg], the gap [trunk lengths]."""
    time = np.zeros(1) if time is None else time
    shape = np.ones(len(time))
    columns = {
        f"thigh_angle_{LETTER[tested]}": np.radians(-90.0 - thigh * shape),
        f"knee_angle_{LETTER[tested]}": np.radians(knee * shape),
        f"thigh_angle_{LETTER[OTHER_WORD[tested]]}": np.radians(-90.0 - held * shape),
        f"knee_angle_{LETTER[OTHER_WORD[tested]]}": np.radians(125.0 * shape),
    }
    angles = TimeSeries.from_columns(time, columns, "rad")
    return Examined(angles, captured(time, gap * shape, facing, buttocks), facing, turn_deg, 0.5)
