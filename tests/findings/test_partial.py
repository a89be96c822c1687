import numpy as np
import pytest

from psoas.exercises import exercise_of
from psoas.findings.partial import static_hold, unfinished_moves
from psoas.quantities import MovementSegment
from psoas.timeseries import TimeSeries


def kneeling(travel_deg: float, seconds: float = 8.0) -> tuple[TimeSeries, list[MovementSegment]]:
    time = np.arange(0.0, seconds, 1 / 30)
    thigh = np.radians(travel_deg / 2 * np.sin(2 * np.pi * time / 4))
    angles = TimeSeries.from_columns(time, {"rear_thigh_angle": thigh}, "rad")
    return angles, [MovementSegment("half_kneeling_stretch", 0.0, float(time[-1]), "one knee on the floor")]


def test_a_pose_that_is_only_held_has_its_time() -> None:
    (hold,) = static_hold(*kneeling(1.0))
    assert hold.id == "hold"
    assert hold.value == pytest.approx(8.0, abs=0.1)
    assert "held still for 8.0 s" in hold.says


@pytest.mark.parametrize(("travel_deg", "seconds"), [(15.0, 8.0), (1.0, 1.0)])
def test_who_moves_or_has_just_come_holds_nothing(travel_deg: float, seconds: float) -> None:
    assert static_hold(*kneeling(travel_deg, seconds)) == []


def test_nothing_is_held_where_the_thigh_was_not_seen() -> None:
    angles, segments = kneeling(1.0)
    unseen = TimeSeries.from_columns(angles.time, {"trunk_lean": angles["rear_thigh_angle"]}, "rad")
    assert static_hold(unseen, segments) == []
    assert static_hold(angles, []) == []


def test_moves_that_the_recording_cuts_are_named_once() -> None:
    exercise = exercise_of("half_kneeling_stretch")
    assert exercise is not None
    assert unfinished_moves((), exercise) == []
    (found,) = unfinished_moves(("start", "end", "end"), exercise)
    assert found.value == 3
    assert found.says == "The recording begins and stops in the middle of one; it is not counted."
