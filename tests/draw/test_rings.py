"""Rings become closed surfaces of the volume that they stand for."""

import numpy as np
import pytest

from psoas.draw.raster import rasterise
from psoas.draw.rings import GROOVE, Rings, along
from psoas.draw.surfaces import Surface
from tests.draw.test_raster import looking_along_x


def enclosed(surface: Surface) -> float:
    """Volume within a closed surface, by its triangles; + where they look outwards."""
    a, b, c = (surface.vertices[surface.faces[:, corner]] for corner in range(3))
    return float(np.einsum("fc,fc->", a, np.cross(b, c)) / 6)


def ellipsoid(rings: int = 60) -> Rings:
    """Half axes 0.02, 0.01 and 0.1 m, along z."""
    z = -np.cos(np.linspace(0, np.pi, rings)) * 0.1
    size = np.sqrt(1 - (z / 0.1) ** 2)[:, None]
    centres = np.stack([0 * z, 0 * z, z], axis=1)
    return Rings(centres[None], (0.02 * size * [1, 0, 0])[None], (0.01 * size * [0, 1, 0])[None])


def test_an_ellipsoid_has_its_volume_and_looks_outwards() -> None:
    volume = 4 / 3 * np.pi * 0.02 * 0.01 * 0.1
    rings = ellipsoid()
    assert rings.volumes()[0] == pytest.approx(volume, rel=0.01)
    assert enclosed(rings.surface(0, 40)) == pytest.approx(volume, rel=0.02)


def test_a_shape_is_as_wide_in_the_picture_as_it_is() -> None:
    z = np.linspace(0, 0.3, 30)
    centres = np.stack([0 * z, 0 * z, z], axis=1)
    half = np.full((1, 30, 1), 0.01)
    pipe = Rings(centres[None], half * [1, 0, 0], half * [0, 1, 0]).surface(0, 24)
    camera = looking_along_x(pipe.vertices)
    assert len(rasterise(pipe, camera).pixels) == pytest.approx(0.3 * 0.02 * camera.scale**2, rel=0.12)


def test_a_shape_is_darkest_where_it_is_turned_to_its_neighbours() -> None:
    surface = ellipsoid().surface(0, 12)
    out, shade = surface.normals[:, 0], surface.light
    assert shade[out > 0.9].min() > 0.9
    assert shade[out < -0.9].max() < GROOVE + 0.1


def test_directions_run_along_a_line() -> None:
    turn = np.linspace(0, 1, 50)
    circle = np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=1)
    expected = np.stack([-np.sin(turn), np.cos(turn), 0 * turn], axis=1)
    np.testing.assert_allclose(along(circle), expected, atol=0.02)
