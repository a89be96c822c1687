"""The sit-up of row 13 is one smooth rise through the posture of that name."""

from functools import cache

import numpy as np
import pytest

from psoas.body.postures import named_posture
from psoas.loads.dynamics import Motion
from psoas.loads.frames import frames_of
from psoas.sides import both
from psoas.timeseries import Array, TimeSeries
from psoas.validation.sit_up import sit_up, sit_up_peak
from tests.loaded import body


@cache
def movement() -> TimeSeries:
    return sit_up(body(), 1.5)


def degrees(name: str) -> Array:
    return np.degrees(movement()[name])


def test_it_begins_lying_and_ends_with_the_chest_upright() -> None:
    chest = degrees("pelvis_tilt") - degrees("lumbar_extension")
    assert chest[0] == pytest.approx(named_posture("lying").degrees["pelvis_tilt"])
    assert chest[-1] == pytest.approx(0)
    assert (np.diff(chest) >= 0).all()


def test_the_posture_of_the_same_name_lies_on_the_way() -> None:
    names = ("pelvis_tilt", "lumbar_extension", "hip_flexion_r", "knee_angle_l")
    way = np.column_stack([degrees(name) for name in names])
    posture = [named_posture("sit_up").degrees[name] for name in names]
    assert np.abs(way - posture).max(axis=1).min() < 0.7


def test_the_lower_back_leads_and_all_turns_are_smooth() -> None:
    curled = -degrees("lumbar_extension")
    turned = degrees("pelvis_tilt") - degrees("pelvis_tilt")[0]
    early = (curled > 0.1) & (curled < 10)
    assert (turned[early] < 0.15 * curled[early]).all()
    assert curled[-1] == pytest.approx(curled.max())
    step = movement().time[1]
    for turn in (curled, turned):
        speed = np.gradient(turn, step)
        assert np.abs(speed[[0, -1]]).max() < 0.2
        assert np.abs(np.diff(speed)).max() < 0.1 * np.abs(speed).max()


def test_the_legs_keep_their_posture_and_the_body_lies_on_the_floor() -> None:
    frames = frames_of(body(), Motion.still(movement().values[::10]))
    np.testing.assert_allclose(frames.positions[:, :, 2].min(axis=1), 0.0, atol=1e-9)
    feet = [body().model.body(name).id for name in both("calcn")]
    np.testing.assert_allclose(np.ptp(frames.dynamics.origins[:, feet, :2], axis=0), 0.0, atol=1e-9)
    assert np.ptp(frames.dynamics.origins[:, feet, 2]) < 0.02, "by as much as the hips sink"


def test_most_of_it_is_in_equilibrium_and_it_is_hardest_on_the_way_up() -> None:
    peak = sit_up_peak(body(), 1.5)
    assert peak.share > 0.95
    assert 20 < peak.chest_deg < 70
