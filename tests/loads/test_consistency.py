"""Where motion and ground disagree, accelerations give way, by as little as it takes."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.postures import named_postures
from psoas.loads.body_loads import Setting, loads_of, setting_of
from psoas.loads.consistency import (
    MOST_FORCE,
    MOST_MOMENT,
    Agreed,
    with_measured_ground,
    with_possible_ground,
)
from psoas.loads.dynamics import Motion, inverse_dynamics, segment_twists
from psoas.loads.muscle_rows import ROOT
from psoas.timeseries import Array
from tests.loaded import anywhere, body, weight

OWN = len(body().coordinates)
ROOTS = [body().coordinate_index(name) for name in ROOT]


def moving(count: int = 3) -> Setting:
    """Poses in motion, each on its own."""
    rng = np.random.default_rng(4)
    pose = 0.5 * anywhere(count, seed=3)
    speed, gain = (0.3 * rng.normal(size=pose.shape) for _ in range(2))
    return setting_of(body(), Motion(pose, speed, gain))


def pushed(setting: Setting, wrenches: dict[str, Array]) -> Array:
    """(N, C) generalised forces of wrenches (N, 6) on segments, by virtual work."""
    opened = setting.plan.cut
    done = np.zeros_like(setting.dynamics.force)
    for name, wrench in wrenches.items():
        coordinates, twists = segment_twists(opened, setting.dynamics, opened.model.body(name).id)
        done[:, coordinates] += np.einsum("ncw,nw->nc", twists, wrench)
    return done


def with_gain(setting: Setting, change: Array) -> Array:
    """(N, C) generalised forces of the same motion with other accelerations, by inverse dynamics anew."""
    motion = setting.motion
    gain = motion.acceleration.copy()
    gain[:, :OWN] += change
    return inverse_dynamics(setting.plan.cut, replace(motion, acceleration=gain)).force


def nearly_measured(setting: Setting, *, off: Array) -> dict[str, Array]:
    """Wrenches on both feet that carry the motion but for some force and moment (6,) at the pelvis."""
    opened = setting.plan.cut
    pelvis = opened.model.body("pelvis").id
    coordinates, twists = segment_twists(opened, setting.dynamics, pelvis)
    order = [int(np.flatnonzero(coordinates == opened.coordinates.index(name))[0]) for name in ROOT]
    needed = setting.dynamics.force[:, ROOTS] - off
    whole: Array = np.linalg.solve(twists[:, order], needed[:, :, None])[:, :, 0].astype(float)
    return {"calcn_r": 0.7 * whole, "calcn_l": 0.3 * whole}


@pytest.fixture(scope="module")
def mended() -> tuple[Setting, dict[str, Array], Agreed]:
    setting = moving()
    wrenches = nearly_measured(setting, off=np.array([20.0, -30.0, 10.0, 5.0, -8.0, 3.0]))
    return setting, wrenches, with_measured_ground(setting, wrenches)


def test_what_is_left_over_is_what_the_plates_did_not_measure(
    mended: tuple[Setting, dict[str, Array], Agreed],
) -> None:
    _, _, agreed = mended
    np.testing.assert_allclose(agreed.left_over, [[20.0, -30.0, 10.0, 5.0, -8.0, 3.0]] * 3, atol=1e-6)


def test_the_mended_motion_is_carried_by_the_plates_alone(
    mended: tuple[Setting, dict[str, Array], Agreed],
) -> None:
    setting, wrenches, agreed = mended
    expected = with_gain(setting, agreed.change) - pushed(setting, wrenches)
    np.testing.assert_allclose(agreed.setting.dynamics.force, expected, atol=1e-6)
    np.testing.assert_allclose(agreed.setting.dynamics.force[:, ROOTS], 0, atol=1e-6)
    assert not agreed.setting.contacts.touching.any(), "nothing else pushes"


def test_no_smaller_change_of_the_accelerations_would_do(
    mended: tuple[Setting, dict[str, Array], Agreed],
) -> None:
    setting, wrenches, agreed = mended
    usual = with_gain(setting, np.zeros_like(agreed.change))
    columns = [
        (with_gain(setting, np.tile(one, (3, 1))) - usual)[:, ROOTS] for one in np.eye(OWN)
    ]  # the root's share of the mass matrix
    reach = np.stack(columns, axis=2)
    for row in range(3):
        least = np.linalg.lstsq(reach[row], -agreed.left_over[row], rcond=None)[0]
        np.testing.assert_allclose(agreed.change[row], least, atol=1e-8)
        still = np.linalg.svd(reach[row])[2][6:]
        other = agreed.change[row] + 0.1 * still[0]
        assert np.linalg.norm(other) > np.linalg.norm(agreed.change[row])
    assert with_measured_ground(setting, wrenches).setting.motion is setting.motion


def test_plates_that_measured_all_change_nothing() -> None:
    setting = moving()
    agreed = with_measured_ground(setting, nearly_measured(setting, off=np.zeros(6)))
    assert np.abs(agreed.left_over).max() < 1e-9
    assert np.abs(agreed.change).max() < 1e-9


@pytest.mark.parametrize(
    ("off", "near"),
    [
        ([0.09, 0, 0, 0, 0, 0], True),
        ([0, 0.11, 0, 0, 0, 0], False),
        ([0, 0, 0, 0, 0.08, 0], True),
        ([0, 0, 0, 0.09, 0, 0], False),
    ],
)
def test_motion_and_plates_too_far_apart_stay_so(off: list[float], near: bool) -> None:
    """A tenth of the weight, and of weight times height half of that, are mended."""
    assert (MOST_FORCE, MOST_MOMENT) == (0.1, 0.05)
    setting = moving(1)
    agreed = with_measured_ground(setting, nearly_measured(setting, off=weight(body()) * np.array(off)))
    assert bool(agreed.change.any()) is near
    assert bool(np.abs(agreed.setting.dynamics.force[:, ROOTS]).max() < 1e-6) is near
    assert np.abs(agreed.left_over).max() == pytest.approx(weight(body()) * max(off), rel=1e-3)


def braking(beyond_m: float) -> Setting:
    """Standing that slows down, so that the ground would have to push this far in front of the toes; then at rest."""
    at_rest = setting_of(body(), Motion.still(body().poses()))
    on = at_rest.contacts.touching[0]
    feet = at_rest.positions[0, on]
    centre = at_rest.dynamics.centre[0]
    height = centre[2] - feet[:, 2].min()
    gain = np.zeros((2, OWN))
    gain[0, ROOTS[0]] = -9.81 * (feet[:, 0].max() + beyond_m - centre[0]) / height
    pose = np.repeat(body().poses(), 2, axis=0)
    return setting_of(body(), Motion(pose, np.zeros_like(pose), gain))


BOTH = np.array([0, 1])


def test_a_push_a_centimetre_in_front_of_the_toes_is_mended() -> None:
    setting = braking(0.01)
    before = loads_of(setting)
    assert before.in_equilibrium.tolist() == [False, True]
    agreed = with_possible_ground(setting, BOTH)
    assert 5 < np.abs(agreed.left_over[0]).max() < 0.05 * weight(body()) * 1.7
    np.testing.assert_allclose(
        agreed.setting.dynamics.force[0, :OWN], with_gain(setting, agreed.change)[0, :OWN], atol=1e-6
    )
    after = loads_of(agreed.setting)
    assert after.in_equilibrium.all()
    np.testing.assert_allclose(after.discs[1], before.discs[1], atol=1e-6)


def test_a_frame_that_its_contacts_carry_is_left_alone() -> None:
    agreed = with_possible_ground(braking(0.01), BOTH)
    assert np.abs(agreed.left_over[1]).max() < 1e-6
    assert np.abs(agreed.change[1]).max() < 1e-8


def test_frames_that_may_not_be_mended_are_not() -> None:
    setting = braking(0.01)
    agreed = with_possible_ground(setting, BOTH[1:])
    np.testing.assert_array_equal(agreed.setting.dynamics.force[0], setting.dynamics.force[0])
    assert not agreed.change[0].any()
    assert not agreed.left_over[0].any()


def test_a_push_far_in_front_of_the_toes_is_refused() -> None:
    setting = braking(0.3)
    agreed = with_possible_ground(setting, BOTH)
    assert np.abs(agreed.left_over[0]).max() > 0.05 * weight(body()) * 1.7
    assert not agreed.change[0].any()
    np.testing.assert_array_equal(agreed.setting.dynamics.force[0], setting.dynamics.force[0])
    assert loads_of(agreed.setting).in_equilibrium.tolist() == [False, True]


def test_a_frame_in_the_air_has_nothing_that_could_push() -> None:
    setting = braking(0.0)
    contacts = replace(setting.contacts, supports=np.zeros_like(setting.contacts.supports))
    agreed = with_possible_ground(replace(setting, contacts=contacts), BOTH)
    np.testing.assert_allclose(agreed.left_over[1, 1], weight(body()), rtol=1e-6)
    assert not agreed.change.any()


def test_the_mended_push_comes_from_the_ground() -> None:
    """What is left over is no more than the least that friction and feet cannot give."""
    near, nearer = (with_possible_ground(braking(beyond), BOTH).change[0] for beyond in (0.02, 0.01))
    assert np.linalg.norm(near) > 1.5 * np.linalg.norm(nearer) > 0


def test_a_push_that_would_slip_is_mended_to_what_friction_holds() -> None:
    """Someone who lies is pulled along the floor by more than half of the weight."""
    pose = np.repeat(body().poses(named_postures()["lying"].coordinates), 2, axis=0)
    gain = np.zeros_like(pose)
    gain[0, ROOTS[0]] = 0.54 * 9.81
    setting = setting_of(body(), Motion(pose, np.zeros_like(pose), gain))
    assert loads_of(setting).in_equilibrium.tolist() == [False, True]
    agreed = with_possible_ground(setting, BOTH)
    assert np.abs(agreed.left_over[0]).max() > 0.02 * weight(body())
    assert loads_of(agreed.setting).in_equilibrium.all()
