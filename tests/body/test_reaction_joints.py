"""The parts of the body beyond the joints whose reaction is computed."""

import numpy as np
import pytest

from psoas.body.reaction_joints import REACTION_JOINTS, parts_beyond
from psoas.loads.dynamics import Motion, inverse_dynamics
from tests.loaded import anywhere, body


def test_a_part_is_a_segment_and_all_that_hangs_on_it() -> None:
    model = body().model
    for name, beyond in zip(REACTION_JOINTS.values(), parts_beyond(body()), strict=True):
        segment = model.body(name)
        assert beyond[segment.id]
        assert not beyond[int(model.body_parentid[segment.id])]
        assert float(model.body_mass @ beyond) == pytest.approx(float(model.body_subtreemass[segment.id]))


def test_a_joint_s_axes_are_those_of_its_parent_when_all_joints_are_at_zero() -> None:
    for segment in REACTION_JOINTS.values():
        np.testing.assert_array_equal(body().skeleton.segments[segment].rotation, np.eye(3))


def test_without_muscles_a_joint_carries_the_weight_beyond_it() -> None:
    """The trunk presses on the spine; a leg that hangs pulls at hip and knee."""
    dynamics = inverse_dynamics(body(), Motion.still(anywhere(2, seed=2)))
    for beyond, segment in zip(parts_beyond(body()), REACTION_JOINTS.values(), strict=True):
        weight = float(body().model.body_mass @ beyond) * 9.81
        assert weight > 35
        force = dynamics.wrench[body().model.body(segment).id, :3]
        np.testing.assert_allclose(force.T, [[0, 0, weight]] * 2, atol=1e-6)
