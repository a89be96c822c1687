"""Rows about moments and fibres: a body that is wrong in one thing fails the row that looks for it."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.tables import Muscle, Point
from psoas.validation.strength import fibres, hip_arms, passive_moment, torque
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


def test_a_fixed_point_on_the_pelvis_fails_rows_4_and_5(body: Body) -> None:
    pinned = changed(body, pinned_to_the_pelvis)
    assert hip_arms(pinned).verdict == "fail"
    assert torque(pinned).verdict == "fail"


def test_row_5_shows_which_flexors_lose_torque_and_the_arms_beside_those_measured(body: Body) -> None:
    row = torque(body)
    assert row.table is not None
    header, lines = row.table
    every, *parts = (
        header.index(name) for name in header if "flexors" in name or name.startswith("of these")
    )
    for line in lines:
        assert sum(float(str(line[part])) for part in parts) < float(str(line[every]))
    lost = [float(str(lines[2][column])) - float(str(lines[4][column])) for column in (every, *parts)]
    assert sum(lost[1:]) > 0.9 * lost[0] > 0
    assert "rectus femoris 32 mm at 0 deg, greatest (51) at 53 (Kumazaki: 40)" in row.remark


def test_a_psoas_half_as_long_fails_row_8(body: Body) -> None:
    def lowered(muscle: Muscle) -> Muscle:
        first = muscle.path[0]
        assert isinstance(first, Point)
        return replace(muscle, path=(Point("pelvis", np.array([0.0, 0.05, 0.05])), *muscle.path[1:]))

    assert fibres(changed(body, lowered)).verdict == "fail"


def test_muscles_that_pull_like_a_spring_of_steel_fail_row_9(body: Body) -> None:
    strong = changed(body, lambda m: replace(m, strength=100 * m.strength), "")
    assert passive_moment(strong).reached.endswith("outside at 0, -5, -10, -15, -20 deg")
