"""Loads over a recorded movement: with plates that measured exactly, with none, and with what goes wrong."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from psoas.body.model import Body
from psoas.capture.files.ground_forces import GroundForce
from psoas.errors import InputError
from psoas.loads.body_loads import Assumptions
from psoas.loads.frames import frames_of
from psoas.loads.joint_loads import DISCS
from psoas.loads.motion_loads import MotionLoads, held_loads, motion_loads
from psoas.loads.prepared_motion import prepared_motion
from psoas.timeseries import Array, TimeSeries
from tests.loaded import body, heavy, mass, weight
from tests.recordings.made_motion import APART_M, FPS, METRES, knee_bend, plates, turned, without

L45, L5S1 = DISCS.index("L4_L5"), DISCS.index("L5_S1")
INSIDE = slice(8, -8)
"""Frames away from the ends, where a filter runs out."""


@cache
def predicted() -> MotionLoads:
    return motion_loads(body(), knee_bend())


@cache
def measured() -> MotionLoads:
    return motion_loads(body(), knee_bend(), ground=plates())


def with_values(series: TimeSeries, frames: slice, name: str, value: float) -> TimeSeries:
    values = series.values.copy()
    values[frames, series.names.index(name)] = value
    return replace(series, values=values)


# Plates that measured the whole motion


def test_plates_that_measured_exactly_leave_nothing_over() -> None:
    found = measured()
    assert found.measured
    assert len(found.motion.known) == len(knee_bend())
    assert np.abs(found.consistent.residuals[INSIDE, :3]).max() < 0.02 * weight(body())
    assert np.abs(found.consistent.residuals[INSIDE, 3:]).max() < 5
    assert np.abs(found.consistent.residuals).mean() < 1


def test_the_plates_alone_push_and_the_body_is_in_equilibrium() -> None:
    assert measured().loads.in_equilibrium.all()
    assert not measured().loads.solved.contact.any()
    assert predicted().loads.in_equilibrium.all()
    assert not predicted().measured
    pushes = predicted().loads.solved.contact.sum(axis=1)
    together = plates()[0].force[:, 1] + plates()[1].force[:, 1]
    np.testing.assert_allclose(pushes[INSIDE, 2], together[INSIDE], rtol=0.01)
    np.testing.assert_allclose(pushes.mean(axis=0)[2], weight(body()), rtol=0.02)


def test_measured_and_predicted_ground_give_the_same_loads_of_the_back() -> None:
    """The feet may push apart as least effort likes where it is predicted; hardly any of it reaches the back."""
    with_, without = measured().loads.discs[INSIDE], predicted().loads.discs[INSIDE]
    np.testing.assert_allclose(with_[:, L45, 0], without[:, L45, 0], rtol=0.05)
    np.testing.assert_allclose(with_[:, L5S1, 1], without[:, L5S1, 1], atol=0.05 * weight(body()))


def test_least_effort_over_a_ground_of_its_own_is_no_more_than_over_the_plates() -> None:
    with_, without = (
        (one.loads.solved.activation[INSIDE] ** 2).sum(axis=1) for one in (measured(), predicted())
    )
    assert (without < with_ * 1.001).all()
    assert without.sum() < with_.sum()


def test_both_sides_of_a_symmetric_movement_carry_the_same() -> None:
    for found in (measured(), predicted()):
        np.testing.assert_allclose(found.loads.hips[:, 0], found.loads.hips[:, 1], rtol=1e-3)


def test_deep_in_the_bend_the_back_carries_more_than_upright() -> None:
    disc = predicted().loads.discs[:, L45, 0]
    assert disc[len(disc) // 2] > disc[0] + 50


def test_a_heavier_body_over_the_same_plates_is_short_of_the_difference() -> None:
    found = motion_loads(replace_mass(75.0), knee_bend(), ground=plates())
    missing = found.consistent.residuals[INSIDE, 1].mean()
    assert missing == pytest.approx(5 * 9.81, rel=0.05)
    assert found.loads.in_equilibrium.all()
    assert np.abs(found.consistent.change).max() > 0.1


def test_a_mass_too_far_off_carries_nothing() -> None:
    found = motion_loads(heavy(), knee_bend(), ground=plates())
    assert not found.loads.in_equilibrium.any()
    assert not found.consistent.change.any()
    missing = found.consistent.residuals[INSIDE, 1].mean()
    assert missing == pytest.approx((mass(heavy()) - mass(body())) * 9.81, rel=0.05)


@cache
def replace_mass(mass_kg: float) -> Body:
    from psoas.body.loading import load_body
    from psoas.body.scaling import Person

    return load_body(Person(mass_kg=mass_kg))


def test_the_point_of_the_plates_matters() -> None:
    """Plates that say that the push was 4 cm farther in front: the moment about the pelvis is off by as much."""
    shifted = tuple(replace(one, point=one.point + np.array([0.04, 0, 0])) for one in plates())
    found = motion_loads(body(), knee_bend(), ground=shifted)
    tilt = found.consistent.residuals[INSIDE, 3] - measured().consistent.residuals[INSIDE, 3]
    push = plates()[0].force[INSIDE, 1] * 2
    np.testing.assert_allclose(tilt, 0.04 * push, rtol=0.02)


def test_a_free_moment_turns_the_pelvis() -> None:
    (right, left) = plates()
    twisted = replace(right, torque=np.tile([0.0, 7.0, 0.0], (len(right.time), 1)))
    found = motion_loads(body(), knee_bend(), ground=(twisted, left))
    np.testing.assert_allclose(found.consistent.residuals[INSIDE, 5], -7.0, atol=0.3)


def test_a_laboratory_that_is_turned_gives_the_same() -> None:
    """Coordinates that were turned to the left by 90 degrees before they were found, and plates that were not."""
    quarter = np.pi / 2
    found = motion_loads(
        body(), knee_bend(), ground=tuple(turned(one, -quarter) for one in plates()), turned=quarter
    )
    np.testing.assert_allclose(found.loads.discs, measured().loads.discs, atol=0.5)
    wrong = motion_loads(body(), knee_bend(), ground=tuple(turned(one, -quarter) for one in plates()))
    assert not np.allclose(wrong.consistent.residuals, measured().consistent.residuals, atol=5)


def test_two_plates_under_one_foot_add_up() -> None:
    right, left = plates()
    half = replace(right, force=right.force / 2)
    found = motion_loads(body(), knee_bend(), ground=(half, half, left))
    np.testing.assert_allclose(found.loads.discs, measured().loads.discs, atol=0.5)


def test_assumptions_reach_the_muscles() -> None:
    cubed = motion_loads(body(), knee_bend(), ground=plates(), assumptions=Assumptions(power=3))
    assert not np.allclose(cubed.loads.discs, measured().loads.discs, atol=1)


# What was not told


def test_a_gap_stays_a_gap() -> None:
    gap = slice(20, 30)
    found = motion_loads(body(), with_values(knee_bend(), gap, "hip_flexion_r", np.nan))
    assert set(range(20, 30)).isdisjoint(found.motion.known.tolist())
    disc = found.over_time(found.loads.discs[:, L45, 0])
    assert len(disc) == len(knee_bend())
    assert np.isnan(disc[gap]).all()
    assert np.isfinite(disc[:17]).all()
    assert np.isfinite(disc[33:]).all()
    whole = predicted().over_time(predicted().loads.discs[:, L45, 0])
    np.testing.assert_allclose(disc[:15], whole[:15], rtol=0.05)
    np.testing.assert_allclose(disc[36:], whole[36:], rtol=0.05)


def test_nothing_is_taken_across_a_gap() -> None:
    """A person who stands, and is carried on by 30 cm while nobody looks, stands still before and after."""
    made = knee_bend()
    values = np.zeros_like(made.values)
    values[35:, made.names.index("pelvis_tx")] = 0.3
    values[20:35] = np.nan
    found = prepared_motion(body(), replace(made, values=values))
    assert found.known.tolist() == [*range(20), *range(35, len(made))]
    assert np.abs(found.motion.velocity).max() < 1e-9
    assert np.abs(found.motion.acceleration).max() < 1e-9
    contacts = frames_of(body(), found.motion, recorded=True).contacts
    assert contacts.touching[:, [point.kind == "foot" for point in contacts.points]].all()


def test_a_stretch_too_short_to_have_a_speed_is_not_told() -> None:
    gaps = with_values(knee_bend(), slice(10, 20), "hip_flexion_r", np.nan)
    gaps = with_values(gaps, slice(22, 32), "hip_flexion_r", np.nan)
    assert {20, 21}.isdisjoint(prepared_motion(body(), gaps).known.tolist())
    assert {20, 21} <= set(held_loads(body(), gaps).motion.known.tolist())


def test_the_points_of_the_skin_move_as_fast_as_they_do() -> None:
    """A foot that swings is no support; one that stands is, while the body moves over it."""
    some = knee_bend()
    lifted = {name: some[name] for name in some.names}
    lifted["hip_flexion_l"] = some["hip_flexion_l"] + some["knee_angle_l"]
    found = prepared_motion(
        body(), TimeSeries.from_columns(some.time, lifted, dict(zip(some.names, some.units, strict=True)))
    )
    contacts = frames_of(body(), found.motion, recorded=True).contacts
    side = {s: [p.kind == "foot" and p.side == s for p in contacts.points] for s in "rl"}
    middle = len(some) // 2
    assert contacts.touching[middle, side["r"]].all()
    assert not contacts.touching[middle, side["l"]].any()


def test_frames_that_no_plate_measured_are_left_out() -> None:
    late = tuple(
        GroundForce(one.segment, one.time[25:], one.force[25:], one.point[25:], one.torque[25:])
        for one in plates()
    )
    found = motion_loads(body(), knee_bend(), ground=late)
    assert found.motion.known.tolist() == list(range(25, len(knee_bend())))
    assert np.isnan(found.over_time(found.loads.hips)[:25]).all()


def test_a_gap_in_the_plates_is_a_gap_in_the_loads() -> None:
    right, left = plates()
    force = right.force.copy()
    force[30:40] = np.nan
    found = motion_loads(body(), knee_bend(), ground=(replace(right, force=force), left))
    assert set(range(30, 40)).isdisjoint(found.motion.known.tolist())
    assert {20, 50} <= set(found.motion.known.tolist())


def test_plates_of_another_time_are_refused() -> None:
    late = tuple(replace(one, time=one.time + 100) for one in plates())
    with pytest.raises(InputError, match="at other times than the motion"):
        motion_loads(body(), knee_bend(), ground=late)


def test_plates_on_a_part_that_the_body_has_not_are_refused() -> None:
    right, left = plates()
    with pytest.raises(InputError, match=r"acts on 'foot_r', which the body does not have; there is calcn_r"):
        motion_loads(body(), knee_bend(), ground=(replace(right, segment="foot_r"), left))


def test_without_hips_or_knees_there_are_no_loads() -> None:
    some = knee_bend()
    with pytest.raises(InputError, match="the file has no knee_angle_l: without hips and knees"):
        motion_loads(body(), without(some, "knee_angle_l"))


@pytest.mark.parametrize("absent", ["pelvis_tx", "pelvis_ty"])
def test_a_movement_without_the_place_of_the_pelvis_is_refused(absent: str) -> None:
    with pytest.raises(InputError, match=f"the file has no {absent}: without the place of the pelvis"):
        motion_loads(body(), without(knee_bend(), absent))


def test_plates_need_to_know_how_far_the_pelvis_is_to_the_side() -> None:
    some = without(knee_bend(), "pelvis_tz")
    with pytest.raises(InputError, match="no pelvis_tz: measured ground forces need the place"):
        motion_loads(body(), some, ground=plates())
    assert motion_loads(body(), some).loads.in_equilibrium.all()


def test_nothing_told_together_is_refused() -> None:
    never = with_values(knee_bend(), slice(None, 31), "hip_flexion_r", np.nan)
    never = with_values(never, slice(30, None), "knee_angle_l", np.nan)
    with pytest.raises(InputError, match="no frame tells hips, knees and pelvis together"):
        motion_loads(body(), never)


def test_joints_a_little_out_of_range_are_taken_at_its_end_and_farther_out_not_told() -> None:
    top = float(np.degrees(body().ranges[body().coordinate_index("knee_angle_r"), 0]))
    bent = with_values(knee_bend(), slice(None), "knee_angle_r", np.radians(top - 2))
    found = prepared_motion(body(), bent)
    assert len(found) == len(bent)
    column = body().coordinate_index("knee_angle_r")
    assert found.motion.pose[:, column].min() == pytest.approx(np.radians(top))
    with pytest.raises(InputError, match="bent farther than the body holds"):
        prepared_motion(body(), with_values(knee_bend(), slice(None), "knee_angle_r", np.radians(top - 5)))


def test_absent_coordinates_are_named_and_zero() -> None:
    found = predicted()
    assert "hip_adduction_r" in found.motion.absent
    assert set(found.motion.absent).isdisjoint(knee_bend().names)
    column = body().coordinate_index("hip_adduction_r")
    assert not found.loads.frames.motion.pose[:, column].any()


def test_speed_and_acceleration_are_the_recording_s() -> None:
    motion = prepared_motion(body(), knee_bend()).motion
    column = body().coordinate_index("knee_angle_r")
    time = np.asarray(knee_bend().time)
    pace = 2 * np.pi / 2.0
    expected = np.radians(40) / 2 * pace * np.sin(pace * time)
    np.testing.assert_allclose(motion.velocity[INSIDE, column], expected[INSIDE], atol=0.02)
    expected = np.radians(40) / 2 * pace**2 * np.cos(pace * time)
    np.testing.assert_allclose(motion.acceleration[INSIDE, column], expected[INSIDE], atol=0.15)
    assert pytest.approx(1 / 30) == 1 / FPS


# As if held


def test_held_frames_have_no_speed_and_weigh_the_weight() -> None:
    found = held_loads(body(), knee_bend())
    assert not found.measured
    pushes: Array = found.loads.solved.contact.sum(axis=1)
    np.testing.assert_allclose(pushes, np.tile([0, 0, weight(body())], (len(pushes), 1)), atol=1e-3)
    moving = predicted().loads.solved.contact.sum(axis=1)
    assert np.abs(moving[:, 2] - weight(body())).max() > 5
    assert not found.consistent.change.any()


def test_each_held_frame_stands_on_a_floor_of_its_own() -> None:
    """A camera does not tell how high the pelvis is."""
    some = knee_bend()
    found = held_loads(body(), without(some, *METRES))
    assert found.loads.in_equilibrium.all()
    np.testing.assert_allclose(found.loads.discs, held_loads(body(), some).loads.discs, atol=0.5)


def test_the_feet_of_the_plates_are_apart() -> None:
    assert plates()[0].point[0, 2] == APART_M
