"""What a disc carries under the trunk's weight alone is the weight's part along it and across it."""

from collections.abc import Mapping

import numpy as np
import pytest

from psoas.body.reaction_joints import REACTION_JOINTS
from psoas.loads.discs import discs
from psoas.loads.dynamics import Dynamics, Motion, inverse_dynamics
from psoas.loads.joint_loads import DISCS, HIPS, KNEES, contact_forces, disc_loads
from psoas.timeseries import Array
from tests.loaded import body

Degrees = Mapping[str, float]

BENT: Degrees = {"pelvis_tilt": 40, "lumbar_extension": -30}
ARCHED: Degrees = {"pelvis_tilt": 10, "lumbar_extension": 20}
SIDEWAYS: Degrees = {"pelvis_list": 25}


def weighed(degrees: Degrees) -> tuple[Dynamics, Array]:
    """The body without muscles, and the load of its discs (6, 3)."""
    pose = body().poses({name: np.radians(value) for name, value in degrees.items()})
    dynamics = inverse_dynamics(body(), Motion.still(pose))
    uppers = [body().model.body(name).id for name in REACTION_JOINTS.values()]
    lowers = dynamics.rotations[:, body().model.body_parentid[uppers]]
    reaction = np.einsum("nrij,rin->nrj", lowers, dynamics.wrench[uppers, :3])
    return dynamics, disc_loads(body(), dynamics, reaction)[0]


def above(disc: str) -> float:
    """Weight that the disc carries [N]."""
    model = body().model
    return float(model.body_subtreemass[model.body(REACTION_JOINTS[disc]).id]) * 9.81


def forward_tilt(dynamics: Dynamics, segment: str) -> float:
    up = dynamics.rotations[0, body().model.body(segment).id][:, 1]
    return float(np.arctan2(up[0], up[2]))


@pytest.mark.parametrize("degrees", [{}, BENT, ARCHED])
def test_compression_and_shear_are_the_weight_s_parts_along_and_across_the_disc(
    degrees: Degrees,
) -> None:
    """A disc slopes down to the front by its own tilt and by the mean of its vertebrae's."""
    dynamics, loads = weighed(degrees)
    for disc in discs():
        tilt = disc.tilt + (forward_tilt(dynamics, disc.lower) + forward_tilt(dynamics, disc.upper)) / 2
        expected = above(disc.name) * np.array([np.cos(tilt), np.sin(tilt), 0.0])
        np.testing.assert_allclose(loads[DISCS.index(disc.name)], expected, atol=1e-6)


def test_who_bends_forward_pushes_the_upper_part_forward() -> None:
    lumbosacral = DISCS.index("L5_S1")
    assert weighed(BENT)[1][lumbosacral, 1] > weighed({})[1][lumbosacral, 1] > 0
    assert weighed({"pelvis_tilt": -60})[1][lumbosacral, 1] < 0, "who lies back pushes it back"


def test_who_leans_to_the_right_pushes_the_upper_part_to_the_right() -> None:
    dynamics, loads = weighed(SIDEWAYS)
    head = dynamics.rotations[0, body().model.body("torso").id] @ [0.0, 1.0, 0.0]
    to_the_right = -head[1]
    assert abs(to_the_right) > 0.3
    shear = loads[:, 2]
    assert (np.sign(shear) == np.sign(to_the_right)).all()
    weights = np.array([above(name) for name in DISCS])
    np.testing.assert_allclose(shear, weights * to_the_right, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(loads, axis=1), weights, atol=1e-6)


def test_discs_go_from_the_top_down_and_the_lower_carries_more() -> None:
    assert (DISCS[0], DISCS[-1], HIPS) == ("T12_L1", "L5_S1", ("hip_r", "hip_l"))
    sizes = np.linalg.norm(weighed({})[1], axis=1)
    assert (np.diff(sizes) > 0).all()


def test_hips_and_knees_have_the_size_of_their_force() -> None:
    reaction = np.zeros((1, len(REACTION_JOINTS), 3))
    reaction[0, list(REACTION_JOINTS).index("hip_r")] = [3.0, -4.0, 12.0]
    reaction[0, list(REACTION_JOINTS).index("hip_l")] = [0.0, -2.0, 0.0]
    reaction[0, list(REACTION_JOINTS).index("L5_S1")] = 99.0
    reaction[0, list(REACTION_JOINTS).index("knee_l")] = [0.0, 3.0, 4.0]
    np.testing.assert_allclose(contact_forces(reaction, HIPS), [[13.0, 2.0]])
    np.testing.assert_allclose(contact_forces(reaction, KNEES), [[0.0, 5.0]])
