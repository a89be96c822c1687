"""What a person says goes before devices, by the clock on the wall, and no second is lost."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.day import BY_HAND, Activity, Day, DeviceLog, corrected, fuse

PARIS = ZoneInfo("Europe/Paris")
SPRING, AUTUMN, PLAIN = date(2024, 3, 31), date(2024, 10, 27), date(2024, 3, 4)


def seen(day: date) -> Day:
    """A day of which a device says that somebody sat from the first second to the last."""
    log = DeviceLog("thigh.csv", "made")
    noon = round(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    log.observe(noon - 2 * 86_400, noon + 2 * 86_400, "sitting", None, "thigh", 0.9)
    return next(one for one in fuse([log], PARIS) if one.date == day)


@pytest.mark.parametrize(("day", "hours"), [(PLAIN, 24), (SPRING, 23), (AUTUMN, 25)])
@given(
    start=st.integers(0, 1439), length=st.integers(1, 1440), kind=st.sampled_from(["walking", "couch", None])
)
def test_every_second_is_said_by_the_person_or_a_device(
    day: date, hours: int, start: int, length: int, kind: Activity | None
) -> None:
    end = min(start + length, 1440)
    made = corrected(seen(day), [(start, end, kind)])
    ends = [(bout.start_s, bout.end_s) for bout in made.bouts]
    assert ends == sorted(ends)
    assert all(one[1] <= other[0] for one, other in pairwise(ends))
    by_hand = sum(bout.length_s for bout in made.bouts if bout.sources == (BY_HAND,))
    by_device = sum(bout.length_s for bout in made.bouts if bout.sources == ("thigh.csv",))
    assert by_hand + by_device + made.unknown_s == 3600 * hours
    if hours == 24:
        assert by_hand + made.unknown_s == 60 * (end - start)


def test_a_part_over_a_clock_change_holds_the_hour_that_is_missing_or_comes_twice() -> None:
    for day, hours in ((SPRING, 2), (AUTUMN, 4)):
        (walk,) = (
            bout for bout in corrected(seen(day), [(60, 240, "walking")]).bouts if bout.kind == "walking"
        )
        assert walk.length_s == 3600 * hours


def test_the_day_without_corrections_is_the_day_as_seen() -> None:
    assert corrected(seen(PLAIN), []) == seen(PLAIN)


def test_time_of_which_only_the_thigh_s_angle_was_known_does_not_outlast_the_unknown() -> None:
    log = DeviceLog("thigh.csv", "made")
    log.observe(1_709_514_000, 1_709_596_800, None, "level thigh", "thigh", 0.0)
    log.observe(1_709_596_800, 1_709_600_400, "standing", None, "thigh", 0.9)
    day = next(one for one in fuse([log], PARIS) if one.date == PLAIN)
    made = corrected(day, [(0, 1430, "other")])
    assert day.level_s > 0
    assert made.level_s <= made.unknown_s == 600
