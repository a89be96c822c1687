"""A small body with Rajagopal's lengths, one joint of which follows a curve, and people made from it."""

from dataclasses import dataclass

import mujoco
import numpy as np

from psoas.body.model import Body
from psoas.body.scaling import Person
from psoas.body.tables import Skeleton
from psoas.capture.files.markers import Markers
from psoas.motion.inverse_kinematics import Kinematics, fit_markers, inverse_kinematics
from psoas.motion.marked_body import MarkedBody
from psoas.motion.marker_sets import MarkerSet, load_marker_sets
from psoas.timeseries import Array

PERSON = {"pelvis": 1.06, "thigh": 1.08, "shank": 0.95, "foot": 1.03, "spine": 1.05}
"""Sizes of the parts of a person whose proportions are not the model's."""


def _leg(side: str, z: float) -> str:
    return f"""
    <body name="femur_{side}" pos="-0.05628 -0.07849 {0.07726 * z}"><geom size=".01"/>
      <joint name="hip_flexion_{side}" axis="0 0 1"/>
      <joint name="hip_adduction_{side}" axis="{z} 0 0"/>
      <joint name="hip_rotation_{side}" axis="0 {z} 0"/>
      <body name="tibia_{side}" pos="0 -0.404 0"><geom size=".01"/>
        <joint name="knee_slide_{side}" type="slide" axis="1 0 0"/>
        <joint name="knee_angle_{side}" axis="0 0 -1"/>
        <body name="talus_{side}" pos="-0.01 -0.4 0"><geom size=".01"/>
          <joint name="ankle_angle_{side}" axis="0 0 1"/>
          <body name="calcn_{side}" pos="-0.04877 -0.04195 {0.00792 * z}"><geom size=".01"/>
            <joint name="subtalar_angle_{side}" axis="{z} 0 0"/>
          </body>
        </body>
      </body>
    </body>"""


MJCF = f"""
<mujoco><compiler angle="radian" autolimits="false"/><worldbody>
  <body name="pelvis" quat="0.7071067811865476 0.7071067811865476 0 0"><geom size=".01"/>
    <joint name="pelvis_tx" type="slide" axis="1 0 0"/>
    <joint name="pelvis_ty" type="slide" axis="0 1 0"/>
    <joint name="pelvis_tz" type="slide" axis="0 0 1"/>
    <joint name="pelvis_tilt" axis="0 0 -1"/>
    <joint name="pelvis_list" axis="1 0 0"/>
    <joint name="pelvis_rotation" axis="0 1 0"/>
    <body name="torso" pos="-0.09 0.1 0"><geom size=".01"/>
      <joint name="lumbar_extension" axis="0 0 1"/>
      <joint name="lumbar_bending" axis="1 0 0"/>
      <joint name="lumbar_rotation" axis="0 1 0"/>
      <body name="upper_arm_r" pos="0 0.4 0.17"><geom size=".01"/><joint name="arm_flex_r" axis="0 0 1"/></body>
    </body>
    {_leg("r", 1)}{_leg("l", -1)}
  </body>
</worldbody></mujoco>"""


@dataclass(frozen=True, eq=False)
class ToyBody(Body):
    """Legs, trunk and one arm; each knee slides forward by 4 mm times its angle squared."""

    @property
    def ranges(self) -> Array:
        return np.array([_range(name) for name in self.coordinates])

    def check(self, poses: Array) -> None:
        """Take any pose."""


def toy_body() -> ToyBody:
    model = mujoco.MjModel.from_xml_string(MJCF)
    joints = [model.joint(index).name for index in range(model.njnt)]
    coordinates = tuple(name for name in joints if not name.startswith("knee_slide"))
    return ToyBody(
        model=model,
        skeleton=Skeleton({}, {}, {}),
        person=Person(),
        coordinates=coordinates,
        muscles=(),
        joint_coordinate=np.array([coordinates.index(name.replace("slide", "angle")) for name in joints]),
        polynomials=np.array([[0, 0, 0.004] if "slide" in name else [0, 1, 0] for name in joints], float),
    )


def _range(name: str) -> tuple[float, float]:
    if name.startswith("pelvis"):
        return -50.0, 50.0
    if name.startswith("knee"):
        return 0.0, 2.1
    return (-0.6, 2.1) if name.startswith(("hip_flexion", "arm")) else (-0.8, 0.8)


def solve_markers(body: Body, track: Markers, *, static: Markers | None = None) -> Kinematics:
    """Coordinates with a body fitted to the person, from the recording itself or from another one of the person."""
    return inverse_kinematics(body, track, fit_markers(body, track if static is None else static))


def marker_set(name: str) -> MarkerSet:
    return next(known for known in load_marker_sets() if known.name == name)


def recorded(
    body: ToyBody,
    poses: Array,
    set_name: str = "rajagopal2016",
    sizes: dict[str, float] | None = None,
    moved: dict[str, tuple[float, float, float]] | None = None,
    rate: float = 50.0,
) -> Markers:
    """What cameras would see of a person with these sizes, some of whose markers are off their place [m]."""
    known = marker_set(set_name)
    names = list(known.places)
    marked = MarkedBody(body, list(known.places.values()))
    marked.set_factors(sizes or {})
    locations = marked.locations.copy()
    for name, shift in (moved or {}).items():
        locations[names.index(name)] += shift
    positions = np.array([marked.view(pose, locations).positions for pose in poses])
    return Markers(np.arange(len(poses)) / rate, tuple(names), positions)


def walk(body: ToyBody, frames: int = 40) -> Array:
    """(N, C) poses of something like a stride: forward along x, knees bent by 5 to 60 degrees."""
    phase = np.linspace(0, 2 * np.pi, frames)
    return body.poses(
        pelvis_tx=np.linspace(0, 1.2, frames),
        pelvis_ty=0.95 + 0.02 * np.cos(2 * phase),
        pelvis_tz=0.1,
        pelvis_tilt=0.15 + 0.03 * np.sin(2 * phase),
        pelvis_list=0.06 * np.sin(phase),
        pelvis_rotation=0.1 * np.cos(phase),
        lumbar_extension=-0.05 + 0.04 * np.sin(2 * phase),
        lumbar_rotation=-0.1 * np.cos(phase),
        hip_flexion_r=0.2 + 0.4 * np.cos(phase),
        hip_flexion_l=0.2 - 0.4 * np.cos(phase),
        hip_adduction_r=0.05 * np.sin(phase),
        hip_adduction_l=-0.05 * np.sin(phase),
        hip_rotation_r=0.1 * np.sin(2 * phase),
        knee_angle_r=0.55 + 0.45 * np.sin(phase),
        knee_angle_l=0.55 - 0.45 * np.sin(phase),
        ankle_angle_r=0.15 * np.sin(phase),
        ankle_angle_l=-0.15 * np.sin(phase),
    )
