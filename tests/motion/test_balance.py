"""What the balance of a person tells of the camera: how it was rolled, and how far it looks down."""

import numpy as np
import pytest
from benchmarks.turned import Turned, turned_clips

from psoas.capture.pose.turned import levelled
from psoas.motion.balance import (
    Pitch,
    balance_pitch,
    camera_pitch,
    lean_in_picture,
    pitch_unknown,
)
from psoas.motion.turn import turn_of
from psoas.recordings.filming import LEAST_LEAN_DEG
from psoas.timeseries import Array

ROLL_DEG = 24.0
CLIPS = [one for one in turned_clips() if abs(one.turn_deg) <= 45]
KNOWN = next(one for one in CLIPS if one.name == "o17_anna_mild_30")


def turn(clip: Turned) -> Array:
    return turn_of(clip.captured.points, clip.captured.world, clip.facing)


def test_nobody_on_their_feet_leans_farther_than_feet_carry() -> None:
    for clip in CLIPS:
        lean, most = lean_in_picture(clip.captured.points, clip.captured.world)
        assert abs(lean) < most, clip.name


@pytest.mark.parametrize("roll", [-ROLL_DEG, ROLL_DEG])
def test_a_camera_that_is_rolled_far_shows_in_the_person(roll: float) -> None:
    found = [
        levelled(clip.captured, clip.size, -roll) for clip in CLIPS if clip.kind in ("walking", "standing")
    ]
    assert found
    for captured in found:
        lean, _ = lean_in_picture(captured.points, captured.world)
        assert lean == pytest.approx(roll, abs=12)
        assert abs(lean) > LEAST_LEAN_DEG


def test_the_pitch_is_told_within_its_error_in_most_clips() -> None:
    off = []
    for clip in CLIPS:
        pitch = camera_pitch(balance_pitch(clip.captured.world, turn(clip)))
        assert pitch is not None
        off.append(abs(np.degrees(pitch.value) - clip.pitch_deg) / np.degrees(pitch.error))
    assert np.mean(np.array(off) < 1.96) >= 0.9


def test_the_room_counts_by_its_error() -> None:
    by_balance = balance_pitch(KNOWN.captured.world, turn(KNOWN))
    alone = camera_pitch(by_balance)
    assert alone is not None
    sure = camera_pitch(by_balance, Pitch(alone.value + 0.1, 0.01))
    vague = camera_pitch(by_balance, Pitch(alone.value + 0.1, 0.5))
    assert sure is not None
    assert vague is not None
    assert alone.value < vague.value < alone.value + 0.01
    assert alone.value + 0.05 < sure.value < alone.value + 0.1


def test_witnesses_of_the_pitch_that_disagree_leave_a_turned_view_unread() -> None:
    world, at = KNOWN.captured.world, turn(KNOWN)
    alone, beside = balance_pitch(world, at), balance_pitch(world, 0 * at)
    assert pitch_unknown(alone, None, at) is None
    assert pitch_unknown(alone, Pitch(np.radians(KNOWN.pitch_deg), 0.05), at) is None
    assert "looked down" in (pitch_unknown(alone, Pitch(np.radians(30), 0.05), at) or "")
    assert pitch_unknown(beside, Pitch(np.radians(30), 0.05), 0 * at) is None


def test_who_lies_tells_nothing() -> None:
    lying = levelled(KNOWN.captured, KNOWN.size, -85.0)
    assert camera_pitch(balance_pitch(lying.world, turn(KNOWN))) is None
    assert lean_in_picture(lying.points, lying.world)[0] == 0
