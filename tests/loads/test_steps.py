"""Ground forces of steps: those of the motion, under the middle line of the feet, without a free moment."""

from functools import cache

import numpy as np
import pytest

from psoas.loads.frames import frames_of
from psoas.loads.motion_loads import motion_loads
from psoas.loads.prepared_motion import CUTOFF_HZ, prepared_motion
from psoas.loads.steps import step_table, step_wrenches
from psoas.motion.filtering import smooth
from psoas.sides import both
from psoas.timeseries import Array, TimeSeries
from tests.loaded import body, weight
from tests.loads.stepping import FPS, LEFT_UP, RIGHT_UP, frames, stepping
from tests.recordings.made_motion import knee_bend

FEET = ("calcn_r", "calcn_l")


@cache
def predicted() -> tuple[Array, dict[str, Array], Array]:
    """Share of the steps in the push of the ground, that share by segment, and the time."""
    found, time = frames()
    return *step_wrenches(found, time, CUTOFF_HZ), time


def needed() -> Array:
    """(N, 6) force and moment about the world's origin that the motion needs, smoothed."""
    found, time = frames()
    return smooth(time, np.asarray(found.dynamics.wrench[body().model.body("pelvis").id].T), CUTOFF_HZ)


def pressure_points(wrench: Array) -> Array:
    """(n, 2) where the force (n, 6) meets the floor."""
    floor = frames()[0].contacts.floor
    moment = wrench[:, 3:] - np.cross([0, 0, floor], wrench[:, :3])
    return np.column_stack([-moment[:, 1], moment[:, 0]]) / wrench[:, 2:3]


def foot_middles(side: str) -> tuple[Array, Array]:
    """(N, 2) the middle of heel and of ball."""
    found, _ = frames()
    column = {point.name: number for number, point in enumerate(found.contacts.points)}
    pairs = (("heel_medial", "heel_lateral"), ("first_metatarsal", "fifth_metatarsal"))
    heel, ball = (
        found.positions[:, [column[f"{name}_{side}"] for name in pair], :2].mean(axis=1) for pair in pairs
    )
    return heel, ball


def test_feet_that_stay_on_the_floor_make_no_step() -> None:
    motion = prepared_motion(body(), knee_bend())
    found = frames_of(body(), motion.motion, recorded=True)
    share, wrenches = step_wrenches(found, motion.time, CUTOFF_HZ)
    assert not share.any()
    assert not any(wrench.any() for wrench in wrenches.values())


def test_steps_are_where_a_foot_is_up_and_the_moment_between_but_not_long_standing() -> None:
    share, wrenches, time = predicted()
    assert (share[(time > RIGHT_UP[0] + 0.1) & (time < LEFT_UP[1] - 0.1)] == 1).all()
    longest = step_table()["support"]["longest_double_s"]
    assert not share[time > LEFT_UP[1] + longest].any()
    assert (share[time > LEFT_UP[1] + longest / 2] < 1).all()
    for wrench in wrenches.values():
        assert not wrench[share == 0].any()


def test_the_push_of_a_step_passes_smoothly_into_that_of_standing() -> None:
    share, wrenches, time = predicted()
    assert (np.abs(np.diff(share[time > LEFT_UP[0]])) < 0.08).all()
    passing = np.flatnonzero((share > 0) & (share < 1))
    assert len(passing) > 0.2 * FPS
    together = np.asarray(sum(wrenches.values()))[passing, :3]
    np.testing.assert_allclose(together, share[passing, None] * needed()[passing, :3], atol=1e-9)


def test_no_hip_leaps_where_standing_begins_after_a_step_or_ends_before_one() -> None:
    """They leapt by 4.7 body weights from one frame to the next, and were 5.9 of them."""
    found = motion_loads(body(), stepping(0.0))
    hips = found.over_time(found.loads.hips) / weight(body())
    landed = np.asarray(stepping(0.0).time) > LEFT_UP[1] - 0.08
    assert np.nanmax(hips[landed]) < 4.0
    assert np.nanmax(np.abs(np.diff(hips[landed], axis=0))) < 0.5


def test_both_feet_together_push_as_hard_as_the_motion_needs() -> None:
    share, wrenches, _ = predicted()
    rows = np.flatnonzero(share == 1)
    together = sum(wrench[rows, :3] for wrench in wrenches.values())
    np.testing.assert_allclose(together, needed()[rows, :3], atol=1e-9)


def test_the_foot_that_is_alone_carries_all_and_the_lifted_one_nothing() -> None:
    _, wrenches, time = predicted()
    for lifted, ends in (("calcn_r", RIGHT_UP), ("calcn_l", LEFT_UP)):
        up = (time > ends[0] + 0.15) & (time < ends[1] - 0.15)
        assert not wrenches[lifted][up].any()
        (other,) = set(FEET) - {lifted}
        np.testing.assert_allclose(wrenches[other][up, 2], needed()[up, 2], rtol=1e-9)


@pytest.mark.parametrize("side", ["r", "l"])
def test_a_foot_is_pressed_on_its_middle_line_and_not_turned(side: str) -> None:
    wrench = predicted()[1][f"calcn_{side}"]
    loaded = np.flatnonzero(wrench[:, 2] > 0.05 * weight(body()))
    heel, ball = (middle[loaded] for middle in foot_middles(side))
    point, line = pressure_points(wrench[loaded]), ball - heel
    aside = line[:, 0] * (point - heel)[:, 1] - line[:, 1] * (point - heel)[:, 0]
    np.testing.assert_allclose(aside, 0, atol=1e-9)
    place = ((point - heel) * line).sum(axis=1) / (line**2).sum(axis=1)
    path = step_table()["path"]
    assert place.min() > path["first"] - 1e-9
    assert place.max() < path["last"] + 1e-9
    floor = frames()[0].contacts.floor
    at = np.column_stack([point, np.full(len(point), floor)])
    np.testing.assert_allclose(wrench[loaded, 5], np.cross(at, wrench[loaded, :3])[:, 2], atol=1e-9)


def test_between_two_feet_the_load_is_shared_by_balance_of_moments() -> None:
    _, wrenches, time = predicted()
    between = np.flatnonzero((time > RIGHT_UP[1] + 0.05) & (time < LEFT_UP[0] - 0.05))
    right, left = (wrenches[foot][between] for foot in FEET)
    assert (right[:, 2] > 0).all()
    assert (left[:, 2] > 0).all()
    wanted = pressure_points(needed()[between])[:, 0]
    np.testing.assert_allclose(pressure_points(right + left)[:, 0], wanted, atol=3e-3)


def test_the_forces_of_both_feet_point_inwards() -> None:
    _, wrenches, time = predicted()
    middle = np.abs(time - (RIGHT_UP[1] + LEFT_UP[0]) / 2).argmin()
    assert wrenches["calcn_r"][middle, 0] < 0 < wrenches["calcn_l"][middle, 0], "the right foot is in front"


def test_a_foot_may_carry_a_little_before_it_touches_as_a_smoothed_step_does() -> None:
    found, time = frames()
    touches = found.contacts.touching[
        :, [point.kind == "foot" and point.side == "r" for point in found.contacts.points]
    ].any(axis=1)
    down = np.flatnonzero(touches & (time > 0.6))[0]
    wrenches = step_wrenches(found, time, CUTOFF_HZ)[1]
    before = (time < time[down]) & (time > time[down] - 0.25 / CUTOFF_HZ)
    assert (wrenches["calcn_r"][before, 2] >= 0).all()
    assert wrenches["calcn_r"][before, 2].any()
    sharp = step_wrenches(found, time, 1e6)[1]
    assert not sharp["calcn_r"][before].any()


def test_a_missing_stretch_is_not_bridged() -> None:
    found, time = frames()
    kept = np.flatnonzero((time < 0.9) | (time > 1.0))
    share, wrenches = step_wrenches(found.selected(kept), time[kept], CUTOFF_HZ)
    whole_share, whole = step_wrenches(found, time, CUTOFF_HZ)
    assert (share <= whole_share[kept]).all()
    early = time[kept] < 0.7
    np.testing.assert_allclose(
        wrenches["calcn_l"][early], whole["calcn_l"][kept[early]], atol=0.02 * weight(body())
    )


def test_steps_under_the_body_are_carried_and_the_ground_pushes_as_predicted() -> None:
    found = motion_loads(body(), stepping(0.0))
    time = np.asarray(stepping(0.0).time)
    up = (time > RIGHT_UP[0] + 0.1) & (time < RIGHT_UP[1] - 0.1)
    assert found.loads.in_equilibrium[up].mean() > 0.9
    assert not found.loads.solved.contact[up].any(), "predicted forces replace the contacts"
    standing = time > LEFT_UP[1] + 0.4
    pushes = found.loads.solved.contact[standing].sum(axis=1)[:, 2]
    np.testing.assert_allclose(pushes, weight(body()), rtol=0.02)


def test_a_step_that_balances_on_no_foot_is_refused() -> None:
    """Feet far apart: who lifts one of them falls, and no change of the accelerations hides it."""
    narrow = stepping(0.0)
    apart = np.full(len(narrow.time), np.radians(-12.0))
    columns = {name: narrow[name] for name in narrow.names} | dict.fromkeys(both("hip_adduction"), apart)
    wide = TimeSeries.from_columns(
        np.asarray(narrow.time), columns, dict(zip(narrow.names, narrow.units, strict=True))
    )
    found = motion_loads(body(), wide)
    up = (np.asarray(wide.time) > RIGHT_UP[0] + 0.15) & (np.asarray(wide.time) < RIGHT_UP[1] - 0.15)
    assert not found.loads.in_equilibrium[up].any()
    assert not found.consistent.change[up].any()
    assert np.abs(found.consistent.residuals[up, 3:]).max(axis=1).min() > 0.05 * weight(body()) * 1.7


def test_a_single_frame_can_be_asked() -> None:
    found, time = frames()
    still = frames_of(body(), found.motion.selected(slice(0, 1)), recorded=True)
    share, _ = step_wrenches(still, time[:1], CUTOFF_HZ)
    assert not share.any()
