"""The range of a joint leaves out single bad frames, and one pose has angles in place of ranges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.estimate import NORMAL_95
from psoas.findings.ranges import FROM_BESIDE, WHOLE_BODY, range_findings
from psoas.quantities import MovementSegment
from psoas.timeseries import TimeSeries

TIME = np.arange(0, 10, 0.02)


def knee(least: float, most: float) -> TimeSeries:
    """A knee that bends evenly between two angles [deg], over and over."""
    degrees = least + (most - least) * np.abs((TIME % 2) - 1)
    return TimeSeries.from_columns(TIME, {"knee_angle_r": np.radians(degrees), "hip_up": 0 * TIME}, {
        "knee_angle_r": "rad", "hip_up": "m",
    })  # fmt: skip


@given(st.floats(0, 40), st.floats(50, 120), st.integers(0, len(TIME) - 1))
def test_a_single_bad_frame_does_not_set_the_range(least: float, most: float, bad: int) -> None:
    angles = knee(least, most)
    angles.values[bad, 0] = np.radians(170.0)
    verdict, found = range_findings("squat", angles, {})
    assert (verdict.verdict, found.id) == ("info", "knee_angle_r_range")
    assert found.value == pytest.approx(0.96 * (most - least), rel=0.03)
    assert (found.low, found.high) == (None, None)


def test_the_band_of_a_range_never_goes_below_nothing() -> None:
    _, wide = range_findings("squat", knee(0, 100), {"knee_angle_r": 4.0})
    assert wide.value is not None
    assert (wide.low, wide.high) == pytest.approx((wide.value - 4 * NORMAL_95, wide.value + 4 * NORMAL_95))
    _, narrow = range_findings("standing", knee(0, 2), {"knee_angle_r": 4.0})
    assert narrow.low == 0


def test_a_movement_that_was_not_recognised_says_how_to_film() -> None:
    verdict, _ = range_findings("unknown", knee(0, 90), {})
    assert (verdict.verdict, verdict.cue) == ("undecided", WHOLE_BODY)


def test_two_samples_are_a_pose_and_an_angle_that_was_never_seen_is_left_out() -> None:
    pose = TimeSeries.from_columns(
        [0.0, 0.1], {"knee_angle_r": np.radians([80, 90]), "trunk_lean": [np.nan, np.nan]}, "rad"
    )
    verdict, found = range_findings("unknown", pose, {"knee_angle_r": 4.0})
    assert verdict.says == "One pose, not recognised."
    assert found.id == "knee_angle_r"
    assert found.low == pytest.approx(85 - 1.96 * 4)
    assert "give or take 8" in found.says
    assert found.value == pytest.approx(85)


def test_an_unknown_movement_says_why_and_what_it_may_be() -> None:
    part = MovementSegment("unknown", 0, 9, "a knee is at the floor", ("half_kneeling_stretch", "lunge"))
    for angles in (knee(0, 90), TimeSeries(TIME[:1], ("knee_angle_r",), np.zeros((1, 1)), ("rad",))):
        says = range_findings("unknown", angles, {}, segments=[part])[0].says
        assert (
            "not recognised (a knee is at the floor). Most likely: half-kneeling hip-flexor stretch or lunge."
            in says
        )


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (
            14.0,
            2.0,
            "From the front, the left knee was 12 degrees further in than the other, give or take 4.",
        ),
        (
            -20.0,
            -8.0,
            "From the front, the right knee was 12 degrees further in than the other, give or take 4. "
            "Neither was inside its foot.",
        ),
        (
            9.0,
            7.0,
            "From the front, no knee was further in than the other: 2 degrees between them, give or take 4.",
        ),
    ],
)
def test_one_knee_is_further_in_only_beyond_the_error(left: float, right: float, words: str) -> None:
    degrees = {"knee_inward_l": left, "knee_inward_r": right}
    columns = {name: np.full(len(TIME), np.radians(value)) for name, value in degrees.items()}
    angles = TimeSeries.from_columns(TIME, columns, "rad")
    found = range_findings("squat", angles, dict.fromkeys(columns, 1.5))[-1]
    assert (found.id, found.says) == ("knee_symmetry", words)
    assert found.value == pytest.approx(left - right)
    one_only = range_findings("squat", angles.without(["knee_inward_l"]), {})
    assert "knee_symmetry" not in {one.id for one in one_only}


def test_from_the_front_only_movements_on_both_feet_compare_the_knees_and_the_cue_names_the_view() -> None:
    columns = {name: np.full(len(TIME), 0.1) for name in ("knee_inward_l", "knee_inward_r")}
    angles = TimeSeries.from_columns(TIME, columns, "rad")
    assert "knee_symmetry" in {one.id for one in range_findings("standing", angles, {})}
    assert "knee_symmetry" not in {one.id for one in range_findings("walking", angles, {})}
    assert range_findings("unknown", angles, {}, from_front=True)[0].cue == FROM_BESIDE
