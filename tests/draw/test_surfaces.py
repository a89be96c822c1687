"""Meshes are rounded and turned outwards."""

import numpy as np

from psoas.draw.surfaces import ball, surface_of


def test_a_coarse_ball_is_rounded_and_a_mesh_inside_out_is_turned() -> None:
    coarse = ball(np.zeros(3), 0.1, rings=4)
    fine = surface_of(coarse.vertices, coarse.faces[:, ::-1], 0.02)
    assert len(fine.faces) > 4 * len(coarse.faces)
    assert np.linalg.norm(fine.vertices, axis=1).min() > 0.09
    assert (np.einsum("vc,vc->v", fine.vertices, fine.normals) > 0).all()
