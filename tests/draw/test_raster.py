"""Pixels show a surface where it is, as near and as bright as it is."""

import math

import numpy as np
import pytest

from psoas.draw.raster import Camera, fitted, rasterise, viewing_axes
from psoas.draw.surfaces import ball, joined
from psoas.timeseries import Array


def looking_along_x(points: Array) -> Camera:
    return fitted(viewing_axes(0, 0), points, (20, 20, 380, 380), (400, 400))


def test_a_ball_is_a_disc_lit_from_the_upper_left() -> None:
    sphere = ball(np.zeros(3), 0.1, rings=40)
    camera = looking_along_x(sphere.vertices)
    seen = rasterise(sphere, camera)
    assert camera.scale == pytest.approx(1800)
    assert len(seen.pixels) == pytest.approx(math.pi * 180**2, rel=0.012)
    rows, columns = np.divmod(seen.pixels, 400)
    y, z = (columns - 199.5) / 1800, (199.5 - rows) / 1800
    inside = y**2 + z**2 < 0.095**2
    depth = np.sqrt(0.1**2 - y[inside] ** 2 - z[inside] ** 2)
    np.testing.assert_allclose(seen.nearness[inside], depth, atol=0.0015)
    brightest = int(np.argmax(seen.light))
    assert rows[brightest] < 199
    assert columns[brightest] < 199
    assert seen.contours(0.05).sum() == pytest.approx(2 * math.pi * 180, rel=0.2)


def test_the_nearer_of_two_balls_hides_the_other() -> None:
    near, far = (ball(np.array([x, 0.0, 0.0]), 0.1).as_part(part) for part, x in ((0, 0.3), (1, -0.3)))
    for pair in ([near, far], [far, near]):
        both = joined(pair)
        assert set(rasterise(both, looking_along_x(both.vertices)).part.tolist()) == {0}
