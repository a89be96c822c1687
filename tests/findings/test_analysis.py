"""What a recording tells, which decides the exit code."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.exercises.repetition import Repetition
from psoas.findings.analysis import Analysis, Source, View
from psoas.quantities import Movement
from psoas.timeseries import TimeSeries

EMPTY = TimeSeries(np.zeros(1), (), np.zeros((1, 0)), ())
CLIP = Analysis(
    Source("clip.mp4", 90, 30.0, 3.0, 640, 360, 90),
    View("side", 3.0, True, None),
    "walking",
    None,
    None,
    "left",
    EMPTY,
    EMPTY,
    EMPTY,
)
REPETITION = Repetition(0, 1, 3, 4, 12.0, 2.0, 0.0, None, None, None, None, (), None)


@pytest.mark.parametrize(
    ("movement", "repetitions", "tells"),
    [
        ("walking", (), True),
        ("unknown", (), False),
        ("half_kneeling_stretch", (), False),
        ("half_kneeling_stretch", (REPETITION,), True),
    ],
)
def test_a_clip_tells_a_known_movement_and_of_the_stretch_a_repetition(
    movement: Movement, repetitions: tuple[Repetition, ...], tells: bool
) -> None:
    assert replace(CLIP, movement=movement, repetitions=repetitions).tells is tells


def test_a_photo_tells_its_one_pose_and_a_bad_view_nothing() -> None:
    photo = replace(CLIP, movement="unknown", source=replace(CLIP.source, is_photo=True))
    assert photo.tells
    assert not replace(photo, view=replace(photo.view, usable=False)).tells
