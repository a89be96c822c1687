"""What devices saw after a reminder stands beside its own record; what none saw is not known."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from psoas.day import Activity, DayBout
from psoas.plan.records import ReminderAnswer, ReminderRecord
from psoas.plan.seen_breaks import SeenBreak, adherence_words, answer_words, see_break, seen_words

TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
AT = ReminderRecord(TEN, TEN - timedelta(minutes=30))


def bouts(
    *parts: tuple[float, float, Activity], source: str = "watch.fit", sure: float = 0.9
) -> list[DayBout]:
    """Bouts in minutes after the reminder."""
    start = round(TEN.timestamp())
    return [
        DayBout(start + round(60 * a), start + round(60 * b), kind, None, sure, (source,))
        for a, b, kind in parts
    ]


def seen(*parts: tuple[float, float, Activity]) -> SeenBreak:
    return see_break(AT, bouts(*parts))


def test_a_walk_between_two_sittings_is_a_break_with_its_length() -> None:
    found = seen((-30, 4, "sitting"), (4, 6, "standing"), (6, 10, "walking"), (10, 60, "sitting"))
    assert (found.kind, found.length_s, found.walked_s, found.open_end) == ("walked", 360, 240, False)
    assert seen_words(found) == "You got up for 6 min, 4 min of it walking; seen by watch.fit."


def test_a_break_that_is_all_walking_is_said_so() -> None:
    assert seen_words(seen((0, 4, "walking"), (4, 60, "couch"))) == "You walked for 4 min; seen by watch.fit."


def test_a_break_whose_end_nobody_saw_lasted_at_least_so_long() -> None:
    found = seen((-30, 1, "sitting"), (1, 6, "standing"), (9, 60, "sitting"))
    assert (found.kind, found.length_s, found.open_end) == ("stood", 300, True)
    assert seen_words(found) == "You stood for at least 5 min; seen by watch.fit."


def test_a_break_that_had_begun_counts_from_the_reminder_on() -> None:
    found = seen((-5, 3, "other"), (3, 60, "sitting"))
    assert (found.kind, found.length_s) == ("moved", 180)
    assert seen_words(found) == "You did not sit for 3 min; seen by watch.fit."


@pytest.mark.parametrize(
    "parts", [((-30, 40, "sitting"),), ((-30, 3, "sitting"), (3, 4, "standing"), (4, 40, "couch"))]
)
def test_sitting_all_the_time_is_no_break_and_neither_is_a_minute_on_the_feet(
    parts: tuple[tuple[float, float, Activity], ...],
) -> None:
    found = seen(*parts)
    assert (found.kind, found.length_s) == ("sat", 0)
    assert seen_words(found) == "You stayed seated; seen by watch.fit."


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ((20, 40, "walking"),),
        ((-20, -10, "walking"),),
    ],
)
def test_where_no_device_covers_the_time_it_is_not_known(
    parts: tuple[tuple[float, float, Activity], ...],
) -> None:
    found = seen(*parts)
    assert (found.kind, found.sources) == (None, ())
    assert seen_words(found) == "Not known: no device covers the 10 minutes after it."


@pytest.mark.parametrize(
    "parts",
    [
        ((-30, 3, "sitting"),),
        ((-30, 3, "sitting"), (6, 40, "sitting")),
        ((2, 3.5, "walking"),),
    ],
)
def test_where_a_device_covers_a_part_of_the_time_that_is_said(
    parts: tuple[tuple[float, float, Activity], ...],
) -> None:
    found = seen(*parts)
    assert (found.kind, found.length_s) == (None, 0)
    assert seen_words(found) == "Not known: only a part of the 10 minutes after it is covered, by watch.fit."


def test_a_walk_that_begins_later_did_not_follow_the_reminder() -> None:
    assert seen((-30, 11, "sitting"), (11, 20, "walking")).kind == "sat"
    assert seen((-30, 10, "sitting"), (10, 20, "walking")).kind == "walked"


def test_a_keyboard_in_use_does_not_say_that_the_person_sat() -> None:
    keys = [
        DayBout(round(TEN.timestamp()) - 600, round(TEN.timestamp()) + 1800, "desk", "computer", 0.5, ("aw",))
    ]
    found = see_break(AT, keys)
    assert found.kind == "typed"
    assert seen_words(found) == "The keyboard stayed in use; seen by aw. Whether you stood is not known."
    measured = [DayBout(one.start_s, one.end_s, "desk", "computer", 0.9, ("thigh", "aw")) for one in keys]
    assert see_break(AT, measured).kind == "sat"


def test_random_days_never_give_a_break_longer_than_what_is_known() -> None:
    dice = random.Random(3)
    for _ in range(300):
        parts: list[tuple[float, float, Activity]] = []
        at = -20.0
        while at < 40:
            length = dice.choice((0.5, 1, 2, 5, 9))
            kind: Activity = dice.choice(("sitting", "desk", "standing", "walking", "other"))
            if dice.random() < 0.7:
                parts.append((at, at + length, kind))
            at += length
        found = seen(*parts)
        rest = sum(60 * (b - max(a, 0)) for a, b, kind in parts if b > 0 and kind not in ("sitting", "desk"))
        assert found.walked_s <= found.length_s <= rest
        assert (found.length_s >= 120) == (found.kind in ("walked", "stood", "moved"))
        assert found.sources or found.kind is None


def after(answer: ReminderAnswer | None, *parts: tuple[float, float, Activity]) -> SeenBreak:
    at = None if answer is None else TEN + timedelta(minutes=2)
    return see_break(ReminderRecord(TEN, AT.sat_since, answer, at), bouts(*parts))


def test_adherence_counts_what_was_said_and_what_was_seen_and_urges_nobody() -> None:
    walk: tuple[tuple[float, float, Activity], ...] = (
        (-30, 1, "sitting"),
        (1, 7, "walking"),
        (7, 60, "sitting"),
    )
    says = adherence_words(
        [
            after("stood_up", *walk),
            after(None, (-30, 2, "sitting"), (2, 4, "standing"), (4, 60, "sitting")),
            after("stood_up", (-30, 60, "sitting")),
            after("left"),
            after("postponed", (-30, 60, "sitting")),
            after("paused"),
        ]
    )
    assert says == [
        "Reminders: 6. You said after 2 of them that you stood up.",
        "Put off or paused: 2. What followed these is not counted.",
        "Seen by devices within 10 minutes: a break with walking 1, a break standing 1, you stayed seated 1.",
        "The middle one of these breaks lasted 4 min.",
        "Not known: 1. No device covers all of the 10 minutes after it.",
    ]
    words = " ".join(says).lower()
    for urging in (
        "should",
        "must",
        "only",
        "failed",
        "missed",
        "ignored",
        "good",
        "bad",
        "well done",
        "try",
    ):
        assert urging not in words.split()
    assert adherence_words([]) == []


def test_an_answer_is_said_with_its_time() -> None:
    local = (TEN + timedelta(minutes=2)).astimezone()
    assert answer_words(after("stood_up").reminder) == f"You said at {local:%H:%M} that you stood up."
    assert answer_words(AT) == "Nothing."
