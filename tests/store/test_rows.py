"""Whatever a record can hold comes back as it was."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from psoas.day import Activity
from psoas.errors import UsageError
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.plan.records import MINUTES, Bout, RepetitionRecord, Screening, Settings
from psoas.store.rows import finite
from psoas.store.store import Store
from tests.store.made import AT

numbers = st.floats(allow_nan=False, allow_infinity=False)
positive = st.floats(0.0, 1e6)
angles = st.none() | numbers
times = st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1), timezones=st.timezones()).filter(
    lambda at: (
        at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset()
    )  # Python calls the others equal to none
)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=100)
faults = st.lists(st.sampled_from(tuple(EXERCISE.faults)), max_size=4).map(tuple)
same_store = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def repetitions(draw: st.DrawFn) -> list[RepetitionRecord]:
    made = []
    for number in sorted(draw(st.sets(st.integers(1, 1_000_000), max_size=4))):
        start = draw(positive)
        times_s = (start, start + draw(positive), draw(positive))
        made.append(
            RepetitionRecord(
                number,
                *times_s,
                thigh_travel_deg=draw(angles),
                hip_opening_deg=draw(angles),
                arch_deg=draw(angles),
                pelvis_deg=draw(angles),
                trunk_lean_deg=draw(angles),
                faults=draw(faults),
                good=draw(st.none() | st.booleans()),
            )
        )
    return made


@st.composite
def days(draw: st.DrawFn) -> tuple[date, list[Bout]]:
    day = draw(st.dates())
    edges = sorted(draw(st.sets(st.integers(0, MINUTES), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return day, [Bout(day, start, end, draw(st.sampled_from(get_args(Activity)))) for start, end in pairs]


@same_store
@given(repetitions(), st.dictionaries(words, numbers, max_size=3), times, st.integers(0, 10))
def test_a_session_comes_back(
    store: Store, given: list[RepetitionRecord], bands: dict[str, float], at: datetime, pain: int
) -> None:
    session = store.begin_session(store.profiles()[0].id, "practice", at, pain_before=pain)
    kept = store.begin_set(session, "right", "camera", at, weights="lite", bands=bands)
    store.end_set(kept, at, given)
    back = store.session(session)
    assert (back.started_at, back.started_at.tzinfo, back.pain_before) == (at, UTC, pain)
    assert (back.sets[0].bands, back.sets[0].ended_at) == (bands, at)
    assert back.sets[0].repetitions == tuple(given)


@same_store
@given(names, st.none() | st.floats(1.0, 2.3), st.integers(8, 10), st.booleans(), st.integers(0, MINUTES))
def test_a_profile_comes_back(
    store: Store, name: str, height: float | None, target: int, speech: bool, remind: int
) -> None:
    chosen = Settings(target, speech, remind)
    made = store.add_profile(name, height)
    store.change_profile(type(made)(made.id, name, AT, height, chosen))
    back = store.profiles()[-1]
    assert (back.name, back.height_m, back.settings, back.created_at) == (
        name,
        height,
        chosen,
        made.created_at,
    )


@same_store
@given(days(), times, st.lists(words, max_size=4).map(tuple), st.booleans())
def test_a_day_and_an_answer_come_back(
    store: Store, given: tuple[date, list[Bout]], at: datetime, flags: tuple[str, ...], cleared: bool
) -> None:
    day, bouts = given
    person = store.add_profile("Someone").id
    store.save_day(person, day, bouts)
    assert store.bouts(person, day, day) == bouts
    store.save_screening(person, Screening(at, flags, cleared))
    assert store.last_screening(person) == Screening(at, flags, cleared)
    store.remove_profile(person)


@given(numbers)
def test_a_number_is_finite_as_it_is(value: float) -> None:
    assert finite("it", value) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_no_number_is_refused(value: float) -> None:
    with pytest.raises(UsageError, match="arch_deg"):
        finite("arch_deg", value)
