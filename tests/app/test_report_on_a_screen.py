"""On a screen the words of a list in a report stand beside its badges, and all in one column."""

from pathlib import Path

from playwright.sync_api import Browser

from psoas.forecast import forecast_hip
from psoas.report.forecast_page import forecast_html
from tests.forecast.made import a_record, the_last_day

ROOM = """() => [...document.querySelectorAll('.found li')].map(item => {
    const [badge, words] = [...item.children].map(part => part.getBoundingClientRect());
    return [words.left - badge.right, words.left];
})"""


def test_the_words_of_a_list_keep_clear_of_its_badges(browser: Browser, tmp_path: Path) -> None:
    record = a_record()
    path = tmp_path / "report.html"
    path.write_text(forecast_html([forecast_hip(record, the_last_day(record))], "me.csv"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.goto(path.as_uri())
    found = page.evaluate(ROOM)
    assert len(found) > 5
    assert min(room for room, _ in found) >= 13
    assert len({round(left) for _, left in found}) == 1
    page.close()
