"""The body in a folder: every attachment where the body has it, and all files or none."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from psoas.errors import UsageError
from psoas.export.body_folder import COLUMNS, attachments, write_body
from psoas.muscle.paths import muscle_paths
from psoas.sides import other_side
from tests.loaded import body

Step = dict[str, Any]


def paths() -> dict[str, list[Step]]:
    """The rows of each muscle."""
    found: dict[str, list[Step]] = defaultdict(list)
    for row in attachments(body()):
        step = dict(zip(COLUMNS, row, strict=True))
        found[step["muscle"]].append(step)
    return found


def place(step: Step) -> list[float]:
    return [float(step[f"{axis}_m"]) for axis in "xyz"]


def test_a_path_over_points_alone_is_as_long_as_the_muscle() -> None:
    pose = body().poses(hip_flexion_r=0.4, knee_angle_r=0.6, lumbar_extension=-0.2)
    posed, lengths = body().posed(pose[0]), muscle_paths(body(), pose).lengths[0]
    straight = {
        name: steps for name, steps in paths().items() if all(one["kind"] == "point" for one in steps)
    }
    assert len(straight) > 20
    for name, steps in straight.items():
        world = []
        for step in steps:
            segment = body().model.body(step["segment"]).id
            world.append(posed.xpos[segment] + posed.xmat[segment].reshape(3, 3) @ place(step))
        along = np.linalg.norm(np.diff(world, axis=0), axis=1).sum()
        assert along == pytest.approx(lengths[body().muscle_index(name)], abs=1e-9), name


def test_the_steps_are_numbered_and_the_left_mirrors_the_right() -> None:
    found = paths()
    assert list(found) == list(body().muscles)
    for name, steps in found.items():
        assert [step["order"] for step in steps] == list(range(1, len(steps) + 1))
        if name.endswith("_r"):
            for right, left in zip(steps, found[other_side(name)], strict=True):
                assert (right["kind"], right["words"]) == (left["kind"], left["words"])
                assert place(left) == pytest.approx([*place(right)[:2], -place(right)[2]], abs=1e-9), name


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("victim", ["psoas.xml", "attachments.csv", "NOTICE"])
def test_an_export_onto_a_full_disk_leaves_nothing(
    tmp_path: Path, victim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.mkdir

    def with_a_full_place(self: Path, *how: Any, **more: Any) -> None:
        write(self, *how, **more)
        if self.name.endswith(".partial"):
            (self / victim).symlink_to("/dev/full")

    monkeypatch.setattr(Path, "mkdir", with_a_full_place)
    with pytest.raises(UsageError, match="disk is full"):
        write_body(body(), tmp_path / "new" / "out")
    assert list(tmp_path.iterdir()) == []
