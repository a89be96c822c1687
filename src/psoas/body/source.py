"""Read the legs and the torso of myo-sim (Apache-2.0) into tables, unchanged; ``repairs`` corrects them.

The arm of myo-sim is not read: it derives from a source that is not free for commercial use.
"""

from pathlib import PurePosixPath

import mujoco
import myo_sim
import numpy as np

from psoas.body.tables import Around, Joint, Mesh, Muscle, Point, Segment, Skeleton, Wrap
from psoas.timeseries import Array

_ABSENT_INERTIA = {
    "talus_r",
    "talus_l",
    "toes_r",
    "toes_l",
    "patella_r",
    "patella_l",
    "head",
    "neck",
    "cervical_spine",
}
_HINGE, _SLIDE = int(mujoco.mjtJoint.mjJNT_HINGE), int(mujoco.mjtJoint.mjJNT_SLIDE)
_SPHERE, _CYLINDER = int(mujoco.mjtGeom.mjGEOM_SPHERE), int(mujoco.mjtGeom.mjGEOM_CYLINDER)


def read_myosim() -> Skeleton:
    """Read the torso and the legs of myo-sim 0.2.x, every muscle with MuJoCo's implied architecture.

    Optimal fibre and tendon slack lengths are what MuJoCo's normalised range and length range imply:
    ``L0 = (lr1 - lr0) / (r1 - r0)``, ``LT = lr0 - r0 L0``; several are not physical, see ``repairs``.
    """
    torso = _read(myo_sim.load_spec("myotorso"))
    legs = _read(myo_sim.FRAGMENT_SPEC_BUILDERS["myolegs"]())
    return Skeleton(
        {**torso.segments, **legs.segments}, {**torso.wraps, **legs.wraps}, {**torso.muscles, **legs.muscles}
    )


def _read(spec: mujoco.MjSpec) -> Skeleton:
    meshes = _meshes(spec)
    for key in list(spec.keys):
        spec.delete(key)
    _drop_surfaces(spec)
    model = spec.compile()
    segments = [_segment(model, index, meshes) for index in range(1, model.nbody)]
    return Skeleton({segment.name: segment for segment in segments}, _wraps(model), _muscles(model))


def _meshes(spec: mujoco.MjSpec) -> dict[str, tuple[Mesh, ...]]:
    files = {mesh.name: mesh for mesh in spec.meshes}
    found: dict[str, list[Mesh]] = {}
    for body in spec.bodies:
        for geom in body.geoms:
            if geom.type != mujoco.mjtGeom.mjGEOM_MESH or geom.meshname not in files:
                continue
            mesh = files[geom.meshname]
            found.setdefault(body.name, []).append(
                Mesh(
                    mesh.name,
                    str(PurePosixPath(mesh.file)),
                    np.array(mesh.scale),
                    np.array(geom.pos),
                    _orientation(spec, geom),
                )
            )
    return {name: tuple(meshes) for name, meshes in found.items()}


def _orientation(spec: mujoco.MjSpec, geom: mujoco.MjsGeom) -> Array:
    """(3, 3) axes of a geom in its body; before compiling, ``quat`` ignores angles given in another form."""
    if geom.alt.type == mujoco.mjtOrientation.mjORIENTATION_QUAT:
        return rotation_of(np.array(geom.quat))
    settings = geom.compiler
    quaternion = spec.resolve_orientation(
        degree=settings.degree, sequence=settings.eulerseq, orientation=geom.alt
    )
    return rotation_of(np.array(quaternion))


def _drop_surfaces(spec: mujoco.MjSpec) -> None:
    """Delete geoms that are only visible or in contact: they take seconds to compile and no muscle needs them."""
    for geom in list(spec.geoms):
        if geom.type == mujoco.mjtGeom.mjGEOM_MESH or geom.name == "" or geom.contype or geom.conaffinity:
            spec.delete(geom)
    for mesh in list(spec.meshes):
        spec.delete(mesh)
    for body in spec.bodies:
        if body.name in _ABSENT_INERTIA:
            body.explicitinertial, body.mass, body.inertia = True, 1.0, [1.0, 1.0, 1.0]


def _segment(model: mujoco.MjModel, index: int, meshes: dict[str, tuple[Mesh, ...]]) -> Segment:
    name = model.body(index).name
    parent = int(model.body_parentid[index])
    first, count = int(model.body_jntadr[index]), int(model.body_jntnum[index])
    kinds = {_HINGE: "hinge", _SLIDE: "slide"}
    turn = rotation_of(model.body_iquat[index])
    return Segment(
        name=name,
        parent=model.body(parent).name if parent else None,
        position=model.body_pos[index].copy(),
        rotation=rotation_of(model.body_quat[index]),
        joints=tuple(
            Joint(model.joint(j).name, kinds[int(model.jnt_type[j])], model.jnt_axis[j].copy())  # type: ignore[arg-type]
            for j in range(first, first + count)
        ),
        mass=float(model.body_mass[index]),
        centre=model.body_ipos[index].copy(),
        inertia=turn @ np.diag(model.body_inertia[index]) @ turn.T,
        meshes=meshes.get(name, ()),
    )


def _wraps(model: mujoco.MjModel) -> dict[str, Wrap]:
    used = {int(i) for i, kind in zip(model.wrap_objid, model.wrap_type, strict=True) if _is_wrap(kind)}
    return {
        model.geom(index).name: Wrap(
            segment=model.body(model.geom_bodyid[index]).name,
            kind="sphere" if model.geom_type[index] == _SPHERE else "cylinder",
            position=model.geom_pos[index].copy(),
            rotation=rotation_of(model.geom_quat[index]),
            radius=float(model.geom_size[index, 0]),
            half_length=float(model.geom_size[index, 1]),
        )
        for index in sorted(used)
    }


def _muscles(model: mujoco.MjModel) -> dict[str, Muscle]:
    found = {}
    for index in range(model.nu):
        tendon = int(model.actuator_trnid[index, 0])
        first, count = int(model.tendon_adr[tendon]), int(model.tendon_num[tendon])
        r0, r1 = model.actuator_gainprm[index, :2]
        shortest, longest = model.actuator_lengthrange[index]
        fibre = (longest - shortest) / (r1 - r0)
        name = model.actuator(index).name
        found[name] = Muscle(
            name=name,
            path=tuple(_step(model, k) for k in range(first, first + count)),
            strength=float(model.actuator_gainprm[index, 2]),
            optimal_fibre_length=float(fibre),
            tendon_slack_length=float(shortest - r0 * fibre),
        )
    return found


def _step(model: mujoco.MjModel, index: int) -> Point | Around:
    thing = int(model.wrap_objid[index])
    if not _is_wrap(model.wrap_type[index]):
        return _point(model, thing)
    side = int(model.wrap_prm[index])
    return Around(model.geom(thing).name, _point(model, side) if side >= 0 else None)


def _point(model: mujoco.MjModel, site: int) -> Point:
    return Point(model.body(model.site_bodyid[site]).name, model.site_pos[site].copy())


def _is_wrap(kind: int) -> bool:
    return int(kind) in (int(mujoco.mjtWrap.mjWRAP_SPHERE), int(mujoco.mjtWrap.mjWRAP_CYLINDER))


def rotation_of(quaternion: Array) -> Array:
    """(3, 3) rotation of a quaternion [w, i, j, k]."""
    flat = np.zeros(9)
    mujoco.mju_quat2Mat(flat, np.asarray(quaternion, dtype=float))
    return flat.reshape(3, 3)
