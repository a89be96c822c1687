"""On a phone the wide tables of a report stand as blocks: within the screen, each cell below its heading."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from psoas import app
from psoas.day import DayAnswers, read_days
from psoas.findings import Analysis
from psoas.recordings.motion_file import analyse_motion
from psoas.report.day_page import day_html
from psoas.report.html import render_html
from psoas.report.stride_section import strides_html
from tests.day.samples import samples
from tests.recordings.made_recording import write_recording
from tests.report.made import made_stretch
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
    for report in (render_html(run), render_html(made_stretch()), day):
        path = tmp_path / "report.html"
        path.write_text(report, encoding="utf-8")
        page.goto(path.as_uri())
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.locator(".stacked").count() > 0
        assert page.evaluate(OVERFLOWING) == 0
        assert page.evaluate(BADLY_HEADED) == 0
    page.close()


def test_the_strides_look_the_same_in_the_coach(browser: Browser, run: Analysis) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    style = (Path(app.__file__).parent / "static" / "psoas.css").read_text(encoding="utf-8")
    page.set_content(f"<style>{style}</style>{strides_html(run)}")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.locator(".stacked").count() == 2
    assert page.evaluate(BADLY_HEADED) == 0
    page.close()
