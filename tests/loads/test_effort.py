"""Effort: weighted by volume, so that a muscle may be drawn with as many strands as one likes."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.body.back_strength import is_back_muscle
from psoas.body.loading import load_body
from psoas.loads.dual import Block
from psoas.loads.dynamics import Motion
from psoas.loads.effort import effort_scale
from psoas.loads.equilibrium import Problem, RecruitmentProblem, assemble, in_block_order
from psoas.loads.frames import frames_of
from psoas.loads.recruitment import Power, separately
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.fibre import MuscleParameters
from psoas.timeseries import Array
from tests.loaded import NAMES, poses

POSTURES = tuple(NAMES.index(name) for name in ("sitting_upright", "half_kneeling"))

CLOSE = 1e-6
"""Change of a force, as a share of the body's weight."""


@cache
def assembled(power: Power) -> tuple[RecruitmentProblem, MuscleParameters]:
    """A few named postures, and the parameters of their muscles in the order of the columns."""
    frames = frames_of(load_body(), Motion.still(poses()[list(POSTURES)]))
    nothing = np.zeros((len(POSTURES), len(frames.equations.rows)))
    problem = in_block_order(Problem(frames, nothing, muscle_parameters(load_body()), power))
    return assemble(problem, slice(0, len(POSTURES))), problem.parameters


def forces(power: Power, cut: Array) -> Array:
    """(N, M) active forces when ``cut`` (M,) of each muscle's force goes to a second strand, 0 where it is whole."""
    problem, parameters = assembled(power)
    strands, muscles = np.flatnonzero(cut), len(cut)
    shares = np.append(1 - cut, cut[strands])
    own = np.append(np.arange(muscles), strands)
    strength = parameters.max_isometric_force[own] * shares
    scale = effort_scale(
        MuscleParameters(
            tuple(map(str, range(len(own)))),
            strength,
            parameters.optimal_fibre_length[own],
            parameters.tendon_slack_length[own],
            parameters.pennation[own],
        ),
        power,
    )
    active = problem.active[:, own] * shares
    dense = np.zeros((len(active), problem.target.shape[1], muscles))
    first = 0
    for block in problem.blocks[:-1]:
        last = first + block.matrix.shape[2]
        dense[:, block.rows, first:last] = block.matrix
        first = last
    rows = np.arange(problem.target.shape[1])
    blocks = [Block(rows, dense[:, :, own] * (problem.most[own] * shares / scale)), problem.blocks[-1]]
    most = np.append(scale, problem.most[muscles:])
    found = separately(blocks, problem.target, most, len(own), power)
    assert not found.impossible.any()
    each = found.x[:, : len(own)] / scale * active
    whole: Array = each[:, :muscles].copy()
    whole[:, strands] += each[:, muscles:]
    return whole


@cache
def uncut(power: Power) -> Array:
    return forces(power, np.zeros(assembled(power)[0].active.shape[1]))


def test_each_muscle_in_turn_may_be_cut_in_two_of_half_the_force() -> None:
    """Each of the right side; the left is its mirror image."""
    usual, names = uncut(2), assembled(2)[1].names
    right = [muscle for muscle, name in enumerate(names) if name.endswith("_r")]
    assert len(right) == len(names) / 2
    for muscle in right:
        cut = np.zeros(len(names))
        cut[muscle] = 0.5
        assert np.abs(forces(2, cut) - usual).max() < CLOSE * load_body().person.weight


@given(st.integers(0, 10_000), st.sampled_from([2, 3]))
def test_any_muscles_may_be_cut_by_any_shares(seed: int, power: Power) -> None:
    random, count = np.random.default_rng(seed), uncut(power).shape[1]
    cut = np.where(random.random(count) < 0.3, random.uniform(0.05, 0.95, count), 0.0)
    assert np.abs(forces(power, cut) - uncut(power)).max() < CLOSE * load_body().person.weight


def test_a_muscle_that_only_pulls_more_strongly_for_its_size_costs_what_it_did() -> None:
    usual = muscle_parameters(load_body())
    tenser = np.array([2.0 if is_back_muscle(name) else 1.0 for name in usual.names])
    changed = replace(
        usual,
        max_isometric_force=tenser * usual.max_isometric_force,
        passive_share=usual.passive_share / tenser,
    )
    np.testing.assert_allclose(effort_scale(changed, 2), effort_scale(usual, 2))


def test_twice_the_force_or_the_fibre_has_twice_the_weight_and_size_has_none() -> None:
    usual = muscle_parameters(load_body())
    scale = effort_scale(usual, 2)
    larger = replace(
        usual,
        max_isometric_force=1.3 * usual.max_isometric_force,
        optimal_fibre_length=1.1 * usual.optimal_fibre_length,
    )
    np.testing.assert_allclose(effort_scale(larger, 2), scale)
    np.testing.assert_allclose(effort_scale(usual, 3) ** 3, scale**2)
    assert (scale**2).sum() == pytest.approx(300)
    for name in ("max_isometric_force", "optimal_fibre_length"):
        factor = np.where(np.arange(len(scale)) == 5, 2.0, 1.0)
        other = effort_scale(replace(usual, **{name: factor * getattr(usual, name)}), 2)
        assert (other[5] / other[6]) ** 2 == pytest.approx(2 * (scale[5] / scale[6]) ** 2)
