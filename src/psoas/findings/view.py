"""The camera's view: whether it lets the angles be measured, and what to change if not."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from psoas.capture.pose import PictureQuality
from psoas.findings.analysis import View
from psoas.findings.limits import common_limits
from psoas.motion import FROM_FRONT_DEG
from psoas.timeseries import Mask, TimeSeries
from psoas.words import N_, _, in_series

NEEDED = {
    "head": ("nose", "left_ear", "right_ear"),
    "shoulders": ("left_shoulder", "right_shoulder"),
    "hips": ("left_hip", "right_hip"),
    "knees": ("left_knee", "right_knee"),
    "feet": ("left_ankle", "right_ankle", "left_foot_index", "right_foot_index"),
}
"""Body parts that have to be in the picture, and their landmarks."""

PARTS = {
    "head": N_("head"),
    "shoulders": N_("shoulders"),
    "hips": N_("hips"),
    "knees": N_("knees"),
    "feet": N_("feet"),
}
"""What they are called in a list."""

LEAST_SHARE = 0.5
"""Share of the frames with a person in which a part has to be inside the picture."""

LEAST_VISIBILITY = {"head": 0.3, "knees": 0.3, "feet": 0.5}
"""Median visibility of the better seen side below which the network only guesses where a part is: it puts legs that
are cut off, or behind furniture, inside the picture. Rendered people: 0.85 and more in full view, 0.65 with one ankle
at the edge, at most 0.4 where feet are cut off or covered."""

SET_UP = N_(
    "film from the side, lens at hip height, two and a half to three and a half metres "
    "away, the whole body in the picture"
)


MOST_JITTER, POOR_JITTER = 0.030, 0.018
"""Jump of a landmark against its neighbours in time, in trunk lengths, above which the network is guessing; the second
where the pictures themselves are poor. Rendered people: 0.003 to 0.013 at the hips in clear pictures, up to 0.019 in a
run, 0.026 and more in grain; 0.023 at a knee in the dark."""

DARK, GRAINY, BLURRED, SMALL_PX = 0.15, 0.010, 0.80, 128.0
"""Least brightness, most noise and most blur of a clear picture, and the least size of the square around a person; see
`psoas.capture.pose.PictureQuality`. Rendered rooms: 0.7, 0.0035 and 0.6; the size is half of what the network sees."""

FOLDED = 0.6
"""Shoulders nearer to the knees than this, in trunk lengths: trunk and thighs hide each other."""

LIGHT = N_("film again with more light, from a lamp or a window that the camera does not look into")


def judge_view(
    points: TimeSeries,
    turn_deg: float | None,
    facing_known: bool,
    size: tuple[int, int],
    *,
    kneeling: bool = False,
    unread: str | None = None,
    from_front: bool = False,
    rough: bool = False,
    picture: PictureQuality | None = None,
) -> View:
    """Judge the view of one recording. Of several reasons to refuse it, the first that the user can mend is named.

    The order is: out of the picture, from the front, hidden, oblique; and the picture's quality only where none of
    these explains why the body cannot be followed, and where the picture itself shows it.

    Args:
        points: landmarks ``<name>.x`` and ``.y`` [px]; NaN where nobody was seen.
        turn_deg: of the person off a side view [deg], + where their front is seen; None where nobody was seen.
        facing_known: the person faces one side of the picture.
        size: width and height of the picture [px].
        kneeling: the person half-kneels, so that the knees hardly move from one frame to the next.
        unread: why the legs cannot be read; None where they can.
        from_front: the person was measured from the front or from behind.
        rough: the points come from the lite weights, which jump in a clear picture, too, and whose angles are those of
            the picture itself, which a turned view distorts.
        picture: quality of the pictures; None where it was not rated.
    """
    limits = common_limits()
    seen = np.isfinite(points["nose.x"])
    if not seen.any() or turn_deg is None:
        if picture is not None and picture.brightness < DARK:
            return View("unknown", None, False, _("it is so dark that nobody could be seen in it"), _(LIGHT))
        return View("unknown", None, False, _("nobody could be seen in it"), _(SET_UP))
    yaw_deg = abs(turn_deg)
    off_side = yaw_deg > limits.oblique_view_deg
    front = not facing_known or yaw_deg > FROM_FRONT_DEG
    outside = [
        part for part, names in NEEDED.items() if _inside(points, names, size)[seen].mean() < LEAST_SHARE
    ]
    if outside == ["head"] and not front:
        outside = []  # somebody who is cut off at the head is read from the rest
    unseen = [part for part in LEAST_VISIBILITY if part not in outside and not _visible(points, part, seen)]
    if unseen == ["head"] and not front:
        unseen = []
    folded = _folded(points)
    kind: Literal["side", "front"] = "front" if front else "side"
    if outside:
        reason = _("the {parts} are outside the picture", parts=_named(outside))
        if outside == ["head"]:
            reason = _("the head is outside the picture")
        return View(kind, yaw_deg, False, reason, _(STEP_BACK))
    if not facing_known and folded:
        return View("side", yaw_deg, False, _(FOLDED_REASON), _(FOLDED_ADVICE))
    if front and not from_front and (facing_known or yaw_deg > limits.oblique_view_deg):
        reason = _(
            "it was filmed from the front or the back, where the bending of hip and back cannot be seen"
        )
        return View("front", yaw_deg, False, reason, _(SET_UP))
    if unseen:
        reason = _(
            "the {parts} cannot be seen: outside the picture, or something stands in front",
            parts=_named(unseen),
        )
        return View(kind, yaw_deg, False, reason, _(CLEAR_THE_VIEW))
    if not facing_known and not from_front:
        reason = _("it could not be told which way the person faces, because face and feet point to no side")
        return View("front", yaw_deg, False, reason, _(SET_UP))
    if not from_front and yaw_deg > (limits.oblique_view_deg if rough else limits.readable_view_deg):
        reason = _(
            "the camera stood about {angle:.0f} degrees off a side view, too far to read the angles",
            angle=yaw_deg,
        )
        return View("oblique", yaw_deg, False, reason, _(SET_UP))
    if unread is not None:
        return View("oblique" if off_side else "side", yaw_deg, False, unread, _(SET_UP))
    jitter = _jitter(points, ("hip", "shoulder"))
    if kneeling:
        jitter = max(jitter, _jitter(points, ("knee",)))
    poor = _poor(picture)
    if not rough and jitter > (MOST_JITTER if poor is None else POOR_JITTER):
        reason, advice = _restless(picture, folded)
        return View(kind, yaw_deg, False, reason, advice)
    return View("front" if from_front else "oblique" if off_side else "side", yaw_deg, True, None)


CUT_OFF = 0.05
"""Part of the picture's edge that the person covers, in sides of the square around them: half the width of a neck."""

FOLDED_REASON = N_("the trunk is folded onto the thighs, so that one hides the other")
FOLDED_ADVICE = N_(
    "sit or stand up so that there is a gap between them, and film from the side, lens at hip height, two and a half "
    "to three and a half metres away, the whole body in the picture"
)
STEP_BACK = N_(
    "step back, or turn the phone: film from the side, lens at hip height, two and a half to three and a half metres "
    "away, the whole body in the picture"
)
CLEAR_THE_VIEW = N_(
    "step back, and clear the view: film from the side, lens at hip height, two and a half to three and a half metres "
    "away, the whole body in the picture"
)

RESTLESS = (
    N_("the points on the body jump from one picture to the next, so that the body could not be followed"),
    N_(
        "wear clothes that differ from the background, keep everything else out of the way, and film from the side, "
        "lens at hip height, two and a half to three and a half metres away, the whole body in the picture"
    ),
)
"""Reason and advice where the points on the body jump and nothing that is known explains it."""


def _restless(picture: PictureQuality | None, folded: bool) -> tuple[str, str]:
    """Why the points on the body jump, and what to do."""
    if picture is not None and picture.cut_off > CUT_OFF:
        return _("the person is cut off at the edge of the picture"), _(STEP_BACK)
    reason, advice = (FOLDED_REASON, FOLDED_ADVICE) if folded else RESTLESS
    return _poor(picture) or (_(reason), _(advice))


def _named(parts: Sequence[str]) -> str:
    """Parts of the body as a list in words."""
    return in_series([_(PARTS[part]) for part in parts])


def _poor(picture: PictureQuality | None) -> tuple[str, str] | None:
    """What is the matter with the pictures, and what to do; None where they are clear, or were not rated."""
    if picture is None:
        return None
    if picture.brightness < DARK:
        return _("the picture is too dark to follow the body in it"), _(LIGHT)
    if picture.noise > GRAINY:
        return _("the picture is too grainy to follow the body in it"), _(LIGHT)
    if picture.size_px < SMALL_PX:
        return (
            _("the person is too small in the picture to be followed"),
            _("come closer or zoom in, until the body fills most of the picture"),
        )
    if picture.blur > BLURRED:
        return (
            _("the picture is too blurred to follow the body in it"),
            _("clean the lens, tap on yourself to focus, and stand the phone so that it cannot shake"),
        )
    return None


def _folded(points: TimeSeries) -> bool:
    """Whether the shoulders lie at the knees in most of the recording."""
    shoulder, hip, knee = (
        np.stack([points[f"left_{part}.{axis}"] + points[f"right_{part}.{axis}"] for axis in "xy"]) / 2
        for part in ("shoulder", "hip", "knee")
    )
    near = np.hypot(*(shoulder - knee)) < FOLDED * np.hypot(*(shoulder - hip))
    known = np.isfinite(shoulder[0])
    return bool(near[known].mean() > LEAST_SHARE) if known.any() else False


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
