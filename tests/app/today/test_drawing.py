"""What comes from the browser as a stroke on the day is checked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.today.drawing import bout_of, span_of
from psoas.plan.records import Bout

TODAY = date(2026, 3, 2)


@given(st.one_of(st.none(), st.integers(), st.text(), st.dictionaries(st.text(), st.integers())))
def test_what_is_no_stroke_is_none(args: object) -> None:
    assert span_of(args) is None
    assert bout_of(args, TODAY) is None


@pytest.mark.parametrize(
    "args",
    [
        {"start": -1, "end": 10, "activity": "desk"},
        {"start": 10, "end": 10, "activity": "desk"},
        {"start": 0, "end": 1441, "activity": "desk"},
        {"start": 0, "end": 10.5, "activity": "desk"},
        {"start": False, "end": True, "activity": "desk"},
        {"start": "0", "end": "10", "activity": "desk"},
        {"start": 0, "end": 10, "activity": "flying"},
        {"start": 0, "end": 10, "activity": ["desk"]},
        {"start": 0, "end": 10},
    ],
)
def test_a_stroke_that_cannot_be_is_refused(args: dict[str, object]) -> None:
    assert bout_of(args, TODAY) is None


def test_a_stroke_is_a_bout_of_the_page_s_own_day() -> None:
    args = {"start": 0, "end": 1440, "activity": "other", "day": "1999-01-01"}
    assert bout_of(args, TODAY) == Bout(TODAY, 0, 1440, "other")
