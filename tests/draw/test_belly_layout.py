"""Bellies that run on one line make room for each other and for a bone."""

import numpy as np

from psoas.draw.belly_layout import arranged
from psoas.draw.surfaces import ball
from psoas.timeseries import Array

RADIUS = 0.008


def bundle(count: int) -> tuple[Array, Array, Array, Array]:
    """Lines from slightly different origins that soon are one, 0.3 m long; radii, outwards and forward."""
    z = np.linspace(0.3, 0, 31)
    lines = np.zeros((count, 31, 3))
    lines[..., 2] = z
    lines[:, :, 0] = np.linspace(-0.01, 0.01, count)[:, None] * np.clip((z - 0.2) / 0.1, 0, 1)
    radii = RADIUS * np.sin(np.pi * np.linspace(0, 1, 31)) ** 0.5 * np.ones((count, 1))
    side = np.broadcast_to([0.0, -1.0, 0.0], lines.shape)
    return lines, radii, side, np.broadcast_to([1.0, 0.0, 0.0], lines.shape)


def placed_at(count: int, bone: tuple[float, float, float]) -> Array:
    lines, radii, lateral, forward = bundle(count)
    layout = arranged(lines, radii, [ball(np.array(bone), 0.02, rings=30)], lateral, forward)
    found: Array = lines + layout.aside[..., :1] * lateral + layout.aside[..., 1:] * forward
    return found


def test_three_bellies_on_one_line_lie_side_by_side() -> None:
    centres = placed_at(3, (1.0, 0.0, 0.0))
    apart = np.linalg.norm(centres[:, None] - centres, axis=-1)[:, :, 15]
    assert apart[np.triu_indices(3, 1)].min() > 1.4 * RADIUS
    assert np.abs(centres[..., 0]).max() < 0.03
    np.testing.assert_allclose(centres[:, -1], 0, atol=1e-9)


def test_a_belly_is_moved_out_of_a_bone() -> None:
    centres = placed_at(1, (-0.018, 0.0, 0.15))
    assert np.linalg.norm(centres[0, 15] - [-0.018, 0.0, 0.15]) > 0.02 + 0.5 * RADIUS


def test_the_outer_side_looks_away_from_the_others() -> None:
    lines, radii, lateral, forward = bundle(3)
    layout = arranged(lines, radii, [ball(np.array([1.0, 0, 0]), 0.01)], lateral, forward)
    middle = layout.aside[:, 15].mean(axis=0)
    out = ((layout.aside[:, 15] - middle) * layout.outward[:, 15]).sum(axis=1)
    assert (out > -1e-4).all()
    np.testing.assert_allclose(np.linalg.norm(layout.outward, axis=-1), 1)
