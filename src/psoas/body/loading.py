"""Load the body of a person."""

from dataclasses import replace
from functools import cache

import numpy as np

from psoas.body.arms import add_arms
from psoas.body.assemble import assemble
from psoas.body.back_strength import strengthen_back
from psoas.body.coordinates import BODY_COORDINATES, COORDINATES
from psoas.body.fascicles import add_psoas
from psoas.body.leg_muscles import legs_of_the_source
from psoas.body.model import Body
from psoas.body.muscles import add_muscles
from psoas.body.repairs import repair
from psoas.body.scaling import Person, scale
from psoas.body.source import read_myosim
from psoas.body.tables import Joint, Skeleton
from psoas.timeseries import Array

POLYNOMIAL_LENGTH = 5


def load_body(person: Person | None = None, *, meshes: bool = False) -> Body:
    """Build the body of a person.

    Args:
        person: height, mass, sex and measured segments; None takes a man of 1.70 m and 70 kg.
        meshes: True brings the bones' surfaces along, for pictures and exports; no calculation needs them.
    """
    person = person or Person()
    skeleton, travel = scale(reference_skeleton(), person)
    model = assemble(skeleton, meshes=meshes).compile()
    joints = [model.joint(index).name for index in range(model.njnt)]
    moved = {
        move.joint: (index, move.polynomial)
        for index, name in enumerate(BODY_COORDINATES)
        for move in COORDINATES[name].moves
    }
    polynomials = np.zeros((len(joints), POLYNOMIAL_LENGTH))
    for row, joint in enumerate(joints):
        polynomial = moved[joint][1]
        polynomials[row, : len(polynomial)] = np.array(polynomial) * travel.get(joint, 1.0)
    return Body(
        model=model,
        skeleton=skeleton,
        person=person,
        coordinates=BODY_COORDINATES,
        muscles=tuple(model.tendon(index).name for index in range(model.ntendon)),
        joint_coordinate=np.array([moved[joint][0] for joint in joints]),
        polynomials=polynomials,
    )


def rebuilt(body: Body, skeleton: Skeleton, *, meshes: bool = False) -> Body:
    """Rebuild a body from tables with other paths, wraps or strengths; segments, joints and muscles are unchanged."""
    return replace(body, model=assemble(skeleton, meshes=meshes).compile(), skeleton=skeleton)


@cache
def reference_skeleton() -> Skeleton:
    """The repaired body at the size of the tables, with psoas, arms and joints to the ground."""
    return add_root(
        add_arms(add_muscles(add_psoas(strengthen_back(legs_of_the_source(repair(read_myosim()))))))
    )


def add_root(skeleton: Skeleton) -> Skeleton:
    """Add the six joints between pelvis and ground, in OpenSim's order and with our signs."""
    x, y, z = np.eye(3)
    axes: dict[str, Array] = {"pelvis_tx": x, "pelvis_ty": y, "pelvis_tz": z}
    turns: dict[str, Array] = {"pelvis_tilt": -z, "pelvis_list": x, "pelvis_rotation": y}
    joints = (
        *(Joint(name, "slide", axis) for name, axis in axes.items()),
        *(Joint(name, "hinge", axis) for name, axis in turns.items()),
    )
    return skeleton.with_segments(replace(skeleton.segments["pelvis"], joints=joints))
