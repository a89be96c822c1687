"""The reminder speaks up after half an hour of sitting, and keeps quiet when it should."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.plan.breaks import (
    Surroundings,
    Watch,
    away,
    observed,
    paused,
    postponed,
    quiet_because,
    rules_for,
    sat_down,
    stood_up,
    tomorrow,
    words,
)

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES = rules_for(30)
HERE = Surroundings(camera=False, microphone=False, full_screen=False, idle_s=0.0, locked=False)


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def sat(minutes: int, around: Surroundings = HERE, watch: Watch | None = None, since: int = 0) -> Watch:
    """The watch when the person has been noted each minute."""
    watch = watch or sat_down(Watch(), NINE)
    for minute in range(since + 1, since + minutes + 1):
        watch = observed(watch, around, after(minute), RULES)
    return watch


def test_it_reminds_after_half_an_hour_and_not_before() -> None:
    assert not sat(29).showing
    assert sat(30).showing
    assert sat(30).rang_at == after(30)


def test_an_ignored_reminder_stays_up_and_calls_again_after_another_half_hour() -> None:
    assert sat(45).rang_at == after(30)
    assert sat(60).rang_at == after(60)


def test_it_reminds_where_the_system_can_tell_nothing_and_says_so() -> None:
    watch = sat(30, Surroundings())
    assert watch.showing
    says = (
        "Reminders cannot tell when you are in a call, in a full-screen program or away from this computer."
    )
    assert says in words(watch, RULES, NINE)
    silent = sat(10, replace(HERE, microphone=None))
    assert "Reminders cannot tell when you are in a call." in words(silent, RULES, NINE)


@pytest.mark.parametrize("name", ["camera", "microphone", "full_screen"])
def test_it_is_quiet_in_a_call_and_comes_when_the_call_is_over(name: str) -> None:
    busy = replace(HERE, **{name: True})
    watch = sat(50, busy)
    assert not watch.showing
    assert any(says.startswith("No reminder now: ") for says in words(watch, RULES, NINE))
    assert sat(1, watch=watch, since=50).showing


def test_a_reminder_that_shows_goes_away_when_a_call_begins() -> None:
    assert not observed(sat(30), replace(HERE, microphone=True), after(30.25), RULES).showing


def test_it_can_be_put_off_by_ten_minutes_once() -> None:
    watch = postponed(sat(30), after(30), RULES)
    assert not sat(9, watch=watch, since=30).showing
    watch = sat(10, watch=watch, since=30)
    assert watch.showing
    assert watch.rang_at == after(40)
    assert not watch.can_postpone
    assert postponed(watch, after(40), RULES) == watch


def test_what_does_not_show_cannot_be_put_off() -> None:
    assert postponed(sat(10), after(10), RULES) == sat(10)


@pytest.mark.parametrize("minutes", [30, 60])
def test_a_pause_holds_and_then_ends(minutes: int) -> None:
    watch = paused(sat(30), after(30 + minutes))
    assert not sat(minutes - 1, watch=watch, since=30).showing
    assert sat(minutes, watch=watch, since=30).showing


def test_a_pause_until_tomorrow_outlasts_a_new_sitting() -> None:
    watch = paused(sat(30), tomorrow(after(30)))
    assert watch.paused_until == datetime(2026, 3, 3, tzinfo=UTC)
    assert "Reminders are paused until tomorrow." in words(stood_up(watch), RULES, after(30))
    watch = sat_down(stood_up(watch), NINE + timedelta(hours=4))
    assert not observed(watch, HERE, NINE + timedelta(hours=5), RULES).showing


def test_a_pause_can_be_ended() -> None:
    watch = paused(paused(sat(30), after(60)), None)
    assert sat(1, watch=watch, since=30).showing


def test_away_long_enough_is_the_break() -> None:
    watch = sat(20)
    for minute in range(21, 27):
        watch = observed(watch, replace(HERE, idle_s=(minute - 20) * 60.0), after(minute), RULES)
    assert away(watch, RULES)
    assert watch.seen_at == after(20)
    watch = observed(watch, HERE, after(27), RULES)
    assert watch.sat_since == after(27)
    assert not sat(29, watch=watch, since=27).showing
    assert sat(30, watch=watch, since=27).showing


def test_a_short_look_out_of_the_window_is_no_break() -> None:
    watch = observed(sat(20), replace(HERE, idle_s=240.0), after(24), RULES)
    watch = observed(watch, HERE, after(24.5), RULES)
    assert watch.sat_since == NINE


def test_locked_stops_the_count_at_once_and_shows_nothing() -> None:
    watch = observed(sat(30), replace(HERE, locked=True), after(31), RULES)
    assert away(watch, RULES)
    assert not watch.showing
    assert watch.seen_at == after(30)
    assert any(says.startswith("You seem to be away since 09:30.") for says in words(watch, RULES, NINE))


def test_a_machine_that_slept_counts_as_away() -> None:
    watch = observed(sat(20), HERE, after(120), RULES)
    assert watch.sat_since == after(120)
    assert not watch.showing


def test_a_clock_that_was_years_ahead_holds_up_no_reminder() -> None:
    wrong = observed(sat(10), HERE, after(1_000_000), RULES)
    wrong = paused(wrong, tomorrow(after(1_000_000)))
    right = observed(wrong, HERE, after(20), RULES)
    assert (right.sat_since, right.paused_until) == (after(20), None)
    assert sat(31, watch=right, since=20).showing


def test_midnight_is_that_of_the_wall_clock_where_summer_time_ends_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Paris")
        time.tzset()
        early = datetime(2026, 10, 25, 1, tzinfo=ZoneInfo("Europe/Paris")).astimezone()
        coming = tomorrow(early).astimezone(UTC)
    time.tzset()
    assert coming == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_off_never_reminds() -> None:
    watch = sat_down(Watch(), NINE)
    for minute in range(300):
        watch = observed(watch, HERE, after(minute), rules_for(0))
    assert not watch.showing
    assert "Reminders are off." in words(watch, rules_for(0), NINE)


def test_nobody_sits_nobody_is_reminded() -> None:
    assert not observed(Watch(), HERE, after(999), RULES).showing
    assert not observed(stood_up(sat(40)), HERE, after(41), RULES).showing


guess = st.sampled_from([None, False, True])
looks = st.builds(
    Surroundings,
    camera=guess,
    microphone=guess,
    full_screen=guess,
    idle_s=st.none() | st.floats(0, 2000),
    locked=guess,
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["look", "look", "look", "sit", "stand", "later", "pause", "resume"]),
        looks,
        st.integers(-600, 2400),
    ),
    max_size=40,
)


@given(steps)
def test_whatever_happens_it_never_disturbs_when_it_should_not(
    happenings: list[tuple[str, Surroundings, int]],
) -> None:
    watch, now, put_off = Watch(), NINE, 0
    for what, around, seconds in happenings:
        now += timedelta(seconds=seconds)
        before = watch
        match what:
            case "look":
                watch = observed(watch, around, now, RULES)
            case "sit":
                watch = sat_down(watch, now)
            case "stand":
                watch = stood_up(watch)
            case "later":
                watch = postponed(watch, now, RULES)
            case "pause":
                watch = paused(watch, now + timedelta(minutes=30))
            case "resume":
                watch = paused(watch, None)
        if watch.sat_since != before.sat_since:
            put_off = 0
        if watch.postponed_until not in (None, before.postponed_until):
            put_off += 1
        assert put_off <= 1
        assert words(watch, RULES, now)
        if not watch.showing:
            continue
        assert watch.sat_since is not None
        assert watch.seen_at is not None
        assert watch.observed_at is not None
        assert not quiet_because(watch.surroundings)
        assert not watch.surroundings.locked
        assert not away(watch, RULES)
        assert watch.seen_at - watch.sat_since >= RULES.remind_after
        assert watch.paused_until is None or watch.observed_at >= watch.paused_until
        assert watch.postponed_until is None or watch.observed_at >= watch.postponed_until
