"""The reach of the hip is where passive muscles and capsule resist as much as the table says."""

import math

import numpy as np
import pytest

from psoas.body.model import Body
from psoas.loads.body_loads import Assumptions
from psoas.loads.reach import reach, settle_table
from psoas.muscle.capsule import moment_scale, passive_hip_moment
from psoas.muscle.fibre import force_capacity
from psoas.muscle.paths import muscle_paths

SHORT = Assumptions(psoas_length=(0.9, 0.9))


def test_the_reach_goes_on_shrinking_far_into_flexion(body: Body) -> None:
    reaches = [reach(body, Assumptions(psoas_length=(k, k)), "r") for k in (0.9, 0.7, 0.65, 0.6, 0.5)]
    assert np.all(np.diff(reaches) < -3)
    assert reaches[-1] < -60


def test_a_reach_beyond_the_body_s_range_is_not_told(body: Body) -> None:
    assert math.isnan(reach(body, Assumptions(fibre=2.0, capsule=0.1), "r"))
    assert math.isnan(reach(body, Assumptions(psoas_length=(0.3, 1.0)), "r"))


@pytest.mark.parametrize("changed", [Assumptions(), SHORT, Assumptions(capsule=2.0)])
def test_the_reach_is_where_the_moment_is_met(body: Body, changed: Assumptions) -> None:
    found = -np.radians(reach(body, changed, "r"))
    paths = muscle_paths(body, body.poses(hip_flexion_r=found))
    arms = paths.moment_arms[0, :, body.coordinate_index("hip_flexion_r")]
    scale = moment_scale(body.person.mass_kg, body.person.height_m)
    moment = force_capacity(changed.parameters(body), paths.lengths[0])[1] @ arms
    moment += changed.capsule * passive_hip_moment(found, scale=scale)
    assert moment == pytest.approx(settle_table()["reach_moment"]["N_m"], abs=0.2)


def test_a_shorter_psoas_reaches_less_far_on_its_own_side_only(body: Body) -> None:
    right = Assumptions(psoas_length=(0.9, 1.0))
    assert reach(body, right, "r") < reach(body, Assumptions(), "r") - 1
    assert reach(body, right, "l") == reach(body, Assumptions(), "l")
