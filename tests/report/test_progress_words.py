"""Progress in words: a value with its band, a change only beyond the error, and no minus before zero."""

import re
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.plan.progress import MEASURES, Measure, look_back
from psoas.plan.values import Setup, Value, compare
from psoas.report.progress_words import (
    MEASURE_WORDS,
    change_rows,
    change_words,
    day_words,
    number,
    setup_words,
    value_words,
)
from psoas.words import MINUS
from tests.plan.made_sessions import START, a_session, daily
from tests.plan.test_values import FULL, LITE, value


@given(st.floats(-3, 3), st.sampled_from(MEASURES))
def test_a_number_reads_back_to_its_digits(given_value: float, measure: Measure) -> None:
    words = MEASURE_WORDS[measure]
    shown = number(given_value, measure)
    read = float(shown.replace(MINUS, "-"))
    assert read == pytest.approx(given_value * words.times, abs=0.5000001 * 10**-words.digits)
    assert shown.startswith("+") == (words.signed and read > 0)
    assert shown.startswith(MINUS) == (read < 0), "no sign before zero"


def test_a_value_stands_with_its_band_or_says_that_its_error_is_not_known() -> None:
    assert value_words(value(12.2, 4.1), "hip_opening") == "+12° (+8 to +16)"
    assert value_words(Value(0.5, 0.25, 0.75, "1", 10, LITE), "good_holds") == "50 % (25 to 75)"
    assert value_words(Value(2.04, None, None, "s", 1, LITE), "hold") == "2.0 s (error not known)"


@given(st.floats(-40, 40), st.floats(0.1, 10), st.floats(-40, 40))
def test_a_change_is_said_as_one_only_where_its_interval_leaves_out_zero(
    first: float, reach: float, last: float
) -> None:
    change = compare(value(first, reach), value(last, reach))
    says = change_words(change, "arch")
    assert says.startswith("Changed by") == (change.verdict == "changed")
    read = [float(found.replace(MINUS, "-")) for found in re.findall(rf"[+{MINUS}]?\d+\.\d", says)]
    assert read[0] == pytest.approx(last - first, abs=0.051)
    assert read[1] <= read[0] <= read[2]


def test_what_cannot_be_compared_says_why() -> None:
    assert change_words(None, "arch") == "One value so far; nothing to compare."
    other = compare(value(1, 2), value(9, 2, FULL))
    assert change_words(other, "arch") == "Not compared: the set-up was another one."
    shares = compare(Value(0.2, 0.1, 0.3, "1", 10, LITE), Value(0.9, 0.8, 1.0, "1", 10, LITE))
    assert "+70.0 percentage points" in change_words(shares, "good_holds")


def test_a_line_is_written_for_each_trend_of_two_values_or_more() -> None:
    one_week = look_back(daily(3), [], START + timedelta(3), UTC)
    assert change_rows(one_week.weeks) == []
    two = look_back([*daily(3), a_session(START + timedelta(8))], [], START + timedelta(8), UTC)
    rows = change_rows(two.weeks)
    assert len(rows) == len(MEASURES) * 2
    assert not any(row.changed for row in rows)
    assert {row.first.partition(":")[0] for row in rows} == {"7 Sep 2026"}


def test_a_set_up_and_a_day_have_their_names() -> None:
    assert setup_words(LITE) == "live camera, lite network"
    assert setup_words(Setup("timer", None)) == "timer"
    assert day_words(date(2026, 11, 3)) == "3 Nov 2026"
