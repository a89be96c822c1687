"""Toes that no marker shows stay level while the heel rises."""

import numpy as np
import pytest

from psoas.loads.contacts import contact_points
from psoas.loads.toes import levelled_toes
from tests.loaded import body
from tests.loads.touching import bent, seen

RAISED = bent(ankle_angle=-35)


def heights(pose: np.ndarray) -> dict[str, float]:
    points = seen(pose)[0][0, :, 2]
    return dict(zip([point.name for point in contact_points(body())], points.tolist(), strict=True))


def test_the_tips_of_stiff_toes_reach_far_below_the_ball_and_those_of_level_ones_do_not() -> None:
    stiff, level = (heights(pose) for pose in (RAISED, levelled_toes(body(), RAISED, body().coordinates)))
    for side in "rl":
        deep, flat = (
            found[f"first_metatarsal_{side}"] - found[f"big_toe_{side}"] for found in (stiff, level)
        )
        assert deep > 0.04
        assert abs(flat) < 0.025


def test_toes_of_a_flat_foot_and_of_raised_ones_stay() -> None:
    for pose in (bent(), bent(ankle_angle=20)):
        np.testing.assert_allclose(levelled_toes(body(), pose, body().coordinates), pose, atol=1e-9)


@pytest.mark.parametrize("side", ["r", "l"])
def test_toes_that_were_measured_stay(side: str) -> None:
    absent = [name for name in body().coordinates if name != f"mtp_angle_{side}"]
    changed = levelled_toes(body(), RAISED, absent) - RAISED
    assert changed[0, body().coordinate_index(f"mtp_angle_{side}")] == 0
    assert np.flatnonzero(changed[0]).size == 1


def test_toes_bend_no_farther_than_they_can() -> None:
    steep = bent(ankle_angle=-40, knee_angle=60)
    column = body().coordinate_index("mtp_angle_r")
    assert levelled_toes(body(), steep, body().coordinates)[0, column] == body().ranges[column, 0]
