"""Slow motion is suspected from the motion itself, and never at people's usual pace."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.calibrate import FOLDER
from benchmarks.features import Sample, samples

from psoas.motion.angles import stick_figure
from psoas.motion.pace import SlowPace, slow_pace
from psoas.motion.posture import Body2D
from psoas.timeseries import TimeSeries
from tests.motion import figure

STRETCHES = ("a_stretch_right_ok", "d_stretch_ant_tilt_lean", "e_stretch_short_uneven", "i_stretch_30deg")
TIME = np.arange(360) / 30


@pytest.fixture(scope="module")
def stretches() -> list[Sample]:
    return [sample for sample in samples(FOLDER) if sample.name in STRETCHES]


def pace_of(points: TimeSeries, slowed: float = 1.0) -> SlowPace | None:
    return slow_pace(Body2D(stick_figure(replace(points, time=points.time * slowed), "right")))


def test_stretches_at_their_own_pace_raise_no_doubt(stretches: list[Sample]) -> None:
    assert [pace_of(one.captured.points) for one in stretches] == [None] * len(STRETCHES)


def test_stretches_slowed_four_times_do(stretches: list[Sample]) -> None:
    found = [pace_of(one.captured.points, slowed=4) for one in stretches]
    assert [one.kind if one else None for one in found] == ["moves"] * len(STRETCHES)


def gait(strides_per_s: float, swing_deg: float, knee_deg: float) -> TimeSeries:
    """Thighs that swing against each other; the knee bends while its thigh swings forwards."""
    phase = 2 * np.pi * strides_per_s * TIME
    return figure.points(
        TIME,
        near_thigh=swing_deg / 2 * np.sin(phase),
        far_thigh=-swing_deg / 2 * np.sin(phase),
        near_knee=10 + knee_deg * np.clip(-np.cos(phase), 0, 1),
        far_knee=10 + knee_deg * np.clip(np.cos(phase), 0, 1),
    )


@pytest.mark.parametrize(
    ("strides_per_s", "swing", "knee", "kind"),
    [
        (1.4, 60, 85, None),
        (0.4, 60, 85, "run"),
        (0.9, 45, 50, None),
        (0.6, 32, 40, None),
        (0.25, 45, 50, "walk"),
    ],
)
def test_strides_that_nobody_takes(strides_per_s: float, swing: float, knee: float, kind: str | None) -> None:
    found = pace_of(gait(strides_per_s, swing, knee))
    assert (None if found is None else found.kind) == kind
    if found is not None:
        assert found.seconds == pytest.approx(1 / strides_per_s, rel=0.1)


def test_somebody_who_stands_still_shows_no_pace() -> None:
    sway = np.sin(2 * np.pi * 0.1 * TIME)
    assert pace_of(figure.points(TIME, lean=0.5 * sway)) is None


def test_lunges_on_alternate_legs_are_no_slow_strides() -> None:
    found = pace_of(gait(0.3, 90, 60))
    assert found is None or found.kind == "moves"
