"""The reading of a live set: turned people, the bands of their view, and the smaller network."""

import numpy as np
import pytest
from benchmarks.turned import Turned, turned_clips

from psoas.capture.pose import Captured
from psoas.motion.view_bands import view_bands
from psoas.recordings.live import Reading, read
from tests.motion.from_front import SIZE, contours, filmed


def clip(start: str) -> Turned:
    return next(one for one in turned_clips() if one.name.startswith(start))


def reading(start: str, *, rough: bool = False, before: Reading | None = None) -> Reading:
    one = clip(start)
    found = read(
        one.captured,
        one.size,
        "half_kneeling_stretch",
        rough=rough,
        before=None if before is None else before.fit,
    )
    assert found is not None
    return found


@pytest.mark.parametrize("start", ["o00", "o04", "o20", "o08"])
def test_somebody_turned_by_up_to_45_degrees_is_read(start: str) -> None:
    found = reading(start)
    assert found.view.usable
    assert found.positioned
    assert found.view.yaw_deg == pytest.approx(abs(clip(start).turn_deg), abs=8)
    assert len(found.repetitions) >= 1


def test_the_bands_are_those_of_the_turn() -> None:
    found = reading("o08")
    assert found.view.yaw_deg is not None
    there = view_bands(["rear_thigh_angle", "trunk_lean"], found.view.yaw_deg, {})
    assert found.errors["rear_thigh_angle"] == there["rear_thigh_angle"]
    assert found.errors["rear_thigh_angle"] > reading("f13").errors["rear_thigh_angle"]


def test_beyond_25_degrees_the_back_is_said_not_to_be_measured() -> None:
    found = reading("o04")
    assert found.unseen is not None
    assert "at most 25 degrees off" in found.unseen
    assert not {"arch", "pelvis", "hip_opening"} & found.now.keys()


def test_beyond_the_readable_view_one_is_asked_to_turn() -> None:
    view = reading("o26").view
    assert not view.usable
    assert view.kind in ("front", "oblique")


@pytest.mark.parametrize("rough", [False, True])
def test_somebody_who_faces_the_camera_is_asked_to_turn(rough: bool) -> None:
    found = read(Captured(*filmed(), contours(), 1), SIZE, "half_kneeling_stretch", rough=rough)
    assert found is not None
    assert found.facing is None
    assert (found.view.kind, found.view.usable) == ("front", False)


def test_a_reading_goes_on_from_the_one_before() -> None:
    first = reading("o00")
    again = reading("o00", before=first)
    holds = [[one.hold_s for one in found.repetitions] for found in (first, again)]
    assert holds[1] == pytest.approx(holds[0], abs=0.01)
    assert again.now["thigh_travel"] == pytest.approx(first.now["thigh_travel"], abs=0.2)


def test_the_smaller_network_reads_the_picture_and_asks_for_the_side() -> None:
    found = reading("o20", rough=True)
    assert found.fit is None
    assert not found.view.usable
    assert found.unseen is not None
    beside = reading("f13", rough=True)
    assert beside.view.usable
    assert not {"arch", "pelvis", "hip_opening"} & beside.now.keys()
    assert np.isfinite(beside.now["thigh_travel"])
