"""A picture on its side is turned where the person shows it, and somebody who lies is left alone."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.calibrate import FOLDER
from benchmarks.features import Sample, samples
from benchmarks.thomas_pictures import FOLDER as KEPT
from benchmarks.thomas_pictures import load

from psoas.capture.pose.turned import turned_upright
from psoas.motion.which_way_up import WayUp, which_way_up
from psoas.timeseries import TimeSeries
from tests.motion import figure

SIZE = (960, 540)
TIME = np.arange(60) / 30


@pytest.fixture(scope="module")
def kneeling() -> list[Sample]:
    return [sample for sample in samples(FOLDER) if sample.name.startswith(("a_", "b_", "d_"))]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_people_who_kneel_are_turned_upright(kneeling: list[Sample], turn: int) -> None:
    for sample in kneeling:
        turned = turned_upright(sample.captured, SIZE, turn)
        assert which_way_up(turned.points) == WayUp(-turn % 360)


def lying(points: TimeSeries, turn: int = 90) -> TimeSeries:
    """The figure with the picture turned, which is how somebody who lies looks."""
    values = points.values.copy()
    across = np.array([name.endswith(".x") for name in points.names])
    x, y = values[:, across].copy(), values[:, ~across].copy()
    values[:, across], values[:, ~across] = (-y, x) if turn == 90 else (y, -x)
    return replace(points, values=values)


def test_somebody_who_lies_and_lifts_a_leg_is_not_stood_up() -> None:
    lift = 40 * np.clip(np.sin(2 * np.pi * TIME), 0, 1)
    points = figure.points(TIME, near_thigh=-lift)
    for part in ("foot_index.x", "foot_index.y", "heel.x", "heel.y"):
        assert f"left_{part}" in points.names
    pointed = {f"{side}_foot_index": f"{side}_ankle" for side in ("left", "right")}
    values = points.values.copy()
    for toe, ankle in pointed.items():  # toes point away from the body, as in lying
        for axis, away in (("x", 10.0), ("y", 50.0)):
            values[:, points.names.index(f"{toe}.{axis}")] = points[f"{ankle}.{axis}"] + away
    assert which_way_up(lying(replace(points, values=values))) == WayUp(0, sure=False)


def test_a_leg_that_hangs_over_an_edge_shows_which_way_is_up() -> None:
    one = load(KEPT / "thX51_q21.npz").captured
    assert which_way_up(one.points, one.world) == WayUp(lies=True)
    assert which_way_up(one.points) == WayUp(0, sure=False)


def test_a_walker_on_its_side_is_turned() -> None:
    phase = 2 * np.pi * np.arange(150) / 30
    points = figure.points(
        np.arange(150) / 30,
        near_thigh=20 * np.sin(phase),
        far_thigh=-20 * np.sin(phase),
        near_knee=5 + 50 * np.clip(-np.cos(phase), 0, 1),
        far_knee=5 + 50 * np.clip(np.cos(phase), 0, 1),
    )
    assert which_way_up(lying(points)).turn_deg == 270


def test_a_forward_bend_stays_as_it_is() -> None:
    assert which_way_up(figure.points(TIME, lean=170.0)) in (WayUp(), WayUp(0, sure=False))
    assert which_way_up(figure.points(TIME, lean=90.0)).turn_deg == 0


def test_nobody_needs_no_turn() -> None:
    points = figure.points(TIME)
    assert which_way_up(replace(points, values=np.full_like(points.values, np.nan))) == WayUp()
