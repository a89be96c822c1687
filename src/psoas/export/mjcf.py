"""The body as a MuJoCo file that stands by itself: bones, paths, couplings of the joints, muscles, postures."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree

import numpy as np
from numpy.typing import ArrayLike

from psoas.body import COORDINATES, Body, assemble, named_postures
from psoas.muscle import (
    hip_range,
    load_curves,
    muscle_parameters,
    muscle_paths,
    passive_multiplier,
    trunk_range,
)
from psoas.timeseries import Array

MESH_FOLDER = "meshes"

MEETING = 1.3
"""Normalised fibre length at which MuJoCo's passive curve is made to meet ours of the same muscle."""

Element = ElementTree.Element


def mjcf(body: Body) -> str:
    """Write a body as the text of a MuJoCo file (MJCF); lengths in m, angles in rad.

    Each coordinate is one joint; the joints that follow it are held to it by ``equality`` polynomials. Every muscle
    is a ``muscle`` actuator with our strength, fibre and tendon. MuJoCo's muscle has curves of its own and no
    pennation, so its forces are near ours and not the same. Every named posture is a key frame. The bones' surfaces
    are expected in ``meshes/``, see ``mesh_files``.
    """
    spec = assemble(body.skeleton, meshes=True)
    exact = {
        **{("body", b.name): {"pos": b.pos, "quat": b.quat} for b in spec.bodies if b.name != "world"},
        **{("joint", j.name): {"pos": j.pos, "axis": j.axis} for j in spec.joints},
        **{("site", s.name): {"pos": s.pos} for s in spec.sites},
        **{("geom", g.name): {"pos": g.pos, "quat": g.quat} for g in spec.geoms},
        **{("mesh", m.name): {"scale": m.scale} for m in spec.meshes},
    }
    exact = {key: {name: np.array(value) for name, value in row.items()} for key, row in exact.items()}
    spec.compile()
    root = ElementTree.fromstring(spec.to_xml())
    for element in root.iter():
        for attribute, value in exact.get((element.tag, element.get("name", "")), {}).items():
            element.set(attribute, _numbers(value))
    for name, file in mesh_files(body).items():
        _find(root, f"./asset/mesh[@name='{name}']").set("file", PurePosixPath(file).name)
    compiler = _find(root, "compiler")
    compiler.set("meshdir", MESH_FOLDER)
    compiler.set("balanceinertia", "true")
    _set_inertia_and_wraps(root, body)
    _set_ranges(root, body)
    root.append(_couplings(body))
    root.append(_actuators(body))
    root.append(_postures(body))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def mesh_files(body: Body) -> dict[str, str]:
    """The file of each mesh's surface by the mesh's name, within myo-sim's folder of models."""
    return {mesh.name: mesh.file for segment in body.skeleton.segments.values() for mesh in segment.meshes}


def _find(root: Element, path: str) -> Element:
    found = root.find(path)
    assert found is not None
    return found


def _numbers(values: ArrayLike) -> str:
    """Write every digit: MuJoCo's own writer keeps six, which moves a path by a micrometre."""
    return " ".join(format(value, ".17g") for value in np.atleast_1d(np.asarray(values, dtype=float)))


def _set_inertia_and_wraps(root: Element, body: Body) -> None:
    for segment in body.skeleton.segments.values():
        inertial = _find(root, f".//body[@name='{segment.name}']/inertial")
        inertial.attrib.clear()
        inertial.set("pos", _numbers(segment.centre))
        inertial.set("mass", _numbers(segment.mass))
        order = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))
        inertial.set("fullinertia", _numbers([segment.inertia[place] for place in order]))
    for name, wrap in body.skeleton.wraps.items():
        size = [wrap.radius] if wrap.kind == "sphere" else [wrap.radius, wrap.half_length]
        _find(root, f".//geom[@name='{name}']").set("size", _numbers(size))


def _drivers(body: Body) -> dict[int, int]:
    """The joint that stands for each coordinate, by the coordinate's column: the first in proportion to it."""
    proportional = np.all(body.polynomials[:, [0, 2, 3, 4]] == 0, axis=1)
    drivers: dict[int, int] = {}
    for joint in np.flatnonzero(proportional).tolist():
        drivers.setdefault(int(body.joint_coordinate[joint]), joint)
    return drivers


def _set_ranges(root: Element, body: Body) -> None:
    for coordinate, joint in _drivers(body).items():
        low, high = body.ranges[coordinate] * body.polynomials[joint, 1]
        if COORDINATES[body.coordinates[coordinate]].unit == "rad":
            element = _find(root, f".//joint[@name='{body.model.joint(joint).name}']")
            element.set("range", _numbers([low, high]))


def _couplings(body: Body) -> Element:
    """Write each dependent joint as a polynomial of the joint that drives it."""
    equality = Element("equality")
    drivers = _drivers(body)
    powers = np.arange(body.polynomials.shape[1])
    for joint, column in enumerate(body.joint_coordinate.tolist()):
        driver = drivers[column]
        if joint == driver:
            continue
        names = [body.model.joint(index).name for index in (joint, driver)]
        coefficients = body.polynomials[joint] / body.polynomials[driver, 1] ** powers
        ElementTree.SubElement(
            equality,
            "joint",
            name=f"{names[0]}_follows",
            joint1=names[0],
            joint2=names[1],
            polycoef=_numbers(coefficients),
        )
    return equality


def _actuators(body: Body) -> Element:
    """Write a muscle for each path: normalised length = (length - tendon slack) / optimal fibre length."""
    actuators = Element("actuator")
    parameters = muscle_parameters(body)
    lengths = np.concatenate([muscle_paths(body, poses).lengths for poses in _working_poses(body)])
    spans = np.stack([lengths.min(axis=0), lengths.max(axis=0)], axis=1)
    slack, fibre = parameters.tendon_slack_length, parameters.optimal_fibre_length
    spans[:, 0] = np.maximum(spans[:, 0], slack)  # MuJoCo takes a range below 0 for its default
    ranges = (spans - slack[:, None]) / fibre[:, None]
    speed = load_curves().max_contraction_velocity
    passive = 2 * passive_multiplier(parameters, MEETING)
    for index, name in enumerate(body.muscles):
        ElementTree.SubElement(
            actuators,
            "muscle",
            name=name,
            tendon=name,
            force=_numbers(parameters.max_isometric_force[index]),
            lengthrange=_numbers(spans[index]),
            range=_numbers(ranges[index]),
            lmax=_numbers(2 * MEETING - 1),
            vmax=_numbers(speed),
            fpmax=_numbers(passive[index]),
        )
    return actuators


def _working_poses(body: Body) -> Iterator[Array]:
    """Yield poses that span the lengths of each muscle; between them MuJoCo's normalised length is linear."""
    yield hip_range(body)
    yield trunk_range(body)
    for name, (low, high) in zip(body.coordinates, body.ranges, strict=True):
        if COORDINATES[name].unit == "rad":
            yield body.poses({name: np.linspace(low, high, 7)})
    knee, hip = np.radians(np.meshgrid([0, 30, 60, 90, 120], [-20, 0, 60, 120])).reshape(2, -1)
    yield body.poses(hip_flexion_r=hip, hip_flexion_l=hip, knee_angle_r=knee, knee_angle_l=knee)


def _postures(body: Body) -> Element:
    keys = Element("keyframe")
    for posture in named_postures().values():
        positions = body.joint_positions(body.poses(posture.coordinates))[0]
        ElementTree.SubElement(keys, "key", name=posture.name, qpos=_numbers(positions))
    return keys
