"""The standing posture of least effort: its feet stay in place, and no posture nearby costs less."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.model import Body
from psoas.errors import CannotTellError
from psoas.loads.body_loads import Assumptions
from psoas.loads.stance import Settled, Stance, settle, starts
from psoas.timeseries import Array


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


def moved_feet(body: Body, pose: Array) -> tuple[float, float]:
    """How far heels and toes are from where they are in standing [m], and how far turned [deg]."""
    home, there = body.posed(body.poses()[0]), body.posed(pose)
    ids = [body.model.body(f"{part}_{side}").id for part in ("calcn", "toes") for side in "rl"]
    turned = [
        np.arccos(
            np.clip((np.trace(home.xmat[i].reshape(3, 3).T @ there.xmat[i].reshape(3, 3)) - 1) / 2, -1, 1)
        )
        for i in ids
    ]
    return float(np.abs(there.xpos[ids] - home.xpos[ids]).max()), float(np.degrees(max(turned)))


@pytest.mark.parametrize("alike", [True, False])
def test_the_feet_stay_in_place_wherever_the_pelvis_goes(body: Body, alike: bool) -> None:
    stance = Stance.of(body, alike=alike)
    poses, held = stance.poses(starts(stance))
    assert held.all()
    assert np.ptp(poses[:, body.coordinate_index("pelvis_tx")]) > 0.05
    for pose in poses:
        distance, turn = moved_feet(body, pose)
        assert distance < 0.002
        assert turn < 1


def test_free_coordinates_are_what_the_place_says(body: Body, each: Stance) -> None:
    places = starts(each)[3:5]
    poses, _ = each.poses(places)
    free = np.flatnonzero(np.abs(each.spread).sum(axis=0))
    np.testing.assert_allclose(poses[:, free], (places @ each.spread)[:, free], atol=1e-9)


def test_several_starts_agree(both: Stance, usual: Settled) -> None:
    for place in starts(both)[[0, 4, 9]]:
        found = settle(both, Assumptions(), begin=place[None])
        np.testing.assert_allclose(found.place, usual.place, atol=0.02)
        assert found.effort == pytest.approx(usual.effort, rel=0.01)


def test_no_posture_nearby_costs_less(both: Stance, usual: Settled) -> None:
    off = np.random.default_rng(1).normal(size=(60, 4)) * np.repeat([[0.02], [0.1], [0.5]], 20, axis=0)
    effort = both.loads(np.clip(usual.place + off, both.low, both.high), Assumptions())[1]
    assert effort.min() >= usual.effort
    assert both.loads(np.zeros((1, 4)), Assumptions())[1] > usual.effort


def test_the_ground_carries_the_settled_body(body: Body, usual: Settled) -> None:
    assert usual.loads.in_equilibrium.all()
    weight = body.model.body_subtreemass[0] * 9.81
    assert usual.loads.solved.contact[0, :, 2].sum() == pytest.approx(weight, rel=1e-3)


def test_both_sides_free_settle_as_both_alike(each: Stance, usual: Settled) -> None:
    np.testing.assert_allclose(settle(each, Assumptions()).pose, usual.pose, atol=np.radians(0.3))


def test_a_place_is_the_one_of_its_pose(each: Stance) -> None:
    places = starts(each)[3:6]
    for place, pose in zip(places, each.poses(places)[0], strict=True):
        np.testing.assert_allclose(each.place_of(pose), place, atol=1e-9)


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
