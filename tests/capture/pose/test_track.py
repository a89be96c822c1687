"""A tracked person: the expected place, the reach, and how well another pose fits."""

import numpy as np
import pytest

from psoas.capture.pose.track import FORGET_S, STRANGER, Track, apart, hips_of
from tests.capture.pose.made_pose import made_pose, room

RED, BLUE, BLACK = (200, 30, 30), (30, 40, 200), (20, 20, 20)


def walking(steps: int = 30) -> Track:
    """Somebody who walked to the right, 60 px a second, seen clearly at 30 pictures a second."""
    track = Track.of(room(RED, BLUE, 200), made_pose(200), 0.0)
    for number in range(1, steps + 1):
        track = track.seen(made_pose(200 + 2 * number), number / 30, clear=True)
    return track


def test_a_person_is_expected_where_their_way_leads() -> None:
    track = walking()
    assert track.velocity[0] == pytest.approx(60, rel=0.05)
    ahead = track.expected(track.time_s + 0.1) - hips_of(track.pose)
    assert ahead[0] == pytest.approx(5.4, rel=0.1)
    assert ahead[1] == pytest.approx(0, abs=1e-9)


def test_the_expectation_stops_while_the_person_is_hidden() -> None:
    track = walking()
    later = [track.expected(track.time_s + gap)[0] for gap in (1.0, 5.0, 50.0)]
    assert later[2] - later[1] < 0.1 * (later[1] - track.hips[0])


def test_somebody_seen_beside_others_keeps_the_clear_place() -> None:
    track = walking()
    mixed = track.seen(made_pose(290), track.time_s + 0.1, clear=False)
    assert mixed.hips.tolist() == track.hips.tolist()
    assert mixed.clear_s == track.time_s
    assert mixed.place(mixed.time_s).x == pytest.approx(track.expected(mixed.time_s)[0])


def test_nobody_jumps_across_the_room_but_may_come_back_anywhere() -> None:
    track = walking()
    far = made_pose(560).following
    assert track.reaches(made_pose(262).following, track.time_s + 1 / 30)
    assert not track.reaches(far, track.time_s + 1 / 30)
    assert track.reaches(far, track.time_s + FORGET_S + 0.1)


def test_another_person_at_the_same_place_is_a_surprise() -> None:
    track = walking()
    x = int(track.pose.following.x)
    soon = track.time_s + 1 / 30
    mine = track.surprise(room(RED, BLUE, x), made_pose(x), soon)
    theirs = track.surprise(room(BLACK, BLACK, x), made_pose(x), soon)
    assert mine < 0.5
    assert theirs > mine + 1
    assert STRANGER > 0


def test_clothes_follow_the_light_slowly() -> None:
    track = walking()
    darker = track.dressed(track.dress - 30)
    np.testing.assert_allclose(darker.dress, track.dress - 9)
    unknown = track.dressed(np.full((2, 3), np.nan))
    np.testing.assert_allclose(unknown.dress, track.dress)


def test_the_distance_of_two_poses_is_in_sides_of_the_square() -> None:
    assert apart(made_pose(100, side=200.0), made_pose(150)) == pytest.approx(0.25)
