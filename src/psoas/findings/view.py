"""The camera's view: whether it lets the angles be measured, and what to change if not."""

import numpy as np

from psoas.findings.analysis import View
from psoas.findings.limits import common_limits
from psoas.findings.words import in_series
from psoas.timeseries import Mask, TimeSeries

NEEDED = {
    "head": ("nose", "left_ear", "right_ear"),
    "shoulders": ("left_shoulder", "right_shoulder"),
    "hips": ("left_hip", "right_hip"),
    "knees": ("left_knee", "right_knee"),
    "feet": ("left_ankle", "right_ankle", "left_foot_index", "right_foot_index"),
}
"""Body parts that have to be in the picture, and their landmarks."""

LEAST_SHARE = 0.5
"""Share of the frames with a person in which a part has to be inside the picture."""

LEAST_VISIBILITY = {"head": 0.3, "knees": 0.3, "feet": 0.5}
"""Median visibility of the better seen side below which the network only guesses where a part is: it puts legs that
are cut off, or behind furniture, inside the picture. Rendered people: 0.85 and more in full view, 0.65 with one ankle
at the edge, at most 0.4 where feet are cut off or covered."""

SET_UP = (
    "film from the side, lens at hip height, two and a half to three and a half metres away, the whole body in the "
    "picture"
)


MOST_JITTER = 0.018
"""Jump of a landmark against its neighbours in time, in trunk lengths, above which the network is guessing. Rendered
people: 0.003 to 0.007 at the hips in clear pictures, 0.033 and more in grain or blur; 0.023 at a knee in the dark."""


def judge_view(
    points: TimeSeries,
    turn_deg: float | None,
    facing_known: bool,
    size: tuple[int, int],
    *,
    kneeling: bool = False,
    hidden: bool = False,
    plain: bool = False,
    rough: bool = False,
) -> View:
    """Judge the view of one recording.

    Args:
        points: landmarks ``<name>.x`` and ``.y`` [px]; NaN where nobody was seen.
        turn_deg: of the person off a side view [deg], + where their front is seen; None where nobody was seen.
        facing_known: the person faces one side of the picture.
        size: width and height of the picture [px].
        kneeling: the person half-kneels, so that the knees hardly move from one frame to the next.
        hidden: a leg is hidden behind the person, who is seen from behind.
        plain: the angles are those of the picture itself, which a turned view distorts.
        rough: the points come from the lite weights, which jump in a clear picture, too.
    """
    limits = common_limits()
    seen = np.isfinite(points["nose.x"])
    if not seen.any() or turn_deg is None:
        return View("unknown", None, False, "nobody could be seen in it", SET_UP)
    yaw_deg = abs(turn_deg)
    outside = [
        part for part, names in NEEDED.items() if _inside(points, names, size)[seen].mean() < LEAST_SHARE
    ]
    unseen = [part for part in LEAST_VISIBILITY if part not in outside and not _visible(points, part, seen)]
    if not facing_known or yaw_deg > limits.front_view_deg:
        reason = "it was filmed from the front or the back, where the bending of hip and back cannot be seen"
        return View("front", yaw_deg, False, reason, SET_UP)
    if outside:
        reason = f"the {in_series(outside)} {'is' if outside == ['head'] else 'are'} outside the picture"
        return View("side", yaw_deg, False, reason, f"step back, or turn the phone: {SET_UP}")
    if unseen:
        reason = f"the {in_series(unseen)} cannot be seen: outside the picture, or something stands in front"
        return View("side", yaw_deg, False, reason, f"step back, and clear the view: {SET_UP}")
    if not rough and (
        _jitter(points, ("hip", "shoulder")) > MOST_JITTER
        or (kneeling and _jitter(points, ("knee",)) > MOST_JITTER)
    ):
        reason = "the picture is too dark, blurred or grainy to follow the body in it"
        advice = "film again with more light, a clean lens and a phone that stands still"
        return View("side", yaw_deg, False, reason, advice)
    if yaw_deg > (limits.oblique_view_deg if plain else limits.readable_view_deg):
        reason = (
            f"the camera stood about {round(yaw_deg)} degrees off a side view, which distorts every angle"
        )
        advice = f"turn until the camera sees you exactly from the side: {SET_UP}"
        return View("oblique", yaw_deg, False, reason, advice)
    if hidden:
        reason = (
            f"the camera stood about {round(yaw_deg)} degrees behind you, where your body hides a leg from it"
        )
        return View(
            "oblique", yaw_deg, False, reason, f"turn until the camera sees you from the side: {SET_UP}"
        )
    return View("oblique" if yaw_deg > limits.oblique_view_deg else "side", yaw_deg, True, None)


def _jitter(points: TimeSeries, parts: tuple[str, ...]) -> float:
    """Median second difference of these landmarks in trunk lengths; 0 where there are too few frames."""
    trunk = [
        points[f"left_shoulder.{axis}"]
        + points[f"right_shoulder.{axis}"]
        - points[f"left_hip.{axis}"]
        - points[f"right_hip.{axis}"]
        for axis in "xy"
    ]
    length = np.hypot(*trunk) / 2
    jumps = [
        np.abs(np.diff(points[f"{side}_{part}.{axis}"], 2))
        for part in parts
        for side in ("left", "right")
        for axis in "xy"
    ]
    known = [jump[np.isfinite(jump)] for jump in jumps]
    if any(len(jump) < 5 for jump in known):
        return 0.0
    return float(np.median([np.median(jump) for jump in known]) / np.median(length[np.isfinite(length)]))


def _inside(points: TimeSeries, names: tuple[str, ...], size: tuple[int, int]) -> Mask:
    """(T,) True where at least half of the landmarks lie inside the picture."""
    inside = [
        (points[f"{name}.x"] >= 0)
        & (points[f"{name}.x"] < size[0])
        & (points[f"{name}.y"] >= 0)
        & (points[f"{name}.y"] < size[1])
        for name in names
    ]
    return np.asarray(np.mean(inside, axis=0) >= 0.5)


def _visible(points: TimeSeries, part: str, seen: Mask) -> bool:
    """Whether the network sees a part, on the better seen side, and does not only guess where it is."""
    medians = [float(np.median(points.confidence_of(f"{name}.x")[seen])) for name in NEEDED[part]]
    return max(medians) >= LEAST_VISIBILITY[part]
