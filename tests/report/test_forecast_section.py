"""The forecast in ready words for pages."""

import re

from psoas.findings import MINUS
from psoas.forecast import TITLES, forecast_hip
from psoas.report import forecast_card
from psoas.report.forecast_page import forecast_html
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
    assert "&lt;mine&gt;.csv" in page
    assert re.findall(r'(?:src|href)="(?!data:|#)', page) == []
