"""Rows about moments and fibres: a body that is wrong in one thing fails the row that looks for it."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.tables import Muscle, Point
from psoas.validation.strength import fibres, hip_arms, passive_moment
from tests.validation.wrong_bodies import (
    changed,
    pinned_to_the_pelvis,
)


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


def test_the_resting_hip_flexes_and_lies_among_the_published_totals_or_a_third_above(body: Body) -> None:
    """As the remark of row 9 says."""
    row = passive_moment(body)
    assert row.table is not None
    for _, _, _, _, together, least, most in row.table[1]:
        assert float(str(least)) < float(str(together)) < 4 / 3 * float(str(most))


def test_a_fixed_point_on_the_pelvis_fails_row_4(body: Body) -> None:
    assert hip_arms(changed(body, pinned_to_the_pelvis)).verdict == "fail"


def test_a_psoas_half_as_long_fails_row_8(body: Body) -> None:
    def lowered(muscle: Muscle) -> Muscle:
        first = muscle.path[0]
        assert isinstance(first, Point)
        return replace(muscle, path=(Point("pelvis", np.array([0.0, 0.05, 0.05])), *muscle.path[1:]))

    assert fibres(changed(body, lowered)).verdict == "fail"


def test_muscles_that_pull_like_a_spring_of_steel_fail_row_9(body: Body) -> None:
    strong = changed(body, lambda m: replace(m, strength=100 * m.strength), "")
    assert passive_moment(strong).reached.endswith("outside at 0, -5, -10, -15, -20 deg")
