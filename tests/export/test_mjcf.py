"""The MuJoCo file holds our body: lengths, couplings, muscles, masses and postures."""

from functools import cache

import mujoco
import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.postures import named_postures
from psoas.body.scaling import Person
from psoas.export.body_folder import write_body
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array


@cache
def woman() -> Body:
    return load_body(Person(1.62, 58, "female"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> mujoco.MjModel:
    """The body as plain MuJoCo reads it."""
    return mujoco.MjModel.from_xml_path(
        write_body(woman(), tmp_path_factory.mktemp("export") / "out")["model"]
    )


def random_poses(count: int) -> Array:
    random = np.random.default_rng(5)
    body = woman()
    limits = zip(body.coordinates, body.ranges, strict=True)
    return body.poses({name: random.uniform(low, high, count) for name, (low, high) in limits})


def test_lengths_in_plain_mujoco_are_ours(model: mujoco.MjModel) -> None:
    poses = random_poses(12)
    data = mujoco.MjData(model)
    ours = muscle_paths(woman(), poses).lengths
    assert [model.joint(j).name for j in range(model.njnt)] == [
        woman().model.joint(j).name for j in range(woman().model.njnt)
    ]
    for position, lengths in zip(woman().joint_positions(poses), ours, strict=True):
        data.qpos[:] = position
        mujoco.mj_forward(model, data)
        assert np.abs(data.ten_length - lengths).max() < 1e-9


def test_joints_follow_their_coordinate_by_equalities(model: mujoco.MjModel) -> None:
    drivers = {int(joint) for joint in model.eq_obj2id}
    followers = [int(joint) for joint in model.eq_obj1id]
    assert len(set(followers)) == len(followers)
    assert drivers.isdisjoint(followers)
    assert len(followers) + len(woman().coordinates) == model.njnt
    data = mujoco.MjData(model)
    equality = int(mujoco.mjtConstraint.mjCNSTR_EQUALITY)
    for position in woman().joint_positions(random_poses(6)):
        data.qpos[:] = position
        mujoco.mj_forward(model, data)
        residuals = data.efc_pos[data.efc_type == equality]
        assert len(residuals) == model.neq
        assert np.abs(residuals).max() < 1e-12


def test_the_muscles_have_our_strength_fibre_and_tendon(model: mujoco.MjModel) -> None:
    parameters = muscle_parameters(woman())
    assert tuple(model.actuator(a).name for a in range(model.nu)) == woman().muscles
    r0, r1, force = model.actuator_gainprm[:, :3].T
    shortest, longest = model.actuator_lengthrange.T
    fibre = (longest - shortest) / (r1 - r0)
    assert fibre == pytest.approx(parameters.optimal_fibre_length, rel=1e-9)
    assert shortest - r0 * fibre == pytest.approx(parameters.tendon_slack_length, rel=1e-9)
    assert force == pytest.approx(parameters.max_isometric_force, rel=1e-12)
    poses = woman().poses(hip_flexion_r=np.radians([-20, 60, 120]))
    lengths = muscle_paths(woman(), poses).lengths
    assert (lengths >= np.where(r0 > 0, shortest, 0) - 1e-9).all()  # 0: a muscle that hangs slack
    assert (lengths <= longest + 1e-9).all()


def test_mass_and_named_postures_came_along(model: mujoco.MjModel) -> None:
    assert model.body_mass.sum() == pytest.approx(woman().model.body_mass.sum(), abs=1e-12)
    assert model.body_inertia == pytest.approx(woman().model.body_inertia, abs=1e-15)
    assert [model.key(k).name for k in range(model.nkey)] == list(named_postures())
    sitting = woman().joint_positions(woman().poses(named_postures()["sitting_upright"].coordinates))[0]
    assert model.key("sitting_upright").qpos == pytest.approx(sitting, abs=1e-15)
