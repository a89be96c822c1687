"""Where in the week the longest sittings lie rests on enough days, and nothing is said of fewer."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from psoas.day import Day, DayBout
from psoas.plan.long_sittings import (
    LongSitting,
    SittingDay,
    device_sitting_days,
    find_long_sittings,
    long_sitting_words,
    sitting_days,
)
from psoas.plan.records import Bout

TUESDAY = date(2026, 3, 3)
"""The first of many weeks."""


def day(number: int, *sittings: tuple[int, int], known: tuple[int, int] = (480, 1320)) -> list[Bout]:
    """A day of the weeks in hours of sitting; the rest of what is known is standing."""
    when = TUESDAY + timedelta(number)
    bouts, at = [], known[0]
    for start, end in sittings:
        if at < start:
            bouts.append(Bout(when, at, start, "standing"))
        bouts.append(Bout(when, start, end, "desk"))
        at = end
    return [*bouts, Bout(when, at, known[1], "standing")] if at < known[1] else bouts


def words(*days: list[Bout]) -> list[str]:
    return long_sitting_words(sitting_days(bout for one in days for bout in one), found(*days))


def found(*days: list[Bout]) -> list[LongSitting]:
    return find_long_sittings(sitting_days(bout for one in days for bout in one))


def test_the_afternoon_of_tuesdays_is_found_with_its_days() -> None:
    tuesdays = [day(7 * week, (840, 1020)) for week in range(3)] + [day(21, (840, 900), (910, 1020))]
    (place,) = found(*tuesdays)
    assert place == LongSitting(1, 840, 1020, 4, 4, 162.5)
    assert words(*tuesdays) == [
        "Tuesdays, 14:00 to 17:00: sittings of 2 h 42 min on average without a break, on 4 of 4 days known.",
        "A break in the first of these times would divide the longest sittings.",
    ]


def test_two_tuesdays_are_too_few() -> None:
    two = [day(0, (840, 1020)), day(7, (840, 1020))]
    assert found(*two) == []
    (says,) = words(*two)
    assert says.startswith(
        "Too few days are known to say where in the week long sittings lie: 3 of one weekday"
    )


def test_five_days_of_any_kind_say_something_of_all_days() -> None:
    week = [day(number, (600, 720)) for number in range(5)]
    (place,) = found(*week)
    assert place == LongSitting(None, 600, 720, 5, 5, 120)
    assert found(*week[:4]) == []
    assert words(*week)[0].startswith("Any day, 10:00 to 12:00: sittings of 2 h")


def test_an_hour_that_is_not_known_neither_counts_for_nor_against() -> None:
    known = [day(7 * week, (840, 960)) for week in range(3)]
    unknown = [day(21, known=(480, 600)), day(28, known=(480, 600))]
    (place,) = found(*known, *unknown)
    assert (place.days, place.of_days) == (3, 3)
    standing = [day(7 * week) for week in range(3, 6)]
    assert found(*known, *standing) == []
    assert words(*known, *standing) == [
        "No time of the week had sittings of 60 minutes or more on most of its days."
    ]


def test_breaks_divide_sittings_and_short_interruptions_do_not() -> None:
    broken = [day(7 * week, (840, 890), (895, 945), (950, 1000)) for week in range(4)]
    assert found(*broken) == []
    hardly = [day(7 * week, (840, 890), (891, 945)) for week in range(4)]
    (place,) = found(*hardly)
    assert (place.start_min, place.end_min, place.mean_min) == (840, 960, 104)


def test_hours_of_different_days_are_not_one_long_place() -> None:
    """Each hour is long on two of three Tuesdays, all three together on none."""
    tuesdays = [day(0, (840, 960)), day(7, (900, 1020)), day(14, (840, 900), (960, 1020))]
    assert sorted((one.start_min, one.end_min, one.days) for one in found(*tuesdays)) == [
        (840, 900, 2),
        (900, 960, 2),
        (960, 1020, 2),
    ]


def test_an_hour_of_which_few_days_know_does_not_take_the_others_days_away() -> None:
    short = [day(7 * week, (840, 960), known=(840, 960)) for week in range(6)]
    late = [day(7 * week, (840, 1020), known=(840, 1020)) for week in range(6, 9)]
    assert [(one.start_min, one.end_min, one.of_days) for one in found(*short, *late)] == [
        (960, 1020, 3),
        (840, 960, 9),
    ]


def test_a_place_never_rests_on_half_of_the_days_of_one_of_its_hours_or_fewer() -> None:
    """Days end one hour earlier each: hour by hour few are lost, in all most of them."""
    weeks = [day(7 * week, (600, 660 + 60 * week), known=(600, 660 + 60 * week)) for week in range(1, 9)]
    (first, *_) = sorted(found(*weeks), key=lambda one: one.start_min)
    assert (first.start_min, first.end_min, first.of_days) == (600, 900, 5)


def test_the_three_longest_places_are_given_the_longest_first() -> None:
    weeks = [
        day(7 * week + number, (600, 600 + 60 * (number + 1))) for week in range(3) for number in range(5)
    ]
    assert [one.mean_min for one in found(*weeks)] == [300, 240, 180]
    assert [one.weekday for one in found(*weeks)] == [5, 4, 3]


def test_what_devices_saw_gives_the_same_as_the_same_days_by_hand() -> None:
    dice = random.Random(5)
    zone = ZoneInfo("Europe/Paris")
    bouts, days = [], []
    for number in range(21):
        row = day(number, *((at, at + dice.choice((20, 70, 118))) for at in range(480, 1200, 120)))
        bouts += row
        midnight = round(datetime(2026, 3, 3, tzinfo=zone).timestamp()) + 86400 * number
        seen = tuple(
            DayBout(
                midnight + 60 * one.start_min, midnight + 60 * one.end_min, one.activity, None, 0.9, ("x",)
            )
            for one in row
            if one.activity
        )
        days.append(
            Day(
                TUESDAY + timedelta(number), midnight, midnight + 86400, ((midnight, 3600),), seen, None, 0, 0
            )
        )
    assert find_long_sittings(device_sitting_days(days)) == find_long_sittings(sitting_days(bouts))


def test_the_day_on_which_an_hour_comes_twice_stays_within_its_day() -> None:
    start = 1_729_980_000
    one = Day(
        date(2024, 10, 27),
        start,
        start + 25 * 3600,
        ((start, 7200), (start + 3 * 3600, 3600)),
        (DayBout(start, start + 25 * 3600, "sitting", None, 0.9, ("x",)),),
        None,
        0,
        0,
    )
    (found_day,) = device_sitting_days([one])
    assert found_day == SittingDay(date(2024, 10, 27), found_day.sittings, ((0, 1440),))
    assert (found_day.sittings[0].start, found_day.sittings[0].end) == (0, 1440)
