"""The limits of the stretch are those of the protocol, and those of the file."""

from dataclasses import fields

from psoas.exercises.hip_stretch.thresholds import PACKAGE, Thresholds, load_thresholds
from psoas.exercises.limits import read_limits

KNEELING = "psoas.exercises.half_kneeling"


def test_the_limits_are_those_of_the_protocol() -> None:
    limits = load_thresholds()
    assert (limits.travel_counts_deg, limits.arch_deg, limits.pelvis_anterior_deg) == (8.0, 10.0, 5.0)
    assert (limits.hold_short_s, limits.hold_ideal_s, limits.hold_long_s) == (1.5, 2.0, 3.0)
    assert (limits.trunk_back_deg, limits.trunk_forward_deg, limits.front_knee_deg) == (-10.0, 10.0, 120.0)
    assert (limits.ratio_good, limits.ratio_back_works, load_thresholds(KNEELING).start_thigh_deg) == (
        0.1,
        0.3,
        10.0,
    )
    assert limits.hold_speed_m_s == 0.03
    assert (limits.start_trunk_deg, limits.move_short_s, limits.move_long_s) == (10.0, 1.0, 2.0)
    own = read_limits(KNEELING).limits
    assert (own["start_front_knee_low_deg"].value, own["start_front_knee_high_deg"].value) == (75.0, 105.0)


def test_a_limit_is_what_the_file_of_the_stretch_or_that_of_all_exercises_says() -> None:
    own, shared = read_limits(PACKAGE).limits, read_limits("psoas.exercises").limits
    for field in fields(Thresholds):
        entry = own.get(field.name) or shared[field.name]
        assert getattr(load_thresholds(), field.name) == entry.value, field.name


def test_a_lower_limit_lies_below_the_upper_one() -> None:
    limits = load_thresholds()
    for low, high in (
        (limits.travel_listed_deg, limits.travel_counts_deg),
        (limits.hold_short_s, limits.hold_ideal_s),
        (limits.hold_ideal_s, limits.hold_long_s),
        (limits.move_short_s, limits.move_long_s),
        (limits.ratio_good, limits.ratio_back_works),
        (limits.trunk_back_deg, limits.trunk_forward_deg),
    ):
        assert low < high
