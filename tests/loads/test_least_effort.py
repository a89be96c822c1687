"""The standing posture of least effort: no posture nearby costs less, and the ground carries it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from psoas.body.model import Body
from psoas.errors import CannotTellError
from psoas.loads.body_loads import Assumptions
from psoas.loads.least_effort import Candidates, Effort, Settled, effort_of, efforts_of, settle, starts
from psoas.loads.side_by_side import side_by_side
from psoas.loads.stance import Stance
from tests.loads.feet import moved_feet


@pytest.fixture(scope="module")
def each(body: Body) -> Stance:
    return Stance.of(body, alike=False)


@pytest.fixture(scope="module")
def usual(both: Stance) -> Settled:
    return settle(both, Assumptions())


@pytest.fixture(scope="module")
def sides(each: Stance) -> dict[str, Settled]:
    lengths = {"r": (0.9, 1.0), "l": (1.0, 0.9)}
    return {side: settle(each, Assumptions(psoas_length=length)) for side, length in lengths.items()}


def test_several_starts_agree(both: Stance, usual: Settled) -> None:
    for place in starts(both)[[0, 4, 9]]:
        found = settle(both, Assumptions(), begin=place[None])
        np.testing.assert_allclose(found.place, usual.place, atol=0.02)
        assert found.effort == pytest.approx(usual.effort, rel=0.01)


def test_no_posture_nearby_costs_less(both: Stance, usual: Settled) -> None:
    off = np.random.default_rng(1).normal(size=(60, 4)) * np.repeat([[0.02], [0.1], [0.5]], 20, axis=0)
    places = np.clip(usual.place + off, both.low, both.high)
    effort = effort_of(Candidates(both, Assumptions(), places))
    assert effort.min() >= usual.effort
    assert effort_of(Candidates(both, Assumptions(), np.zeros((1, 4)))) > usual.effort


def test_the_ground_carries_the_settled_body(body: Body, usual: Settled) -> None:
    assert usual.loads.in_equilibrium.all()
    weight = body.model.body_subtreemass[0] * 9.81
    assert usual.loads.solved.contact[0, :, 2].sum() == pytest.approx(weight, rel=1e-3)


def test_both_sides_free_settle_as_both_alike(each: Stance, usual: Settled) -> None:
    np.testing.assert_allclose(settle(each, Assumptions()).pose, usual.pose, atol=np.radians(0.3))


def test_the_shorter_the_more_load(both: Stance) -> None:
    settled = [settle(both, Assumptions(psoas_length=(k, k))) for k in (1.1, 1.0, 0.9, 0.8)]
    psoas = [float(one.loads.psoas.mean()) for one in settled]
    disc = [float(one.loads.discs[0, 4, 0]) for one in settled]
    hip = [float(one.loads.hips.mean()) for one in settled]
    for rising in (psoas, disc, hip, [one.effort for one in settled]):
        assert rising == sorted(rising)


def test_left_mirrors_right(body: Body, each: Stance, sides: dict[str, Settled]) -> None:
    np.testing.assert_allclose(each.mirror @ sides["l"].place, sides["r"].place, atol=0.05)
    np.testing.assert_allclose(sides["l"].loads.hips[0, ::-1], sides["r"].loads.hips[0], rtol=0.01)
    np.testing.assert_allclose(sides["l"].loads.psoas[0, ::-1], sides["r"].loads.psoas[0], rtol=0.01)


def test_one_short_side_tilts_the_body_with_its_feet_in_place(body: Body, sides: dict[str, Settled]) -> None:
    pose = sides["r"].pose
    assert abs(np.degrees(pose[body.coordinate_index("lumbar_bending")])) > 1
    distance, turn = moved_feet(body, pose)
    assert distance < 0.002
    assert turn < 1
    body.check(pose[None])


def test_a_body_that_cannot_stand_is_told_of(both: Stance) -> None:
    with pytest.raises(CannotTellError, match="cannot hold"):
        settle(both, replace(Assumptions(), strength=1e-3))


def test_efforts_in_one_batch_are_those_of_each_set(both: Stance, each: Stance) -> None:
    weak, cubes = Assumptions(strength=0.8, lumbar=2.0, psoas_length=(0.9, 1.0)), Assumptions(power=3)
    sets = [
        Candidates(stance, assumed, starts(stance)[:count])
        for stance, assumed, count in (
            (each, Assumptions(), 3),
            (both, cubes, 2),
            (each, weak, 1),
            (both, weak, 4),
            (both, Assumptions(), 1),
        )
    ]
    for candidates, effort in zip(sets, efforts_of(sets), strict=True):
        np.testing.assert_allclose(effort, effort_of(candidates), rtol=1e-7)


def test_settled_side_by_side_is_settled_alone(both: Stance, usual: Settled) -> None:
    weak = Assumptions(strength=0.75)

    def search(assumed: Assumptions) -> Callable[[Effort], Settled]:
        return lambda effort: settle(both, assumed, begin=usual.place[None], effort=effort)

    found = side_by_side([search(Assumptions()), search(weak)], efforts_of)
    alone = settle(both, weak, begin=usual.place[None])
    np.testing.assert_allclose(found[1].place, alone.place, atol=1e-3)
    assert found[1].effort == pytest.approx(alone.effort, rel=1e-6)
