"""What is done when, on people of bone and angle: other bodies, frame rates, paces and cameras up to 45 degrees off."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.motion.angles import Stick, stick_figure
from psoas.motion.own_frames import turned_to_camera
from psoas.motion.segment_list import TURNS, main_movement, with_frontal, without_goers
from psoas.motion.segments import find_segments
from psoas.motion.view import facing
from psoas.motion.world_stick import world_stick
from psoas.quantities import MovementSegment
from psoas.timeseries import Array, Mask, TimeSeries
from tests.motion import moving
from tests.motion.figure import movement_of
from tests.motion.moving import Angles, Person3D

YAW = 45.0
"""How far off the side every movement is named [deg]."""

YAW_ERROR = 8.0
"""How far off the camera's angle is known [deg]."""


def people() -> st.SearchStrategy[Person3D]:
    """Bodies and cameras."""
    return st.builds(
        Person3D,
        trunk=st.floats(0.44, 0.56),
        thigh=st.floats(0.38, 0.46),
        shank=st.floats(0.37, 0.45),
        yaw_deg=st.floats(-YAW, YAW),
        far_m=st.floats(3.0, 5.0),
        high_m=st.floats(0.5, 1.3),
        noise=st.floats(0.001, 0.008),
        seed=st.integers(0, 9999),
        mirrored=st.booleans(),
    )


def times(seconds: float, fps: float = 30.0) -> Array:
    return np.arange(round(seconds * fps)) / fps


def segments_of(
    person: Person3D, time: Array, angles: Angles, pinned: str = "floor"
) -> tuple[MovementSegment, ...]:
    points, world = person.filmed(time, angles, pinned)
    towards = facing(points, world)
    assert towards == ("left" if person.mirrored else "right")
    seen_yaw = abs(person.yaw_deg) + person.rng.uniform(-YAW_ERROR, YAW_ERROR)
    stick = stick_figure(points, towards).squared(max(seen_yaw, 0.0))
    return find_segments(stick, turned_to_camera(points, world))


FPS = st.sampled_from([24.0, 30.0, 50.0, 60.0])


@settings(max_examples=40)
@given(people(), FPS, st.floats(0.6, 1.1), st.sampled_from([1.0, 1.0, 2.0]))
def test_walking(person: Person3D, fps: float, strides_per_s: float, slowed: float) -> None:
    found = segments_of(person, times(5, fps), moving.walk(times(5, fps), strides_per_s / slowed))
    assert {one.movement for one in found} == {"walking"}
    pace = found[0].strides_per_s
    assert pace == pytest.approx(strides_per_s / slowed, rel=0.1)
    assert found[0].duration_s > 3


@pytest.mark.parametrize("yaw", [0.0, 20.0])
def test_a_knee_wrong_in_one_step_makes_no_runner_of_a_walker(yaw: float) -> None:
    """Somebody who walks into the picture is seen in part; a knee once seemed to bend by 93 degrees in that step."""
    time = times(5)
    angles = moving.walk(time, 0.9)
    swing = time[np.argmax(angles["knee_r"] * (time < 1.2))]
    angles["knee_r"] = angles["knee_r"] + 30 * np.exp(-(((time - swing) / 0.1) ** 2))
    assert np.max(angles["knee_r"]) > 90
    found = segments_of(Person3D(yaw_deg=yaw), time, angles)
    assert {one.movement for one in found} == {"walking"}


@settings(max_examples=40)
@given(people(), FPS, st.floats(1.25, 1.6), st.floats(90, 115), st.sampled_from([1.0, 1.0, 4.0]))
def test_running_at_any_pace_of_the_file(
    person: Person3D, fps: float, strides_per_s: float, knee: float, slowed: float
) -> None:
    time = times(7, fps)
    found = segments_of(person, time, moving.run(time, strides_per_s / slowed, knee), "hip")
    assert {one.movement for one in found} == {"running"}
    pace = found[0].strides_per_s
    assert pace == pytest.approx(strides_per_s / slowed, rel=0.25)


@settings(max_examples=30)
@given(people(), FPS, st.floats(2.2, 5.0))
def test_squats(person: Person3D, fps: float, seconds: float) -> None:
    time = times(12, fps)
    assert {one.movement for one in segments_of(person, time, moving.squat(time, seconds))} == {"squat"}


@settings(max_examples=30)
@given(people(), FPS, st.floats(2.5, 6.0))
def test_a_seat_that_is_left(person: Person3D, fps: float, at_s: float) -> None:
    time = times(12, fps)
    found = segments_of(person, time, moving.rise(time, at_s), "floor")
    turned = abs(person.yaw_deg) > 30  # the seat shows less the more the person is turned
    assert main_movement(found) in {"sit_to_stand", *(("unknown",) if turned else ())}
    assert {one.movement for one in found} <= {"sit_to_stand", "standing", *(("unknown",) if turned else ())}


@settings(max_examples=40)
@given(people(), FPS, st.sampled_from("lr"), st.floats(2.5, 4.5))
def test_split_squats_and_the_leg_in_front(person: Person3D, fps: float, front: str, seconds: float) -> None:
    time = times(12, fps)
    rear = "l" if front == "r" else "r"
    found = segments_of(person, time, moving.split_squat(time, front, seconds), f"{rear}_foot_index")
    assert {one.movement for one in found} == {"split_squat"}
    assert found[0].front_leg == ("near" if front == "r" else "far")


@settings(max_examples=40)
@given(people(), FPS, st.sampled_from(["r", "l", "both"]), st.floats(3.0, 4.5))
def test_lunges_step(person: Person3D, fps: float, legs: str, seconds: float) -> None:
    time = times(4 * seconds, fps)
    angles = moving.lunge(time, lambda count: "lr"[count % 2] if legs == "both" else legs, seconds)
    found = segments_of(person, time, angles)
    assert main_movement(found) == "lunge"
    assert {one.movement for one in found} <= {"lunge", "standing"}
    one = next(one for one in found if one.movement == "lunge")
    assert one.front_leg == {"r": "near", "l": "far", "both": None}[legs]


@settings(max_examples=40)
@given(people(), FPS, st.sampled_from("lr"), st.sampled_from([0.0, 8.0, 16.0]))
def test_half_kneeling_moves_or_holds(person: Person3D, fps: float, rear: str, travel: float) -> None:
    time = times(9, fps)
    found = segments_of(person, time, moving.half_kneel(time, rear, travel=travel), f"{rear}_knee")
    assert [one.movement for one in found] == ["half_kneeling_stretch"]
    assert found[0].duration_s > 8.8


@settings(max_examples=20)
@given(people())
def test_standing_and_lying(person: Person3D) -> None:
    time = times(3)
    upright = moving.still(time, lean=2, thigh_l=-2, thigh_r=1, knee_l=4, knee_r=2)
    assert [one.movement for one in segments_of(person, time, upright)] == ["standing"]


def supine(time: Array, thigh: float, knee: float, held: tuple[float, float]) -> TimeSeries:
    """Head to the left, face up, seen from the right side."""
    angles = moving.still(
        time, lean=-90, thigh_r=thigh, knee_r=knee, thigh_l=held[0], knee_l=held[1], foot_r=0, foot_l=0
    )
    return Person3D().filmed(time, angles)[0]


def test_lying_and_the_thomas_test() -> None:
    time = times(3)
    assert movement_of(stick_figure(supine(time, -90, 0, (-90, 0)), "right")) == "lying"
    assert movement_of(stick_figure(supine(time, -90, 0, (-150, 60)), "right")) == "lying"
    for thigh, knee in ((-86, 80), (-74, 75), (-105, 60), (-90, 45)):
        stick = stick_figure(supine(time, thigh, knee, (150, 120)), "right")
        assert movement_of(stick) == "modified_thomas_test", (thigh, knee)


def test_who_lies_with_both_knees_held_or_a_foot_on_the_couch_does_no_test() -> None:
    time = times(3)
    assert movement_of(stick_figure(supine(time, 150, 120, (150, 120)), "right")) == "lying"
    assert movement_of(stick_figure(supine(time, -128, 100, (150, 120)), "right")) != "modified_thomas_test"


def test_both_knees_between_two_trials_belong_to_the_test() -> None:
    time = times(9)
    up = np.interp(time, (0, 2, 3, 6, 7, 9), (1, 1, 0, 0, 1, 1))
    angles = moving.still(time, lean=-90, thigh_l=150, knee_l=120, foot_r=0, foot_l=0)
    angles |= {"thigh_r": -86 - 124 * up, "knee_r": 80 + 40 * up}
    found = find_segments(stick_figure(Person3D().filmed(time, angles)[0], "right"))
    assert [one.movement for one in found] == ["modified_thomas_test"]
    assert found[0].duration_s > 8


@pytest.mark.parametrize(
    ("posture", "name"),
    [
        ({"lean": 80, "knee_l": 5, "knee_r": 5}, "bent over"),
        (
            {
                "lean": 75,
                "thigh_l": -100,
                "thigh_r": -100,
                "knee_l": 150,
                "knee_r": 150,
                "foot_l": 170,
                "foot_r": 170,
            },
            "folded",
        ),
        ({"lean": 85, "knee_l": 90, "knee_r": 90, "foot_l": 170, "foot_r": 170}, "on all fours"),
    ],
)
def test_other_postures_get_no_name(posture: dict[str, float], name: str) -> None:
    time = times(3)
    found = segments_of(
        Person3D(), time, moving.still(time, thigh_l=0, thigh_r=0) | moving.still(time, **posture)
    )
    assert {one.movement for one in found} == {"unknown"}, name
    assert found[0].why
    assert len(found[0].likeliest) == 2


def test_sitting_throughout_is_no_squat_and_no_sit_to_stand() -> None:
    time = times(5)
    sitting = moving.still(time, lean=0, thigh_l=-88, thigh_r=-88, knee_l=88, knee_r=88)
    (found,) = segments_of(Person3D(), time, sitting)
    assert found.movement == "unknown"
    assert found.likeliest == ("sit_to_stand", "squat")


def joined(*parts: Angles) -> Angles:
    names = set().union(*parts)
    return {
        name: np.concatenate(
            [np.broadcast_to(part.get(name, np.zeros(1)), part["lean"].shape) for part in parts]
        )
        for name in names
    }


def test_movements_one_after_the_other() -> None:
    first, second = times(10), times(6)
    upright = moving.still(times(4), lean=1, thigh_l=0, thigh_r=0, knee_l=3, knee_r=3)
    angles = joined(moving.squat(first), upright, moving.walk(second, 0.9))
    found = segments_of(Person3D(), times(20), angles)
    assert [one.movement for one in found] == ["squat", "standing", "walking"]
    assert found[0].end_s == pytest.approx(10, abs=1.5)
    assert found[2].start_s == pytest.approx(14, abs=0.8)
    for before, after in pairwise(found):
        assert before.end_s < after.start_s
    assert main_movement(found) == "squat"


def test_one_who_turns_to_the_camera_after_squats_is_not_measured_there() -> None:
    time = times(12)
    angles = moving.squat(time)
    side, depth = Person3D().filmed(time, angles)
    front, front_depth = Person3D(yaw_deg=88).filmed(time, moving.walk(time, 0.9))
    turned = (time > 10)[:, None]
    points = replace(side, values=np.where(turned, front.values, side.values))
    world = replace(depth, values=np.where(turned, front_depth.values, depth.values))
    towards = facing(points, world)
    assert towards == "right"
    away = turned_to_camera(points, world)
    assert away[time > 10.5].all()
    assert not away[time < 9.5].any()
    found = find_segments(stick_figure(points, towards), away)
    assert [one.movement for one in found] == ["squat", "unknown"]
    assert "turns to the camera" in found[1].why


def test_a_squat_from_the_front_has_its_name_by_the_depth() -> None:
    time = times(6)
    points, world = Person3D(yaw_deg=90).filmed(time, moving.squat(time))
    assert facing(points, world) is None
    assert main_movement(find_segments(world_stick(world), aside=False)) == "squat"


def test_one_picture_tells_a_posture_and_leaves_the_rest_open() -> None:
    one = times(1 / 30)

    def name(angles: Angles, pinned: str = "floor") -> MovementSegment:
        (found,) = segments_of(Person3D(noise=0.0), one, angles, pinned)
        return found

    assert name(moving.half_kneel(one), "r_knee").movement == "half_kneeling_stretch"
    low = moving.split_squat(np.array([1.5]))
    assert name(low).movement in ("lunge", "unknown")
    assert "lunge" in name(low).likeliest
    middle = moving.split_squat(np.array([1.0]))
    assert (name(middle).movement, name(middle).front_leg) == ("lunge", "near")
    assert name(moving.squat(np.array([2.5]))).movement == "squat"
    assert name(moving.still(one, lean=0, thigh_l=0, thigh_r=0, knee_l=2, knee_r=2)).movement == "standing"
    assert name(moving.run(np.array([0.45]), 1.4)).movement == "running"


def test_the_main_movement_is_that_of_most_time_and_standing_waits() -> None:
    def part(movement: str, start: float, end: float) -> MovementSegment:
        return MovementSegment(movement, start, end, "")  # type: ignore[arg-type]

    assert main_movement(()) == "unknown"
    assert main_movement((part("unknown", 0, 9), part("squat", 9, 10))) == "squat"
    assert main_movement((part("standing", 0, 9), part("squat", 9, 12))) == "squat"
    assert main_movement((part("standing", 0, 90), part("squat", 90, 92))) == "standing"
    assert main_movement((part("walking", 0, 5), part("squat", 5, 12))) == "squat"
    assert main_movement((part("standing", 0, 8), part("unknown", 8, 12))) == "unknown"
    assert main_movement((part("squat", 0, 8), part("unknown", 8, 12))) == "squat"


def test_one_stride_of_a_leg_that_is_seen_wrongly_says_nothing_about_the_gait() -> None:
    time = times(6)
    angles = {
        name: np.array(np.broadcast_to(values, time.shape), float)
        for name, values in moving.walk(time, 0.9).items()
    }
    most = float(angles["knee_r"].max())
    wrong = (time > 1.0) & (time < 2.1)
    angles["knee_r"][wrong] *= 1.6
    (found,) = segments_of(Person3D(), time, angles)
    assert found.movement == "walking"
    bend = re.search(r"bend to (\d+) degrees", found.why)
    assert bend is not None
    assert float(bend[1]) == pytest.approx(most, abs=5)


def exchanged(stick: Stick, frames: Mask) -> Stick:
    """The legs' names exchanged in some frames, as a network may."""
    joints = dict(stick.joints)
    for part in ("hip", "knee", "ankle", "heel", "foot_index"):
        near, far = joints[f"near_{part}"], joints[f"far_{part}"]
        joints[f"near_{part}"] = np.where(frames[:, None], far, near)
        joints[f"far_{part}"] = np.where(frames[:, None], near, far)
    return replace(stick, joints=joints)


@pytest.mark.parametrize("gait", ["walking", "running"])
def test_a_gait_is_seen_whichever_leg_is_called_which(gait: str) -> None:
    time = times(6)
    angles = moving.walk(time, 0.9) if gait == "walking" else moving.run(time, 1.4)
    stick = stick_figure(Person3D().filmed(time, angles)[0], "right")
    for seed in range(6):
        mixed = np.repeat(np.random.default_rng(seed).random(60) < 0.3, 3)
        names = {one.movement for one in find_segments(exchanged(stick, mixed))}
        assert gait in names
        assert names <= {gait, "unknown"}


def limping(speed: float) -> Stick:
    """One leg steps forward and the other follows it, ``speed`` thighs a second through the picture."""
    time = times(8)
    step = np.sin(np.pi * time / 1.2) ** 2
    angles = {
        "lean": 3.0,
        "thigh_l": 12 * step,
        "thigh_r": -16 * step,
        "knee_l": 8 + 10 * step,
        "knee_r": 4.0,
    }
    stick = stick_figure(Person3D().filmed(time, angles)[0], "right")
    way = np.column_stack([speed * stick.thigh_px * time, np.zeros(len(time))])
    return replace(stick, joints={name: joint + way for name, joint in stick.joints.items()})


def test_who_limps_on_with_one_leg_in_front_walks_and_who_swings_a_leg_does_not() -> None:
    (walks,) = [one for one in find_segments(limping(0.9)) if one.movement == "walking"]
    assert walks.duration_s > 5
    assert walks.strides_per_s == pytest.approx(1 / 1.2, abs=0.08)
    assert all(one.movement in ("unknown", "standing") for one in find_segments(limping(0.0)))


def test_a_sprinter_who_gets_low_lunges_in_no_step() -> None:
    time = times(5)
    sprint = moving.run(time, 2.0, knee=125.0)
    for side in "lr":
        sprint[f"thigh_{side}"] = -25 + 1.8 * (sprint[f"thigh_{side}"] + 12)
    stick = stick_figure(Person3D().filmed(time, sprint)[0], "right")
    assert main_movement(find_segments(stick)) in ("running", "unknown")


def test_straight_legs_that_move_through_the_picture_do_not_stand() -> None:
    time = times(4)
    still = moving.still(time, lean=0, thigh_l=0, thigh_r=0, knee_l=2, knee_r=2)
    stick = stick_figure(Person3D().filmed(time, still)[0], "right")
    way = np.column_stack([stick.thigh_px * time, np.zeros(len(time))])
    gone = replace(stick, joints={name: joint + way for name, joint in stick.joints.items()})
    (found,) = find_segments(gone)
    assert (found.movement, set(found.likeliest)) == ("unknown", {"walking", "standing"})


def test_the_part_that_faces_the_camera_has_its_own_name() -> None:
    def part(movement: str, start: float, end: float, why: str = "") -> MovementSegment:
        return MovementSegment(movement, start, end, why)  # type: ignore[arg-type]

    seen = (part("unknown", 0, 3, TURNS), part("squat", 3, 9))
    named = with_frontal(seen, (part("standing", 0.4, 2.8), part("unknown", 9.5, 11)))
    assert [one.movement for one in named] == ["standing", "squat"]
    assert with_frontal(seen, (part("standing", 0.4, 0.9),)) == seen


def test_feet_that_rise_in_turn_are_steps_where_depth_shows_no_stride() -> None:
    time = times(5)
    stick = world_stick(Person3D(yaw_deg=85.0).filmed(time, moving.walk(time, 0.9))[1])
    flat = replace(stick, joints={name: joint * np.array([0.2, 1.0]) for name, joint in stick.joints.items()})
    (steps,) = [one for one in find_segments(flat, aside=False) if "one foot rises" in one.why]
    assert steps.duration_s > 3
    assert "walking" in steps.likeliest


def test_who_comes_nearer_does_not_stand() -> None:
    time = times(4)
    stands = MovementSegment("standing", 0.0, 4.0, "both legs are straight", ("standing",))
    hips, near, far = np.full(120, 300.0), np.linspace(100.0, 130.0, 120), np.full(120, 100.0)
    assert without_goers((stands,), time, hips, far) == (stands,)
    for found in (
        without_goers((stands,), time, hips, near),
        without_goers((stands,), time, hips + 200 * time / 4, far),
    ):
        assert (found[0].movement, found[0].likeliest) == ("unknown", ("walking", "standing"))
