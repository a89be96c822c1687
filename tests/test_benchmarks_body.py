"""The benchmark of the body asks both for the same thing, and says so where a peer is absent."""

import numpy as np
import pytest
from benchmarks import body as benchmark
from benchmarks.body import Times, opensim_rows, plain_loop, scattered_poses
from benchmarks.timing import Took

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.muscle.paths import muscle_paths


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


def test_plain_mujoco_gives_the_lengths_that_ours_are_timed_for(body: Body) -> None:
    poses = scattered_poses(body, 8)
    lengths, _ = plain_loop(body.model, body.joint_positions(poses))()
    names = [body.model.tendon(index).name for index in range(body.model.ntendon)]
    ours = muscle_paths(body, poses).lengths[:, [body.muscle_index(name) for name in names]]
    assert len(names) == len(body.muscles)
    np.testing.assert_allclose(ours, lengths, atol=1e-9)


def test_postures_are_scattered_over_the_ranges_with_the_pelvis_at_rest(body: Body) -> None:
    poses = scattered_poses(body, 100)
    body.check(poses)
    resting = [name.startswith("pelvis_") for name in body.coordinates]
    assert (poses[:, resting] == 0).all()
    assert (np.ptp(poses, axis=0) > 0).sum() == len(body.coordinates) - sum(resting)


def test_without_opensim_its_line_is_not_run(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "has_opensim", lambda: False)
    took = [Took(1e-4, 1e-4)]
    (row,) = opensim_rows(body, Times(took, took, took, took), 1)
    assert row.passed is None
    assert "needs the package opensim" in row.reached
