"""What a camera in front of a person, or behind them, shows: how they lean to the side and where their knees go.

The bending of hips, knees and back happens along the line of sight and is not seen. The knee's place over the foot is
the angle of the shank, which stays well defined however deep the thigh sinks (Ageberg et al. 2010,
doi:10.1186/1471-2474-11-265); the projection of the whole leg does not (Straub & Powers 2022, doi:10.26603/001c.39612).
"""

from dataclasses import replace

import numpy as np
import scipy

from psoas.data import read_data
from psoas.motion.filtering import smooth
from psoas.motion.view import left_to_right
from psoas.sides import LETTER, both
from psoas.timeseries import Array, Mask, TimeSeries

JOINTS = ("shoulder", "hip", "knee", "ankle")

STEADY_FRAMES = 2
"""Frames beside one in which left and right change places that are left out, too."""

FROM_FRONT_DEG = 65.0
"""Turn out of the side view from which on a person is read from the front or from behind [deg]."""

FRAME_FROM_FRONT_DEG = 50.0
"""The same of a single frame [deg]: below `FROM_FRONT_DEG`, because the turn of one frame is less sure."""


def frontal_angles(points: TimeSeries, world: TimeSeries) -> dict[str, Array]:
    """Angles of a person in the plane that lies square to where they face, (T,) each [rad]; NaN where unseen.

    What the depths of the network say of a person who is turned a little is taken out of the picture. Frames in
    which the network takes the front for the back, so that left and right change places, are left out.

    Args:
        points: landmarks ``.x`` and ``.y`` [px].
        world: the same ``.x``, ``.y``, ``.z`` [m], y down and z away from the camera.

    Returns:
        ``trunk_side_lean``, ``knee_inward_r`` and ``_l``, by `psoas.body.COORDINATES`. The landmarks of the hips hardly
        follow a pelvis that tips to the side: off by 4 degrees where it tips by 5, so that it is not among them.
    """
    steady = _sides_steady(points)
    places = _across_and_up(replace(points, values=np.where(steady[:, None], points.values, np.nan)), world)
    hips, shoulders = (places[f"left_{part}"] + places[f"right_{part}"] for part in ("hip", "shoulder"))
    lean = (shoulders - hips) / 2
    columns = {"trunk_side_lean": np.arctan2(lean[:, 0], lean[:, 1])}
    for side, letter in LETTER.items():
        shank = places[f"{side}_knee"] - places[f"{side}_ankle"]
        inward = -1.0 if side == "right" else 1.0
        columns[f"knee_inward_{letter}"] = np.arctan2(inward * shank[:, 0], shank[:, 1])
    return columns


def frontal_bands(turn_deg: float) -> dict[str, float]:
    """One standard error [deg] of each angle of `frontal_angles`, by name, from ``frontal.json``.

    Args:
        turn_deg: of the person [deg], + where the camera sees their front.
    """
    bands = read_data("psoas.motion", "frontal.json")["bands_deg"]["front" if turn_deg > 0 else "behind"]
    return {
        one: float(error)
        for name, error in bands.items()
        for one in (both(name) if name == "knee_inward" else (name,))
    }


def _sides_steady(points: TimeSeries) -> Mask:
    """(T,) frames in which hips and shoulders have left and right where most frames have them."""
    apart = np.stack(
        [points[f"right_{part}.x"] - points[f"left_{part}.x"] for part in ("hip", "shoulder", "ankle")]
    )
    usual = np.sign(np.nanmedian(apart.sum(axis=0))) if np.isfinite(apart).all(axis=0).any() else 1.0
    steady = np.asarray((apart[:2] * usual > 0).all(axis=0))
    return np.asarray(scipy.ndimage.binary_erosion(steady, iterations=STEADY_FRAMES, border_value=1))


def _across_and_up(points: TimeSeries, world: TimeSeries) -> dict[str, Array]:
    """(T, 2) of each joint: to the person's right, and up [px]."""
    names = [f"{side}_{part}" for side in LETTER for part in JOINTS]
    across = smooth(points.time, left_to_right(world))
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    px_per_m = _scale(points, world)
    return {
        name: smooth(
            points.time,
            np.column_stack(
                [
                    points[f"{name}.x"] * across[:, 0] + world[f"{name}.z"] * px_per_m * across[:, 1],
                    -points[f"{name}.y"],
                ]
            ),
        )
        for name in names
    }


def _scale(points: TimeSeries, world: TimeSeries) -> float:
    """Pixels for a metre at the person's distance, by the height from hips to ankles; NaN where nothing is known."""
    usual = []
    for series in (points, world):
        ways = [
            series[f"{side}_ankle.y"] - series[f"{side}_{part}.y"]
            for side in LETTER
            for part in ("hip", "shoulder")
        ]
        height = np.sum(ways, axis=0)
        known = height[np.isfinite(height)]
        usual.append(float(np.median(known)) if len(known) else float("nan"))
    return usual[0] / usual[1]
