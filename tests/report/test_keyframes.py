"""The stills of a report are the pictures nearest to the moments that matter, cut to the person."""

import base64
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from psoas.capture.video import Frame
from psoas.findings.analysis import Analysis
from psoas.report.keyframes import ALONE_LONGER_SIDE, LONGER_SIDE, MOST_REPETITIONS, KeyFrame, KeyFrameTap
from psoas.strides import Stride
from tests.report.made import made_photo, made_stretch, made_walk, wall, walls


def stills(analysis: Analysis, pictures: list[Frame]) -> list[tuple[KeyFrame, ...]]:
    tap = KeyFrameTap(analysis, 10.0)
    assert list(tap.watch(pictures)) == pictures, "every picture is passed on"
    return tap.groups()


@pytest.mark.parametrize("seed", range(3))
def test_of_uneven_pictures_the_nearest_to_each_moment_is_kept(seed: int) -> None:
    analysis = made_stretch(2)
    times = np.sort(np.random.default_rng(seed).uniform(0, 8, 40)).tolist()
    groups = stills(analysis, [wall(time, 160) for time in times])
    assert [[still.caption for still in group] for group in groups] == [["Start", "Deepest"]] * 2
    for group, one in zip(groups, analysis.repetitions, strict=True):
        for still, moment in zip(group, (one.start_s, one.peak_s), strict=True):
            assert still.time_s == min(times, key=lambda time: abs(time - moment))


def test_a_clip_that_ends_early_keeps_its_last_picture_and_no_picture_gives_no_still() -> None:
    groups = stills(made_stretch(1), [wall(0.0, 160), wall(0.5, 160)])
    assert [still.time_s for group in groups for still in group] == [0.5, 0.5]
    assert stills(made_stretch(1), []) == []


def test_start_and_deepest_are_cut_alike_and_as_large_as_the_picture_says() -> None:
    ((start, deepest),) = stills(made_stretch(1), list(walls(180)))
    assert (start.width, start.height) == (deepest.width, deepest.height)
    assert max(start.width, start.height) == LONGER_SIDE
    assert start.width < start.height, "a person is taller than wide, the picture is not"
    with Image.open(io.BytesIO(base64.b64decode(start.uri.partition(",")[2]))) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (start.width, start.height)


def test_ten_repetitions_at_most_have_stills() -> None:
    assert len(stills(made_stretch(12), list(walls(1500, side=64)))) == MOST_REPETITIONS


def test_another_movement_shows_the_knee_at_its_ends_and_one_that_stays_straight_the_middle() -> None:
    walk = made_walk()
    knee = walk.angles.values.copy()
    column = walk.angles.names.index("knee_angle_r")
    knee[:, column] = np.radians(np.where(walk.angles.time < 4.0, 20.0, 60.0))
    bends = replace(walk, angles=replace(walk.angles, values=knee))
    (group,) = stills(bends, list(walls(len(walk.points))))
    assert [still.caption for still in group] == ["Knee straightest", "Knee most bent"]
    assert group[0].time_s < 4.0 <= group[1].time_s
    (group,) = stills(walk, list(walls(len(walk.points))))
    assert [still.caption for still in group] == ["In the middle of the clip"]


def test_a_photo_is_one_large_still() -> None:
    ((still,),) = stills(made_photo(), list(walls(1)))
    assert still.caption == "The pose"
    assert max(still.width, still.height) == ALONE_LONGER_SIDE


def test_a_gait_shows_one_stride_of_the_near_leg_from_foot_strike_on() -> None:
    walk = made_walk()
    near, far = (
        Stride("near", "right", "walking", 1.0, 1.6, 2.0, peak_hip_extension_s=1.5),
        Stride("far", "left", "walking", 1.5, 2.1, 2.5, peak_hip_extension_s=2.0),
    )
    later = Stride("near", "right", "walking", 2.0, 2.6, 3.0, peak_hip_extension_s=2.5)
    strides = (near, far, later)
    (group,) = stills(replace(walk, strides=strides), list(walls(len(walk.points))))
    assert [still.caption for still in group] == [
        "Foot strike",
        "Mid stance",
        "Thigh farthest back",
        "Toe-off",
    ]
    assert [still.time_s for still in group] == pytest.approx([2.0, 2.3, 2.5, 2.6], abs=0.02)
    (other,) = stills(replace(walk, strides=(replace(far, toe_off_s=None),)), list(walls(len(walk.points))))
    assert [still.caption for still in other] == ["Foot strike", "Thigh farthest back"]
