"""One person is followed, whoever walks past; a gap stays a gap.

Pictures of two people are put together from clips of one.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from psoas.capture.pose.crop import Region
from psoas.capture.pose.landmarks import INDEX
from psoas.capture.pose.network import Pose
from psoas.capture.pose.tracker import PoseTracker
from tests.capture.pose.composed import Mask, Rgb, moved, pasted, pictures, walker
from tests.capture.pose.made_pose import made_pose, room
from tests.conftest import Truth

EVERY = 3
SECONDS = EVERY / 30
"""The scenes go by at ten pictures a second, which is harder than thirty: people move further in between."""


def follow(
    shots: Iterable[Rgb], tracker: PoseTracker | None = None, start_s: float = 0.0
) -> list[Pose | None]:
    tracker = tracker or PoseTracker()
    return [tracker(np.ascontiguousarray(rgb), start_s + index * SECONDS) for index, rgb in enumerate(shots)]


def error(pose: Pose, alone: Pose) -> float:
    """Median distance of the landmarks of trunk and limbs from what is found without company, in trunk lengths."""
    trunk = np.hypot(*(alone.points[INDEX["left_shoulder"]] - alone.points[INDEX["left_hip"]]))
    return float(np.median(np.hypot(*(pose.points[11:] - alone.points[11:]).T)) / trunk)


def silhouette(pose: Pose, shape: tuple[int, ...]) -> Mask:
    """(H, W) where the network sees the person."""
    odds = Image.fromarray(pose.silhouette).transform(
        (shape[1], shape[0]),
        Image.Transform.AFFINE,
        tuple(pose.region.from_frame().ravel()),
        resample=Image.Resampling.BILINEAR,
        fillcolor=-9,
    )
    mask: Mask = np.asarray(odds) > 0
    return mask


def hip_x(pose: Pose) -> float:
    return float(pose.points[[INDEX["left_hip"], INDEX["right_hip"]], 0].mean())


@pytest.fixture(scope="module")
def passer_by(clips: Path) -> list[tuple[Rgb, Mask]]:
    return list(walker(clips, EVERY))


@pytest.mark.parametrize(
    ("name", "behind"),
    [("k_squat", False), ("k_squat", True), ("b_stretch_left_ok", False)],
    ids=["in front", "behind", "in front in the same clothes"],
)
def test_somebody_walks_past(clips: Path, passer_by: list[tuple[Rgb, Mask]], name: str, behind: bool) -> None:
    passer_by = passer_by[8:36]
    rooms = pictures(clips / f"{name}.mp4", EVERY, most=len(passer_by))
    alone = [pose for pose in follow(rooms) if pose is not None]
    assert len(alone) == len(rooms)
    scene = [
        pasted(room, *man, behind=silhouette(pose, room.shape) if behind else None)
        for room, man, pose in zip(rooms, passer_by, alone, strict=False)
    ]
    found = follow(scene)
    errors = [error(pose, truth) for pose, truth in zip(found, alone, strict=True) if pose is not None]
    assert max(errors) < 0.6, "somebody else was followed"
    assert np.mean(np.array(errors) > 0.2) < 0.1
    lost = np.array([pose is None for pose in found])
    assert lost.sum() * SECONDS < (0.8 if behind else 1.2), "they overlap for about a second"
    assert not lost[-4:].any()
    assert max(errors[-4:]) < 0.05


def test_somebody_else_in_the_empty_room_is_not_taken_for_the_person(
    clips: Path, passer_by: list[tuple[Rgb, Mask]]
) -> None:
    tracker = PoseTracker()
    room = pictures(clips / "j_leaves_frame.mp4")[200]
    squats = pictures(clips / "k_squat.mp4", EVERY, most=8)
    first = follow(squats, tracker)
    assert all(first)
    gone = follow([room] * 11, tracker, start_s=1.0)
    assert not any(gone)
    other = follow((rgb for rgb, _ in passer_by[8:20]), tracker, start_s=2.2)
    assert not any(other)
    back = follow([moved(rgb, 90) for rgb in squats], tracker, start_s=4.0)
    assert all(back[5:])
    last = back[-1]
    assert last is not None
    assert first[-1] is not None
    assert hip_x(last) - hip_x(first[-1]) == pytest.approx(90, abs=6)


def test_who_is_chosen(clips: Path, passer_by: list[tuple[Rgb, Mask]]) -> None:
    room = pictures(clips / "f1_stand_neutral.mp4", most=1)[0]
    man, mask = passer_by[12]
    scene = pasted(room, man, mask, shift=-60)
    chosen = {}
    for person in (None, 1, 2, 3):
        tracker = PoseTracker(person=person)
        pose = tracker(scene, 0.0)
        assert tracker.people_at_start == 2
        chosen[person] = None if pose is None else hip_x(pose)
    assert chosen[3] is None
    left, right, by_default = chosen[1], chosen[2], chosen[None]
    assert left is not None
    assert right is not None
    assert left < 200 < right
    assert by_default == pytest.approx(right, abs=5), "the one in the middle"


def test_the_second_person_may_come_later(clips: Path, passer_by: list[tuple[Rgb, Mask]]) -> None:
    room = pictures(clips / "f1_stand_neutral.mp4", most=1)[0]
    tracker = PoseTracker(person=1)
    assert tracker(room, 0.0) is not None
    tracker = PoseTracker(person=2)
    assert tracker(room, 0.0) is None
    man, mask = passer_by[12]
    assert tracker(moved(pasted(room, man, mask, shift=-60), 0), 0.1) is not None


def test_small_people_are_found(clips: Path) -> None:
    shot = pictures(clips / "f1_stand_neutral.mp4", side=300, most=1)[0]
    far: NDArray[np.uint8] = np.full((540, 960, 3), 160, np.uint8)
    far[300 : 300 + shot.shape[0], 600 : 600 + shot.shape[1]] = shot
    tracker = PoseTracker()
    pose = tracker(far, 0.0)
    assert pose is not None
    assert 700 < hip_x(pose) < 800


def test_nobody_is_seen_in_an_empty_room(clips: Path) -> None:
    room = pictures(clips / "j_leaves_frame.mp4")[200]
    tracker = PoseTracker()
    assert not any(tracker(room, index * SECONDS) for index in range(8))
    assert tracker.people_at_start == 0


def test_a_person_who_walks_in_and_out_is_seen_while_there(clips: Path, truth: Truth) -> None:
    visible = truth("j_leaves_frame")["frames"]["visible"][::EVERY]
    found = np.array(
        [pose is not None for pose in follow(pictures(clips / "j_leaves_frame.mp4", EVERY, most=50))]
    )
    visible = visible[: len(found)]
    assert found[visible > 0.9].all()
    assert not found[visible == 0].any()


class Looker:
    """A network that sees a body of ``side`` px at (300, 150), sure of any square.

    A smaller square it takes for a whole body. Without a ``side`` it shows furniture, as large as its square.
    """

    side: float | None = 280.0

    def __call__(self, rgb: Rgb, region: Region) -> Pose:
        whole = self.side is not None and region.side > 0.95 * self.side
        return made_pose(300.0, 150.0, self.side if whole and self.side is not None else region.side)


class Finding:
    """A detector that proposes one square of 140 px."""

    def __init__(self, look: Looker) -> None:
        self._look = look

    def everybody(self, rgb: Rgb, depth: int, *, least: int) -> list[Pose]:
        return [made_pose(300.0, 150.0, 140.0)]

    def around(self, rgb: Rgb, region: Region, reach: float, known: list[Pose]) -> list[Pose]:
        return []


@pytest.fixture
def made_tracker(monkeypatch: pytest.MonkeyPatch) -> PoseTracker:
    monkeypatch.setattr("psoas.capture.pose.tracker.Landmarker", lambda weights: Looker())
    monkeypatch.setattr("psoas.capture.pose.tracker.Finder", Finding)
    return PoseTracker()


def test_a_square_that_holds_half_a_body_grows_to_the_whole_one(made_tracker: PoseTracker) -> None:
    picture = room((200, 30, 30), (30, 30, 200), 300)
    found = follow([picture] * 12, made_tracker)
    assert all(pose is not None and pose.following.side == 280.0 for pose in found[5:])


def test_furniture_that_grows_with_every_look_is_nobody(
    made_tracker: PoseTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Looker, "side", None)
    found = follow([room((200, 30, 30), (30, 30, 200), 300)] * 12, made_tracker)
    assert found[5] is None
