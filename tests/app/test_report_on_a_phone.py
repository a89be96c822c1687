"""On a phone the wide tables of a report stand as blocks: within the screen, each cell below its heading."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from psoas import app
from psoas.day import DayAnswers, read_days
from psoas.findings import Analysis
from psoas.forecast import forecast_hip
from psoas.quantities import MovementSegment
from psoas.recordings.motion_file import analyse_motion
from psoas.report.day_page import day_html
from psoas.report.forecast_page import forecast_html
from psoas.report.html import render_html
from psoas.report.keyframes import KeyFrameTap
from psoas.report.stride_section import strides_css, strides_html
from psoas.words import LANGUAGES, Language, speaking
from tests.day.samples import samples
from tests.forecast.made import a_record, the_last_day
from tests.recordings.made_recording import write_recording
from tests.report.made import made_photo, made_stretch, walls, with_psoas
from tests.strides.made_gait import made_gait

OVERFLOWING = """() => [...document.querySelectorAll('.stacked')]
    .filter(table => table.parentElement.scrollWidth > table.parentElement.clientWidth + 1).length"""
BADLY_HEADED = """() => [...document.querySelectorAll('.stacked tbody td')].filter(cell => {
    const heading = getComputedStyle(cell, '::before');
    return cell.textContent && (heading.position !== 'static' || heading.display !== 'block'
        || ['none', 'normal', '""'].includes(heading.content));
}).length"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return analyse_motion(write_recording(tmp_path_factory.mktemp("run") / "run.mot", made_gait("running")))


@pytest.mark.parametrize("width", [320, 390, 700])
def test_no_wide_table_scrolls_sideways(browser: Browser, run: Analysis, tmp_path: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    log = tmp_path / "aw.json"
    log.write_bytes(samples()["aw.json"])
    day = day_html(read_days([log], DayAnswers(ZoneInfo("Europe/Paris"))), "Europe/Paris")
    record = a_record(hours=None)
    forecast = forecast_html([forecast_hip(record, the_last_day(record))], "mine.csv")
    stretch = with_psoas(made_stretch())
    parts = (
        MovementSegment("standing", 0.0, 1.0, "upright", ("standing",)),
        MovementSegment("half_kneeling_stretch", 1.0, 9.0, "a knee is low", ("half_kneeling_stretch",)),
    )
    pages = [render_html(one) for one in (run, replace(stretch, segments=parts), made_photo())]
    for report in (*pages, day, forecast):
        path = tmp_path / "report.html"
        path.write_text(report, encoding="utf-8")
        page.goto(path.as_uri())
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.locator(".stacked").count() > 0
        assert page.evaluate(OVERFLOWING) == 0
        assert page.locator("table:not(.stacked)").count() == 0
        assert page.evaluate(BADLY_HEADED) == 0
    page.close()


def test_the_strides_look_the_same_in_the_coach(browser: Browser, run: Analysis) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    style = (Path(app.__file__).parent / "static" / "psoas.css").read_text(encoding="utf-8")
    page.set_content(f'<style>{style}{strides_css()}</style><div class="strides">{strides_html(run)}</div>')
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.locator(".stacked").count() == 2
    assert page.evaluate(BADLY_HEADED) == 0
    page.close()


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A phone that shows the report of an arched stretch with its psoas."""
    analysis = with_psoas(made_stretch(4, arched=True))
    tap = KeyFrameTap(analysis, 10.0)
    for _ in tap.watch(walls(len(analysis.points))):
        pass
    path = tmp_path / "report.html"
    html = render_html(analysis, stills=tap.groups(), clip="annotated.mp4", poster=tap.poster())
    path.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(path.as_uri())
    yield page
    page.close()


def test_the_verdict_and_what_to_do_fill_the_first_screen(phone: Page) -> None:
    for part in (".verdict", ".cue", ".safety summary"):
        box = phone.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844, part
    assert phone.evaluate("document.documentElement.scrollHeight") < 6 * 844
    video = phone.locator("video")
    assert str(video.get_attribute("poster")).startswith("data:image/jpeg")
    box = video.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(320 / 180, abs=0.05)


@pytest.mark.parametrize("width", [360, 390, 768, 1280, 1920])
def test_a_figure_stays_on_one_line(phone: Page, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    phone.evaluate("document.querySelector('.tile:last-child .value').textContent = '+12 ± 11 mm'")
    lines = phone.evaluate(
        """() => [...document.querySelectorAll('.tile .value, .facts span')].map(one => {
            const range = document.createRange();
            range.selectNodeContents(one);
            return [one.textContent, new Set([...range.getClientRects()].map(box => Math.round(box.bottom / 9))).size,
                one.scrollWidth - one.clientWidth];
        })"""
    )
    assert len(lines) > 12
    for text, rows, over in lines:
        assert rows == 1, text
        assert over <= 0, text


def test_the_researchers_part_is_folded_and_a_link_opens_it(phone: Page) -> None:
    drawn = phone.get_by_role("heading", name="The psoas", exact=True)
    assert not drawn.is_visible()
    phone.get_by_role("link", name="The psoas").click()
    drawn.wait_for(state="visible")
    box = drawn.bounding_box()
    assert box is not None
    assert -1 <= box["y"] < 844


def test_all_of_it_is_printed(phone: Page) -> None:
    phone.emulate_media(media="print")
    for name in ("The psoas", "All numbers", "How it was measured, and its limits", "Repetition 2"):
        assert phone.get_by_role("heading", name=name, exact=True).is_visible(), name
    assert phone.get_by_text("numbness").first.is_visible()


A4_PX = 718
"""Width of the part of a sheet of A4 that is printed, in the pixels of a page."""


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_nothing_is_wider_than_paper(
    browser: Browser, run: Analysis, tmp_path: Path, spoken: Language
) -> None:
    """A browser prints all of it smaller otherwise."""
    stretch = with_psoas(made_stretch(4, arched=True))
    path = tmp_path / "report.html"
    page = browser.new_page(viewport={"width": A4_PX, "height": 1040})
    page.emulate_media(media="print")
    for analysis in (run, stretch):
        with speaking(spoken):
            path.write_text(render_html(analysis), encoding="utf-8")
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= A4_PX
    page.close()


OVERLAPPING = """() => {
    const words = [...document.querySelectorAll('svg.daystrip text')].filter(one => one.checkVisibility());
    const boxes = words.map(one => [one.textContent, one.getBoundingClientRect()]);
    return boxes.flatMap(([one, a], place) => boxes.slice(place + 1)
        .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        .map(([other]) => `${one} / ${other}`));
}"""


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_words_of_the_strip_of_a_day_lie_beside_each_other(
    browser: Browser, tmp_path: Path, spoken: Language
) -> None:
    log = tmp_path / "aw.json"
    log.write_bytes(samples()["aw.json"])
    path = tmp_path / "day.html"
    with speaking(spoken):
        path.write_text(day_html(read_days([log], DayAnswers(ZoneInfo("Europe/Paris"))), "Europe/Paris"))
    for width in (320, 390, 1280):
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(path.as_uri())
        assert page.evaluate(OVERLAPPING) == [], width
        page.close()
