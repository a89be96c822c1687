"""The contour of the trunk is read off the silhouette to a fraction of a pixel."""

import numpy as np
import pytest
from numpy.typing import NDArray

from psoas.capture.pose.crop import SIZE, Region, apply
from psoas.capture.pose.landmarks import INDEX
from psoas.capture.pose.network import Pose
from psoas.capture.pose.outline import STATIONS, trunk_contours

HIP, SHOULDER = np.array([128.0, 170.0]), np.array([128.0, 90.0])
REGION = Region(500.0, 300.0, 384.0, 0.2)


def pose(
    odds: NDArray[np.floating], hip: NDArray[np.floating] = HIP, shoulder: NDArray[np.floating] = SHOULDER
) -> Pose:
    """A pose whose trunk runs from ``hip`` to ``shoulder`` [crop px], with this silhouette."""
    crop = np.full((33, 2), 128.0)
    for name, place in (("hip", hip), ("shoulder", shoulder)):
        crop[[INDEX[f"left_{name}"], INDEX[f"right_{name}"]]] = place
    return Pose(
        points=apply(REGION.to_frame(), crop),
        visibility=np.ones(33, np.float32),
        world=np.zeros((33, 3), np.float32),
        silhouette=odds.astype(np.float32),
        region=REGION,
        following=REGION,
        presence=1.0,
    )


def ellipse(half_width: float, half_height: float) -> NDArray[np.floating]:
    """(256, 256) log odds of an ellipse around the middle of the trunk, positive inside."""
    rows, columns = np.mgrid[:SIZE, :SIZE] + 0.5
    inside = np.hypot((columns - 128) / half_width, (rows - 130) / half_height)
    odds: NDArray[np.floating] = (1 - inside) * half_width / 2
    return odds


def in_crop(contours: NDArray[np.floating]) -> NDArray[np.floating]:
    return apply(REGION.from_frame(), contours)


def test_the_contour_of_an_ellipse() -> None:
    half_width, half_height = 30.0, 110.0
    left, right = in_crop(trunk_contours(pose(ellipse(half_width, half_height))))
    rows = HIP[1] + STATIONS * (SHOULDER[1] - HIP[1])
    wanted = half_width * np.sqrt(1 - ((rows - 130) / half_height) ** 2)
    np.testing.assert_allclose(left, np.column_stack([128 - wanted, rows]), atol=0.5)
    np.testing.assert_allclose(right, np.column_stack([128 + wanted, rows]), atol=0.5)


def test_a_contour_further_away_than_any_back_is_none() -> None:
    contours = trunk_contours(pose(ellipse(90.0, 120.0)))
    assert np.isnan(contours[:, len(STATIONS) // 2]).all()


def test_no_contour_where_the_hip_shoulder_line_lies_outside_the_silhouette() -> None:
    moved = np.array([60.0, 0.0])
    assert np.isnan(trunk_contours(pose(ellipse(30.0, 110.0), HIP + moved, SHOULDER + moved))).all()


def test_no_contour_outside_the_crop() -> None:
    shift = np.array([-127.0, 0.0])
    odds = np.full((SIZE, SIZE), 5.0)
    odds[:, 12:] = -5.0
    left, right = in_crop(trunk_contours(pose(odds, HIP + shift + 4, SHOULDER + shift + [4, 4])))
    assert np.isnan(left).all()
    assert np.nanmax(np.abs(right[:, 0] - 12)) < 0.5


def test_a_trunk_seen_from_its_end_has_no_contour() -> None:
    assert np.isnan(trunk_contours(pose(ellipse(30.0, 110.0), HIP, HIP - [0.0, 20.0]))).all()


@pytest.mark.parametrize("far", [30.0, 1e6])
def test_more_certainty_does_not_move_the_contour(far: float) -> None:
    odds = ellipse(30.0, 110.0)
    edge = np.clip(odds, -4, 4)
    loud = np.where(np.abs(odds) > 6, np.sign(odds) * far, edge)
    np.testing.assert_allclose(trunk_contours(pose(loud)), trunk_contours(pose(edge)), atol=0.2)
