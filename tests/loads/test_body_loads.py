"""Loads of postures: they hold the body by MuJoCo's own reckoning, and change as their causes do."""

from dataclasses import replace
from functools import cache

import mujoco
import numpy as np
import pytest

from psoas.body.fascicles import psoas_fascicles
from psoas.body.model import Body
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.dynamics import Motion
from psoas.loads.equations import OMITTED_JOINTS
from psoas.loads.frames import frames_of, joined
from psoas.loads.joint_loads import DISCS
from psoas.muscle.capsule import moment_scale, passive_hip_moment, passive_knee_moment
from psoas.muscle.lumbar_passive import passive_lumbar_moment
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array
from psoas.validation.sampling import mirrored
from tests.loaded import NAMES, body, heavy, held, poses, still, weight

LUMBAR = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")


def symmetric() -> list[int]:
    """Rows of the named postures that are their own mirror image."""
    return [row for row, pose in enumerate(poses()) if (mirrored(body(), pose[None])[0] == pose).all()]


@cache
def standing(assumptions: Assumptions) -> Loads:
    return loads_of(still().selected(np.array([0])), assumptions)


def psoas(of: Body, side: str) -> list[int]:
    return [of.muscle_index(one.name) for one in psoas_fascicles() if one.side == side]


def by_mujoco(loads: Loads, row: int) -> Array:
    """(C,) what is left of the generalised forces that the posture needs: weight less muscles, ligaments, contacts."""
    of, pose = body(), poses()[row]
    data = of.posed(pose)
    mujoco.mj_comVel(of.model, data)
    needed = np.zeros(of.model.nv)
    mujoco.mj_rne(of.model, data, 0, needed)
    for point, force in zip(loads.frames.contacts.points, loads.solved.contact[row], strict=True):
        segment = of.model.body(point.segment).id
        place = data.xpos[segment] + data.xmat[segment].reshape(3, 3) @ point.position
        slopes = np.zeros((3, of.model.nv))
        mujoco.mj_jac(of.model, data, slopes, None, place, segment)
        needed -= slopes.T @ force
    left = np.bincount(
        of.joint_coordinate, of.joint_derivatives(pose[None])[0] * needed, len(of.coordinates)
    ).astype(float)
    left -= loads.solved.force[row] @ muscle_paths(of, pose[None]).moment_arms[0]
    scale = moment_scale(of.person.mass_kg, of.person.height_m)
    angles = dict(zip(of.coordinates, pose[:, None], strict=True))
    for side in "rl":
        hip = (angles[f"hip_{turn}_{side}"] for turn in ("flexion", "adduction", "rotation"))
        left[of.coordinate_index(f"hip_flexion_{side}")] -= passive_hip_moment(*hip, scale=scale)[0]
        knee = f"knee_angle_{side}"
        left[of.coordinate_index(knee)] -= passive_knee_moment(angles[knee], scale=scale)[0]
    lumbar = passive_lumbar_moment(*(angles[name] for name in LUMBAR), scale=scale)
    for name, moment in zip(LUMBAR, np.ravel(lumbar), strict=True):
        left[of.coordinate_index(name)] -= moment
    asked = [not name.startswith(OMITTED_JOINTS) for name in of.coordinates]
    found: Array = left[asked]
    return found


@pytest.mark.parametrize("row", range(len(NAMES)), ids=NAMES)
def test_a_named_posture_is_in_equilibrium_by_mujoco(row: int) -> None:
    assert held().in_equilibrium[row]
    assert np.abs(by_mujoco(held(), row)).max() < 1e-3
    assert held().solved.residual_force[row] < 1e-3
    assert held().solved.residual_moment[row] < 1e-3


def test_the_ground_carries_the_weight_and_nothing_pulls() -> None:
    pushes = held().solved.contact
    np.testing.assert_allclose(pushes.sum(axis=1), [[0, 0, weight(body())]] * len(NAMES), atol=1e-3)
    along = (pushes * held().frames.contacts.normals).sum(axis=2)
    assert along.min() > -1e-6
    across = np.linalg.norm(pushes - along[:, :, None] * held().frames.contacts.normals, axis=2)
    assert (across <= 0.5 * along + 1e-6).all(), "an edge of the pyramid of friction"
    assert (along[~held().frames.contacts.touching] == 0).all()


def test_muscles_pull_by_what_they_can() -> None:
    solved = held().solved
    assert solved.activation.min() >= 0
    assert (solved.force >= solved.passive - 1e-9).all()
    assert solved.passive.min() >= 0


def test_a_symmetric_posture_loads_both_sides_alike() -> None:
    rows = symmetric()
    assert {"standing", "sitting_upright", "lying"} <= {NAMES[row] for row in rows}
    np.testing.assert_allclose(held().hips[rows, 0], held().hips[rows, 1], rtol=1e-6)
    np.testing.assert_allclose(held().psoas[rows, 0], held().psoas[rows, 1], rtol=1e-6)
    assert np.abs(held().discs[rows, :, 2]).max() < 0.1
    kneeling = NAMES.index("half_kneeling")
    assert held().psoas[kneeling, 0] > 3 * held().psoas[kneeling, 1], "the rear hip is stretched"


def test_a_disc_carries_more_than_the_weight_above_it() -> None:
    above = [
        float(body().model.body_subtreemass[body().model.body(name).id]) for name in ("lumbar4", "lumbar5")
    ]
    pressed = held().discs[NAMES.index("standing")][[DISCS.index("L4_L5"), DISCS.index("L5_S1")], 0]
    assert (pressed > 9.81 * np.array(above)).all()


def test_a_heavier_person_carries_more() -> None:
    heavier = loads_of(frames_of(heavy(), Motion.still(heavy().poses())))
    assert heavier.in_equilibrium.all()
    assert (heavier.discs[0, :, 0] > 1.05 * held().discs[0, :, 0]).all()
    assert (heavier.hips[0] > 1.05 * held().hips[0]).all()


def test_the_psoas_is_the_sum_of_its_fascicles() -> None:
    names = {"r": "_r", "l": "_l"}
    for column, (side, end) in enumerate(names.items()):
        own = [
            index
            for index, name in enumerate(body().muscles)
            if name.startswith("Ps_") and name.endswith(end)
        ]
        assert sorted(own) == sorted(psoas(body(), side))
        assert len(own) == 11
        np.testing.assert_allclose(held().psoas[:, column], held().solved.force[:, own].sum(axis=1))


def test_a_change_of_the_right_psoas_changes_nothing_else() -> None:
    usual, changed = (
        one.parameters(body())
        for one in (Assumptions(), Assumptions(psoas_length=(0.9, 1.0), psoas_strength=(1.2, 1.0)))
    )
    right = psoas(body(), "r")
    others = [index for index in range(len(usual.names)) if index not in right]
    for name, factor in (("optimal_fibre_length", 0.9), ("max_isometric_force", 1.2)):
        before, after = getattr(usual, name), getattr(changed, name)
        np.testing.assert_allclose(after[right], factor * before[right])
        np.testing.assert_array_equal(after[others], before[others])
    np.testing.assert_array_equal(changed.tendon_slack_length, usual.tendon_slack_length)


def test_factors_on_all_muscles_and_on_the_psoas_multiply() -> None:
    usual, changed = (
        one.parameters(body())
        for one in (Assumptions(), Assumptions(strength=0.5, fibre=1.1, psoas_strength=(1.0, 2.0)))
    )
    left = psoas(body(), "l")
    factors = np.full(len(usual.names), 0.5)
    factors[left] = 1.0
    np.testing.assert_allclose(changed.max_isometric_force, factors * usual.max_isometric_force)
    np.testing.assert_allclose(changed.optimal_fibre_length, 1.1 * usual.optimal_fibre_length)


def test_the_activation_of_the_psoas_is_the_mean_of_its_fascicles_by_strength() -> None:
    of = body()
    for column, side in enumerate("rl"):
        own = psoas(of, side)
        strength = np.array([of.muscle(of.muscles[index]).strength for index in own])
        expected = held().solved.activation[:, own] @ strength / strength.sum()
        np.testing.assert_allclose(held().psoas_activation[:, column], expected)


def test_a_shorter_right_psoas_pulls_more_on_the_right_and_presses_the_back() -> None:
    usual, short = standing(Assumptions()), standing(Assumptions(psoas_length=(0.85, 1.0)))
    right, left = psoas(body(), "r"), psoas(body(), "l")
    assert short.solved.passive[0, right].sum() > usual.solved.passive[0, right].sum() + 20
    np.testing.assert_array_equal(short.solved.passive[0, left], usual.solved.passive[0, left])
    assert short.discs[0, DISCS.index("L4_L5"), 0] > usual.discs[0, DISCS.index("L4_L5"), 0] + 20


def test_a_psoas_twice_as_strong_is_asked_for_no_more_effort() -> None:
    seated = still().selected(np.array([NAMES.index("sitting_upright")]))
    usual, strong = (loads_of(seated, Assumptions(psoas_strength=(s, s))) for s in (1.0, 2.0))
    assert (strong.solved.activation**2).sum() < (usual.solved.activation**2).sum()


def test_a_weaker_capsule_leaves_more_to_the_hip_flexors() -> None:
    """In standing the line of gravity pulls the pelvis back over the hips; capsule and muscles hold it together."""
    kneeling = still().selected(np.array([NAMES.index("half_kneeling_tucked")]))
    with_, without = (loads_of(kneeling, Assumptions(capsule=share)) for share in (1.0, 0.0))
    flexors = [body().muscle_index(name) for name in body().muscles if name.startswith(("Ps_", "iliacus"))]
    right = [index for index in flexors if body().muscles[index].endswith("_r")]
    assert without.solved.force[0, right].sum() > with_.solved.force[0, right].sum()


def test_a_knee_without_a_capsule_leaves_the_last_degrees_to_the_muscles() -> None:
    """All but what the feet, which push a little elsewhere then, give."""
    with_, without = (standing(Assumptions(knee=share)) for share in (1.0, 0.0))
    knee = muscle_paths(body(), poses()[:1]).moment_arms[0, :, body().coordinate_index("knee_angle_r")]
    moments = [float(loads.solved.force[0] @ knee) for loads in (with_, without)]
    scale = moment_scale(body().person.mass_kg, body().person.height_m)
    assert moments[1] - moments[0] == pytest.approx(float(passive_knee_moment(0.0, scale=scale)), abs=0.5)


def test_the_knee_carries_the_weight_above_it_and_the_muscles_about_it() -> None:
    legs = body().model.body_subtreemass[body().model.body("tibia_r").id]
    above = 9.81 * (body().person.mass_kg / 2 - legs)
    assert (standing(Assumptions()).knees > above).all()


def test_stiffer_discs_carry_what_the_back_muscles_did() -> None:
    bent = still().selected(np.array([NAMES.index("standing_flexed_30")]))
    soft, stiff = (loads_of(bent, Assumptions(lumbar=factor)) for factor in (0.5, 1.5))
    disc = DISCS.index("L4_L5")
    assert stiff.discs[0, disc, 0] < soft.discs[0, disc, 0] - 10


def test_a_person_without_strength_is_not_held() -> None:
    assert not standing(Assumptions(strength=1e-3, psoas_strength=(0.01, 0.01))).in_equilibrium.all()


def test_frames_taken_from_a_setting_are_solved_alike() -> None:
    rows = np.array([5, 1])
    some = loads_of(still().selected(rows))
    np.testing.assert_allclose(some.discs, held().discs[rows], atol=1e-3)
    np.testing.assert_allclose(some.hips, held().hips[rows], atol=1e-3)


def test_each_posture_has_a_floor_of_its_own() -> None:
    """Held postures are no recording: how low one is does not lift another off the floor."""
    both = poses()[[NAMES.index("standing"), NAMES.index("standing")]]
    both[1, body().coordinate_index("pelvis_ty")] = 0.5
    high = frames_of(body(), Motion.still(both))
    np.testing.assert_array_equal(high.contacts.supports[0], high.contacts.supports[1])
    assert high.contacts.touching[1].any()
    recorded = frames_of(body(), Motion.still(both), recorded=True)
    assert not (recorded.contacts.touching.all(axis=1)).any()
    assert not recorded.contacts.touching[1].any()


def test_joined_contacts_stand_one_after_the_other() -> None:
    one = still().selected(np.array([0])).contacts
    other = still().selected(np.array([1])).contacts
    both = joined([one, other])
    np.testing.assert_array_equal(both.supports, still().contacts.supports[:2])
    np.testing.assert_array_equal(both.normals, still().contacts.normals[:2])
    np.testing.assert_array_equal(both.heights, still().contacts.heights[:2])


def test_frames_under_assumptions_of_their_own_are_solved_as_one_by_one() -> None:
    each = [
        replace(Assumptions(), strength=0.75),
        Assumptions(),
        replace(Assumptions(), fibre=1.05, capsule=2.0, knee=0.5, lumbar=2.7),
        Assumptions(psoas_length=(0.9, 1.0), psoas_strength=(1.0, 0.8)),
        Assumptions(back=1.7),
        Assumptions(abdominal_pressure=3.0, ligament_press=1.0),
    ]
    bent = NAMES.index("standing_flexed_30")
    together = loads_of(still().selected(np.full(len(each), bent)), each)
    for row, assumed in enumerate(each):
        alone = loads_of(still().selected(np.array([bent])), assumed)
        np.testing.assert_allclose(together.solved.force[row], alone.solved.force[0], atol=1e-6)
        np.testing.assert_allclose(together.discs[row], alone.discs[0], atol=1e-6)
        assert together.solved.effort[row] == pytest.approx(alone.solved.effort[0], rel=1e-9)


def test_frames_that_are_solved_together_have_one_power_and_one_friction() -> None:
    frames = still().selected(np.zeros(2, dtype=np.intp))
    for other in (Assumptions(power=3), Assumptions(friction=0.3)):
        with pytest.raises(ValueError, match="one power and one friction"):
            loads_of(frames, [Assumptions(), other])
