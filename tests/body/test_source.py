"""What is read of myo-sim is what MuJoCo makes of it."""

import mujoco
import myo_sim
import numpy as np
import pytest

from psoas.body.source import read_myosim, rotation_of


@pytest.fixture(scope="module")
def torso() -> mujoco.MjModel:
    spec = myo_sim.load_spec("myotorso")
    for key in list(spec.keys):
        spec.delete(key)
    return spec.compile()


def test_every_bone_lies_where_the_compiled_model_draws_it(torso: mujoco.MjModel) -> None:
    """MuJoCo centres and turns a mesh when it compiles; that is taken back here."""
    read = {m.name: m for segment in read_myosim().segments.values() for m in segment.meshes}
    geoms = [g for g in np.flatnonzero(torso.geom_dataid >= 0) if torso.geom_bodyid[g] > 0]
    assert len(geoms) > 20
    for geom in geoms:
        index = int(torso.geom_dataid[geom])
        mesh = read[torso.mesh(index).name]
        rotation = rotation_of(torso.geom_quat[geom]) @ rotation_of(torso.mesh_quat[index]).T
        np.testing.assert_allclose(mesh.rotation, rotation, atol=1e-6)
        position = torso.geom_pos[geom] - rotation @ torso.mesh_pos[index]
        np.testing.assert_allclose(mesh.position, position, atol=1e-6)


def test_vertebrae_whose_turn_is_told_as_an_angle_are_turned() -> None:
    segments = read_myosim().segments
    turns = [
        np.arctan2(mesh.rotation[1, 0], mesh.rotation[0, 0])
        for mesh in (segments[f"lumbar{level}"].meshes[0] for level in range(1, 6))
    ]
    np.testing.assert_allclose(turns, [0.25, 0.1, -0.1, -0.2, -0.3], atol=1e-9)
