"""Stretches on both feet: told from lunges, split squats, standing and walking, and the rear leg is known."""

from functools import cache

import numpy as np
import pytest
from benchmarks import on_feet
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.motion.angles import stick_figure
from psoas.motion.movement import rear_leg, rear_leg_of
from psoas.motion.segment_list import main_movement
from psoas.quantities import MOVEMENTS
from psoas.timeseries import Array
from tests.motion.moving import Angles, Person3D
from tests.motion.test_segments import FPS, people, segments_of, times

STRETCHES = {name for name, one in MOVEMENTS.items() if one.stretch}
ON_FEET = STRETCHES - {"half_kneeling_stretch"}
THIGH, SHANK = 0.42, 0.41
"""Of `Person3D` [m]."""


def planted(hips: Array, height: Array, rear: str, front_m: float, rear_m: float, heel_m: float) -> Angles:
    """A person whose ankles stay while the hips move.

    Args:
        hips, height: (T,) of the hips, forwards and above the floor [m].
        front_m, rear_m: where the ankles are, forwards [m].
        heel_m: how far the rear heel is up [m].
    """
    front = "l" if rear == "r" else "r"
    angles: Angles = {"lean": np.zeros(len(hips)), f"foot_{rear}": np.full(len(hips), 30.0)}
    for side, at, up in ((front, front_m, 0.06), (rear, rear_m, 0.06 + heel_m)):
        back, down = hips - at, height - up
        far = np.clip(np.hypot(back, down), 0.2, 0.9999 * (THIGH + SHANK))
        knee = np.pi - np.arccos((THIGH**2 + SHANK**2 - far**2) / (2 * THIGH * SHANK))
        inner = np.arccos((THIGH**2 + far**2 - SHANK**2) / (2 * THIGH * far))
        angles |= {
            f"thigh_{side}": np.degrees(np.arctan2(back, down) - inner),
            f"knee_{side}": np.degrees(knee),
        }
    return angles


def going(time: Array, hold_s: float, way_m: float) -> Array:
    """(T,) hips that go forward, rest and come back, again and again [m]."""
    phase = time % (hold_s + 3.5) - 0.8
    into, back = (np.clip((phase - begin) / 1.0, 0, 1) for begin in (0.0, 1.0 + hold_s))
    smooth: Array = way_m * ((3 * into**2 - 2 * into**3) - (3 * back**2 - 2 * back**3))
    return smooth


def stretching(time: Array, rear: str, hold_s: float, low: bool) -> Angles:
    forward = going(time, hold_s, 0.18)
    if low:
        return planted(-0.02 + forward, 0.60 - 0.1 * forward, rear, 0.42, -0.42, 0.10)
    return planted(-0.06 + forward, np.full(len(time), 0.865), rear, 0.12, -0.26, 0.08)


BODIES = people().filter(lambda person: abs(person.yaw_deg) < 35)


@settings(max_examples=40)
@given(BODIES, FPS, st.sampled_from("lr"), st.floats(1.0, 3.0), st.booleans())
def test_a_stretch_on_both_feet_has_its_name_and_its_leg(
    person: Person3D, fps: float, rear: str, hold_s: float, low: bool
) -> None:
    person = Person3D(yaw_deg=person.yaw_deg, noise=person.noise, seed=person.seed, mirrored=person.mirrored)
    found = segments_of(
        person, times(14, fps), stretching(times(14, fps), rear, hold_s, low), f"{rear}_foot_index"
    )
    named = main_movement(found)
    assert named == ("lunge_stretch" if low else "standing_hip_flexor_stretch")
    one = next(one for one in found if one.movement == named)
    assert one.front_leg == ("near" if rear == "l" else "far")


@pytest.mark.parametrize("rear", ["l", "r"])
def test_one_who_only_stands_in_a_step_or_goes_down_and_up_does_not_stretch(rear: str) -> None:
    time = times(14)
    still = planted(np.zeros(len(time)), np.full(len(time), 0.82), rear, 0.12, -0.3, 0.08)
    squats = planted(np.zeros(len(time)), 0.78 - going(time, 0.3, 0.25), rear, 0.35, -0.4, 0.1)
    rocks = planted(0.05 * np.sin(2 * np.pi * time), np.full(len(time), 0.82), rear, 0.12, -0.3, 0.08)
    for angles in (still, squats, rocks):
        found = segments_of(Person3D(), time, angles, f"{rear}_foot_index")
        assert not {one.movement for one in found} & ON_FEET


@cache
def clips() -> tuple[on_feet.OnFeet, ...]:
    return on_feet.clips()


def test_rendered_people_get_the_right_name_or_none() -> None:
    for clip in clips():
        assert clip.motion.movement in (clip.expected, "unknown"), clip.sample.name
    assert sum(clip.motion.movement != "unknown" for clip in clips()) >= len(clips()) - 1


def test_their_repetitions_are_counted_and_their_holds_timed() -> None:
    for clip in clips():
        if clip.found:
            assert len(clip.found) == len(clip.done), clip.sample.name
            for one, times_ in clip.pairs():
                assert one.hold_s == pytest.approx(times_[2] - times_[1], abs=0.21), clip.sample.name
                assert ("short_hold" in one.faults) == ("short" in clip.sample.name)


@pytest.mark.parametrize("name", on_feet.NAMES)
def test_their_changes_lie_within_the_bands(name: str) -> None:
    for clip in clips():
        for off in clip.errors(name):
            assert abs(off) <= 1.1 * 1.96 * clip.motion.bands[name], clip.sample.name


def test_an_arch_that_was_measured_is_told_from_a_good_repetition() -> None:
    measured = [(clip, one) for clip in clips() for one in clip.found if one.arch_change_deg is not None]
    assert len(measured) >= 20
    for clip, one in measured:
        arched = "arched_back" in one.faults_by_value
        assert not arched or "arch" in clip.sample.name, clip.sample.name
    shown = [one.faults_by_value for clip, one in measured if "arch" in clip.sample.name]
    assert shown
    assert all("arched_back" in faults for faults in shown)


def test_no_other_movement_has_a_rear_leg() -> None:
    points, _ = Person3D().filmed(times(3), stretching(times(3), "r", 1.0, False), "r_foot_index")
    stick = stick_figure(points, "right")
    assert rear_leg(stick, "standing_hip_flexor_stretch") == "near"
    assert rear_leg(stick, "walking") is None
    leg, positioned = rear_leg_of(stick, "squat", ())
    assert leg is None
    assert not positioned.any()
