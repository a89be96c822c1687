"""Recruitment beside DAQP and SciPy, on the problems of real postures and on small made ones."""

from dataclasses import dataclass, replace
from functools import cache

import daqp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize

from psoas.body.loading import load_body
from psoas.body.postures import named_postures
from psoas.loads.dual import Block, product
from psoas.loads.dynamics import Motion
from psoas.loads.equilibrium import Problem, assemble, in_block_order
from psoas.loads.frames import frames_of
from psoas.loads.recruitment import TOLERANCE, Power, Recruited, in_order, separately
from psoas.muscle.architecture import muscle_parameters
from psoas.timeseries import Array

CLOSE = 1e-6
FRAMES = 300
AROUND = 0.06
"""Standard deviation of the random variations around a posture [rad]."""


@dataclass(frozen=True, eq=False)
class Problems:
    """N problems: A in blocks, b, the upper bounds of x, and how many columns are muscles."""

    blocks: list[Block]
    target: Array
    most: Array
    muscles: int

    def dense(self, frame: int) -> Array:
        """(R, X) A of one frame."""
        columns = sum(block.matrix.shape[2] for block in self.blocks)
        matrix, first = np.zeros((self.target.shape[1], columns)), 0
        for block in self.blocks:
            last = first + block.matrix.shape[2]
            matrix[block.rows, first:last] = block.matrix[frame]
            first = last
        return matrix

    def solved(self, power: Power) -> Recruited:
        return separately(self.blocks, self.target, self.most, self.muscles, power)


def assembled(poses: Array) -> Problems:
    """The problems of postures that are held, from the program's own assembly."""
    frames = frames_of(load_body(), Motion.still(poses))
    equations = frames.equations
    nothing = np.zeros((len(poses), len(equations.rows)))
    problem = in_block_order(Problem(frames, nothing, muscle_parameters(load_body())))
    made = assemble(problem, slice(0, len(poses)))
    return Problems(made.blocks, made.target, made.most, len(equations.columns))


@cache
def real() -> Problems:
    """Every named posture, and random variations around each."""
    body, rng = load_body(), np.random.default_rng(7)
    named = np.concatenate([body.poses(posture.coordinates) for posture in named_postures().values()])
    poses = named[np.arange(FRAMES) % len(named)]
    turns = np.array([not name.startswith("pelvis_t") or name == "pelvis_tilt" for name in body.coordinates])
    poses[len(named) :] += AROUND * rng.normal(size=poses[len(named) :].shape) * turns
    return assembled(np.clip(poses, *body.ranges.T))


@cache
def answer(power: Power) -> Recruited:
    return real().solved(power)


def made(seed: int, *, rows: int = 3, columns: int = 8, frames: int = 1, reach: float = 1.0) -> Problems:
    """Small problems whose b some x in 0 ... reach times its upper bound carries."""
    rng = np.random.default_rng(seed)
    matrix, most = rng.normal(size=(frames, rows, columns)), rng.uniform(0.5, 2.0, columns)
    x = rng.uniform(0.0, reach, (frames, columns)) * most
    return Problems([Block(np.arange(rows), matrix)], (matrix @ x[..., None])[..., 0], most, columns)


def effort(x: Array, power: Power, muscles: int) -> Array:
    """(N,) what is to be least."""
    least = np.sum(x[:, :muscles] ** power, axis=1) / power + np.sum(x[:, muscles:] ** 2, axis=1) / 2
    return np.asarray(least)


def kkt(problems: Problems, found: Recruited, power: Power) -> Array:
    """(N,) greatest violation of any condition of optimality: equality, bounds, stationarity, sign of multipliers."""
    worst = np.empty(len(found.x))
    for frame, (x, lam) in enumerate(zip(found.x, found.multipliers, strict=True)):
        matrix = problems.dense(frame)
        slope = x.copy()
        slope[: problems.muscles] **= power - 1
        pull = matrix.T @ lam - slope
        inside = (x > 0) & (x < problems.most)
        wrong = np.where(inside, np.abs(pull), np.where(x <= 0, np.maximum(pull, 0), np.maximum(-pull, 0)))
        apart = np.abs(matrix @ x - problems.target[frame]).max()
        worst[frame] = max(apart, wrong.max(), -x.min(), (x - problems.most).max())
    return worst


def by_daqp(problems: Problems, frame: int) -> tuple[Array, int]:
    """The least squares of one frame; and DAQP's exit flag: 1 solved, -1 infeasible."""
    matrix, target = problems.dense(frame), problems.target[frame]
    rows, columns = matrix.shape
    low, high = np.concatenate([np.zeros(columns), target]), np.concatenate([problems.most, target])
    sense = np.concatenate([np.zeros(columns), np.full(rows, 5)]).astype(np.int32)
    x, _, flag, _ = daqp.solve(
        np.eye(columns), np.zeros(columns), np.ascontiguousarray(matrix), high, low, sense, primal_tol=1e-9
    )
    return np.asarray(x), int(flag)


def can(found: Recruited) -> NDArray[np.bool_]:
    return found.residual <= TOLERANCE


@pytest.mark.parametrize("power", [2, 3])
def test_every_real_frame_is_solved_or_proved_to_be_impossible(power: Power) -> None:
    found = answer(power)
    assert (can(found) ^ found.impossible).all()
    assert can(found)[: len(named_postures())].all()
    assert found.impossible.sum() > 10


def test_effort_is_that_of_daqp_and_both_name_the_same_frames_impossible() -> None:
    found, theirs = answer(2), [by_daqp(real(), k) for k in range(FRAMES)]
    assert [flag == 1 for _, flag in theirs] == can(found).tolist()
    ours = effort(found.x, 2, 0)[can(found)]
    expected = effort(np.array([x for x, flag in theirs if flag == 1]), 2, 0)
    np.testing.assert_allclose(ours, expected, rtol=CLOSE, atol=CLOSE)


@pytest.mark.parametrize("power", [2, 3])
def test_conditions_of_optimality_hold_on_real_frames(power: Power) -> None:
    found = answer(power)
    assert kkt(real(), found, power)[can(found)].max() < CLOSE


def test_conditions_of_optimality_fail_for_the_answer_to_another_question() -> None:
    assert np.median(kkt(real(), answer(2), 3)[can(answer(2))]) > 1e-3


@pytest.mark.parametrize("power", [2, 3])
def test_nothing_but_the_columns_carries(power: Power) -> None:
    found, frames = answer(power), np.flatnonzero(can(answer(power))).tolist()
    assert found.x.min() >= 0
    assert (found.x <= real().most).all()
    for frame in frames:
        assert np.abs(real().dense(frame) @ found.x[frame] - real().target[frame]).max() <= 1.01 * TOLERANCE


def test_impossible_frames_come_with_their_proof() -> None:
    found = answer(2)
    for frame in np.flatnonzero(found.impossible).tolist():
        lam = found.multipliers[frame]
        assert lam @ real().target[frame] > np.maximum(real().dense(frame).T @ lam, 0) @ real().most


def test_without_the_contacts_nothing_can_be_carried() -> None:
    muscles = real().muscles
    found = separately(real().blocks[:-1], real().target, real().most[:muscles], muscles)
    assert found.impossible.all()


@given(st.integers(0, 10_000), st.sampled_from([2, 3]))
def test_small_problems_have_the_effort_that_scipy_finds(seed: int, power: Power) -> None:
    problems = made(seed, reach=0.8)
    found, matrix = problems.solved(power), problems.dense(0)
    theirs = minimize(
        lambda x: np.sum(np.abs(x) ** power) / power,
        0.4 * problems.most,
        jac=lambda x: np.sign(x) * np.abs(x) ** (power - 1),
        bounds=[(0, most) for most in problems.most],
        constraints={"type": "eq", "fun": lambda x: matrix @ x - problems.target[0], "jac": lambda x: matrix},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    assert can(found).all()
    assert effort(found.x, power, 8)[0] <= theirs.fun + CLOSE
    if theirs.success:
        assert effort(found.x, power, 8)[0] == pytest.approx(theirs.fun, rel=CLOSE, abs=CLOSE)


@given(st.integers(0, 10_000), st.floats(0.5, 3.0), st.sampled_from([2, 3]))
def test_small_problems_are_solved_or_proved_impossible(seed: int, beyond: float, power: Power) -> None:
    problems = made(seed, frames=4, reach=beyond)
    found = problems.solved(power)
    flags = [by_daqp(problems, k)[1] == 1 for k in range(4)]
    assert (can(found) ^ found.impossible).all()
    assert can(found).tolist() == flags
    assert kkt(problems, found, power)[can(found)].max(initial=0.0) < CLOSE


@given(st.integers(0, 10_000), st.sampled_from([2, 3]))
def test_twice_the_strength_needs_half_the_activation(seed: int, power: Power) -> None:
    problems = made(seed, reach=0.3)
    weak = problems.solved(power)
    double = [Block(block.rows, 2 * block.matrix) for block in problems.blocks]
    strong = replace(problems, blocks=double).solved(power)
    if (weak.x < problems.most).all():
        np.testing.assert_allclose(strong.x, weak.x / 2, atol=1e-7)


@pytest.mark.parametrize("power", [2, 3])
def test_frames_in_order_have_the_answers_that_they_have_alone(power: Power) -> None:
    body = load_body()
    start, end = (
        body.poses(named_postures()[name].coordinates)[0]
        for name in ("half_kneeling", "half_kneeling_tucked")
    )
    problems = assembled(start + np.linspace(0, 1, 150)[:, None] * (end - start))
    alone = problems.solved(power)
    found = in_order(problems.blocks, problems.target, problems.most, problems.muscles, power)
    assert can(found).all()
    np.testing.assert_allclose(found.x, alone.x, atol=1e-6 if power == 2 else 5e-6)
    assert found.steps.mean() < (1.0 if power == 2 else 4.0)


def test_frames_that_have_nothing_to_do_with_one_another_may_still_be_given_in_order() -> None:
    found = in_order(real().blocks, real().target, real().most, real().muscles)
    assert (can(found) == can(answer(2))).all()
    np.testing.assert_allclose(found.x[can(found)], answer(2).x[can(found)], atol=1e-6)


def test_no_frames_give_no_answers() -> None:
    blocks = [Block(block.rows, block.matrix[:0]) for block in real().blocks]
    found = in_order(blocks, real().target[:0], real().most, real().muscles)
    assert found.x.shape == (0, answer(2).x.shape[1])


def test_carried_is_the_product_of_the_whole_matrix() -> None:
    x = np.random.default_rng(0).uniform(size=answer(2).x.shape)
    found = product(real().blocks, x, real().target.shape[1])
    np.testing.assert_allclose(found[5], real().dense(5) @ x[5], rtol=1e-12)
