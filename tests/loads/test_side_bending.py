from dataclasses import replace

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.errors import UsageError
from psoas.export import side_bending_json
from psoas.loads.body_loads import Assumptions
from psoas.loads.side_bending import (
    GROUPS,
    LEAST_SHARE,
    LEVELS,
    LOAD_KG,
    SideBending,
    capacity_of,
    side_bending,
)
from psoas.muscle.paths import muscle_paths
from psoas.words import speaking

PSOAS = list(GROUPS).index("psoas")


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


@pytest.fixture(scope="module")
def left(body: Body) -> SideBending:
    return side_bending(body, side="l")


def test_every_muscle_of_the_trunk_is_in_one_group_and_no_other_muscle_is(body: Body) -> None:
    poses = body.poses(lumbar_extension=[0.0, -0.3, 0.2], lumbar_bending=[0.0, 0.2, -0.2])
    lumbar = [body.coordinate_index(f"lumbar_{turn}") for turn in ("extension", "bending", "rotation")]
    crossing = np.abs(muscle_paths(body, poses).moment_arms[:, :, lumbar]).max(axis=(0, 2)) > 1e-6
    for name, crosses in zip(body.muscles, crossing, strict=True):
        groups = [group for group, starts in GROUPS.items() if name.startswith(starts)]
        assert len(groups) == int(crosses), name


def test_shares_sum_to_one(left: SideBending) -> None:
    assert left.capacity.shares.sum() == pytest.approx(1)
    np.testing.assert_allclose(left.capacity.level_shares.sum(axis=1), 1)
    for task in left.tasks:
        assert task.shares.sum() == pytest.approx(1)


def test_the_other_side_mirrors(body: Body, left: SideBending) -> None:
    right = side_bending(body, side="r")
    np.testing.assert_allclose(right.capacity.by_level, left.capacity.by_level, atol=1e-3)
    for one, other in zip(right.tasks, left.tasks, strict=True):
        np.testing.assert_allclose(one.moment, other.moment, atol=1e-3)
        np.testing.assert_allclose(one.activation, other.activation, atol=1e-4)


def test_levels_make_up_the_whole_where_no_muscle_pulls_to_the_other_side(
    body: Body, left: SideBending
) -> None:
    shares = [body.polynomials[body.model.joint(f"{level}_LB").id, 1] for level in LEVELS]
    quadratus = list(GROUPS).index("quadratus lumborum")
    for group in (PSOAS, quadratus):
        whole = np.dot(shares, left.capacity.by_level[:, group])
        assert left.capacity.moment[group] == pytest.approx(whole, rel=1e-6)


def test_the_psoas_gains_from_level_to_level_on_the_way_down(left: SideBending) -> None:
    assert np.all(np.diff(left.capacity.by_level[:, PSOAS]) > 0)


def test_a_psoas_half_as_strong_could_give_half(body: Body, left: SideBending) -> None:
    weak = capacity_of(body, Assumptions(psoas_strength=(0.5, 0.5)), body.poses()[0], "l")
    assert weak.moment[PSOAS] == pytest.approx(left.capacity.moment[PSOAS] / 2)
    assert weak.shares[PSOAS] < left.capacity.shares[PSOAS]


def test_muscles_and_ligaments_hold_what_hangs_from_the_hand(body: Body, left: SideBending) -> None:
    leaning, carrying = left.tasks
    assert leaning.loads.in_equilibrium.all()
    assert carrying.loads.in_equilibrium.all()
    hand = body.posed(body.poses()[0]).xpos[body.model.body("forearm_r").id]
    spine = body.posed(body.poses()[0]).xpos[body.model.body("lumbar3").id]
    lever = abs(hand[1] - spine[1])
    assert carrying.moment.sum() + carrying.ligaments == pytest.approx(LOAD_KG * 9.81 * lever, rel=0.15)
    assert leaning.ligaments > 1


def test_the_load_works_the_psoas_of_the_other_side(left: SideBending) -> None:
    carrying = left.tasks[1]
    near, far = carrying.activation[:, PSOAS]
    assert far > near


def test_a_line_a_task_and_what_was_measured(left: SideBending) -> None:
    could, leaning, carrying, studied = left.says
    assert f"{100 * left.capacity.shares[PSOAS]:.0f} %" in could
    assert leaning.startswith("  Leaning")
    assert carrying.startswith("  Carrying")
    share = left.tasks[1].shares[PSOAS]
    assert (f"({100 * share:.0f} %)" if 100 * share >= LEAST_SHARE else "does not help here") in carrying
    assert "Andersson et al. 1995" in studied


def test_people_read_the_tasks_in_their_language_and_programs_in_english(left: SideBending) -> None:
    with speaking("de"):
        says, found = left.tasks[1].says, side_bending_json(left)
    assert says == "10 kg in der rechten Hand tragen"
    tasks = [one["task"] for one in found["tasks"]]
    assert tasks == ["Leaning 15 deg to the right", "Carrying 10 kg in the right hand"]


def test_a_psoas_that_pulls_the_other_way_does_not_help(left: SideBending) -> None:
    moment = left.tasks[1].moment.copy()
    moment[PSOAS] = -0.5
    task = replace(left.tasks[1], moment=moment)
    words = replace(left, tasks=(task,)).says[1]
    assert "the psoas does not help here" in words
    assert "-" not in words


def test_a_pose_that_no_back_takes_is_refused(body: Body) -> None:
    pose = body.poses()[0]
    pose[body.coordinate_index("lumbar_bending")] = 1.0
    with pytest.raises(UsageError, match="lumbar_bending"):
        capacity_of(body, Assumptions(), pose, "l")
