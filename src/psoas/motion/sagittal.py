"""From the coordinates of the body to the angles that a side view shows.

The plane is the person's own: upright, and forward is where the pelvis faces in each frame. Signs are those of
`psoas.motion.angles`. Zero is the file's own: no angle is a change from a start.
"""

from dataclasses import dataclass

import numpy as np

from psoas.body import COORDINATES, Body
from psoas.motion.angles import OF_LEG, OTHER_LEG, Leg, Stick, median_length, wrapped
from psoas.motion.movement import rear_leg_of
from psoas.motion.posed_recording import PELVIS, TOE_TIP, PosedRecording, hip_coordinates, known_only
from psoas.motion.segment_list import main_movement
from psoas.motion.segments import find_segments
from psoas.quantities import Movement, MovementSegment
from psoas.sides import Side
from psoas.timeseries import Array, Mask, TimeSeries

TURNED = np.radians(45)
"""Beyond this turn of the pelvis OpenSim's ``pelvis_tilt`` is not about the person's own left-right axis [rad]."""


@dataclass(frozen=True, eq=False)
class SagittalMotion:
    """Angles in the side view, as a clip gives them.

    Attributes:
        angles: [rad, m] by the names of `psoas.body.coordinates`; NaN where a coordinate is unknown.
        movement: by the rules for a clip.
        rear_side: the rear leg of a stretch.
        segments: what is done when.
    """

    angles: TimeSeries
    movement: Movement
    rear_side: Side | None
    segments: tuple[MovementSegment, ...] = ()


def sagittal_motion(body: Body, coordinates: TimeSeries) -> SagittalMotion:
    """Angles and movement from coordinates.

    Args:
        coordinates: (T, C) [rad, m], the body's names and signs; any of them may be absent or NaN.
    """
    pose = PosedRecording(body, coordinates)
    stick = _stick(pose)
    columns = _angles(pose)
    segments = find_segments(stick)
    movement = main_movement(segments)
    rear, positioned = rear_leg_of(stick, movement, segments)
    if rear is not None:
        columns |= _stretch(pose, stick, columns, rear, positioned)
        if movement != "half_kneeling_stretch":
            columns["rear_thigh_angle"] = np.where(positioned, columns["rear_thigh_angle"], np.nan)
    columns = {name: values for name, values in columns.items() if np.isfinite(values).any()}
    if not columns:
        columns = {"trunk_lean": np.full(len(coordinates), np.nan)}
    units = {name: COORDINATES[name].unit for name in columns}
    return SagittalMotion(
        TimeSeries.from_columns(coordinates.time, columns, units),
        movement,
        None if rear is None else OF_LEG[rear],
        segments,
    )


BACK = ("lumbar_bending", "lumbar_rotation")


def _angles(pose: PosedRecording) -> dict[str, Array]:
    """Every angle of trunk and legs."""
    forward, up = pose.axis("torso", 1)
    lean = known_only(
        pose.known("pelvis_tilt", "lumbar_extension", beside=PELVIS + BACK), np.arctan2(forward, up)
    )
    columns = {
        "trunk_lean": lean,
        "pelvis_tilt": _tilt(pose),
        "lumbar_extension": pose.value("lumbar_extension"),
    }
    for side in "lr":
        forward, up = pose.axis(f"femur_{side}", 1)
        thigh = known_only(
            pose.known("pelvis_tilt", f"hip_flexion_{side}", beside=hip_coordinates(side)),
            np.arctan2(forward, up),
        )
        columns |= {
            f"thigh_angle_{side}": thigh,
            f"hip_extension_{side}": -pose.value(f"hip_flexion_{side}"),
            f"hip_flexion_{side}": wrapped(lean - thigh, centre=np.pi / 3),
            f"knee_angle_{side}": pose.value(f"knee_angle_{side}"),
            f"ankle_angle_{side}": pose.value(f"ankle_angle_{side}"),
        }
    return columns


def _tilt(pose: PosedRecording) -> Array:
    """The file's pelvic tilt; that of the pelvis itself where the person does not face along x."""
    tilt = pose.value("pelvis_tilt")
    rotation = pose.value("pelvis_rotation")
    rotation = (rotation[np.isfinite(rotation)] + np.pi) % (2 * np.pi) - np.pi
    if not len(rotation) or np.median(np.abs(rotation)) <= TURNED:
        return tilt
    forward, up = pose.axis("pelvis", 1)
    return known_only(pose.known("pelvis_tilt", beside=PELVIS), np.arctan2(forward, up))


def _stretch(
    pose: PosedRecording, stick: Stick, columns: dict[str, Array], rear: Leg, positioned: Mask
) -> dict[str, Array]:
    """Coordinates of the stretch only."""
    front = OTHER_LEG[rear]
    behind, ahead = OF_LEG[rear], OF_LEG[front]
    found = {
        "rear_thigh_angle": columns[f"thigh_angle_{behind}"],
        "rear_hip_extension": columns[f"hip_extension_{behind}"],
        "rear_knee_angle": columns[f"knee_angle_{behind}"],
        "front_knee_angle": columns[f"knee_angle_{ahead}"],
        "front_knee_past_toes": stick.joints[f"{front}_knee"][:, 0]
        - stick.joints[f"{front}_foot_index"][:, 0],
    }
    way = pose.forward[positioned].mean(axis=0)
    hips = pose.hips()
    if np.linalg.norm(way) > 0.5:
        known = pose.known("pelvis_tx", "pelvis_tz", beside=PELVIS)
        found["hip_forward"] = known_only(known, hips[:, :2] @ (way / np.linalg.norm(way)))
    found["hip_up"] = known_only(pose.known("pelvis_ty", beside=PELVIS), hips[:, 2])
    return found


def _stick(pose: PosedRecording) -> Stick:
    """The person as the stick figure that movements are recognised by [m]; the trunk straight where it is unknown."""
    joints: dict[str, Array] = {}
    for leg, side in OF_LEG.items():
        thigh = pose.known("pelvis_tilt", f"hip_flexion_{side}", beside=hip_coordinates(side))
        shank = thigh & pose.known(f"knee_angle_{side}")
        foot = shank & pose.known(f"ankle_angle_{side}")
        heel = pose.point(f"calcn_{side}")
        joints |= {
            f"{leg}_shoulder": known_only(pose.known("pelvis_tilt"), pose.point(f"upper_arm_{side}")),
            f"{leg}_hip": known_only(pose.known("pelvis_tilt"), pose.point(f"femur_{side}")),
            f"{leg}_knee": known_only(thigh, pose.point(f"tibia_{side}")),
            f"{leg}_ankle": known_only(shank, pose.point(f"talus_{side}")),
            f"{leg}_heel": known_only(foot, heel),
            f"{leg}_foot_index": known_only(foot, heel + TOE_TIP * (pose.point(f"toes_{side}") - heel)),
        }
    for part in ("hip", "shoulder"):
        joints[f"mid_{part}"] = (joints[f"near_{part}"] + joints[f"far_{part}"]) / 2
    thighs = [median_length(joints[f"{leg}_knee"] - joints[f"{leg}_hip"]) for leg in OF_LEG]
    thigh_m = float(np.nan_to_num(thighs, nan=1.0).max())
    trunk_m = float(np.nan_to_num(median_length(joints["mid_shoulder"] - joints["mid_hip"]), nan=1.0))
    sure = {name: np.isfinite(joint[:, 0]).astype(float) for name, joint in joints.items()}
    return Stick(np.asarray(pose.coordinates.time), joints, sure, trunk_m, thigh_m)
