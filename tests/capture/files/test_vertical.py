"""The vertical axis is found from the markers of a person who stands."""

import numpy as np
import pytest

from psoas.capture.files.vertical import axes_with, axis_name, vertical_of
from tests.capture.files.marker_files import standing_person

OTHERWISE = np.array([0.0, 0.0, 1.0])


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_head_above_heel_shows_the_vertical(axis: int, sign: float) -> None:
    _, names, positions = standing_person()
    up = sign * np.eye(3)[axis]
    turned = positions @ axes_with(up)
    assert vertical_of(names, turned, otherwise=OTHERWISE).tolist() == up.tolist()
    assert axis_name(up) == ("-" if sign < 0 else "") + "xyz"[axis]


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_the_axes_are_right_handed_and_y_is_up(axis: int) -> None:
    up = np.eye(3)[axis]
    axes = axes_with(up)
    assert np.linalg.det(axes) == pytest.approx(1)
    np.testing.assert_allclose(axes @ up, [0, 1, 0])


def test_without_head_or_feet_the_custom_of_the_format_counts() -> None:
    _, names, positions = standing_person()
    for kept in (names[:4], names[4:]):
        columns = [names.index(name) for name in kept]
        assert vertical_of(kept, positions[:, columns], otherwise=OTHERWISE) is OTHERWISE


def test_a_person_who_leans_too_far_shows_no_vertical() -> None:
    _, names, positions = standing_person()
    diagonal = np.ones(3) / np.sqrt(3)
    along = positions[:, :, 1:2] * diagonal
    assert vertical_of(names, along, otherwise=OTHERWISE) is OTHERWISE


def test_markers_never_seen_show_no_vertical() -> None:
    _, names, positions = standing_person()
    assert vertical_of(names, 0 * positions, otherwise=OTHERWISE) is OTHERWISE
