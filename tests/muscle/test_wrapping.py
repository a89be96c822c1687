"""Shortest paths around a sphere and a cylinder, by what is known of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.body.loading import load_body, rebuilt
from psoas.body.tables import Around
from psoas.muscle.path_layout import path_layout
from psoas.muscle.wrapping import wrap
from psoas.timeseries import Array

RADIUS = 1.0
AXIS, NO_AXIS = (0.0, 0.0, 1.0), (0.0, 0.0, 0.0)
UP = (0.0, 1.5, 0.0)

ways = st.tuples(*(st.floats(-1, 1) for _ in range(3)))


def around(start: object, end: object, axis: object, side: object = UP) -> tuple[Array, Array, float]:
    """One path around a surface in the origin: the points where it meets and leaves it, and the arc."""
    points = [np.array(one, dtype=float).reshape(3, 1, 1) for one in (start, end, (0, 0, 0), side, axis)]
    before, after, centre, outside, along = points
    meets, leaves, arc = wrap(before, after, centre, outside, along, np.array([RADIUS]))
    return meets[:, 0, 0], leaves[:, 0, 0], float(arc[0, 0])


@pytest.mark.parametrize("axis", [AXIS, NO_AXIS])
def test_a_path_over_the_top_is_two_tangents_and_an_arc(axis: object) -> None:
    meets, leaves, arc = around((-2, 0, 0), (2, 0, 0), axis)
    np.testing.assert_allclose(meets, [-0.5, np.sqrt(0.75), 0], atol=1e-12)
    np.testing.assert_allclose(leaves, [0.5, np.sqrt(0.75), 0], atol=1e-12)
    assert arc == pytest.approx(np.pi / 3)


def test_a_path_around_a_cylinder_climbs_evenly() -> None:
    meets, leaves, arc = around((-2, 0, 0), (2, 0, 3), AXIS)
    flat = np.pi / 3
    whole = 2 * np.sqrt(3) + flat
    np.testing.assert_allclose([meets[2], leaves[2]], 3 * np.array([np.sqrt(3), np.sqrt(3) + flat]) / whole)
    assert arc == pytest.approx(np.hypot(flat, 3 * flat / whole))


@pytest.mark.parametrize("axis", [AXIS, NO_AXIS])
def test_a_path_on_the_free_side_is_straight(axis: object) -> None:
    meets, leaves, arc = around((-2, 1.5, 0.2), (2, 1.2, 0), axis)
    np.testing.assert_array_equal(meets, [0, 1.35, 0.1])
    np.testing.assert_array_equal(leaves, meets)
    assert arc == 0


def test_a_point_inside_the_surface_has_no_way_around() -> None:
    meets, _, arc = around((-0.5, 0, 0), (2, 0, 0), AXIS)
    np.testing.assert_array_equal(meets, [0.75, 0, 0])
    assert arc == 0


@settings(max_examples=200)
@given(ways, ways, st.sampled_from([AXIS, NO_AXIS]))
def test_a_path_that_touches_lies_on_the_surface_and_leaves_it_along_tangents(
    start: tuple[float, ...], end: tuple[float, ...], axis: object
) -> None:
    begin, finish = (np.array(one) * [3, 3, 1] + [x, 0.1, 0.1] for one, x in ((start, -1.5), (end, 1.5)))
    meets, leaves, arc = around(begin, finish, axis)
    if arc == 0:
        return
    across = 1 - np.abs(np.array(axis))
    for point, other in ((meets, begin), (leaves, finish)):
        assert np.linalg.norm(point * across) == pytest.approx(RADIUS)
        assert ((other - point) * across) @ (point * across) == pytest.approx(0, abs=1e-9)
    straight = np.linalg.norm(finish - begin)
    assert np.linalg.norm(meets - begin) + arc + np.linalg.norm(finish - leaves) >= straight - 1e-9


def test_a_surface_without_a_side_is_refused() -> None:
    body = load_body()
    muscle = body.skeleton.muscles["iliacus_r"]
    path = tuple(replace(step, side=None) if isinstance(step, Around) else step for step in muscle.path)
    with pytest.raises(ValueError, match="on which side"):
        path_layout(rebuilt(body, body.skeleton.with_muscles(replace(muscle, path=path))))
