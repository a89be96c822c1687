"""The lumbar spine's passive moment: restoring, smooth, and within its band of what was measured."""

import json
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.body.coordinates import COORDINATES
from psoas.muscle.capsule import moment_scale
from psoas.muscle.lumbar_passive import load_passive_lumbar, passive_lumbar_band, passive_lumbar_moment
from psoas.timeseries import Array

ANGLE = st.floats(-1.5, 1.5, allow_subnormal=False)
LEVELS = ("L5_S1", "L4_L5", "L3_L4", "L2_L3", "L1_L2")
AXES = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
DIRECTIONS = [("flexion", 0, -1), ("extension", 0, 1), ("bending", 1, 1), ("rotation", 2, 1)]


def content() -> dict[str, Any]:
    text = files("psoas.muscle").joinpath("lumbar_passive.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def about(axis: int, degrees: float | Array) -> Array:
    """Moment about one coordinate at angles of that coordinate alone [deg]; rotation is that of the lumbar levels."""
    angles = [0.0, 0.0, 0.0]
    angles[axis] = 1.0
    turned = np.radians(degrees) / (load_passive_lumbar().turning if axis == 2 else 1.0)
    return passive_lumbar_moment(*(turned * part for part in angles))[..., axis]


def lumbar_degrees(axis: int, side: int) -> float:
    """The end of the body's range of a coordinate [deg], as `about` takes it."""
    end = COORDINATES[AXES[axis]].range[(side + 1) // 2]
    return float(abs(np.degrees(end)) * (load_passive_lumbar().turning if axis == 2 else 1.0))


def test_in_standing_there_is_no_moment() -> None:
    np.testing.assert_array_equal(passive_lumbar_moment(0.0), np.zeros(3))


@given(ANGLE, ANGLE, ANGLE)
def test_every_moment_turns_the_upper_body_back(extension: float, bending: float, rotation: float) -> None:
    angles = np.array([extension, bending, rotation])
    moment = passive_lumbar_moment(extension, bending, rotation)
    assert np.isfinite(moment).all()
    assert (np.sign(moment) == -np.sign(angles)).all()


@given(ANGLE, ANGLE, ANGLE)
def test_left_and_right_are_alike_and_no_axis_moves_another(
    extension: float, bending: float, rotation: float
) -> None:
    moment = passive_lumbar_moment(extension, bending, rotation)
    mirrored = passive_lumbar_moment(extension, -bending, -rotation)
    np.testing.assert_array_equal(mirrored, moment * [1, -1, -1])
    np.testing.assert_array_equal(passive_lumbar_moment(extension)[0], moment[0])
    np.testing.assert_array_equal(passive_lumbar_moment(0.0, bending)[1], moment[1])


def test_it_is_stiffer_in_extension_than_in_flexion() -> None:
    assert -about(0, 20.0) > 1.2 * about(0, -20.0)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_the_moment_and_its_slope_are_continuous_and_never_soften(axis: int) -> None:
    step = 0.01
    angles = np.arange(-90, 90 + step / 2, step)
    moment = about(axis, angles)
    slope = np.diff(moment) / step
    assert np.abs(np.diff(moment)).max() < 1.8 * step
    assert np.abs(np.diff(slope)).max() < 0.01
    outwards = np.where(angles[1:-1] > 0, -1, 1) * np.diff(slope)
    assert outwards.min() > -1e-6


@pytest.mark.parametrize(("direction", "axis", "side"), DIRECTIONS)
def test_cadaver_spines_resist_with_10_newton_metres_where_they_were_measured(
    direction: str, axis: int, side: int
) -> None:
    angle = sum(content()["angle_at_reference_deg"][direction])
    under_load = angle * (0.875 if axis == 0 else 1.0)
    assert -side * about(axis, side * under_load) == pytest.approx(10.0)
    low, high = passive_lumbar_band()
    assert low < 10.0 / (-side * about(axis, side * angle)) < high


@pytest.mark.parametrize(("direction", "axis", "side"), DIRECTIONS)
def test_another_laboratory_s_stiffness_of_a_level_lies_within_the_band(
    direction: str, axis: int, side: int
) -> None:
    stiffness = content()["per_level_check"]["stiffness_N_m_per_deg"][direction]
    low, high = passive_lumbar_band()
    for moment in (0.1, 2.5, 5.0, 10.0):
        ours = -side * about(axis, side * len(LEVELS) * moment / stiffness)
        assert low < moment / ours < high


@pytest.mark.parametrize(("direction", "axis", "side"), DIRECTIONS)
def test_nowhere_in_the_body_s_range_is_it_stiffer_than_segments_under_large_loads(
    direction: str, axis: int, side: int
) -> None:
    softest, stiffest = content()["end_stiffness_N_m_per_deg"]["per_level"]
    end = lumbar_degrees(axis, side)
    for angle in np.linspace(0, end, 20):
        slope = abs(about(axis, side * (angle + 0.01)) - about(axis, side * angle)) / 0.01
        assert 0.1 < slope < stiffest / len(LEVELS)
    far = abs(about(axis, side * 120.0) - about(axis, side * 119.0))
    assert softest / len(LEVELS) < far < stiffest / len(LEVELS), direction


@pytest.mark.parametrize(("direction", "axis", "side"), DIRECTIONS)
def test_within_the_body_s_range_it_is_far_below_what_breaks_a_young_segment(
    direction: str, axis: int, side: int
) -> None:
    # Miller 1986: up to 95 N.m were carried without failure; walking and bending use a small part of it
    at_end = abs(about(axis, side * lumbar_degrees(axis, side)))
    assert 3.0 < at_end < 95 / 2, direction


def test_the_lumbar_levels_do_a_sixth_of_the_turning() -> None:
    assert load_passive_lumbar().turning == pytest.approx(1 - 0.82666, abs=1e-3)
    lumbar = np.degrees(load_passive_lumbar().turning * np.radians(64))
    assert lumbar == pytest.approx(11.1, abs=0.05)


def test_the_docstring_s_angles_are_where_it_reaches_10_newton_metres() -> None:
    for axis, degrees in ((0, -34.0), (0, 23.0), (1, 29.0)):
        assert abs(about(axis, degrees)) == pytest.approx(10.0, abs=0.5)
    assert passive_lumbar_moment(0.0, 0.0, np.radians(64))[2] == pytest.approx(-10.0, abs=0.1)


def test_it_is_scaled_by_mass_times_height_and_broadcast() -> None:
    scale = moment_scale(90.0, 1.6)
    grid = passive_lumbar_moment(np.zeros((4, 1)) - 0.2, np.full(5, 0.1), 0.3, scale=scale)
    assert grid.shape == (4, 5, 3)
    np.testing.assert_allclose(grid[1, 2], scale * passive_lumbar_moment(-0.2, 0.1, 0.3))


def test_every_figure_says_where_it_comes_from() -> None:
    for name, entry in content().items():
        if isinstance(entry, dict):
            assert entry["source"], name
            assert "how_known" in entry or name == "reference_body", name
