"""Frames become time series: names, units, and nothing where nobody was seen."""

from pathlib import Path

import numpy as np

from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.recording import CONTOURS, capture
from psoas.capture.video.clip import Frame
from tests.capture.pose.composed import Rgb, pictures


def frames(shots: list[Rgb], scale: float = 1.0) -> list[Frame]:
    return [Frame(index, index / 10, rgb, scale) for index, rgb in enumerate(shots)]


def test_nothing_to_look_at() -> None:
    seen = capture([], weights="lite")
    assert len(seen.points) == len(seen.world) == len(seen.contours) == 0
    assert seen.people_at_start == 0


def test_names_units_and_gaps(clips: Path) -> None:
    person = pictures(clips / "k_squat.mp4", most=1)[0]
    empty = np.full_like(person, 128)
    done: list[int] = []
    seen = capture(frames([person, person, empty, person]), weights="lite", progress=done.append)
    assert done[-1] == 4
    assert seen.points.names == tuple(f"{name}.{axis}" for name in LANDMARKS for axis in "xy")
    assert seen.world.names == tuple(f"{name}.{axis}" for name in LANDMARKS for axis in "xyz")
    assert seen.contours.names == tuple(f"{name}.{axis}" for name in CONTOURS for axis in "xy")
    assert set(seen.points.units) == set(seen.contours.units) == {"px"}
    assert set(seen.world.units) == {"m"}
    np.testing.assert_allclose(seen.points.time, [0, 0.1, 0.2, 0.3])
    there = np.isfinite(seen.points["nose.x"])
    assert there.tolist() == [True, True, False, True]
    for series in (seen.points, seen.world, seen.contours):
        assert np.isnan(series.values[2]).all()
    assert seen.points.confidence is not None
    assert (seen.points.confidence[2] == 0).all()
    assert seen.points.confidence_of("right_hip.x")[0] > 0.8
    assert seen.people_at_start == 1


def test_points_are_those_of_the_original_picture(clips: Path) -> None:
    person = pictures(clips / "k_squat.mp4", most=1)[0]
    plain, twice = (capture(frames([person], scale), weights="lite") for scale in (1.0, 2.0))
    np.testing.assert_allclose(twice.points.values, 2 * plain.points.values, rtol=1e-5)
    np.testing.assert_allclose(twice.contours.values, 2 * plain.contours.values, rtol=1e-5)
    np.testing.assert_allclose(twice.world.values, plain.world.values)
