"""The words: short, plain, nothing promised, and no forecast of pain."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from psoas.forecast import (
    HipRecord,
    HipTest,
    forecast_hip,
    forecast_words,
    load_parameters,
    not_forecast,
)
from psoas.forecast.words import plain, signed_tenth
from tests.forecast.made import START, a_record, the_last_day

RECORDS = {
    "usual": a_record(),
    "no test": a_record(tests=0),
    "no practice": a_record(a_day=0.0, hours=None),
    "unknown practice": a_record(a_day=None),
    "jumps": HipRecord(
        [HipTest(START + timedelta(7 * one), "thomas", 40.0 * (one % 2), 0.5) for one in range(6)]
    ),
    "grows": HipRecord(
        [HipTest(START + timedelta(7 * one), "thomas", 4.0 * one, 0.5) for one in range(6)],
        a_record().practice,
    ),
    "leaps": HipRecord(
        [HipTest(START + timedelta(7 * one), "thomas", 10.0 * one, 0.5) for one in range(6)],
        a_record().practice,
    ),
    "falls": HipRecord(
        [HipTest(START + timedelta(7 * one), "thomas", -4.0 * one, 0.5) for one in range(6)],
        a_record().practice,
    ),
    "one test": HipRecord([HipTest(START, "thomas", -3.0, 2.6)]),
    "stretch": HipRecord([HipTest(START, "stretch", 20.0, 3.0)], a_record().practice),
    "much": a_record(a_day=900.0, weeks=12, tests=6, error=0.5),
}
LONGEST = 26
"""Words of a sentence."""
PROMISES = r"\b(will|guarantee\w*|cure\w*|heal\w*|fix\w*|relie\w+|certain\w*|surely|always|prove\w*|safe)\b"
JARGON = (
    r"\b(posterior|prior|bayes\w*|particle\w*|quantile\w*|percentile\w*|sarcomere\w*|lognormal|variance|likelihood|"
    r"parameter\w*|credible|confidence|adherence|contracture|simulat\w*|effect size)\b"
)


def texts() -> Iterator[tuple[str, str]]:
    for name, record in RECORDS.items():
        for planned in ((), (140.0, 280.0)):
            forecast = forecast_hip(record, the_last_day(record), planned=planned)
            for sentence in (*forecast_words(forecast), *not_forecast(forecast).values()):
                yield name, sentence


SENTENCES = sorted({one for _, text in texts() for one in re.split(r"(?<=[.?!]) +", text) if one})


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_short_and_plain(sentence: str) -> None:
    assert len(sentence.split()) <= LONGEST
    assert not re.search(JARGON, sentence, re.IGNORECASE)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_nothing_is_promised(sentence: str) -> None:
    assert not re.search(PROMISES, sentence, re.IGNORECASE)
    if "pain" in sentence:
        assert "pain is not forecast" in sentence


def test_sentences_are_short_on_the_whole() -> None:
    assert sum(len(one.split()) for one in SENTENCES) / len(SENTENCES) < 17


@pytest.mark.parametrize("name", RECORDS)
def test_every_forecast_says_what_is_not_known(name: str) -> None:
    record = RECORDS[name]
    words = " ".join(forecast_words(forecast_hip(record, the_last_day(record), planned=(140.0,))))
    assert "Nobody has followed the fibres of a psoas in a trial." in words
    assert "Nothing is promised, and pain is not forecast." in words
    assert ("is tolerance" in words) or ("No change is expected" in words)


def test_the_retest_is_set_beside_ten_sessions() -> None:
    record = a_record(tests=1)
    words = " ".join(forecast_words(forecast_hip(record, the_last_day(record))))
    assert re.search(
        r"without the error of a test, is narrower: [\d.]+ degrees either way in 95 of 100", words
    )
    assert re.search(r"A retest on \d+ \w+ 2026 narrows it to [\d.]+\.", words)
    assert "Ten more filmed sessions" in words


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (
            ("unknown practice", "jumps", "one test"),
            "Your practice is not known, so you are taken for somebody who has not stretched so far.",
        ),
        (("jumps",), "Your tests differ by more than their errors and your practice explain."),
        (
            ("grows", "leaps"),
            "more than your practice explains. So the forecast starts from where your tests are",
        ),
        (
            ("falls",),
            "which your practice does not explain. So the forecast starts from where your tests are now",
        ),
        (
            ("leaps",),
            "Your tests are unlike what the studies lead to expect, so the ends of the range are rough.",
        ),
    ],
)
def test_a_doubt_is_said_where_it_holds_and_nowhere_else(names: tuple[str, ...], says: str) -> None:
    for other, record in RECORDS.items():
        words = " ".join(forecast_words(forecast_hip(record, the_last_day(record), planned=(140.0,))))
        assert (says in words) == (other in names), other


def test_about_half_of_a_plan_is_what_the_forecast_takes_as_kept() -> None:
    assert load_parameters()["kept"].mean == 0.5


def test_numbers_have_a_true_minus_and_no_minus_zero() -> None:
    assert signed_tenth(-1.26) == "\N{MINUS SIGN}1.3"
    assert signed_tenth(-0.04) == "0"
    assert plain(-0.4) == "0"
    assert plain(-2.6) == "\N{MINUS SIGN}3"
