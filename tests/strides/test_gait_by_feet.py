"""Who walks has each foot down for more than half of its stride."""

from dataclasses import replace

import pytest
from benchmarks.stride_clips import clip_named

from psoas.motion import MeasuredMotion
from psoas.quantities import Movement
from psoas.strides import named_by_feet
from tests.strides.kept_clips import GOOD, WALKING, motion_of


def renamed(name: str, movement: Movement) -> MeasuredMotion:
    """The motion of a clip whose segments have another name."""
    motion = motion_of(name)
    likeliest: tuple[Movement, ...] = ("walking", "running") if movement == "unknown" else (movement,)
    segments = tuple(replace(one, movement=movement, likeliest=likeliest) for one in motion.segments)
    return replace(motion, segments=segments, movement=movement)


@pytest.mark.parametrize("called", ["walking", "running", "unknown"])
@pytest.mark.parametrize(("name", "movement"), [(GOOD, "running"), (WALKING, "walking")])
def test_a_walk_and_a_run_get_their_names(called: Movement, name: str, movement: Movement) -> None:
    found, parts = named_by_feet(clip_named(name).captured.points, renamed(name, called))
    assert [part.gait for part in parts] == [movement]
    assert {one.movement for one in found.segments} == {movement}
    assert found.movement == movement
    if called != movement:
        assert "of its stride" in found.segments[0].why


def test_a_squat_is_left_alone() -> None:
    motion = renamed(GOOD, "squat")
    assert named_by_feet(clip_named(GOOD).captured.points, motion) == (motion, ())
