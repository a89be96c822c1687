"""The body's coordinates from the side view of a clip: what one camera measures, and what has to be assumed."""

from collections.abc import Mapping

import numpy as np

from psoas.body import COORDINATES, Body, Leg, kinematics, side_view_pose
from psoas.exercises import clinical_test_of
from psoas.findings import Analysis, NotMeasured
from psoas.loads import contact_points, skin_positions
from psoas.quantities import MOVEMENTS
from psoas.sides import LETTER, OTHER, SIDES, Side, both
from psoas.timeseries import Array, TimeSeries
from psoas.words import _, inside

ID = "loads"

LARGEST_TURN = np.radians(20)
"""How far a front thigh may be turned to bring its foot to the floor; farther off, the legs were not seen well."""


def clip_coordinates(analysis: Analysis, body: Body) -> TimeSeries | NotMeasured:
    """Poses of the body, frame by frame, or why there are none.

    Pelvis and lower back start as in upright standing, which one camera cannot tell from others; the sole lies flat
    unless the shank lies; both arms hang; nothing leans to the side. In a stretch, the front thigh is turned until
    its foot and the rear knee or foot rest on one floor; else both legs do what the near one is seen to do.

    Args:
        analysis: of a clip that was judged.
    """
    angles = analysis.angles
    if clinical_test_of(analysis.movement) is not None:
        return NotMeasured(ID, _("the couch carries the body in this test, and its forces are not known"))
    if not MOVEMENTS[analysis.movement].slow:
        return NotMeasured(
            ID,
            _(
                "loads are told of slow movements; one camera does not tell the speed of the body in this one; give a "
                "motion-capture file"
            )
            if analysis.movement == "unknown"
            else _(
                "loads are told of slow movements; one camera does not tell the speed of the body in {movement}; give "
                "a motion-capture file",
                movement=inside(MOVEMENTS[analysis.movement].label),
            ),
        )
    wanted = ("pelvis_tilt", "lumbar_extension", *both("thigh_angle"), *both("knee_angle"))
    lacking = [name for name in wanted if name not in angles or not np.isfinite(angles[name]).any()]
    if lacking:
        words = ", ".join(dict.fromkeys(COORDINATES[name].label.split(",")[0] for name in lacking))
        return NotMeasured(ID, _("without these angles they cannot be told: {angles}", angles=words))
    stretches = MOVEMENTS[analysis.movement].stretch
    if stretches and analysis.rear_side is None:
        return NotMeasured(ID, _("which leg is the left one was not told; film from straight beside"))
    near = LETTER[analysis.facing or "right"]
    seen = {side: side if stretches else near for side in SIDES}
    legs: dict[Side, Leg] = {
        side: (angles[f"thigh_angle_{leg}"], angles[f"knee_angle_{leg}"]) for side, leg in seen.items()
    }
    if not np.isfinite(_posed(analysis, legs).values).all(axis=1).any():
        return NotMeasured(ID, _("pelvis, lower back and legs are never seen together in the clip"))
    if stretches and analysis.rear_side is not None:
        front = OTHER[LETTER[analysis.rear_side]]
        kneels = analysis.movement == "half_kneeling_stretch"
        thigh, knee = angles[f"thigh_angle_{front}"], angles[f"knee_angle_{front}"]
        turned = _to_the_floor(body, _posed(analysis, legs), thigh, front, kneels)
        if not np.nanmax(np.abs(turned - thigh)) <= LARGEST_TURN:
            return NotMeasured(
                ID, _("the front leg was not seen well enough to put both foot and knee on the floor")
            )
        legs[front] = turned, knee - (turned - thigh)
    return _posed(analysis, legs)


def _posed(analysis: Analysis, legs: Mapping[Side, Leg]) -> TimeSeries:
    angles = analysis.angles
    pose = side_view_pose(angles["pelvis_tilt"], angles["lumbar_extension"], legs)
    return TimeSeries.from_columns(angles.time, pose, "rad")


def _to_the_floor(body: Body, poses: TimeSeries, thigh: Array, front: Side, kneels: bool) -> Array:
    """(T,) the front thigh's angle with which its sole is as low as the rear knee or foot; the shank keeps its own.

    Args:
        kneels: the rear knee rests; else the rear foot.
    """
    known = np.flatnonzero(np.isfinite(poses.values).all(axis=1))
    low, high = body.ranges.T
    wide = np.zeros((len(known), len(body.coordinates)))
    wide[:, [body.coordinate_index(name) for name in poses.names]] = poses.values[known]
    positions = skin_positions(body, kinematics(body, np.clip(wide, low, high)))
    points = contact_points(body)
    sole = [k for k, one in enumerate(points) if one.kind == "foot" and one.side == front]
    behind = "knee" if kneels else "foot"
    rests = [k for k, one in enumerate(points) if one.kind == behind and one.side != front]
    drop = positions[:, sole, 2].min(axis=1) - positions[:, rests, 2].min(axis=1)
    length = float(np.linalg.norm(body.skeleton.segments[f"tibia_{front}"].position))
    turned = np.full(len(thigh), np.nan)
    turned[known] = -np.arccos(np.clip(np.cos(thigh[known]) + drop / length, -1.0, 1.0))
    return turned
