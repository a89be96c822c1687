"""Several devices to one day: who is believed, what is counted once, and that each second is from a file or unknown."""

from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.day.activities import Activity
from psoas.day.fusion import fuse
from psoas.day.observation import DeviceLog
from psoas.day.rules import CONTEXTS, WEARS, Context, Wear
from tests.day.made import PARIS

NOON = 1_709_550_000
"""4 March 2024, 12:00 in Paris [s since 1970]."""


def log(
    name: str, wear: Wear, *rows: tuple[int, int, Activity | None, Context | None], started: bool = False
) -> DeviceLog:
    """A file with observations; times in minutes after noon."""
    made = DeviceLog(name, "made")
    for start, end, kind, context in rows:
        made.observe(NOON + 60 * start, NOON + 60 * end, kind, context, wear, 0.9, started=started)
    return made


def rows(
    *logs: DeviceLog,
) -> list[tuple[int, int, str, str | None, tuple[str, ...]]]:
    """Minutes after noon, kind, context and sources of each bout."""
    return [
        ((one.start_s - NOON) // 60, (one.end_s - NOON) // 60, one.kind, one.context, one.sources)
        for day in fuse(logs, PARIS)
        for one in day.bouts
    ]


def test_the_better_worn_device_is_believed() -> None:
    thigh = log("thigh", "thigh", (0, 10, "standing", None))
    wrist = log("wrist", "wrist", (5, 20, "walking", None))
    hand = log("hand", "hand", (0, 30, "couch", None))
    assert rows(hand, wrist, thigh) == [
        (0, 10, "standing", None, ("thigh",)),
        (10, 20, "walking", None, ("wrist",)),
        (20, 30, "couch", None, ("hand",)),
    ]


def test_the_seat_follows_from_another_file() -> None:
    thigh = log("thigh", "thigh", (0, 40, "sitting", None))
    computer = log("aw", "computer", (0, 10, "desk", "computer"))
    ride = log("phone", "phone", (10, 20, None, "automotive"))
    gym = log("watch", "wrist", (20, 30, None, "gym"))
    assert rows(thigh, computer, ride, gym) == [
        (0, 10, "desk", "computer", ("thigh", "aw")),
        (10, 20, "car", "automotive", ("thigh", "phone")),
        (20, 30, "machine", "gym", ("thigh", "watch")),
        (30, 40, "sitting", None, ("thigh",)),
    ]


def test_a_thigh_that_stands_at_the_keyboard_stands() -> None:
    thigh, computer = (
        log("thigh", "thigh", (0, 10, "standing", None)),
        log("aw", "computer", (0, 10, "desk", "computer")),
    )
    assert rows(computer, thigh) == [(0, 10, "standing", "computer", ("thigh", "aw"))]


def test_sleep_goes_before_a_level_thigh() -> None:
    thigh = log(
        "thigh", "thigh", (0, 10, "sitting", None), (10, 20, None, "level thigh"), (20, 30, "standing", None)
    )
    watch = log("watch", "wrist", (0, 30, "other", "sleep"))
    assert [row[2:4] for row in rows(thigh, watch)] == [("other", "sleep"), ("standing", None)]


def test_recorded_sports_go_before_a_posture_and_a_ski_lift_is_sitting() -> None:
    thigh = log("thigh", "thigh", (0, 20, "sitting", None), (20, 30, "standing", None))
    assert [row[2] for row in rows(thigh, log("w", "wrist", (0, 30, "swimming", None), started=True))] == [
        "swimming"
    ]
    assert [row[2] for row in rows(thigh, log("w", "wrist", (0, 30, "skiing", None), started=True))] == [
        "sitting",
        "skiing",
    ]
    assert [row[2] for row in rows(thigh, log("w", "wrist", (0, 30, "other", "cycling"), started=True))] == [
        "other"
    ]


def test_a_still_wrist_says_nothing_and_its_time_is_unknown() -> None:
    (day,) = fuse([log("w", "wrist", (0, 60, None, "still"))], PARIS)
    assert (day.bouts, day.still_s, day.unknown_s) == ((), 3600, 86400)


def test_a_bout_over_midnight_is_in_both_days() -> None:
    first, second = fuse([log("w", "wrist", (11 * 60, 13 * 60, "other", "sleep"))], PARIS)
    assert (first.date, second.date) == (date(2024, 3, 4), date(2024, 3, 5))
    assert first.totals == second.totals == {"other": 3600}


def test_a_flight_over_the_date_line_loses_no_minute() -> None:
    """From Tokyo to Los Angeles the same date comes twice; the day is as long as it was."""
    flight = log("w", "wrist", (0, 60 * 48, "other", "sleep"))
    flight.zones += []
    from psoas.day.observation import ZoneHint

    flight.zones.append(ZoneHint(NOON + 20 * 3600, "America/Los_Angeles"))
    days = fuse([flight], ZoneInfo("Asia/Tokyo"))
    assert sum(bout.length_s for day in days for bout in day.bouts) == 48 * 3600
    assert sorted({day.date for day in days}) == [day.date for day in days]


observations = st.tuples(
    st.sampled_from(WEARS),
    st.integers(0, 3 * 86_400),
    st.integers(1, 40_000),
    st.sampled_from([None, "sitting", "standing", "walking", "other", "desk", "skiing"]),
    st.sampled_from([None, *CONTEXTS]),
    st.booleans(),
)


@given(
    files=st.lists(st.lists(observations, max_size=8), min_size=1, max_size=4),
    zone=st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe"]),
    begin=st.sampled_from([NOON, 1_711_800_000, 1_729_900_000]),
)
@settings(max_examples=120, deadline=None)
def test_each_second_is_from_a_file_or_unknown(
    files: list[list[tuple[Wear, int, int, Activity | None, Context | None, bool]]], zone: str, begin: int
) -> None:
    logs = []
    for number, content in enumerate(files):
        made = DeviceLog(f"file {number}", "made")
        for wear, start, length, kind, context, started in content:
            made.observe(begin + start, begin + start + length, kind, context, wear, 0.7, started=started)
        logs.append(made)
    days = fuse(logs, ZoneInfo(zone))
    known = sorted(
        (one.start_s, one.end_s) for made in logs for one in made.observations if one.kind is not None
    )
    reach, length = 0, 0
    for start, end in known:
        length += max(0, end - max(start, reach))
        reach = max(reach, end)
    assert sum(bout.length_s for day in days for bout in day.bouts) == length
    before = 0
    for day in days:
        assert day.unknown_s >= 0
        assert day.unknown_s + sum(day.totals.values()) == day.length_s
        for bout in day.bouts:
            assert day.start_s <= bout.start_s < bout.end_s <= day.end_s
            assert bout.start_s >= before
            before = bout.end_s
            assert bout.sources
            witness = [
                one
                for made in logs
                if made.file == bout.sources[0]
                for one in made.observations
                if one.start_s <= bout.start_s < one.end_s and one.kind is not None
            ]
            assert witness
    assert fuse([*logs, *logs], ZoneInfo(zone)) == days
