"""How far one joint lies beyond another, seen from the camera, as the places in space say that the network estimates.

A picture shows how long a thigh looks, and not which way it points: towards the camera or away. The network's depths
tell, and err by a way that changes with the view: it was learnt on rendered people whose joints are known
(``camera_fit.json``, made by ``benchmarks/calibrate_camera.py``), and is put right before a body is fitted.
"""

from typing import Final

import numpy as np

from psoas.data import read_data
from psoas.motion.angles import OF_LEG
from psoas.sides import AHEAD, OTHER_WORD, SideWord
from psoas.timeseries import Array, TimeSeries

SEGMENTS: Final = (("hip", "knee"), ("knee", "ankle"))
"""Each as the joint that it begins at, and the one that it ends at."""


def depth_features(way: Array, turn: Array) -> Array:
    """(T, 8): one, the way, and both times the sine of the turn.

    Args:
        way: (T, 3) of a segment, ahead, down and away from the camera, in lengths of a leg.
        turn: (T,) of the view off the side [rad].
    """
    plain = np.column_stack([np.ones(len(way)), way])
    return np.concatenate([plain, np.sin(turn)[:, None] * plain], axis=1)


def segment_ways(world: TimeSeries, towards: SideWord) -> dict[tuple[str, str], Array]:
    """(T, 3) from the start of a segment to its end, by ``near`` or ``far`` and the last joint, in lengths of a leg.

    Args:
        world: the landmarks ``.x``, ``.y``, ``.z`` [m], y down and z away from the camera.
        towards: which side of the picture the person faces.
    """
    ways = {}
    for leg, side in zip(OF_LEG, (towards, OTHER_WORD[towards]), strict=True):
        for first, last in SEGMENTS:
            way = [world[f"{side}_{last}.{axis}"] - world[f"{side}_{first}.{axis}"] for axis in "xyz"]
            ways[leg, last] = np.column_stack(way) * [AHEAD[towards], 1.0, 1.0]
    lengths = [
        np.linalg.norm(ways[leg, "knee"], axis=1) + np.linalg.norm(ways[leg, "ankle"], axis=1)
        for leg in OF_LEG
    ]
    known = np.isfinite(lengths)
    leg_m = float(np.median(np.array(lengths)[known])) if known.any() else np.nan
    return {name: way / leg_m for name, way in ways.items()}


def segment_depths(world: TimeSeries, towards: SideWord, turn: Array) -> Array:
    """(T, 2, 2) depth of the end of each of `SEGMENTS` beyond its start, near leg first, in lengths of a leg.

    Args:
        world, towards: as in `segment_ways`.
        turn: (T,) of the view off the side [rad].
    """
    table = read_data("psoas.motion", "camera_fit.json")["depths"]
    ways = segment_ways(world, towards)
    depths = [
        [depth_features(ways[leg, last], turn) @ np.array(table[leg][last]) for _, last in SEGMENTS]
        for leg in OF_LEG
    ]
    return np.moveaxis(np.array(depths), -1, 0)


def depth_errors() -> Array:
    """(2, 2) one standard error of `segment_depths`, of bodies left out, in lengths of a leg."""
    table = read_data("psoas.motion", "camera_fit.json")["depth_error"]
    return np.array([[table[leg][last] for _, last in SEGMENTS] for leg in OF_LEG])
