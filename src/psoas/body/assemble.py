"""Build a MuJoCo model from the tables: world x forward, y to the left, z up."""

from math import sqrt

import mujoco
import myo_sim
import numpy as np

from psoas.body.tables import Mesh, Muscle, Point, Segment, Skeleton, Wrap
from psoas.timeseries import Array

_UPRIGHT = [sqrt(0.5), sqrt(0.5), 0.0, 0.0]
"""Quaternion that turns OpenSim's axes (y up) into MuJoCo's (z up)."""

_KINDS = {"hinge": mujoco.mjtJoint.mjJNT_HINGE, "slide": mujoco.mjtJoint.mjJNT_SLIDE}
_SHAPES = {"sphere": mujoco.mjtGeom.mjGEOM_SPHERE, "cylinder": mujoco.mjtGeom.mjGEOM_CYLINDER}


def assemble(skeleton: Skeleton, *, meshes: bool = False) -> mujoco.MjSpec:
    """Build the MuJoCo description of a skeleton.

    Args:
        skeleton: the tables; the root segment hangs on a frame whose axes are OpenSim's.
        meshes: True adds the bones' surfaces, which no calculation needs and which take seconds to compile.
    """
    spec = mujoco.MjSpec()
    spec.modelname = "psoas"
    spec.compiler.degree = False
    spec.compiler.balanceinertia = True  # the inertia of myo-sim's L5 is that of no real body
    bodies: dict[str, mujoco.MjsBody] = {}
    for segment in skeleton.segments.values():
        parent = spec.worldbody if segment.parent is None else bodies[segment.parent]
        bodies[segment.name] = _add_segment(parent, segment)
    for name, wrap in skeleton.wraps.items():
        _add_wrap(bodies[wrap.segment], name, wrap)
    for muscle in skeleton.muscles.values():
        _add_muscle(spec, bodies, muscle)
    if meshes:
        for segment in skeleton.segments.values():
            for mesh in segment.meshes:
                _add_mesh(spec, bodies[segment.name], mesh)
    return spec


def _add_segment(parent: mujoco.MjsBody, segment: Segment) -> mujoco.MjsBody:
    root = segment.parent is None
    body = parent.add_body(
        name=segment.name,
        pos=segment.position,
        quat=_UPRIGHT if root else quaternion_of(segment.rotation),
        explicitinertial=True,
        mass=segment.mass,
        ipos=segment.centre,
        fullinertia=[segment.inertia[i, j] for i, j in ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))],
    )
    for joint in segment.joints:
        body.add_joint(name=joint.name, type=_KINDS[joint.kind], axis=joint.axis, pos=joint.anchor)
    return body


def _add_wrap(body: mujoco.MjsBody, name: str, wrap: Wrap) -> None:
    body.add_geom(
        name=name,
        type=_SHAPES[wrap.kind],
        pos=wrap.position,
        quat=quaternion_of(wrap.rotation),
        size=[wrap.radius, wrap.half_length, 0.0],
        contype=0,
        conaffinity=0,
        mass=0.0,
        group=4,
        rgba=[0.3, 0.6, 0.8, 0.3],
    )


def _add_muscle(spec: mujoco.MjSpec, bodies: dict[str, mujoco.MjsBody], muscle: Muscle) -> None:
    tendon = spec.add_tendon(name=muscle.name, width=0.003, rgba=[0.75, 0.2, 0.2, 1.0])
    for number, step in enumerate(muscle.path, start=1):
        if isinstance(step, Point):
            tendon.wrap_site(_add_site(bodies, f"{muscle.name}-P{number}", step))
        elif step.side is None:
            tendon.wrap_geom(step.wrap, "")
        else:
            tendon.wrap_geom(step.wrap, _add_site(bodies, f"{muscle.name}-S{number}", step.side))


def _add_site(bodies: dict[str, mujoco.MjsBody], name: str, point: Point) -> str:
    bodies[point.segment].add_site(name=name, pos=point.position, size=[0.001] * 3, group=4)
    return name


def _add_mesh(spec: mujoco.MjSpec, body: mujoco.MjsBody, mesh: Mesh) -> None:
    spec.add_mesh(name=mesh.name, file=str(myo_sim.MODELS_DIR / mesh.file), scale=mesh.scale)
    body.add_geom(
        name=f"{mesh.name}_surface",
        type=mujoco.mjtGeom.mjGEOM_MESH,
        meshname=mesh.name,
        pos=mesh.position,
        quat=quaternion_of(mesh.rotation),
        contype=0,
        conaffinity=0,
        mass=0.0,
        group=1,
        rgba=[0.89, 0.85, 0.76, 1.0],
    )


def quaternion_of(rotation: Array) -> Array:
    """Quaternion [w, i, j, k] of a (3, 3) rotation."""
    quaternion = np.zeros(4)
    mujoco.mju_mat2Quat(quaternion, rotation.ravel())
    return quaternion
