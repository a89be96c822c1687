"""The body in every frame of a recording, and points of its feet, in the person's own upright plane."""

import numpy as np
import scipy

from psoas.body import Body, kinematics
from psoas.sides import SIDES
from psoas.timeseries import Array, Mask, TimeSeries

TOE_TIP = 0.26 / 0.1788
"""Toe tip against the toes' joint, both from the heel (``R.Toe.Tip`` of OpenSim's gait2392, on Rajagopal's foot)."""

HEADING_S = 1.0
"""Time over which the way that the pelvis faces is averaged, about one stride, in which it turns to and fro [s]."""

PELVIS = ("pelvis_list", "pelvis_rotation")


class PosedRecording:
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

    def foot(self, side: str) -> dict[str, Array]:
        """(T, 3) heel, toes' joint and toe tip in the world [m]; NaN where the leg is not known."""
        needed = [f"{joint}_{side}" for joint in ("hip_flexion", "knee_angle", "ankle_angle")]
        known = self.known("pelvis_tilt", *needed, beside=hip_coordinates(side))
        heel, ball = (self._place[:, self._ids[f"{name}_{side}"]] for name in ("calcn", "toes"))
        points = {"heel": heel, "ball": ball, "tip": heel + TOE_TIP * (ball - heel)}
        return {name: known_only(known, point) for name, point in points.items()}


def hip_coordinates(side: str) -> tuple[str, ...]:
    """The coordinates besides tilt and flexion that turn a thigh."""
    return (*PELVIS, f"hip_adduction_{side}", f"hip_rotation_{side}")


def known_only(known: Mask, values: Array) -> Array:
    """The values (T,) or (T, N) where ``known`` (T,) is true, else NaN."""
    result: Array = np.where(known if values.ndim == 1 else known[:, None], values, np.nan)
    return result


def foot_points(body: Body, coordinates: TimeSeries) -> TimeSeries:
    """Heels, toes' joints and toe tips against the middle between the hips.

    No position of the pelvis is needed, and so neither its place in the room nor the speed of a treadmill. Forward is
    where the pelvis faces, averaged over `HEADING_S`.

    Args:
        coordinates: (T, C) [rad, m], the body's names and signs; any of them may be absent or NaN.

    Returns:
        For each side ``heel_ahead``, ``ball_ahead``, ``tip_ahead`` and, above the hips, ``heel_up`` ..., with ``_r`` or
        ``_l`` [m], and ``foot_ahead``: the ankle ahead of its own hip. In the world of the coordinates, x forward and z
        to the right, ``heel_x``, ``heel_z``, ``tip_x`` and ``tip_z``. NaN where the leg is not known.
    """
    pose = PosedRecording(body, coordinates)
    hips, time = pose.hips(), coordinates.time
    step = float(np.median(np.diff(time))) if len(time) > 1 else 1.0
    width = max(1, round(HEADING_S / step))
    forward = scipy.ndimage.uniform_filter1d(pose.forward, width, axis=0, mode="nearest")
    forward = forward / np.maximum(np.linalg.norm(forward, axis=1, keepdims=True), 1e-9)
    columns: dict[str, Array] = {}
    for side in SIDES:
        foot = pose.foot(side)
        for name, place in foot.items():
            way = place - hips
            columns[f"{name}_ahead_{side}"] = (way[:, :2] * forward).sum(axis=1)
            columns[f"{name}_up_{side}"] = way[:, 2]
        for name in ("heel", "tip"):
            columns[f"{name}_x_{side}"], columns[f"{name}_z_{side}"] = foot[name][:, 0], -foot[name][:, 1]
        ahead = pose.point(f"talus_{side}")[:, 0] - pose.point(f"femur_{side}")[:, 0]
        columns[f"foot_ahead_{side}"] = known_only(np.isfinite(foot["heel"][:, 0]), ahead)
    return TimeSeries.from_columns(time, columns, "m")
