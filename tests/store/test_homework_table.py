"""Homework is kept once and for one person; results find it by its key, and older ones change nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from psoas.errors import UsageError
from psoas.plan.records import KeptPicture
from psoas.plan.remarks import MOST_REMARKS, Remark
from psoas.store.store import Store
from tests.homework.made import AT, DAY, HOMEWORK, PICTURES, REMARKS, RESULTS


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        action()
    return str(caught.value)


def test_opened_twice_is_kept_once_and_never_for_another_person(store: Store) -> None:
    me, other = store.profiles()[0], store.add_profile("Bea")
    assert store.homework.keep(me.id, "received", HOMEWORK, AT, PICTURES)
    changed = replace(HOMEWORK, note="other")
    assert not store.homework.keep(me.id, "received", changed, AT + timedelta(1))
    assert "kept for Me already" in refusal(lambda: store.homework.keep(other.id, "received", changed, AT))
    (kept,) = store.homework.of(me.id, "received")
    assert (kept.homework, kept.kept_at, kept.results) == (HOMEWORK, AT, None)
    assert store.homework.pictures(kept.id) == PICTURES
    assert store.homework.of(other.id, "received") == store.homework.of(me.id, "given") == []


def test_nobody_gets_homework_of_an_unknown_id(store: Store) -> None:
    assert "no profile 99" in refusal(lambda: store.homework.keep(99, "given", HOMEWORK, AT))


def test_results_go_to_the_person_of_the_key_and_the_newest_stay(store: Store) -> None:
    store.add_profile("Bea")
    ada = store.add_profile("Ada")
    assert "answer no homework that was given here" in refusal(lambda: store.homework.keep_results(RESULTS))
    store.homework.keep(ada.id, "received", HOMEWORK, AT)
    refusal(lambda: store.homework.keep_results(RESULTS))
    store.homework.keep(ada.id, "given", HOMEWORK, AT)
    assert store.homework.keep_results(RESULTS) == (ada.id, True)
    assert store.homework.keep_results(RESULTS) == (ada.id, False)
    newer = replace(RESULTS, written_at=AT + timedelta(1), sets=RESULTS.sets[:1], client=HOMEWORK.client)
    assert store.homework.keep_results(newer) == (ada.id, True)
    assert store.homework.keep_results(RESULTS) == (ada.id, False)
    (kept,) = store.homework.of(ada.id, "given")
    assert kept.results == newer
    assert kept.results.opened == DAY


def test_homework_goes_with_its_person_and_by_itself(store: Store) -> None:
    me, ada = store.profiles()[0], store.add_profile("Ada")
    store.homework.keep(ada.id, "given", HOMEWORK, AT, PICTURES)
    (kept,) = store.homework.of(ada.id, "given")
    assert "no homework" in refusal(lambda: store.homework.remove(me.id, kept.id))
    store.homework.remove(ada.id, kept.id)
    assert store.homework.of(ada.id, "given") == []
    store.homework.keep(ada.id, "given", HOMEWORK, AT, PICTURES)
    store.notes.add(ada.id, "stiff", AT)
    store.remove_profile(ada.id)
    assert store.homework.keep(me.id, "given", HOMEWORK, AT)
    assert store.notes.of(ada.id) == []


def test_notes_are_written_read_and_removed_by_person(store: Store) -> None:
    me, ada = store.profiles()[0], store.add_profile("Ada")
    first = store.notes.add(ada.id, "stiff", AT)
    store.notes.add(ada.id, "better", AT + timedelta(1))
    assert [one.words for one in store.notes.of(ada.id)] == ["better", "stiff"]
    assert "no note" in refusal(lambda: store.notes.remove(me.id, first))
    store.notes.remove(ada.id, first)
    assert [one.words for one in store.notes.of(ada.id)] == ["better"]
    assert store.notes.of(me.id) == []
    refusal(lambda: store.notes.add(ada.id, "", AT))
    refusal(lambda: store.notes.add(ada.id, "x" * 4001, AT))


def test_remarks_are_drawn_on_a_persons_own_picture(store: Store, set_id: int) -> None:
    me, other = store.profiles()[0], store.add_profile("Bea")
    (session,) = store.sessions(me.id)
    store.history.keep_frames(set_id, [KeptPicture(1, "deepest", b"\xff\xd8")])
    refusal(lambda: store.history.remark(other.id, set_id, 1, "deepest", REMARKS))
    refusal(lambda: store.history.remark(me.id, set_id, 1, "start", REMARKS))
    many = (Remark("line", ((0, 0), (1, 1))),) * (MOST_REMARKS + 1)
    assert "at most 12" in refusal(lambda: store.history.remark(me.id, set_id, 1, "deepest", many))
    store.history.remark(me.id, set_id, 1, "deepest", REMARKS)
    assert store.history.pictures(session.id)[set_id][0].remarks == REMARKS
    removed = store.history.remove(session.id)
    store.history.put_back(removed)
    assert store.history.pictures(session.id)[set_id][0].remarks == REMARKS
