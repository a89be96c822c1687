"""A stretch that was cut off: gone on with, looked at, or deleted."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from psoas.app.stretch.cut_off import CUT_OFF_H, cut_off_session, kept_words, remainder_of
from psoas.plan.records import Profile, RepetitionRecord, SessionRecord, SetRecord
from tests.app.conftest import OpenPage, Served

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def a_set(side: str, count: int, **more: Any) -> SetRecord:
    repetitions = tuple(
        RepetitionRecord(number, 5.0 * number, 5.0 * number + 4.0, 2.0) for number in range(1, count + 1)
    )
    return SetRecord(1, side, "camera", NOW, weights="full", repetitions=repetitions, **more)  # type: ignore[arg-type]


def session(*sets: SetRecord, **more: Any) -> SessionRecord:
    return SessionRecord(1, 1, more.pop("purpose", "practice"), NOW, sets=sets, **more)


@pytest.mark.parametrize(
    ("sets", "wanted"),
    [
        ((("right", 4),), ("right", 4, 2)),
        ((("right", 10),), ("left", 0, 1)),
        ((("left", 10), ("right", 3)), ("right", 3, 1)),
        ((("left", 10), ("right", 10)), None),
        ((), None),
    ],
)
def test_what_is_left_is_the_rest_of_a_side_and_the_other_side(
    sets: tuple[tuple[str, int], ...], wanted: tuple[str, int, int] | None
) -> None:
    left = remainder_of(session(*(a_set(*one) for one in sets)), 10)
    if left is None:
        assert wanted is None
        return
    done = 0 if left.a_set is None else len(left.a_set.repetitions)
    assert (left.side, done, left.sets) == wanted


def test_neither_a_measurement_nor_an_exercise_that_the_coach_does_not_know_is_gone_on_with() -> None:
    assert remainder_of(session(a_set("right", 4), purpose="retest"), 10) is None
    assert remainder_of(session(a_set("right", 4), exercise="modified_thomas_test"), 10) is None


def test_only_the_last_session_of_these_hours_that_was_not_finished_is_cut_off() -> None:
    one = session(a_set("right", 1))
    assert cut_off_session([one], NOW) == one
    assert kept_words(one) == "1 repetition of it is kept"
    assert cut_off_session([one], NOW + timedelta(hours=CUT_OFF_H + 1)) is None
    assert cut_off_session([session(a_set("right", 1), ended_at=NOW)], NOW) is None
    assert cut_off_session([session(a_set("right", 0))], NOW) is None
    assert cut_off_session([], NOW) is None


def begun(served: Served, person: Profile, method: Any, count: int) -> int:
    now = datetime.now(UTC)
    with served.open_store() as store:
        number = store.begin_session(person.id, "practice", now)
        one = store.begin_set(number, "left", method, now)
        for repetition in a_set("left", count).repetitions:
            store.save_repetition(one, repetition)
    return number


def test_a_stretch_that_was_cut_off_can_be_finished(
    open_page: OpenPage, screened: Profile, coach_server: Served
) -> None:
    number = begun(coach_server, screened, "camera", 1)
    page = open_page("/stretch", who=screened)
    page.get_by_role("button", name="See its results").click()
    page.get_by_role("button", name="See your results").click()
    expect(page.get_by_role("columnheader", name="Left leg")).to_be_visible()
    with coach_server.open_store() as store:
        assert store.session(number).ended_at is not None
    page.reload()
    page.wait_for_selector("text=Ready?")
    assert not page.get_by_role("button", name="See its results").count()


def test_a_stretch_that_was_cut_off_goes_on_in_its_own_set(
    open_page: OpenPage, screened: Profile, coach_server: Served
) -> None:
    number = begun(coach_server, screened, "timer", 9)
    page = open_page("/", who=screened)
    expect(page.get_by_role("heading", name="Go on with your stretch")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Go on with it").click()
    expect(page.locator(".stage-of")).to_contain_text("left")
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with coach_server.open_store() as store:
            (kept,) = store.sessions(screened.id)
        if len(kept.sets[0].repetitions) == 10:
            break
        page.wait_for_timeout(200)
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="See your results").click()
    expect(page.get_by_text("The timer measures nothing")).to_be_visible()
    with coach_server.open_store() as store:
        (kept,) = store.sessions(screened.id)
    assert kept.id == number
    assert kept.ended_at is not None
    assert [(one.side, len(one.repetitions)) for one in kept.sets] == [("left", 10)]
    assert [one.number for one in kept.sets[0].repetitions] == list(range(1, 11))


def test_a_stretch_that_was_cut_off_can_be_deleted_and_brought_back(
    open_page: OpenPage, screened: Profile, coach_server: Served
) -> None:
    begun(coach_server, screened, "camera", 2)
    page = open_page("/stretch", who=screened)
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("It is deleted.")).to_be_visible()
    with coach_server.open_store() as store:
        assert store.sessions(screened.id) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 repetitions of it are kept.")).to_be_visible()
