"""The gap under the lower back is read where the back rests on the couch, and not where something hides it."""

import numpy as np
import pytest

from psoas.exercises.modified_thomas.judge import tilt_by_gap
from psoas.exercises.modified_thomas.pelvis import gap_under_back
from psoas.sides import SideWord
from tests.exercises.modified_thomas.made_test import captured

ALL = np.ones(8, bool)


def gap(depth: np.ndarray, facing: SideWord = "right", buttocks: float = 0.0) -> float:
    return gap_under_back(captured(np.arange(len(depth)) / 10, depth, facing, buttocks), ALL[: len(depth)])


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("depth", [0.04, 0.1, 0.18])
def test_the_gap_is_the_hollow_under_the_line_from_buttocks_to_blades(depth: float, facing: SideWord) -> None:
    assert gap(np.full(8, depth), facing) == pytest.approx(depth, abs=0.015)


def test_the_wider_the_gap_the_farther_the_pelvis_is_tipped() -> None:
    assert tilt_by_gap(0.05) < 0 < tilt_by_gap(0.15)


def test_an_outline_that_rests_below_the_hips_is_that_of_a_cloth() -> None:
    assert np.isnan(gap(np.full(8, 0.08), buttocks=-0.28))


def test_an_outline_that_comes_and_goes_is_not_the_back() -> None:
    assert np.isnan(gap(np.tile([0.03, 0.15], 4)))


def test_no_outline_is_no_gap() -> None:
    assert np.isnan(gap(np.full(8, np.nan)))
