"""Whether the picture lies on its side or stands on its head, told from the person in it.

Somebody who lies looks like somebody who stands in a picture on its side. The witnesses: soles that lie flat on one
floor, and what stays still. Who stands or kneels moves the trunk over resting feet; who lies moves
the legs of a resting trunk. A picture is turned only where they agree; else it stays, and the reader is told.
"""

from dataclasses import dataclass

import numpy as np

from psoas.motion.angles import stick_figure
from psoas.motion.posture import postures
from psoas.motion.view import facing
from psoas.timeseries import Array, TimeSeries

ALONG = np.radians(35.0)
"""Angle from a direction of the picture within which the trunk counts as along it."""

MOSTLY = 0.8
"""Share of the frames in which the trunk has to be along the picture's width, or head down."""

FLAT = np.radians(16.0)
"""Angle within which a sole or a shank lies on the floor."""

LEVEL = 0.22
"""Difference of height of two supports on one floor, in trunk lengths; near and far differ by perspective."""

LEG = 1.3
"""Least distance from the hips to the floor of somebody who walks, in trunk lengths."""

HANGS_SHARE = 0.3
"""Share of the frames in which a leg hangs over the edge in a modified Thomas test; in the others it comes and goes."""

STILL, MOVES, TRAVELS = 0.08, 0.15, 1.0
"""Path of a joint that rests, that moves, and of a person who goes somewhere, in trunk lengths."""


@dataclass(frozen=True)
class WayUp:
    """How the picture has to be turned.

    Attributes:
        turn_deg: clockwise, 0, 90, 180 or 270.
        sure: False where the person lies in the picture, and nothing shows whether the picture lies with them.
        lies: the person lies in the upright picture: a shank hangs over the edge of what carries them.
    """

    turn_deg: int = 0
    sure: bool = True
    lies: bool = False


def which_way_up(points: TimeSeries, world: TimeSeries | None = None) -> WayUp:
    """Decide how to turn the picture so that the person's feet are below.

    Args:
        points: 33 landmarks ``<landmark>.x`` and ``.y`` [px].
        world: the same ``.x``, ``.y``, ``.z`` [m]; None where they are not known.
    """
    trunk = _middle(points, "shoulder") - _middle(points, "hip")
    length = np.hypot(*trunk.T)
    seen = np.isfinite(length) & (length > 0)
    if not seen.any():
        return WayUp()
    trunk_px = float(np.median(length[seen]))
    for turn_deg in (90, 180, 270):
        x, y = _turned(trunk[seen], turn_deg).T
        if (np.abs(np.arctan2(x, -y)) < ALONG).mean() >= MOSTLY:
            upright = {name: _turned(_point(points, name)[seen], turn_deg) / trunk_px for name in _PARTS}
            if turn_deg == 180:
                return WayUp(180) if _on_its_head(upright) else WayUp(0, sure=False)
            for_it = _support(upright) + _rest(upright)
            if for_it >= 2:
                return WayUp(turn_deg)
            return WayUp(lies=True) if _hangs_over_edge(points, world) else WayUp(0, sure=False)
    return WayUp()


def _hangs_over_edge(points: TimeSeries, world: TimeSeries | None) -> bool:
    """Whether a leg hangs over the edge of a couch while the other knee is held up, which nobody does who stands."""
    towards = None if world is None else facing(points, world)
    if towards is None:
        return False
    _, found = postures(stick_figure(points, towards))
    return bool((found == "thomas").sum() >= HANGS_SHARE * max((found != "tucked").sum(), 1))


_SIDES = ("left", "right")
_PARTS = tuple(
    f"{side}_{part}"
    for side in _SIDES
    for part in ("shoulder", "hip", "knee", "ankle", "heel", "foot_index", "wrist", "ear")
)


def _on_its_head(upright: dict[str, Array]) -> bool:
    """Tell a picture on its head from a handstand: the legs are over the hips, and no hand carries the body."""
    hip, knee, ankle, ear, wrist = (
        np.nanmedian([upright[f"{side}_{part}"][:, 1] for side in _SIDES], axis=0)
        for part in ("hip", "knee", "ankle", "ear", "wrist")
    )
    legs_below = (np.nanmedian(knee - hip) > 0.2) and (np.nanmedian(ankle - hip) > 0.3)
    return bool(legs_below and np.nanmedian(wrist - ear) > -0.3)


def _support(upright: dict[str, Array]) -> int:
    """Judge the shape: 2 for a sole and a second support on one floor, 1 for a sole alone, -1 for pointed feet.

    Args:
        upright: (T, 2) by landmark [trunk lengths], in the picture turned upright, y down.
    """
    floors: list[Array] = []
    soles, pointed = 0, 0
    for side in _SIDES:
        heel, toe = upright[f"{side}_heel"], upright[f"{side}_foot_index"]
        slope = _slope(toe - heel)
        standing = upright[f"{side}_ankle"][:, 1] > upright[f"{side}_knee"][:, 1] + 0.3
        flat = standing & (slope < FLAT)
        shank = upright[f"{side}_ankle"] - upright[f"{side}_knee"]
        kneels = (_slope(shank) < 1.5 * FLAT) & (
            upright[f"{side}_knee"][:, 1] > upright[f"{side}_hip"][:, 1] + 0.3
        )
        soles += bool(flat.mean() >= 0.5)
        pointed += bool((standing & (slope > 2 * FLAT)).mean() >= 0.5)
        floor = np.where(
            flat, (heel + toe)[:, 1] / 2, np.where(kneels, upright[f"{side}_knee"][:, 1], np.nan)
        )
        floors.append(floor)
    together = np.abs(floors[0] - floors[1]) < LEVEL
    if soles and together.mean() >= 0.5:
        return 2
    return 1 if soles else -1 if pointed else 0


def _rest(upright: dict[str, Array]) -> int:
    """Judge what moves: 3 for steps, 1 for a trunk that moves over resting feet or travels, -1 for one that rests."""
    if _steps(upright):
        return 3
    feet = [_path((upright[f"{side}_heel"] + upright[f"{side}_foot_index"]) / 2) for side in _SIDES]
    knees = [_path(upright[f"{side}_knee"]) for side in _SIDES]
    hip = _path((upright["left_hip"] + upright["right_hip"]) / 2)
    shoulder = _path((upright["left_shoulder"] + upright["right_shoulder"]) / 2)
    if hip > TRAVELS:
        return 1
    if hip > MOVES and min(feet) < 0.5 * hip:
        return 1
    return -1 if max(hip, shoulder) < STILL and max(*feet, *knees) > 2 * MOVES else 0


def _steps(upright: dict[str, Array]) -> bool:
    """Tell whether both feet come down in turns onto one floor, a leg's length below the hips."""
    low = [
        np.fmax(upright[f"{side}_heel"][:, 1], upright[f"{side}_foot_index"][:, 1])
        - (upright["left_hip"] + upright["right_hip"])[:, 1] / 2
        for side in _SIDES
    ]
    lower = low[0] - low[1]
    sides = np.sign(lower[np.abs(lower) > 0.05])
    floor = np.fmax(*low)
    return bool((np.diff(sides) != 0).sum() >= 4 and np.nanstd(floor) < STILL and np.nanmedian(floor) > LEG)


def _path(places: Array) -> float:
    """How far a point (T, 2) goes, without its rarest places."""
    if len(places) < 2 or not np.isfinite(places).any():
        return 0.0
    low, high = np.nanpercentile(places, [4, 96], axis=0)
    return float(np.hypot(*(high - low)))


def _slope(way: Array) -> Array:
    """(T,) angle of a direction (T, 2) from level [rad], 0 to a quarter turn."""
    angle: Array = np.arctan2(np.abs(way[:, 1]), np.abs(way[:, 0]))
    return angle


def _turned(places: Array, turn_deg: int) -> Array:
    """Turn (T, 2) clockwise by quarter turns, y down."""
    x, y = places.T
    quarter = {0: (x, y), 90: (-y, x), 180: (-x, -y), 270: (y, -x)}[turn_deg]
    return np.column_stack(quarter)


def _point(points: TimeSeries, name: str) -> Array:
    return np.column_stack([points[f"{name}.x"], points[f"{name}.y"]]).astype(float)


def _middle(points: TimeSeries, part: str) -> Array:
    middle: Array = (_point(points, f"left_{part}") + _point(points, f"right_{part}")) / 2
    return middle
