"""A twin of the body in OpenSim, built through its Python API from the same tables.

OpenSim is no part of the program: only the validation and the benchmarks use it, and report where it is not installed.
Importing it sets LD_LIBRARY_PATH and PATH of the process, so make a ``Twin`` in a process of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import takewhile
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from psoas.body import Around, Body, Joint, Muscle, Point, Segment, Wrap
from psoas.timeseries import Array

INSTALL = "pip install opensim==4.6 (wheels for Linux x86-64 and Windows, Python 3.11 to 3.13)"
LONG = 2.0
"""Length of a cylinder in the twin [m]: in MuJoCo a wrapping cylinder has no end."""


def has_opensim() -> bool:
    """Whether the package ``opensim`` can be imported here."""
    return find_spec("opensim") is not None


@dataclass(frozen=True)
class _Drive:
    """A joint in OpenSim's terms: the coordinate of its segment, and the polynomial, highest power first."""

    joint: Joint
    coordinate: str
    polynomial: tuple[float, ...]


class Twin:
    """The body in OpenSim.

    Its segments, joints, paths and wraps are those of ``body.skeleton``. A coordinate that moves several segments
    belongs to the first; the others have a follower, bound to it by a CoordinateCouplerConstraint, as is usual in
    OpenSim's models. A muscle is a PathActuator: neither length nor moment arm depends on its fibres.
    """

    def __init__(self, body: Body) -> None:
        self._osim = import_module("opensim")
        self._osim.Logger.setLevelString("Error")
        self._osim.Logger.removeFileSink()
        self.version: str = self._osim.GetVersion()
        self._body = body
        self._followers: dict[str, str] = {}
        self._model = self._osim.Model()
        self._model.setName("psoas_twin")
        self._frames: dict[str, Any] = {}
        for segment in body.skeleton.segments.values():
            self._add_segment(segment)
        for follower, leader in self._followers.items():
            self._couple(follower, leader)
        paths = [self._add_muscle(body.skeleton.muscles[name]) for name in body.muscles]
        self._model.finalizeConnections()
        self._state = self._model.initSystem()
        forces = self._model.getForceSet()
        self._muscles = [self._osim.PathActuator.safeDownCast(forces.get(name)) for name in body.muscles]
        self._points = np.array(paths)
        known = self._model.getCoordinateSet()
        self._coordinates = [known.get(name) for name in body.coordinates]
        self._led = [
            (known.get(name), body.coordinate_index(leader)) for name, leader in self._followers.items()
        ]

    def pose(self, pose: Array) -> None:
        """Set a pose (C,); followers are set too, so that OpenSim need not assemble the model."""
        for coordinate, value in zip(self._coordinates, pose, strict=True):
            coordinate.setValue(self._state, float(value), False)
        for coordinate, column in self._led:
            coordinate.setValue(self._state, float(pose[column]), False)
        self._model.realizePosition(self._state)

    def lengths(self, muscles: Sequence[int] | None = None) -> Array:
        """(M,) lengths of all muscles, or of some, at the pose [m]."""
        chosen = self._muscles if muscles is None else [self._muscles[m] for m in muscles]
        return np.array([muscle.getLength(self._state) for muscle in chosen])

    def moment_arms(self, muscles: Sequence[int], coordinates: Sequence[int]) -> Array:
        """(len(muscles), len(coordinates)) moment arms at the pose [m/rad], by OpenSim's MomentArmSolver."""
        return np.array(
            [
                [self._muscles[m].computeMomentArm(self._state, self._coordinates[c]) for c in coordinates]
                for m in muscles
            ]
        )

    def touched(self) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """(M,) number of surfaces that each muscle touches at the pose."""
        counts = [m.getGeometryPath().getCurrentPath(self._state).getSize() for m in self._muscles]
        touching: np.ndarray[tuple[int], np.dtype[np.intp]] = (np.array(counts) - self._points) // 2
        return touching

    def _add_segment(self, segment: Segment) -> None:
        osim, compiled = self._osim, self._body.model
        index = compiled.body(segment.name).id
        turn = Rotation.from_quat(compiled.body_iquat[index], scalar_first=True).as_matrix()
        inertia = turn @ np.diag(compiled.body_inertia[index]) @ turn.T
        moments = [float(inertia[i, j]) for i, j in ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))]
        frame = osim.Body(segment.name, segment.mass, self._vec(segment.centre), osim.Inertia(*moments))
        self._model.addBody(frame)
        self._frames[segment.name] = frame
        parent = self._model.getGround() if segment.parent is None else self._frames[segment.parent]
        hinges = [joint for joint in segment.joints if joint.kind == "hinge"]
        anchor = hinges[0].anchor if hinges else np.zeros(3)
        zero = self._vec(np.zeros(3))
        self._model.addJoint(
            osim.CustomJoint(
                f"{segment.name}_joint",
                parent,
                self._vec(segment.position + segment.rotation @ anchor),
                self._turn(segment.rotation),
                frame,
                self._vec(anchor),
                zero,
                self._spatial(segment),
            )
        )

    def _spatial(self, segment: Segment) -> Any:
        """The joints of a segment as OpenSim's six axes: three successive rotations and three translations."""
        spatial = self._osim.SpatialTransform()
        drives = list(self._drives(segment))
        for kind, offset in (("hinge", 0), ("slide", 3)):
            chosen = [drive for drive in drives if drive.joint.kind == kind]
            axes = _three_axes([drive.joint.axis for drive in chosen])
            for number, axis in enumerate(axes):
                slot = spatial.updTransformAxis(offset + number)
                slot.setAxis(self._vec(axis))
                if number >= len(chosen):
                    slot.set_function(self._osim.Constant(0.0))
                    continue
                names = self._osim.ArrayStr()
                names.append(chosen[number].coordinate)
                slot.setCoordinateNames(names)
                slot.set_function(self._function(chosen[number].polynomial))
        return spatial

    def _drives(self, segment: Segment) -> Iterator[_Drive]:
        """The coordinates of a segment's joints; one that an earlier segment has gets a follower."""
        body = self._body
        before = takewhile(lambda other: other.name != segment.name, body.skeleton.segments.values())
        rows = (body.model.joint(joint.name).id for other in before for joint in other.joints)
        earlier = {body.coordinates[body.joint_coordinate[row]] for row in rows}
        for joint in segment.joints:
            row = body.model.joint(joint.name).id
            leader = body.coordinates[body.joint_coordinate[row]]
            name = leader
            if leader in earlier:
                name = f"{leader}_of_{segment.name}"
                self._followers[name] = leader
            yield _Drive(joint, name, tuple(float(c) for c in body.polynomials[row][::-1]))

    def _function(self, polynomial: tuple[float, ...]) -> Any:
        *curve, slope, start = polynomial
        if not any(curve):
            return self._osim.LinearFunction(slope, start)
        coefficients = self._osim.Vector(len(polynomial), 0.0)
        for place, value in enumerate(polynomial):
            coefficients.set(place, value)
        return self._osim.PolynomialFunction(coefficients)

    def _couple(self, follower: str, leader: str) -> None:
        constraint = self._osim.CoordinateCouplerConstraint()
        constraint.setName(f"{follower}_follows")
        names = self._osim.ArrayStr()
        names.append(leader)
        constraint.setIndependentCoordinateNames(names)
        constraint.setDependentCoordinateName(follower)
        constraint.setFunction(self._osim.LinearFunction(1.0, 0.0))
        self._model.addConstraint(constraint)

    def _add_muscle(self, muscle: Muscle) -> int:
        """Add a muscle's path and return the number of its fixed points."""
        actuator = self._osim.PathActuator()
        actuator.setName(muscle.name)
        actuator.setOptimalForce(muscle.strength)
        points = 0
        wraps: list[tuple[int, Around]] = []
        for step in muscle.path:
            if isinstance(step, Point):
                points += 1
                frame = self._frames[step.segment]
                actuator.addNewPathPoint(f"{muscle.name}-P{points}", frame, self._vec(step.position))
            else:
                wraps.append((points, step))
        path = actuator.updGeometryPath()
        for number, (after, around) in enumerate(wraps):
            path.addPathWrap(self._add_wrap(f"{muscle.name}_{around.wrap}_{number + 1}", around))
            between = path.updWrapSet().get(number)
            between.set_range(0, after)
            between.set_range(1, after + 1)
        self._model.addForce(actuator)
        return points

    def _add_wrap(self, name: str, around: Around) -> Any:
        """Add the surface of one muscle, its x axis turned to the side on which the muscle passes."""
        wrap = self._body.skeleton.wraps[around.wrap]
        if wrap.kind == "cylinder":
            surface = self._osim.WrapCylinder()
            surface.set_length(LONG)
        else:
            surface = self._osim.WrapSphere()
        surface.set_radius(wrap.radius)
        surface.setName(name)
        surface.set_translation(self._vec(wrap.position))
        surface.set_xyz_body_rotation(self._turn(wrap.rotation @ _to_side(wrap, around.side)))
        surface.set_quadrant("all" if around.side is None else "x")
        self._frames[wrap.segment].addWrapObject(surface)
        return surface

    def _vec(self, vector: Array) -> Any:
        return self._osim.Vec3(*(float(v) for v in vector))

    def _turn(self, rotation: Array) -> Any:
        return self._vec(Rotation.from_matrix(rotation).as_euler("XYZ"))


def _three_axes(axes: list[Array]) -> list[Array]:
    """Complete some axes to three independent ones."""
    found = [np.asarray(axis, dtype=float) for axis in axes]
    for spare in np.eye(3):
        if len(found) == 3:
            break
        if np.linalg.matrix_rank(np.array([*found, spare]), tol=0.3) == len(found) + 1:
            found.append(spare)
    return found


def _to_side(wrap: Wrap, side: Point | None) -> Array:
    """(3, 3) rotation of a wrap's axes that turns x to the side point, for a cylinder about its axis."""
    if side is None:
        return np.eye(3)
    local = wrap.rotation.T @ (side.position - wrap.position)
    if wrap.kind == "cylinder":
        turn: Array = Rotation.from_euler("z", np.arctan2(local[1], local[0])).as_matrix()
        return turn
    x = local / np.linalg.norm(local)
    z = np.cross(x, np.eye(3)[np.argmin(np.abs(x))])
    z /= np.linalg.norm(z)
    return np.column_stack([x, np.cross(z, x), z])
