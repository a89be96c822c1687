"""Small pictures of the repetitions in a clip: which moments, and the pictures themselves."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from psoas.app.stretch.album import LONGEST_SIDE, MOST_BYTES
from psoas.app.stretch.clip_pictures import clip_pictures, key_moments, worst_s
from psoas.exercises.half_kneeling import EXERCISE
from psoas.findings.analysis import Analysis
from psoas.recordings.motion_file import analyse_motion
from tests.recordings.made_recording import REPS, stretch, write_recording

CLIP = Path(__file__).parents[2] / "clips" / "c3_stretch_mild_arch.mp4"


@pytest.fixture(scope="module")
def arched(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    path = tmp_path_factory.mktemp("made") / "stretch.mot"
    return analyse_motion(write_recording(path, stretch(arched=True)))


def test_the_worst_moment_is_where_the_back_arches_most_in_the_hold(arched: Analysis) -> None:
    one = arched.repetitions[0]
    hold = np.flatnonzero(one.in_hold(arched.angles.time))
    late = hold[-2]
    values = arched.angles.values.copy()
    values[late, arched.angles.names.index("lumbar_extension")] += 0.2
    bumped = replace(arched.angles, values=values)
    assert EXERCISE.worst(one.faults_by_value) == "arched_back"
    assert EXERCISE.shown_by("arched_back") == ("lumbar_extension", True)
    assert worst_s(EXERCISE, one, bumped) == arched.angles.time[late]
    assert worst_s(EXERCISE, replace(one, faults=(), possible_faults=()), bumped) is None
    assert worst_s(EXERCISE, replace(one, faults=("short_hold",), possible_faults=()), bumped) is None, (
        "no angle"
    )
    moments = key_moments(replace(arched, angles=bumped))
    assert {number for number, _moment, _time in moments} == set(range(1, len(REPS) + 1))
    assert {moment for number, moment, _time in moments if number > 1} >= {"start", "deepest"}


def test_a_motion_file_has_no_pictures(arched: Analysis) -> None:
    assert clip_pictures(CLIP, arched) == []


def test_pictures_are_small_cut_alike_and_of_their_moments(arched: Analysis) -> None:
    filmed = replace(arched, source=replace(arched.source, motion=None, width=640, height=480))
    kept = clip_pictures(CLIP, filmed)
    within = [(number, moment) for number, moment, time_s in key_moments(filmed)]
    assert [(one.number, one.moment) for one in kept] == within
    pictures = [Image.open(io.BytesIO(one.jpeg)) for one in kept]
    assert {max(one.size) <= LONGEST_SIDE for one in pictures} == {True}
    assert len({one.size for one in pictures}) == 1, "one cut for all"
    assert max(len(one.jpeg) for one in kept) <= MOST_BYTES
