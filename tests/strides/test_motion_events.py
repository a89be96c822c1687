"""Foot strike and toe-off from the movement of the feet alone, on a walk and a run whose strikes are known."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.motion import foot_points, smooth
from psoas.sides import SIDES, WORD
from psoas.strides import GAITS, Gait, motion_events
from psoas.strides.motion_events import zeni_events
from psoas.timeseries import TimeSeries
from tests.loaded import body
from tests.strides.made_gait import CONTACT, STRIDE_S, events_of, made_gait, strikes

NEAR_S = 0.015


def without(series: TimeSeries, *endings: str) -> TimeSeries:
    return series.without([name for name in series.names if name.endswith(endings)])


def blanked(series: TimeSeries, start: float, end: float) -> TimeSeries:
    values = series.values.copy()
    values[(series.time >= start) & (series.time <= end)] = np.nan
    return replace(series, values=values)


@pytest.mark.parametrize("gait", GAITS)
@pytest.mark.parametrize("fps", [60.0, 100.0, 200.0])
def test_every_foot_strike_is_found_once(gait: Gait, fps: float) -> None:
    found = events_of(foot_points(body(), made_gait(gait, 4.0, fps)), gait)
    for side in SIDES:
        known = [at for at in strikes(gait, side) if at < 3.7]
        assert [at for at in found.strikes[side] if at < 3.7] == pytest.approx(known, abs=NEAR_S)


@pytest.mark.parametrize("fps", [60.0, 200.0])
def test_a_walkers_toe_offs_are_found(fps: float) -> None:
    found = events_of(foot_points(body(), made_gait("walking", 4.0, fps)), "walking")
    for side in SIDES:
        known = strikes("walking", side) + CONTACT["walking"] * STRIDE_S["walking"]
        inside = [at for at in found.toe_offs[side] if known[0] - 0.1 < at < 3.8]
        assert inside == pytest.approx([at for at in known if at < 3.8][: len(inside)], abs=0.025)
        assert len(inside) >= 2


def test_a_runners_foot_leaves_the_ground_long_before_it_is_farthest_behind() -> None:
    feet = foot_points(body(), made_gait("running"))
    found = events_of(feet, "running")
    for side in SIDES:
        farthest = zeni_events(feet, side)[1]
        ahead = [near - at for at in found.toe_offs[side] for near in farthest if 0 < near - at < 0.2]
        assert len(ahead) >= 4
        assert min(ahead) > 0.01


@pytest.mark.parametrize("gait", GAITS)
def test_the_place_of_the_pelvis_does_not_matter(gait: Gait) -> None:
    made = made_gait(gait)
    expected = events_of(foot_points(body(), made), gait)
    found = events_of(foot_points(body(), without(made, "_tx", "_ty", "_tz")), gait)
    for side in SIDES:
        assert found.strikes[side] == pytest.approx(expected.strikes[side], abs=1e-6)
        assert found.toe_offs[side] == pytest.approx(expected.toe_offs[side], abs=1e-6)


@pytest.mark.parametrize("degrees", [90.0, -150.0])
def test_whichever_way_the_person_faces(degrees: float) -> None:
    made = made_gait("running")
    turn = TimeSeries.from_columns(
        made.time, {"pelvis_rotation": np.full(len(made), np.radians(degrees))}, "rad"
    )
    # the pelvis tips about the world's axis first, so it stands upright here
    upright = replace(made, values=np.where(np.array(made.names) == "pelvis_tilt", 0.0, made.values))
    expected = events_of(foot_points(body(), upright), "running")
    found = events_of(foot_points(body(), upright.joined(turn)), "running")
    for side in SIDES:
        assert found.strikes[side] == pytest.approx(expected.strikes[side], abs=1e-6)
        assert found.toe_offs[side] == pytest.approx(expected.toe_offs[side], abs=1e-6)


def test_of_one_foot_only_that_one_is_told_and_the_other_has_a_reason() -> None:
    found = events_of(foot_points(body(), without(made_gait("running"), "ankle_angle_l")), "running")
    assert found.strikes["r"]
    assert not found.strikes["l"]
    assert not found.toe_offs["l"]
    assert "left foot is not known" in found.reasons["l"]
    assert "r" not in found.reasons


def test_who_stands_still_has_no_events_and_it_is_said_why() -> None:
    made = made_gait("walking")
    still = replace(made, values=np.repeat(made.values[:1], len(made), axis=0))
    found = events_of(foot_points(body(), still), "walking")
    for side in SIDES:
        assert not found.strikes[side]
        assert f"the {WORD[side]} foot does not swing" in found.reasons[side]


def test_a_gap_loses_its_own_events_and_no_others() -> None:
    made = made_gait("running")
    whole = events_of(foot_points(body(), made), "running")
    cut = events_of(foot_points(body(), blanked(made, 1.5, 1.9)), "running")
    for side in SIDES:
        beside = [at for at in whole.strikes[side] if at < 1.4 or at > 2.1]
        assert [at for at in cut.strikes[side] if at < 1.4 or at > 2.1] == pytest.approx(beside, abs=0.005)
        assert not [at for at in cut.strikes[side] if 1.5 < at < 1.9]


@pytest.mark.parametrize("frames", [1, 2, 5, 12, 40])
def test_a_recording_of_less_than_a_stride_gives_no_event_at_its_ends(frames: int) -> None:
    made = made_gait("running").between(0.0, (frames - 0.5) / 100)
    found = events_of(foot_points(body(), made), "running")
    for side in SIDES:
        for at in (*found.strikes[side], *found.toe_offs[side]):
            assert made.time[1] < at < made.time[-2]


def test_events_lie_in_the_given_spans() -> None:
    feet = foot_points(body(), made_gait("running"))
    found = motion_events(feet, [(1.0, 2.0, "running")])
    for side in SIDES:
        times = (*found.strikes[side], *found.toe_offs[side])
        assert times
        assert all(1.0 <= at <= 2.0 for at in times)


@pytest.mark.parametrize("seed", range(3))
def test_noise_of_a_millimetre_moves_no_strike_by_much(seed: int) -> None:
    feet = foot_points(body(), made_gait("running"))
    drawn = np.random.default_rng(seed).normal(0, 0.001, feet.values.shape)
    noisy = replace(feet, values=feet.values + smooth(feet.time, drawn, 20.0))
    expected, found = events_of(feet, "running"), events_of(noisy, "running")
    for side in SIDES:
        assert found.strikes[side] == pytest.approx(expected.strikes[side], abs=0.02)


@pytest.mark.parametrize("gait", GAITS)
def test_who_goes_backwards_has_no_events_and_it_is_said_why(gait: Gait) -> None:
    forwards = foot_points(body(), made_gait(gait))
    found = events_of(replace(forwards, values=forwards.values[::-1].copy()), gait)
    for side in SIDES:
        assert found.strikes[side] == found.toe_offs[side] == ()
        assert "backwards" in found.reasons[side]


@pytest.mark.parametrize("slope", [-0.5, 0.5])
def test_up_and_down_a_hill_is_not_backwards(slope: float) -> None:
    """The feet rise or sink by half a metre a second."""
    level = foot_points(body(), made_gait("walking"))
    values = level.values.copy()
    for number, name in enumerate(level.names):
        if "_up_" in name:
            values[:, number] += slope * level.time
    found = events_of(replace(level, values=values), "walking")
    for side in SIDES:
        assert len(found.strikes[side]) == len(events_of(level, "walking").strikes[side]) > 2
