"""Blocks of columns are one matrix, and the dual's multipliers give the x of least effort."""

import numpy as np
from numpy.random import default_rng

from psoas.loads.dual import Block, Dual, product
from psoas.timeseries import Array

ROWS, MOST = 4, np.full(8, 1.0)


def blocks() -> tuple[Block, Block]:
    """Two blocks: rows 0, 1, 3, which do not follow one another, and rows 1, 2."""
    rng = default_rng(0)
    first = Block(np.array([0, 1, 3]), rng.normal(size=(2, 3, 5)))
    return first, Block(np.array([1, 2]), rng.normal(size=(2, 2, 3)))


def dense(frame: int) -> Array:
    matrix, first = np.zeros((ROWS, 8)), 0
    for block in blocks():
        last = first + block.matrix.shape[2]
        matrix[block.rows, first:last] = block.matrix[frame]
        first = last
    return matrix


def test_a_product_of_blocks_is_that_of_the_whole_matrix() -> None:
    x = default_rng(1).uniform(size=(2, 8))
    whole = np.stack([dense(frame) @ x[frame] for frame in range(2)])
    np.testing.assert_allclose(product(blocks(), x, ROWS), whole, atol=1e-12)


def test_a_pull_is_the_transposed_product() -> None:
    lam = default_rng(2).normal(size=(2, ROWS))
    whole = np.stack([dense(frame).T @ lam[frame] for frame in range(2)])
    np.testing.assert_allclose(Dual(blocks(), np.zeros((2, ROWS)), MOST, 0).pull(lam), whole, atol=1e-12)


def test_between_the_bounds_the_start_is_the_least_norm_solution() -> None:
    target = np.stack([dense(frame) @ np.full(8, 0.5) for frame in range(2)])
    dual = Dual(blocks(), target, MOST, 0)
    pull = dual.pull(dual.start())
    for frame in range(2):
        np.testing.assert_allclose(pull[frame], np.linalg.pinv(dense(frame)) @ target[frame], atol=1e-9)


def test_more_than_the_columns_can_reach_is_refuted_by_its_own_direction() -> None:
    far = np.stack([np.abs(dense(frame)).sum(axis=1) * 2 for frame in range(2)])
    dual = Dual(blocks(), far, MOST, 0)
    lam = np.sign(far)
    assert dual.refuted(lam, dual.pull(lam)).all()
    near = Dual(blocks(), np.zeros((2, ROWS)), MOST, 0)
    assert not near.refuted(lam, near.pull(lam)).any()


def test_rows_that_say_the_same_are_solved_together() -> None:
    same = Block(np.array([0, 1]), np.array([[[1.0, 0.0], [1.0, 0.0]]]))
    dual = Dual((same,), np.full((1, 2), 0.5), np.ones(2), 0)
    np.testing.assert_allclose(dual.pull(dual.start()), [[0.5, 0.0]], atol=1e-3)
