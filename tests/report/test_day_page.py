"""The page of days: on a phone each cell of its tables stands after its own heading."""

from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from psoas.day import DayAnswers, read_days
from psoas.report.day_page import day_html
from psoas.words import _, speaking
from tests.day.samples import samples


class Tables(HTMLParser):
    """Headings of each table, and the labels of the cells in each of its rows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[list[str], list[list[str | None]]]] = []
        self._head = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "table" and "stacked" in (known.get("class") or "").split():
            self.found.append(([], []))
        elif tag == "tr" and self.found:
            self.found[-1][1].append([])
        elif tag == "td":
            self.found[-1][1][-1].append(known.get("data-label"))
        self._head = tag == "th" and known.get("scope") == "col"

    def handle_data(self, data: str) -> None:
        if self._head and data.strip():
            self.found[-1][0].append(data.strip())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("days")
    for name in ("aw.json", "events.csv", "export.xml"):
        (folder / name).write_bytes(samples()[name])
    return day_html(read_days([folder], DayAnswers(ZoneInfo("Europe/Paris"))), "Europe/Paris")


def test_each_cell_has_the_heading_of_its_column(page: str) -> None:
    tables = Tables(page).found
    assert len(tables) == page.count("<table") == 4
    for heads, rows in tables:
        assert {tuple(row) for row in rows if row} == {tuple(heads[1:])}


def test_the_strip_is_there_for_a_screen_and_for_a_phone(page: str) -> None:
    assert page.count('class="daystrip wide"') == page.count('class="daystrip narrow"') == 1
    assert "min-width: 720px" not in page


def test_activities_contexts_and_formats_have_the_words_of_the_language(tmp_path: Path) -> None:
    for name in ("aw.json", "export.xml"):
        (tmp_path / name).write_bytes(samples()[name])
    reading = read_days([tmp_path], DayAnswers(ZoneInfo("Europe/Paris")))
    with speaking("de"):
        german = day_html(reading, "Europe/Paris")
    for one in reading.files:
        with speaking("de"):
            assert _(one.format) in german
    assert 'scope="row">Sleep' not in german
