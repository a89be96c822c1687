"""Hips, pelvis and lower back of a clip over the stride; a pelvis that keeps still gives them exactly."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.estimate import Estimate
from psoas.findings import CONSTANT, Analysis, clip_stride_angles, stride_angle_errors
from psoas.recordings.motion_file import analyse_motion
from psoas.strides import Stride
from psoas.timeseries import Mask, TimeSeries
from tests.recordings.made_recording import write_recording
from tests.strides.made_gait import made_gait

ONLY_IN_STRIDES = ["hip_extension_r", "hip_extension_l", CONSTANT, "lumbar_extension"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return analyse_motion(write_recording(tmp_path_factory.mktemp("run") / "run.mot", made_gait("running")))


@pytest.fixture(scope="module")
def seen(run: Analysis) -> TimeSeries:
    """The angles as a clip has them."""
    return run.angles.without(ONLY_IN_STRIDES)


def within(series: TimeSeries, strides: tuple[Stride, ...]) -> Mask:
    return (series.time > max(one.foot_strike_s for one in strides[:2])) & (
        series.time < min(one.end_s for one in strides[-2:])
    )


def test_with_a_still_pelvis_the_curves_are_the_true_ones(run: Analysis, seen: TimeSeries) -> None:
    found = clip_stride_angles(seen, run.main_strides)
    inside = within(found, run.main_strides)
    for name in ONLY_IN_STRIDES:
        np.testing.assert_allclose(
            np.degrees(found[name][inside]), np.degrees(run.angles[name][inside]), atol=0.1, err_msg=name
        )


def test_the_lower_back_arches_as_far_as_the_trunk_leans_back(run: Analysis, seen: TimeSeries) -> None:
    swing = np.radians(3 * np.sin(2 * np.pi * seen.time / 0.37))
    rocked = seen.without(["trunk_lean"]).joined(
        TimeSeries.from_columns(seen.time, {"trunk_lean": seen["trunk_lean"] - swing}, "rad")
    )
    found = clip_stride_angles(rocked, run.main_strides)["lumbar_extension"]
    moved = found - clip_stride_angles(seen, run.main_strides)["lumbar_extension"]
    known = np.isfinite(moved)
    assert np.ptp((moved - swing)[known]) == pytest.approx(0, abs=1e-9)


def test_the_thigh_peaks_where_its_figure_is_and_is_unchanged_half_a_stride_away(
    run: Analysis, seen: TimeSeries
) -> None:
    moved = tuple(
        replace(one, thigh_behind_vertical_deg=one.thigh_behind_vertical_deg.plus(4.0))
        for one in run.main_strides
        if one.thigh_behind_vertical_deg is not None
    )
    found = clip_stride_angles(seen, moved)
    one = next(one for one in moved if one.side == "right")
    assert one.peak_hip_extension_s is not None
    half = one.peak_hip_extension_s + (one.end_s - one.foot_strike_s) / 2
    by = np.degrees(found["thigh_angle_r"] - seen["thigh_angle_r"])
    assert np.interp(one.peak_hip_extension_s, found.time, by) == pytest.approx(4, abs=0.05)
    assert np.interp(half, found.time, by) == pytest.approx(0, abs=0.3)


def test_a_stride_whose_thigh_is_the_other_leg_is_not_drawn(run: Analysis, seen: TimeSeries) -> None:
    wrong = tuple(
        replace(one, thigh_behind_vertical_deg=Estimate.of(40.0, 1.0, "deg")) for one in run.main_strides
    )
    assert np.isnan(clip_stride_angles(seen, wrong)["thigh_angle_r"]).all()


def test_without_the_outline_there_are_the_thighs_alone(run: Analysis, seen: TimeSeries) -> None:
    hidden = tuple(
        replace(one, pelvis_tilt_deg=None, lumbar_extension_deg=None, peak_hip_extension_deg=None)
        for one in run.main_strides
    )
    found = clip_stride_angles(seen, hidden)
    assert set(found.names) == set(seen.names)


def test_every_curve_that_is_drawn_has_its_error() -> None:
    assert set(stride_angle_errors()) == {"hip_extension", CONSTANT, "lumbar_extension"}
    assert all(error > 0 for error in stride_angle_errors().values())
