"""The forecast in ready words for pages."""

import re

import pytest

from psoas.forecast import ASSUMED, TITLES, forecast_hip, load_parameters
from psoas.report import forecast_card
from psoas.report.forecast_page import forecast_html
from psoas.report.forecast_section import outlook_of
from psoas.words import MINUS
from tests.forecast.made import a_record, the_last_day


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


def test_what_is_not_forecast_says_why() -> None:
    record = a_record(hours=None)
    card = forecast_card(forecast_hip(record, the_last_day(record)))
    assert dict(card.missing) == {
        "Half the sitting": "hours of sitting are not known; enter them, or give them in the file",
        "The plan": "no plan was given",
    }


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
    assert f"{sum(one.source == ASSUMED for one in load_parameters().values())} of 15 figures" in page
    assert "&lt;mine&gt;.csv" in page
    assert re.findall(r'(?:src|href)="(?!data:|#)', page) == []
