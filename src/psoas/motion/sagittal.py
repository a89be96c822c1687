"""From the coordinates of the body to the angles that a side view shows.

The plane is the person's own: upright, and forward is where the pelvis faces in each frame. Signs are those of
`psoas.motion.angles`. Zero is the file's own: no angle is a change from a start.
"""

from dataclasses import dataclass

import numpy as np

from psoas.body import COORDINATES, Body, kinematics
from psoas.motion.angles import OF_LEG, OTHER_LEG, Leg, Stick, median_length, wrapped
from psoas.motion.movement import rear_leg_of
from psoas.motion.segment_list import main_movement
from psoas.motion.segments import find_segments
from psoas.quantities import Movement, MovementSegment
from psoas.sides import Side
from psoas.timeseries import Array, Mask, TimeSeries

TOE_TIP = 0.26 / 0.1788
"""Toe tip against the toes' joint, both from the heel (``R.Toe.Tip`` of OpenSim's gait2392, on Rajagopal's foot)."""

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
    pose = _Posed(body, coordinates)
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


class _Posed:
    """The body in every frame: where its segments are, and which coordinates are known."""

    def __init__(self, body: Body, coordinates: TimeSeries) -> None:
        self.coordinates = coordinates
        poses = np.zeros((len(coordinates), len(body.coordinates)))
        for column, name in enumerate(body.coordinates):
            if name in coordinates:
                poses[:, column] = np.nan_to_num(coordinates[name])
        low, high = body.ranges.T
        free = np.array([name.startswith("pelvis_") for name in body.coordinates])
        poses = np.where(free, poses, np.clip(poses, low, high))
        posed = kinematics(body, poses)
        self._place, self._turn = (np.moveaxis(one, -1, 0) for one in (posed.origins, posed.axes))
        self._ids = {body.model.body(index).name: index for index in range(body.model.nbody)}
        right = self._turn[:, self._ids["pelvis"], :, 2]
        forward = np.column_stack([-right[:, 1], right[:, 0]])
        self.forward: Array = forward / np.linalg.norm(forward, axis=1)[:, None]

    def known(self, *names: str, beside: tuple[str, ...] = ()) -> Mask:
        """(T,) True where all of ``names`` are known, and of ``beside`` those that the recording has at all."""
        needed = [*names, *(name for name in beside if name in self.coordinates)]
        mask: Mask = np.all([np.isfinite(self.value(name)) for name in needed], axis=0)
        return mask

    def value(self, name: str) -> Array:
        """(T,) a coordinate; NaN where it is absent."""
        return self.coordinates[name] if name in self.coordinates else np.full(len(self.coordinates), np.nan)

    def axis(self, segment: str, number: int) -> tuple[Array, Array]:
        """(T,) forward and up part of an axis of a segment: 0 forward, 1 up, 2 right."""
        vector = self._turn[:, self._ids[segment], :, number]
        return (vector[:, :2] * self.forward).sum(1), vector[:, 2]

    def point(self, segment: str) -> Array:
        """(T, 2) forward and up from the pelvis's origin to a segment's [m]."""
        way = self._place[:, self._ids[segment]] - self._place[:, self._ids["pelvis"]]
        return np.column_stack([(way[:, :2] * self.forward).sum(1), way[:, 2]])

    def hips(self) -> Array:
        """(T, 3) the middle between the hips, in the world [m]."""
        middle: Array = (self._place[:, self._ids["femur_r"]] + self._place[:, self._ids["femur_l"]]) / 2
        return middle


PELVIS = ("pelvis_list", "pelvis_rotation")
BACK = ("lumbar_bending", "lumbar_rotation")


def _hip(side: str) -> tuple[str, ...]:
    return (*PELVIS, f"hip_adduction_{side}", f"hip_rotation_{side}")


def _angles(pose: _Posed) -> dict[str, Array]:
    """Every angle of trunk and legs."""
    forward, up = pose.axis("torso", 1)
    lean = _where(
        pose.known("pelvis_tilt", "lumbar_extension", beside=PELVIS + BACK), np.arctan2(forward, up)
    )
    columns = {
        "trunk_lean": lean,
        "pelvis_tilt": _tilt(pose),
        "lumbar_extension": pose.value("lumbar_extension"),
    }
    for side in "lr":
        forward, up = pose.axis(f"femur_{side}", 1)
        thigh = _where(
            pose.known("pelvis_tilt", f"hip_flexion_{side}", beside=_hip(side)), np.arctan2(forward, up)
        )
        columns |= {
            f"thigh_angle_{side}": thigh,
            f"hip_extension_{side}": -pose.value(f"hip_flexion_{side}"),
            f"hip_flexion_{side}": wrapped(lean - thigh, centre=np.pi / 3),
            f"knee_angle_{side}": pose.value(f"knee_angle_{side}"),
            f"ankle_angle_{side}": pose.value(f"ankle_angle_{side}"),
        }
    return columns


def _tilt(pose: _Posed) -> Array:
    """The file's pelvic tilt; that of the pelvis itself where the person does not face along x."""
    tilt = pose.value("pelvis_tilt")
    rotation = pose.value("pelvis_rotation")
    rotation = (rotation[np.isfinite(rotation)] + np.pi) % (2 * np.pi) - np.pi
    if not len(rotation) or np.median(np.abs(rotation)) <= TURNED:
        return tilt
    forward, up = pose.axis("pelvis", 1)
    return _where(pose.known("pelvis_tilt", beside=PELVIS), np.arctan2(forward, up))


def _stretch(
    pose: _Posed, stick: Stick, columns: dict[str, Array], rear: Leg, positioned: Mask
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
        found["hip_forward"] = _where(known, hips[:, :2] @ (way / np.linalg.norm(way)))
    found["hip_up"] = _where(pose.known("pelvis_ty", beside=PELVIS), hips[:, 2])
    return found


def _stick(pose: _Posed) -> Stick:
    """The person as the stick figure that movements are recognised by [m]; the trunk straight where it is unknown."""
    joints: dict[str, Array] = {}
    for leg, side in OF_LEG.items():
        thigh = pose.known("pelvis_tilt", f"hip_flexion_{side}", beside=_hip(side))
        shank = thigh & pose.known(f"knee_angle_{side}")
        foot = shank & pose.known(f"ankle_angle_{side}")
        heel = pose.point(f"calcn_{side}")
        joints |= {
            f"{leg}_shoulder": _where(pose.known("pelvis_tilt"), pose.point(f"upper_arm_{side}")),
            f"{leg}_hip": _where(pose.known("pelvis_tilt"), pose.point(f"femur_{side}")),
            f"{leg}_knee": _where(thigh, pose.point(f"tibia_{side}")),
            f"{leg}_ankle": _where(shank, pose.point(f"talus_{side}")),
            f"{leg}_heel": _where(foot, heel),
            f"{leg}_foot_index": _where(foot, heel + TOE_TIP * (pose.point(f"toes_{side}") - heel)),
        }
    for part in ("hip", "shoulder"):
        joints[f"mid_{part}"] = (joints[f"near_{part}"] + joints[f"far_{part}"]) / 2
    thighs = [median_length(joints[f"{leg}_knee"] - joints[f"{leg}_hip"]) for leg in OF_LEG]
    thigh_m = float(np.nan_to_num(thighs, nan=1.0).max())
    trunk_m = float(np.nan_to_num(median_length(joints["mid_shoulder"] - joints["mid_hip"]), nan=1.0))
    sure = {name: np.isfinite(joint[:, 0]).astype(float) for name, joint in joints.items()}
    return Stick(np.asarray(pose.coordinates.time), joints, sure, trunk_m, thigh_m)


def _where(known: Mask, values: Array) -> Array:
    result: Array = np.where(known if values.ndim == 1 else known[:, None], values, np.nan)
    return result
