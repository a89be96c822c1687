"""The forecast in ready words for pages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from psoas.export import forecast_json
from psoas.forecast import (
    ASSUMED,
    TITLES,
    HipTest,
    forecast_hip,
    forecast_words,
    load_parameters,
    read_record,
)
from psoas.report import forecast_card, shared_words
from psoas.report.forecast_page import forecast_html
from psoas.report.forecast_section import outlook_of
from psoas.words import MINUS, decimal
from tests.forecast.made import START, a_record, the_last_day


def test_scenarios_stand_side_by_side_with_their_bands_and_causes() -> None:
    record = a_record()
    card = forecast_card(forecast_hip(record, the_last_day(record), planned=(140.0, 280.0)))
    assert [row[0] for row in card.rows] == list(TITLES.values())
    assert len(card.heads) == len(card.rows[0]) == 7
    assert card.missing == ()
    assert card.legend[0] == "As now"
    for row in card.rows:
        assert re.fullmatch(rf"{MINUS}?\d+\.\d to {MINUS}?\d+\.\d", row[2])
        assert f"{MINUS}0.0" not in row


def test_the_band_goes_on_from_the_past_without_a_step() -> None:
    record = a_record()
    plot = outlook_of(forecast_hip(record, the_last_day(record)))
    assert plot.past is not None
    for before, after in zip(plot.past.bands, plot.lines[0].bands, strict=True):
        assert [end[-1] for end in before] == pytest.approx([end[0] for end in after])


def test_a_test_is_shown_as_it_was_entered(tmp_path: Path) -> None:
    """The Thomas test counts the thigh over the couch, - below it: in the file, on the picture, and in every word."""
    file = tmp_path / "record.csv"
    file.write_text("day,what,value\n2026-03-01,thomas,3\n2026-03-08,thomas,3\n2026-03-08,practice,0\n")
    (record,) = read_record(file)
    forecast = forecast_hip(record, the_last_day(record), planned=(560.0,))
    plot, result = outlook_of(forecast), forecast_json([forecast], "record.csv")["hips"][0]
    assert [point.value for _day, point in plot.points] == [3.0, 3.0]
    assert "thigh over the couch in the Thomas test" in plot.title
    assert [test["value_deg"] for test in result["tests"]] == [3.0, 3.0]
    shown = [line.values[0] for line in plot.lines] + [one["expected_deg"][0] for one in result["scenarios"]]
    assert all(0 < one < 6 for one in shown)
    said = re.search(rf"A test today shows about ({MINUS}?\d+) degree", forecast_words(forecast)[0])
    assert said is not None
    assert 0 < decimal(said[1]) < 6
    stop, plan = (forecast.as_shown(forecast.scenarios[one].expected)[-1] for one in ("stop", "plan"))
    assert plan < stop, "a hip that opens farther lets the thigh hang lower"
    low, high = result["scenarios"][0]["low_80_deg"], result["scenarios"][0]["high_80_deg"]
    assert all(one < other for one, other in zip(low, high, strict=True))


def test_what_is_not_forecast_says_why() -> None:
    record = a_record(hours=None)
    card = forecast_card(forecast_hip(record, the_last_day(record)))
    assert dict(card.missing) == {
        "Half the sitting": "hours of sitting are not known; enter them, or give them in the file",
        "The plan": "no plan was given",
    }


def test_what_both_hips_have_in_common_is_said_once() -> None:
    record = a_record(hours=None)
    left = replace(record, side="left")
    right = replace(record, side="right", tests=[*record.tests, HipTest(START, "thomas", 40.0, 2.6)])
    forecasts = [forecast_hip(one, the_last_day(record), planned=(140.0,)) for one in (left, right)]
    cards = [forecast_card(one) for one in forecasts]
    shared = shared_words(cards)
    assert "Nothing is promised" in shared.says[-1]
    assert [title for title, _reason in shared.missing] == ["Half the sitting"]
    assert shared.figure == (cards[0].shown, cards[0].zero)
    page = forecast_html(forecasts, "mine.csv")
    for card in cards:
        assert card.says[0] not in shared.says
        assert all(page.count(one.replace("'", "&#39;")) == 1 for one in card.says)
    assert shared_words(cards[:1]) == shared_words([])


def test_the_page_names_its_sources_and_needs_no_network() -> None:
    record = a_record()
    page = forecast_html([forecast_hip(record, the_last_day(record), planned=(140.0,))], "<mine>.csv")
    assert "10.1007/s40279-024-02143-9" in page
    assert "abstract read" in page
    assert all(
        one.source.replace("&", "&amp;") in page
        for one in load_parameters().values()
        if one.source != ASSUMED
    )
    assert f"{sum(one.source == ASSUMED for one in load_parameters().values())} of 17 figures" in page
    assert "&lt;mine&gt;.csv" in page
    assert re.findall(r'(?:src|href)="(?!data:|#)', page) == []
