"""Where motion and ground disagree, accelerations give way, by as little as it takes."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.postures import named_postures
from psoas.loads.body_loads import loads_of
from psoas.loads.consistency import (
    RESIDUAL_FORCE_LIMIT,
    RESIDUAL_MOMENT_LIMIT,
    Consistent,
    with_given_ground,
    with_possible_ground,
)
from psoas.loads.dynamics import Motion, inverse_dynamics, segment_twists
from psoas.loads.equations import ROOT
from psoas.loads.frames import Frames, frames_of
from psoas.timeseries import Array
from tests.loaded import anywhere, body, weight

OWN = len(body().coordinates)
ROOTS = [body().coordinate_index(name) for name in ROOT]


def moving(count: int = 3) -> Frames:
    """Poses in motion, each on its own."""
    rng = np.random.default_rng(4)
    pose = 0.5 * anywhere(count, seed=3)
    speed, gain = (0.3 * rng.normal(size=pose.shape) for _ in range(2))
    return frames_of(body(), Motion(pose, speed, gain))


def pushed(frames: Frames, wrenches: dict[str, Array]) -> Array:
    """(N, C) generalised forces of wrenches (N, 6) on segments, by virtual work."""
    done = np.zeros_like(frames.dynamics.force)
    for name, wrench in wrenches.items():
        coordinates, twists = segment_twists(body(), frames.dynamics.posed, body().model.body(name).id)
        done[:, coordinates] += np.einsum("cwn,nw->nc", twists, wrench)
    return done


def with_gain(frames: Frames, change: Array) -> Array:
    """(N, C) generalised forces of the same motion with other accelerations, by inverse dynamics anew."""
    motion = frames.motion
    return inverse_dynamics(body(), replace(motion, acceleration=motion.acceleration + change)).force


def nearly_measured(frames: Frames, *, off: Array) -> dict[str, Array]:
    """Wrenches on both feet that carry the motion but for some force and moment (6,) at the pelvis."""
    coordinates, twists = segment_twists(body(), frames.dynamics.posed, body().model.body("pelvis").id)
    order = [int(np.flatnonzero(coordinates == column)[0]) for column in ROOTS]
    needed = frames.dynamics.force[:, ROOTS] - off
    whole: Array = np.linalg.solve(np.moveaxis(twists[order], 2, 0), needed[:, :, None])[:, :, 0]
    return {"calcn_r": 0.7 * whole, "calcn_l": 0.3 * whole}


def with_measured_ground(frames: Frames, wrenches: dict[str, Array]) -> Consistent:
    return with_given_ground(frames, wrenches, np.ones(len(frames.motion)))


@pytest.fixture(scope="module")
def mended() -> tuple[Frames, dict[str, Array], Consistent]:
    frames = moving()
    wrenches = nearly_measured(frames, off=np.array([20.0, -30.0, 10.0, 5.0, -8.0, 3.0]))
    return frames, wrenches, with_measured_ground(frames, wrenches)


def test_where_given_forces_are_a_share_the_contacts_exert_the_rest() -> None:
    """What is left for them is the rest of what the motion needed, so that any share of a possible push is possible."""
    frames = moving()
    wrenches = nearly_measured(frames, off=np.array([20.0, -30.0, 10.0, 5.0, -8.0, 3.0]))
    share = np.array([0.0, 0.3, 1.0])
    given = {name: share[:, None] * wrench for name, wrench in wrenches.items()}
    found = with_given_ground(frames, given, share)
    rest = (1 - share[:, None]) * frames.dynamics.force[:, ROOTS]
    np.testing.assert_allclose(found.frames.dynamics.force[:, ROOTS], rest, atol=1e-6)
    whole = with_measured_ground(frames, wrenches)
    np.testing.assert_allclose(found.change, share[:, None] * whole.change, atol=1e-9)
    assert not found.frames.contacts.touching[2].any()
    assert (found.frames.contacts.touching[:2] == frames.contacts.touching[:2]).all()


def test_what_is_left_over_is_what_the_plates_did_not_measure(
    mended: tuple[Frames, dict[str, Array], Consistent],
) -> None:
    _, _, consistent = mended
    np.testing.assert_allclose(consistent.residuals, [[20.0, -30.0, 10.0, 5.0, -8.0, 3.0]] * 3, atol=1e-6)


def test_the_mended_motion_is_carried_by_the_plates_alone(
    mended: tuple[Frames, dict[str, Array], Consistent],
) -> None:
    frames, wrenches, consistent = mended
    expected = with_gain(frames, consistent.change) - pushed(frames, wrenches)
    np.testing.assert_allclose(consistent.frames.dynamics.force, expected, atol=1e-6)
    np.testing.assert_allclose(consistent.frames.dynamics.force[:, ROOTS], 0, atol=1e-6)
    assert not consistent.frames.contacts.touching.any(), "nothing else pushes"


def test_no_smaller_change_of_the_accelerations_would_do(
    mended: tuple[Frames, dict[str, Array], Consistent],
) -> None:
    frames, wrenches, consistent = mended
    usual = with_gain(frames, np.zeros_like(consistent.change))
    columns = [
        (with_gain(frames, np.tile(one, (3, 1))) - usual)[:, ROOTS] for one in np.eye(OWN)
    ]  # the root's share of the mass matrix
    reach = np.stack(columns, axis=2)
    for row in range(3):
        least = np.linalg.lstsq(reach[row], -consistent.residuals[row], rcond=None)[0]
        np.testing.assert_allclose(consistent.change[row], least, atol=1e-8)
        still = np.linalg.svd(reach[row])[2][6:]
        other = consistent.change[row] + 0.1 * still[0]
        assert np.linalg.norm(other) > np.linalg.norm(consistent.change[row])
    assert with_measured_ground(frames, wrenches).frames.motion is frames.motion


def test_plates_that_measured_all_change_nothing() -> None:
    frames = moving()
    consistent = with_measured_ground(frames, nearly_measured(frames, off=np.zeros(6)))
    assert np.abs(consistent.residuals).max() < 1e-9
    assert np.abs(consistent.change).max() < 1e-9


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
    assert (RESIDUAL_FORCE_LIMIT, RESIDUAL_MOMENT_LIMIT) == (0.1, 0.05)
    frames = moving(1)
    consistent = with_measured_ground(frames, nearly_measured(frames, off=weight(body()) * np.array(off)))
    assert bool(consistent.change.any()) is near
    assert bool(np.abs(consistent.frames.dynamics.force[:, ROOTS]).max() < 1e-6) is near
    assert np.abs(consistent.residuals).max() == pytest.approx(weight(body()) * max(off), rel=1e-3)


def braking(beyond_m: float) -> Frames:
    """Standing that slows down, so that the ground would have to push this far in front of the toes; then at rest."""
    at_rest = frames_of(body(), Motion.still(body().poses()))
    on = at_rest.contacts.touching[0]
    feet = at_rest.positions[0, on]
    centre = at_rest.dynamics.centre[0]
    height = centre[2] - feet[:, 2].min()
    gain = np.zeros((2, OWN))
    gain[0, ROOTS[0]] = -9.81 * (feet[:, 0].max() + beyond_m - centre[0]) / height
    pose = np.repeat(body().poses(), 2, axis=0)
    return frames_of(body(), Motion(pose, np.zeros_like(pose), gain))


BOTH = np.array([0, 1])


def test_a_push_a_centimetre_in_front_of_the_toes_is_mended() -> None:
    frames = braking(0.01)
    before = loads_of(frames)
    assert before.in_equilibrium.tolist() == [False, True]
    consistent = with_possible_ground(frames, BOTH)
    assert 5 < np.abs(consistent.residuals[0]).max() < 0.05 * weight(body()) * 1.7
    np.testing.assert_allclose(
        consistent.frames.dynamics.force[0, :OWN], with_gain(frames, consistent.change)[0, :OWN], atol=1e-6
    )
    after = loads_of(consistent.frames)
    assert after.in_equilibrium.all()
    np.testing.assert_allclose(after.discs[1], before.discs[1], atol=1e-6)


def test_a_frame_that_its_contacts_carry_is_left_alone() -> None:
    consistent = with_possible_ground(braking(0.01), BOTH)
    assert np.abs(consistent.residuals[1]).max() < 1e-6
    assert np.abs(consistent.change[1]).max() < 1e-8


def test_frames_that_may_not_be_mended_are_not() -> None:
    frames = braking(0.01)
    consistent = with_possible_ground(frames, BOTH[1:])
    np.testing.assert_array_equal(consistent.frames.dynamics.force[0], frames.dynamics.force[0])
    assert not consistent.change[0].any()
    assert not consistent.residuals[0].any()


def test_a_push_far_in_front_of_the_toes_is_refused() -> None:
    frames = braking(0.3)
    consistent = with_possible_ground(frames, BOTH)
    assert np.abs(consistent.residuals[0]).max() > 0.05 * weight(body()) * 1.7
    assert not consistent.change[0].any()
    np.testing.assert_array_equal(consistent.frames.dynamics.force[0], frames.dynamics.force[0])
    assert loads_of(consistent.frames).in_equilibrium.tolist() == [False, True]


def test_a_frame_in_the_air_has_nothing_that_could_push() -> None:
    frames = braking(0.0)
    contacts = replace(frames.contacts, supports=np.zeros_like(frames.contacts.supports))
    consistent = with_possible_ground(replace(frames, contacts=contacts), BOTH)
    np.testing.assert_allclose(consistent.residuals[1, 1], weight(body()), rtol=1e-6)
    assert not consistent.change.any()


def test_the_mended_push_comes_from_the_ground() -> None:
    """What is left over is no more than the least that friction and feet cannot give."""
    near, nearer = (with_possible_ground(braking(beyond), BOTH).change[0] for beyond in (0.02, 0.01))
    assert np.linalg.norm(near) > 1.5 * np.linalg.norm(nearer) > 0


def test_a_push_that_would_slip_is_mended_to_what_friction_holds() -> None:
    """Someone who lies is pulled along the floor by more than half of the weight."""
    pose = np.repeat(body().poses(named_postures()["lying"].coordinates), 2, axis=0)
    gain = np.zeros_like(pose)
    gain[0, ROOTS[0]] = 0.54 * 9.81
    frames = frames_of(body(), Motion(pose, np.zeros_like(pose), gain))
    assert loads_of(frames).in_equilibrium.tolist() == [False, True]
    consistent = with_possible_ground(frames, BOTH)
    assert np.abs(consistent.residuals[0]).max() > 0.02 * weight(body())
    assert loads_of(consistent.frames).in_equilibrium.all()
