"""Days lose and double no second: in all zones, at both clock changes, and on journeys."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.day.observation import ZoneHint
from psoas.day.zones import ZoneLine, first_moment, home_zone, local_date, offset_s, zone_of
from psoas.errors import UsageError

ZONES = sorted(name for name in available_timezones() if not name.startswith(("posix/", "right/")))
DAY = 86_400


def seconds(year: int, month: int, day: int, hour: int = 0, *, zone: str = "UTC") -> int:
    return round(datetime(year, month, day, hour, tzinfo=ZoneInfo(zone)).timestamp())


def assert_whole(line: ZoneLine, start: int, end: int) -> list[tuple[date, int, int]]:
    """The days of a time follow each other without a gap, their dates increase, and each second has the right date."""
    days = list(line.days(start, end))
    assert days[0][1] <= start < days[0][2]
    assert days[-1][1] < end <= days[-1][2]
    for (day, _, last), (following, first, _) in pairwise(days):
        assert last == first
        assert day < following
    return days


@pytest.mark.parametrize("year", [1999, 2024])
def test_no_second_of_a_year_is_lost_or_doubled_in_any_zone(year: int) -> None:
    start, end = seconds(year, 1, 1), seconds(year + 1, 1, 2)
    for name in ZONES:
        zone = ZoneInfo(name)
        days = assert_whole(ZoneLine(zone), start, end)
        assert sum(last - first for _, first, last in days) == days[-1][2] - days[0][1]
        for day, first, last in days:
            assert local_date(zone, first) == day, name
            assert local_date(zone, last - 1) <= day, name
            assert 22 * 3600 <= last - first <= 26 * 3600, name


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Paris", date(2024, 3, 31), 23),
        ("Europe/Paris", date(2024, 10, 27), 25),
        ("America/New_York", date(2024, 3, 10), 23),
        ("Australia/Lord_Howe", date(2024, 10, 6), 23.5),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("America/St_Johns", date(2006, 10, 29), 25),
    ],
)
def test_days_of_a_clock_change_are_as_long_as_they_were(zone: str, day: date, hours: float) -> None:
    noon = seconds(day.year, day.month, day.day, 12, zone=zone)
    ((found, first, last),) = ZoneLine(ZoneInfo(zone)).days(noon, noon + 60)
    assert found == day
    assert last - first == pytest.approx(hours * 3600, abs=60)


def test_a_day_that_an_island_skipped_does_not_exist() -> None:
    start = seconds(2011, 12, 28)
    dates = [day for day, _, _ in ZoneLine(ZoneInfo("Pacific/Apia")).days(start, start + 5 * DAY)]
    assert date(2011, 12, 30) not in dates
    assert date(2011, 12, 31) in dates


@given(
    home=st.sampled_from(ZONES),
    journeys=st.lists(
        st.tuples(st.integers(0, 30 * DAY), st.one_of(st.sampled_from(ZONES), st.integers(-12, 14))),
        max_size=12,
    ),
)
@settings(max_examples=150, deadline=None)
def test_no_second_is_lost_or_doubled_on_journeys(home: str, journeys: list[tuple[int, str | int]]) -> None:
    begin = seconds(2024, 3, 15)
    hints = [
        ZoneHint(begin + at, where if isinstance(where, str) else where * 3600) for at, where in journeys
    ]
    line = ZoneLine(ZoneInfo(home), hints)
    days = assert_whole(line, begin, begin + 30 * DAY)
    for place, (day, first, last) in enumerate(days):
        assert place == 0 or local_date(line.at(first), first) == day
        assert last - first <= 51 * 3600
        offsets = line.offsets(first, last)
        assert offsets[0] == (first, offset_s(line.at(first), first))
        for moment, offset in offsets:
            assert offset_s(line.at(moment), moment) == offset


def test_a_zone_that_a_device_names_holds_for_a_day_around_it() -> None:
    moment = seconds(2024, 7, 1, 22)
    line = ZoneLine(ZoneInfo("America/New_York"), [ZoneHint(moment, "Europe/Paris")])
    assert str(line.at(moment)) == "Europe/Paris"
    assert str(line.at(moment + 2 * DAY)) == "America/New_York"
    days = [day for day, first, last in line.days(moment, moment + 1800)]
    assert days == [date(2024, 7, 2)]


def test_a_zone_with_the_same_clock_as_at_home_changes_nothing() -> None:
    moment = seconds(2024, 7, 1, 12)
    line = ZoneLine(ZoneInfo("Europe/Paris"), [ZoneHint(moment, "Europe/Berlin"), ZoneHint(moment, 7200)])
    assert str(line.at(moment)) == "Europe/Paris"


def test_the_first_moment_of_a_day_whose_midnight_does_not_exist() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    first = first_moment(zone, date(2018, 11, 4))
    assert datetime.fromtimestamp(first, UTC).astimezone(zone).hour == 1
    assert local_date(zone, first - 1) == date(2018, 11, 4) - timedelta(days=1)


def test_an_unknown_zone_is_refused_with_an_example() -> None:
    with pytest.raises(UsageError, match="no time zone 'Mars/Olympus'; give one such as Europe/Paris"):
        home_zone("Mars/Olympus")
    assert zone_of("../../etc/passwd") is None
    assert zone_of(10**9) is None


def test_without_a_name_the_zone_is_that_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    import tzlocal

    tzlocal.reload_localzone()
    try:
        assert str(home_zone(None)) == "Asia/Tokyo"
    finally:
        monkeypatch.undo()
        tzlocal.reload_localzone()
