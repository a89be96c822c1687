"""Meshes are rounded and turned outwards; tubes are as wide as they should be."""

import numpy as np
import pytest

from psoas.draw.raster import rasterise
from psoas.draw.surfaces import ball, surface_of, tube
from tests.draw.test_raster import looking_along_x


def test_a_coarse_ball_is_rounded_and_a_mesh_inside_out_is_turned() -> None:
    coarse = ball(np.zeros(3), 0.1, rings=4)
    fine = surface_of(coarse.vertices, coarse.faces[:, ::-1], 0.02)
    assert len(fine.faces) > 4 * len(coarse.faces)
    assert np.linalg.norm(fine.vertices, axis=1).min() > 0.09
    assert (np.einsum("vc,vc->v", fine.vertices, fine.normals) > 0).all()


def test_a_tube_is_as_wide_as_asked() -> None:
    path = np.stack([np.zeros(30), np.zeros(30), np.linspace(0, 0.3, 30)], axis=1)
    pipe = tube(path, np.full(30, 0.01), sides=24)
    camera = looking_along_x(pipe.vertices)
    assert len(rasterise(pipe, camera).pixels) == pytest.approx(0.3 * 0.02 * camera.scale**2, rel=0.12)
