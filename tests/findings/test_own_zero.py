"""Angles with a zero of their own become changes from the person's own start."""

import numpy as np
import pytest

from psoas.exercises.repetition import Repetition, RepetitionTimes
from psoas.exercises.timeline import Timeline
from psoas.findings.own_zero import changes_from, held_extension, start_angles, start_posture
from psoas.timeseries import TimeSeries

TIME = np.arange(0, 10, 0.1)
HELD = (TIME >= 4) & (TIME <= 6)
ANGLES = TimeSeries.from_columns(
    TIME,
    {
        "rear_hip_extension": np.radians(np.where(HELD, 12.0, -9.0)),
        "lumbar_extension": np.radians(np.where(TIME < 2, 5.0, 7.0)),
        "trunk_lean": np.radians(3 + 0 * TIME),
        "pelvis_tilt": np.full(len(TIME), np.nan),
    },
    "rad",
)


def quiet(start: tuple[float, float] | None) -> Timeline:
    times = (RepetitionTimes(3.0, 4.0, 6.0, 7.0),)
    return Timeline(TIME, (), times, (), np.ones(len(TIME), dtype=bool), start)


def test_the_start_is_the_mean_of_the_quiet_part_or_of_all_where_nobody_was_quiet() -> None:
    start = start_angles(ANGLES, quiet((0.0, 1.95)))
    assert np.degrees([start["rear_hip_extension"], start["lumbar_extension"]]) == pytest.approx([-9, 5])
    assert np.isnan(start["pelvis_tilt"])
    assert "trunk_lean" not in start
    whole = start_angles(ANGLES, quiet(None))
    assert np.degrees(whole["lumbar_extension"]) == pytest.approx(5 * 0.2 + 7 * 0.8)


def test_a_change_is_zero_at_the_start_and_other_angles_stay() -> None:
    start = {"rear_hip_extension": np.radians(-9.0), "lumbar_extension": np.radians(5.0)}
    changed = changes_from(start, ANGLES)
    assert np.degrees(changed["rear_hip_extension"][HELD]) == pytest.approx(21.0)
    assert changed["lumbar_extension"][TIME < 2] == pytest.approx(0.0)
    assert changed["trunk_lean"] == pytest.approx(ANGLES["trunk_lean"])
    assert ANGLES["lumbar_extension"][0] == pytest.approx(np.radians(5.0)), "the angles given are unchanged"


def test_the_psoas_starts_with_the_hip_bent_by_what_it_is_not_extended() -> None:
    posture = start_posture({"rear_hip_extension": -0.2, "lumbar_extension": np.nan}, 5.0)
    assert posture is not None
    assert (posture.hip, posture.lumbar, posture.pelvis, posture.hip_error_deg) == (0.2, 0.0, 0.0, 5.0)
    assert start_posture({"lumbar_extension": 0.1}) is None
    assert start_posture({"rear_hip_extension": np.nan}) is None


def test_the_hold_is_said_with_the_side_of_the_pelvis_on_which_the_thigh_stood() -> None:
    one, elsewhere = Repetition(3, 4, 6, 7), Repetition(0, 0.5, 1.5, 2)
    (found,) = held_extension(ANGLES, (one,))
    assert found.value == pytest.approx(12)
    assert "12 degrees behind the pelvis" in found.says
    (found,) = held_extension(ANGLES, (elsewhere,))
    assert "9 degrees in front of the pelvis" in found.says
    assert held_extension(ANGLES, ()) == []
