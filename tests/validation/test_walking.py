"""Row 12: the hip on one leg, at both peaks of a walk, and the knee."""

import re
from dataclasses import replace

import numpy as np
import pytest

from psoas.body.scaling import Person
from psoas.capture.files.ground_forces import GroundForce, read_ground_forces
from psoas.loads.motion_loads import MotionLoads
from psoas.timeseries import Array
from psoas.validation.row import figures
from psoas.validation.walking import Walk, hip_contact, peaks, walked
from tests.loaded import NAMES, body, held
from tests.validation.wrong_bodies import changed


def percents(reached: str) -> Array:
    return np.array([float(one) for one in re.findall(r"([\d.]+) %", reached)])


def on_one_leg() -> float:
    """Contact force of the bearing hip [% of body weight]."""
    return float(100 * held().hips[NAMES.index("standing_one_leg"), 0] / body().person.weight)


def test_on_one_leg_the_hip_carries_what_instrumented_hips_do() -> None:
    low, high = figures(12)["one_leg_percent"]
    assert low <= on_one_leg() <= high


def test_without_a_walk_row_12_is_not_run_and_says_what_it_needs() -> None:
    row = hip_contact(body(), None)
    assert (row.number, row.verdict) == (12, "not run")
    assert percents(row.reached)[0] == pytest.approx(on_one_leg(), abs=0.6)
    assert "--walk" in row.reached
    assert "--forces" in row.reached


def test_hips_that_carry_too_much_on_one_leg_fail_row_12_without_a_walk() -> None:
    """With abductors of a fifth of their strength others hold the pelvis, and press the hip more."""
    weak = changed(
        body(),
        lambda m: (
            replace(m, strength=0.2 * m.strength) if m.name.startswith(("glmed", "glmin", "tfl")) else m
        ),
        "",
    )
    assert hip_contact(weak, None).verdict == "fail"


def test_who_does_not_walk_fails_row_12(bend: Walk) -> None:
    """Both feet stand over the whole recording, so that no stance lies inside it."""
    row = hip_contact(body(), bend)
    assert row.verdict == "fail"
    assert "0 whole stances: first peak nan %" in row.reached
    assert "100% and 100% of the frames are in equilibrium" in row.reached


def stepping(found: MotionLoads, first: int, last: int) -> list[GroundForce]:
    """Plates of which the right foot's is loaded from ``first`` to ``last``, of the recording's frames."""
    count = len(found.time)
    force = np.zeros((count, 3))
    force[first : last + 1, 1] = 500.0
    return [GroundForce("calcn_r", found.time, force, np.zeros((count, 3)), np.zeros((count, 3)))]


def test_peaks_are_the_greatest_of_each_half_of_a_stance(bend: Walk) -> None:
    found = walked(bend)[0]
    hips, knees = (100 * forces[:, 0] / Person().weight for forces in (found.loads.hips, found.loads.knees))
    first, last = 12, 40
    one = peaks(found, stepping(found, first, last), Person())
    middle = (first + last) // 2
    assert one.stances == 1
    assert one.first == pytest.approx(hips[first:middle].max())
    assert one.second == pytest.approx(hips[middle : last + 1].max())
    assert one.knee == pytest.approx(knees[first : last + 1].max())


def test_the_last_frame_of_a_stance_counts_for_the_knee_and_unknown_halves_are_unknown(bend: Walk) -> None:
    found = walked(bend)[0]
    knees, hips = np.full_like(found.loads.knees, 100.0), found.loads.hips.copy()
    first, last = 12, 40
    knees[last], hips[first:last] = 700.0, np.nan
    other = replace(found, loads=replace(found.loads, knees=knees, hips=hips))
    one = peaks(other, stepping(found, first, last), Person())
    assert one.knee == pytest.approx(100 * 700 / Person().weight)
    assert np.isnan(one.first)
    assert one.second == pytest.approx(100 * hips[last, 0] / Person().weight)


def test_a_stance_that_reaches_into_the_ends_of_a_recording_is_left_out(bend: Walk) -> None:
    found = walked(bend)[0]
    for first, last in ((0, 20), (30, len(found.time) - 1)):
        assert peaks(found, stepping(found, first, last), Person()).stances == 0


def test_the_plates_of_the_recording_say_when_a_foot_stands(bend: Walk) -> None:
    found = walked(bend)[0]
    assert peaks(found, read_ground_forces(bend.forces), Person()).stances == 0
