"""A day is told as it was entered: sitting by kind, the longest sitting, breaks, and what nobody knows."""

from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from psoas.day import SITTING, Activity, load_activities
from psoas.findings.evidence import load_evidence
from psoas.plan.day import (
    cleared,
    clock,
    duration,
    merged,
    overlaid,
    pieces,
    restored,
    summarize,
)
from psoas.plan.records import MINUTES, Bout

DAY = date(2026, 3, 2)
NAMES = tuple(load_activities().kinds)


def bout(start: str, end: str, activity: Activity) -> Bout:
    first, last = (60 * int(at[:2]) + int(at[3:]) for at in (start, end))
    return Bout(DAY, first, last, activity)


@st.composite
def bouts(draw: st.DrawFn) -> Bout:
    start = draw(st.integers(0, MINUTES - 1))
    return Bout(DAY, start, draw(st.integers(start + 1, MINUTES)), draw(st.sampled_from(NAMES)))


@st.composite
def days(draw: st.DrawFn) -> list[Bout]:
    day: list[Bout] = []
    for new in draw(st.lists(bouts(), max_size=12)):
        day = overlaid(day, new)
    return day


def by_minute(day: list[Bout]) -> list[Activity | None]:
    """The independent way to hold a day: what fills each of its minutes."""
    filled: list[Activity | None] = [None] * MINUTES
    for one in day:
        assert set(filled[one.start_min : one.end_min]) == {None}, "bouts overlap"
        filled[one.start_min : one.end_min] = [one.activity] * (one.end_min - one.start_min)
    return filled


@given(days(), bouts())
def test_a_placed_bout_fills_its_minutes_and_no_others(day: list[Bout], new: Bout) -> None:
    expected = by_minute(day)
    expected[new.start_min : new.end_min] = [new.activity] * (new.end_min - new.start_min)
    assert by_minute(overlaid(day, new)) == expected


@given(days(), bouts())
def test_cleared_minutes_are_unknown_and_an_undo_brings_them_back(day: list[Bout], span: Bout) -> None:
    expected = by_minute(day)
    expected[span.start_min : span.end_min] = [None] * (span.end_min - span.start_min)
    after = cleared(day, span.start_min, span.end_min)
    assert by_minute(after) == expected
    assert restored(after, day, span.start_min, span.end_min) == day
    assert restored(overlaid(day, span), day, span.start_min, span.end_min) == day


@given(days())
def test_equal_neighbours_are_one_bout(day: list[Bout]) -> None:
    assert merged(day) == day
    assert all(a.end_min < b.start_min or a.activity != b.activity for a, b in pairwise(day))


@given(days())
def test_the_minutes_of_a_day_add_up_with_the_unknown(day: list[Bout]) -> None:
    summary = summarize(day)
    filled = by_minute(day)
    assert sum(summary.minutes.values()) + summary.unknown_min == MINUTES
    assert summary.unknown_min == filled.count(None)
    assert summary.sitting_min == sum(name in SITTING for name in filled)
    assert summary.sitting_min == sum(sitting.sat for sitting in summary.sittings)
    assert len(summary.sittings) == (1 + summary.breaks + summary.unknown_gaps if summary.sitting_min else 0)


def test_sittings_of_different_kinds_that_touch_are_one() -> None:
    summary = summarize([bout("09:00", "10:00", "desk"), bout("10:00", "10:30", "car")])
    assert summary.longest is not None
    assert (summary.longest.start, summary.longest.end, summary.longest.sat) == (540, 630, 90)
    assert summary.breaks == 0
    assert "Longest sitting: 1 h 30 min, from 09:00 to 10:30." in summary.says


def test_a_minute_on_the_feet_is_no_break_and_two_are() -> None:
    short = [
        bout("09:00", "10:00", "desk"),
        bout("10:00", "10:01", "walking"),
        bout("10:01", "11:00", "desk"),
    ]
    assert summarize(short).breaks == 0
    assert summarize(short).longest == summarize(short).sittings[0]
    assert summarize(short).sittings[0].sat == 119
    long = [bout("09:00", "10:00", "desk"), bout("10:00", "10:02", "walking"), bout("10:02", "11:00", "desk")]
    assert summarize(long).breaks == 1
    assert len(summarize(long).sittings) == 2


def test_an_unknown_gap_is_neither_sitting_nor_a_break() -> None:
    summary = summarize([bout("09:00", "10:00", "desk"), bout("10:30", "11:00", "desk")])
    assert (summary.breaks, summary.unknown_gaps, summary.sitting_min) == (0, 1, 90)
    assert any("unknown, and counted neither as sitting nor as a break" in says for says in summary.says)


def test_a_known_walk_in_an_unknown_gap_is_a_break() -> None:
    day = [bout("09:00", "10:00", "desk"), bout("10:10", "10:20", "walking"), bout("10:30", "11:00", "desk")]
    assert (summarize(day).breaks, summarize(day).unknown_gaps) == (1, 0)


def test_a_gym_machine_counts_as_sitting_and_it_is_said() -> None:
    summary = summarize([bout("18:00", "18:30", "machine")])
    assert summary.sitting_min == 30
    assert any("leg extension or lat pull-down, are sitting too" in says for says in summary.says)


def test_swimming_and_skating_are_told_to_be_no_rest_for_the_psoas() -> None:
    notes = summarize([bout("07:00", "08:00", "swimming"), bout("19:00", "20:00", "skating")]).notes
    assert all("no rest for the psoas" in note for note in notes.values())


def test_an_empty_day_is_unknown_throughout() -> None:
    summary = summarize([])
    assert (summary.unknown_min, summary.longest, summary.breaks) == (MINUTES, None, 0)
    assert summary.says == ("Unknown: 24 h. It counts neither as sitting nor as a break.",)


def test_every_activity_has_its_own_key_and_every_note_a_source() -> None:
    known, evidence = load_activities(), load_evidence()
    keys = [kind.key for kind in known.kinds.values()]
    assert len(set(keys)) == len(keys) == 11
    assert "u" not in keys
    for kind in known.kinds.values():
        assert (kind.note is None) == (kind.source is None)
        assert kind.evidence is None or kind.evidence in evidence
    assert all(figure.source and figure.meaning.endswith(".") for figure in known.figures.values())


@given(st.integers(0, MINUTES))
def test_a_minute_is_written_as_the_time_of_day(minute: int) -> None:
    hours, minutes = clock(minute).split(":")
    assert (len(hours), len(minutes), 60 * int(hours) + int(minutes)) == (2, 2, minute)


def test_lengths_are_told_in_hours_and_minutes() -> None:
    assert [duration(minutes) for minutes in (0, 5, 60, 65)] == ["0 min", "5 min", "1 h", "1 h 05 min"]


def test_a_sitting_over_midnight_belongs_to_both_days() -> None:
    start = datetime(2026, 3, 2, 23, 30, 40, tzinfo=timezone(timedelta(hours=1)))
    assert pieces(start, start + timedelta(hours=1), "couch") == [
        Bout(date(2026, 3, 2), 1410, MINUTES, "couch"),
        Bout(date(2026, 3, 3), 0, 30, "couch"),
    ]
    assert pieces(start, start + timedelta(seconds=10), "couch") == []


def test_the_hour_that_summer_time_leaves_out_is_in_no_bout() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 29, 1, 30, tzinfo=berlin)
    end = datetime(2026, 3, 29, 3, 30, tzinfo=berlin)
    day = date(2026, 3, 29)
    expected = [Bout(day, 90, 120, "couch"), Bout(day, 180, 210, "couch")]
    assert pieces(start, end, "couch") == expected
    assert sum(one.end_min - one.start_min for one in expected) == 60, "one real hour"
    fixed = [one.astimezone(timezone(one.utcoffset() or timedelta())) for one in (start, end)]
    bouts = pieces(fixed[0], fixed[1], "couch")
    assert sum(one.end_min - one.start_min for one in bouts) == 60, "also where only the offsets are known"


def test_the_hour_that_comes_twice_is_counted_once() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start, end = (datetime(2026, 10, 25, hour, 30, tzinfo=berlin) for hour in (1, 3))
    assert pieces(start, end, "couch") == [Bout(date(2026, 10, 25), 90, 210, "couch")]
