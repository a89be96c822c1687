"""The steps of the Stretch page: the red flags first, then the questions, and what was cut off can be finished."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nicegui import Client, ui

from psoas.app.coach import Coach, Visit
from psoas.app.stretch.aside import Aside
from psoas.app.stretch.channel import Room
from psoas.app.stretch.cut_off import CUT_OFF_H
from psoas.app.stretch.page import Stretch
from psoas.app.stretch.questions import Answers
from psoas.app.stretch.stage import StretchStage
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.plan.records import Purpose, RepetitionRecord, Screening
from psoas.store.store import Store
from tests.app.built import empty_page
from tests.store.ready import ready_file

REPETITIONS = tuple(RepetitionRecord(number, 0.0, 4.0, 2.0, good=True) for number in (1, 2, 3))


@dataclass
class Visited:
    """The page as its visitor sees it."""

    client: Client
    page: Stretch

    @property
    def words(self) -> str:
        shown = self.client.elements.values()
        texts = [one.content for one in shown if isinstance(one, ui.html)]
        return " ".join([*texts, *(one.text for one in shown if isinstance(one, ui.label | ui.button))])


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    with Store.open(ready_file(tmp_path)) as store:
        yield Visit(Coach(store, tmp_path), store.profiles()[0])


@contextmanager
def opened(visit: Visit, purpose: Purpose = "practice") -> Iterator[Visited]:
    aside = Aside()
    with empty_page() as client:
        page = Stretch(visit, Room(), aside, purpose)
        with ThreadPoolExecutor(1) as pool:  # another test's browser may have a loop in this thread
            pool.submit(asyncio.run, page.begin()).result()
        yield Visited(client, page)
    aside.shutdown()


def screened(visit: Visit, *flags: str, cleared: bool = False) -> None:
    visit.coach.store.save_screening(visit.profile.id, Screening(datetime.now(UTC), flags, cleared))


def began(visit: Visit, ago: timedelta, *, repetitions: int = 2, ended: bool = False) -> None:
    """A session of some time ago."""
    store, at = visit.coach.store, datetime.now(UTC) - ago
    session = store.begin_session(visit.profile.id, "practice", at)
    store.end_set(store.begin_set(session, "right", "camera", at), at, REPETITIONS[:repetitions])
    if ended:
        store.end_session(session, at, pain_after=0)


def test_the_red_flags_come_before_the_first_stretch_and_again_until_they_are_cleared(visit: Visit) -> None:
    def asks_for_flags() -> bool:
        with opened(visit) as seen:
            flags = "Before you start" in seen.words or "Which of these is true of you?" in seen.words
            assert flags is not ("Ready?" in seen.words)
            return flags

    assert asks_for_flags()
    screened(visit, "fever")
    assert asks_for_flags()
    screened(visit, "fever", cleared=True)
    assert not asks_for_flags()
    screened(visit)
    assert not asks_for_flags()


def test_only_a_young_session_that_was_cut_off_can_be_finished(visit: Visit) -> None:
    def offer() -> str | None:
        with opened(visit) as seen:
            _, cut_off, rest = seen.words.partition("Your last stretch was interrupted")
            return rest if cut_off else None

    screened(visit)
    assert offer() is None
    began(visit, timedelta(hours=CUT_OFF_H + 1))
    assert offer() is None, "too long ago"
    began(visit, timedelta(hours=3), repetitions=0)
    assert offer() is None, "nothing of it was kept"
    began(visit, timedelta(hours=2))
    assert "2 repetitions of it are kept." in (offer() or "")
    began(visit, timedelta(hours=1), ended=True)
    assert offer() is None, "a later one was finished"


def test_a_second_page_of_one_person_asks_before_it_ends_the_first(visit: Visit) -> None:
    screened(visit)
    with opened(visit) as seen:
        seen.page.room.is_busy = lambda profile_id: profile_id == visit.profile.id  # type: ignore[method-assign]
        seen.page.with_timer(Answers(2, "left", EXERCISE))
        assert "A stretch of yours is running already" in seen.words
        assert "Finish it there and start here" in seen.words
        assert not [one for one in seen.client.elements.values() if isinstance(one, StretchStage)]


def test_a_retest_is_measured_and_so_has_neither_timer_nor_clip(visit: Visit) -> None:
    screened(visit)
    for purpose, others in (("practice", True), ("retest", False)):
        with opened(visit, purpose) as seen:  # type: ignore[arg-type]
            assert "Start the camera" in seen.words
            assert ("Timer, no camera" in seen.words) is others
            assert ("Use a clip" in seen.words) is others


def test_a_timer_that_is_left_before_its_first_set_keeps_nothing(visit: Visit) -> None:
    screened(visit)
    with opened(visit) as seen:
        seen.page.with_timer(Answers(2, "left", EXERCISE))
        (stage,) = [one for one in seen.client.elements.values() if isinstance(one, StretchStage)]
        assert stage.props["camera"] is False
        assert "Ready?" not in seen.words, "one step at a time"
        seen.page.ended()
        assert "nothing was kept" in seen.words
    assert visit.coach.store.sessions(visit.profile.id) == []
