"""The square that is cut out of a frame: its place, its turn, and its pixels."""

import numpy as np
import pytest

from psoas.capture.pose.crop import SIZE, Region, apply


@pytest.mark.parametrize("angle", [0.0, 0.7, -2.0])
def test_frame_to_crop_and_back(angle: float) -> None:
    region = Region(300.0, 200.0, 180.0, angle)
    points = np.array([[300.0, 200.0], [310.0, 150.0], [0.0, 0.0]])
    np.testing.assert_allclose(
        apply(region.to_frame(), apply(region.from_frame(), points)), points, atol=1e-9
    )
    np.testing.assert_allclose(apply(region.from_frame(), points[0]), SIZE / 2)


@pytest.mark.parametrize("angle", [0.0, 0.7, -2.0])
def test_a_crop_shows_what_lies_there(angle: float) -> None:
    rows, columns = np.mgrid[:400, :600]
    ramp = np.stack([columns * 0.4, rows * 0.6, np.zeros_like(rows)], axis=2).astype(np.uint8)
    region = Region(300.0, 200.0, 180.0, angle)
    crop = region.cut(ramp) * 255
    pixels = np.array([[20.5, 30.5], [200.5, 60.5], [128.5, 250.5]])
    x, y = apply(region.to_frame(), pixels).T
    for (column, row), wanted in zip(pixels.astype(int), np.column_stack([x * 0.4, y * 0.6]), strict=True):
        np.testing.assert_allclose(crop[row, column, :2], wanted, atol=1.5)


def test_what_lies_outside_the_frame_is_black() -> None:
    crop = Region(0.0, 50.0, 100.0, 0.0).cut(np.full((100, 100, 3), 200, np.uint8))
    assert crop[:, : SIZE // 2 - 2].max() == 0
    assert crop[:, SIZE // 2 + 2 :].min() > 0.7


def test_the_square_stands_on_the_body() -> None:
    upright = Region.from_circle(np.array([100.0, 100.0]), np.array([100.0, 40.0]))
    assert upright.angle == pytest.approx(0)
    assert upright.side == pytest.approx(2 * 1.125 * 60)
    lying = Region.from_circle(np.array([100.0, 100.0]), np.array([160.0, 100.0]))
    assert lying.angle == pytest.approx(np.pi / 2)
