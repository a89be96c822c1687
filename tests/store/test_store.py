"""What goes into a store comes out of it, and what breaks a rule is refused in one sentence."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest

from psoas.errors import UsageError
from psoas.plan.records import Bout, KeptPicture, Profile, RepetitionRecord, Screening, Settings
from psoas.store import session_history
from psoas.store.store import Store
from psoas.words import number
from tests.store.made import AT, DAY

ONE = RepetitionRecord(1, 0.0, 4.0, 2.0, thigh_travel_deg=12.0, faults=("bounce",))
TWO = RepetitionRecord(2, 5.0, 9.0, 2.0, good=True)


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        action()
    words = str(caught.value)
    assert words.endswith(".")
    assert "\n" not in words
    return words


def only_set(store: Store) -> Any:
    (session,) = store.sessions(store.profiles()[0].id)
    return session.sets[0]


def test_a_first_profile_is_there_from_the_start(store: Store) -> None:
    (me,) = store.profiles()
    assert (me.name, me.height_m, me.settings) == ("Me", None, Settings())
    assert abs(datetime.now(UTC) - me.created_at) < timedelta(hours=1)


def test_a_profile_is_added_changed_and_removed_with_everything(store: Store, set_id: int) -> None:
    me = store.profiles()[0]
    store.save_repetition(set_id, ONE)
    store.save_day(me.id, DAY, [Bout(DAY, 0, 60, "couch")])
    store.save_screening(me.id, Screening(AT))
    other = store.add_profile("  Ann ", 1.7)
    assert (other.name, other.height_m) == ("Ann", 1.7)
    changed = replace(other, name="Anna", height_m=None, settings=Settings(9, False, 45, "light"))
    store.change_profile(changed)
    assert store.profiles() == [me, changed]
    store.remove_profile(me.id)
    assert store.profiles() == [changed]
    assert store.sessions(me.id) == []
    assert store.bouts(me.id, DAY, DAY) == []
    assert store.last_screening(me.id) is None


def test_the_last_profile_stays(store: Store) -> None:
    assert "last profile" in refusal(lambda: store.remove_profile(store.profiles()[0].id))
    assert len(store.profiles()) == 1


def test_the_id_of_a_removed_profile_is_nobody_s(store: Store) -> None:
    gone = store.add_profile("Gone").id
    store.remove_profile(gone)
    assert store.add_profile("New").id != gone


def test_a_session_is_saved_step_by_step(store: Store, set_id: int) -> None:
    store.save_repetition(set_id, ONE)
    assert only_set(store).repetitions == (ONE,)
    store.save_repetition(set_id, TWO)
    store.save_repetition(set_id, replace(ONE, hold_s=2.2))
    assert only_set(store).repetitions == (replace(ONE, hold_s=2.2), TWO)
    store.end_set(set_id, AT + timedelta(seconds=90))
    assert only_set(store).ended_at == AT + timedelta(seconds=90)
    assert len(only_set(store).repetitions) == 2
    (session,) = store.sessions(store.profiles()[0].id)
    store.end_session(session.id, AT + timedelta(minutes=3), pain_after=0)
    assert store.session(session.id).pain_after == 0
    assert store.session(session.id).ended_at == AT + timedelta(minutes=3)


def test_the_final_repetitions_take_the_place_of_all_that_were_saved(store: Store, set_id: int) -> None:
    for repetition in (ONE, TWO):
        store.save_repetition(set_id, repetition)
    store.end_set(set_id, AT, [replace(TWO, number=1)])
    assert only_set(store).repetitions == (replace(TWO, number=1),)
    store.end_set(set_id, AT, [])
    assert only_set(store).repetitions == ()


def test_a_final_row_that_is_refused_leaves_the_set_as_it_was(store: Store, set_id: int) -> None:
    store.save_repetition(set_id, ONE)
    assert "once" in refusal(lambda: store.end_set(set_id, AT, [TWO, TWO]))
    assert (only_set(store).repetitions, only_set(store).ended_at) == ((ONE,), None)


def test_sessions_come_oldest_first_and_since_a_time(store: Store) -> None:
    me, other = store.profiles()[0], store.add_profile("Other")
    times = [AT + timedelta(days=days) for days in (3, 1, 2)]
    for time in times:
        store.begin_session(me.id, "practice", time)
    store.begin_session(other.id, "practice", AT)
    assert [session.started_at for session in store.sessions(me.id)] == sorted(times)
    assert [session.started_at for session in store.sessions(me.id, since=times[2])] == [times[2], times[0]]


def test_times_are_kept_in_utc_whatever_their_zone(store: Store) -> None:
    east = AT.astimezone(timezone(timedelta(hours=9, minutes=30)))
    session = store.session(store.begin_session(store.profiles()[0].id, "practice", east))
    assert (session.started_at, session.started_at.tzinfo) == (AT, UTC)


def test_a_day_is_replaced_as_a_whole(store: Store) -> None:
    me = store.profiles()[0].id
    morning, noon = Bout(DAY, 480, 720, "desk"), Bout(DAY, 720, 750, "walking")
    next_day = Bout(DAY + timedelta(days=1), 0, 1440, "other")
    store.save_day(me, DAY, [noon, morning])
    store.save_day(me, next_day.day, [next_day])
    assert store.bouts(me, DAY, DAY) == [morning, noon]
    assert store.bouts(me, DAY, next_day.day) == [morning, noon, next_day]
    store.save_day(me, DAY, [noon])
    assert store.bouts(me, DAY, DAY) == [noon]
    store.save_day(me, DAY, [])
    assert store.bouts(me, date.min, date.max) == [next_day]


def test_bouts_that_overlap_or_belong_elsewhere_are_refused(store: Store) -> None:
    me = store.profiles()[0].id
    desk = Bout(DAY, 480, 720, "desk")
    store.save_day(me, DAY, [desk])
    assert "overlap" in refusal(lambda: store.save_day(me, DAY, [Bout(DAY, 719, 730, "car"), desk]))
    assert "day" in refusal(lambda: store.save_day(me, DAY + timedelta(days=1), [desk]))
    assert store.bouts(me, DAY, DAY) == [desk]


def test_the_newest_screening_counts(store: Store) -> None:
    me = store.profiles()[0].id
    assert store.last_screening(me) is None
    newest = Screening(AT + timedelta(days=1), ("pregnancy", "a knee that cannot kneel"), cleared=True)
    store.save_screening(me, newest)
    store.save_screening(me, Screening(AT))
    assert store.last_screening(me) == newest


def test_an_id_of_nobody_is_refused_and_saves_nothing(store: Store) -> None:
    for nobody in (0, -1, 77, 2**40, 2**70):
        assert re.search(f"no session {number(nobody)}|too large", refusal(partial(store.session, nobody)))
        actions: list[Callable[[int], object]] = [
            lambda n: store.begin_session(n, "practice", AT),
            lambda n: store.begin_set(n, "left", "timer", AT),
            lambda n: store.save_repetition(n, ONE),
            lambda n: store.end_set(n, AT, [ONE]),
            lambda n: store.end_session(n, AT),
            lambda n: store.save_day(n, DAY, []),
            lambda n: store.save_screening(n, Screening(AT)),
            lambda n: store.remove_profile(n),
            lambda n: store.change_profile(Profile(n, "Nobody", AT)),
        ]
        for action in actions:
            refusal(partial(action, nobody))
    assert [profile.name for profile in store.profiles()] == ["Me"]


WRONG: list[tuple[str, Callable[[Store, int, Any], object]]] = [
    ("pain", lambda store, me, _: store.begin_session(me, "practice", AT, pain_before=11)),
    ("session is for", lambda store, me, _: store.begin_session(me, _("play"), AT)),
    ("exercise", lambda store, me, _: store.begin_session(me, "practice", AT, exercise="")),
    ("zone", lambda store, me, _: store.begin_session(me, "practice", AT.replace(tzinfo=None))),
    ("zone", lambda store, me, _: store.sessions(me, AT.replace(tzinfo=None))),
    ("name", lambda store, me, _: store.add_profile("   ")),
    ("name", lambda store, me, _: store.add_profile("a\nb")),
    ("name", lambda store, me, _: store.add_profile("a\x00b")),
    ("name", lambda store, me, _: store.add_profile("\ud800")),
    ("1 to 100", lambda store, me, _: store.add_profile("x" * 101)),
    ("height", lambda store, me, _: store.add_profile("Giant", 170.0)),
    ("height", lambda store, me, _: store.add_profile("None", float("nan"))),
    (
        "reminder",
        lambda store, me, _: store.change_profile(Profile(me, "M", AT, None, Settings(10, True, -1))),
    ),
    ("8 to 10", lambda store, me, _: store.change_profile(Profile(me, "M", AT, None, Settings(11)))),
    (
        "theme",
        lambda store, me, _: store.change_profile(Profile(me, "M", AT, None, Settings(theme=_("red")))),
    ),
    (
        "a time of the day",
        lambda store, me, _: store.change_profile(
            Profile(me, "M", AT, None, Settings(sleep_from_min=1380, sleep_to_min=None))
        ),
    ),
    (
        "a time of the day",
        lambda store, me, _: store.change_profile(
            Profile(me, "M", AT, None, Settings(evening_from_min=1140, evening_to_min=1440))
        ),
    ),
    ("activity", lambda store, me, _: store.save_day(me, DAY, [Bout(DAY, 0, 5, _("asleep"))])),
]


def test_what_breaks_a_rule_is_refused_in_words(store: Store) -> None:
    me = store.profiles()[0]
    for word, action in WRONG:
        assert word in refusal(partial(action, store, me.id, str))
    assert (store.profiles(), store.sessions(me.id), store.bouts(me.id, DAY, DAY)) == ([me], [], [])


def test_a_repetition_that_cannot_be_is_refused(store: Store, set_id: int) -> None:
    for repetition in (
        replace(ONE, arch_deg=float("nan")),
        replace(ONE, end_s=float("inf")),
        replace(ONE, number=0),
        replace(ONE, number=2**40),
        replace(ONE, end_s=-1.0),
        replace(ONE, hold_s=-0.1),
    ):
        refusal(partial(store.save_repetition, set_id, repetition))
        refusal(partial(store.end_set, set_id, AT, [repetition]))
    assert only_set(store).repetitions == ()


def test_a_set_that_cannot_be_is_refused(store: Store, set_id: int) -> None:
    session = store.sessions(store.profiles()[0].id)[0].id
    wrong: Any = "middle"
    assert "side" in refusal(lambda: store.begin_set(session, wrong, "timer", AT))
    assert "followed" in refusal(lambda: store.begin_set(session, "left", wrong, AT))
    assert "exercise" in refusal(lambda: store.begin_set(session, "left", "timer", AT, exercise="x" * 101))
    assert "weights" in refusal(lambda: store.begin_set(session, "left", "camera", AT, weights="heavy"))
    assert "arch" in refusal(
        lambda: store.begin_set(session, "left", "camera", AT, bands={"arch": float("nan")})
    )
    assert [one.id for one in store.session(session).sets] == [set_id]


def test_figures_without_a_column_are_kept_and_a_wrong_one_is_refused(store: Store, set_id: int) -> None:
    kept = replace(ONE, figures={"thigh_over_couch": -4.5, "hanging_knee": 72.0})
    store.save_repetition(set_id, kept)
    assert only_set(store).repetitions == (kept,)
    wrong = replace(ONE, figures={"thigh_over_couch": float("nan")})
    assert "thigh_over_couch" in refusal(lambda: store.save_repetition(set_id, wrong))


def test_a_correction_stands_beside_what_was_measured(store: Store, set_id: int) -> None:
    store.save_repetition(set_id, ONE)
    store.history.correct(set_id, 1, {"bounce": False})
    store.save_repetition(set_id, replace(ONE, hold_s=2.5))  # measured anew: the person's word stays
    (kept,) = only_set(store).repetitions
    assert (kept.faults, kept.corrections, kept.hold_s) == (("bounce",), {"bounce": False}, 2.5)
    store.history.correct(set_id, 1, {})
    assert only_set(store).repetitions[0].corrections == {}
    assert "no repetition 7" in refusal(lambda: store.history.correct(set_id, 7, {"bounce": False}))
    assert "a fault has a name" in refusal(lambda: store.history.correct(set_id, 1, {"": True}))


def test_possible_faults_and_the_reasons_of_a_set_are_kept(store: Store) -> None:
    session = store.begin_session(store.profiles()[0].id, "practice", AT)
    made = store.begin_set(session, "left", "camera", AT, unmeasured={"arch": "an arm lies across it"})
    assert only_set(store).unmeasured == {"arch": "an arm lies across it"}
    perhaps = replace(ONE, possible_faults=("bounce",))
    store.end_set(made, AT, [perhaps], {"arch": "the shirt is loose"})
    assert only_set(store).unmeasured == {"arch": "the shirt is loose"}
    assert only_set(store).repetitions == (perhaps,)


def test_a_removed_session_is_put_back_as_it_was(store: Store, set_id: int) -> None:
    store.save_repetition(set_id, ONE)
    store.history.correct(set_id, 1, {"bounce": False})
    store.end_set(set_id, AT)
    frames = (KeptPicture(1, "start", b"jpeg"), KeptPicture(1, "deepest", b"other"))
    store.history.keep_frames(set_id, frames)
    (before,) = store.sessions(store.profiles()[0].id)
    removed = store.history.remove(before.id)
    assert removed.session == before
    assert store.history.frame(before.profile_id, set_id, 1, "start") is None
    assert store.sessions(store.profiles()[0].id) == []
    assert "no session" in refusal(lambda: store.history.remove(before.id))
    store.history.put_back(removed)
    assert store.session(before.id) == before
    assert store.history.frames_of(before.id) == {(set_id, 1): ("start", "deepest")}
    assert "kept already" in refusal(lambda: store.history.put_back(removed))
    assert store.begin_session(before.profile_id, "practice", AT) > before.id


def test_pictures_are_small_belong_to_one_person_and_go_with_their_choice(store: Store, set_id: int) -> None:
    mine = store.profiles()[0].id
    store.save_repetition(set_id, ONE)
    store.history.keep_frames(set_id, [KeptPicture(1, "start", b"jpeg")])
    assert store.history.frame(mine, set_id, 1, "start") == b"jpeg"
    assert store.history.frame(store.add_profile("Other").id, set_id, 1, "start") is None
    large = KeptPicture(1, "deepest", bytes(40_001))
    assert "40000 bytes" in refusal(lambda: store.history.keep_frames(set_id, [large]))
    assert store.history.remove_frames(mine) == 1
    assert store.history.frame(mine, set_id, 1, "start") is None


@pytest.mark.parametrize("goals", [{"goal_days": 8}, {"goal_opening_deg": -1.0}])
def test_goals_are_within_reason(store: Store, goals: dict[str, float]) -> None:
    me = store.profiles()[0]
    wrong = replace(me, settings=replace(me.settings, **goals))  # type: ignore[arg-type]
    assert "goals are 1 to 7 days a week" in refusal(lambda: store.change_profile(wrong))


def test_the_oldest_pictures_make_room_for_new_ones(
    store: Store, set_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_history, "MOST_PICTURES", 250)
    mine = store.profiles()[0].id
    session = store.sessions(mine)[0].id
    sets = [set_id, *(store.begin_set(session, "right", "camera", AT) for _ in range(2))]
    for one in sets:
        store.history.keep_frames(one, [KeptPicture(1, "start", bytes(100))])
    kept = [store.history.frame(mine, one, 1, "start") is not None for one in sets]
    assert kept == [False, True, True]
