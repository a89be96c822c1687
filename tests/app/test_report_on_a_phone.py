"""On a phone the wide tables of a report stand as blocks: nothing lies beside the screen, every cell has its title."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from psoas.findings import Analysis
from psoas.recordings.motion_file import analyse_motion
from psoas.report.html import render_html
from tests.recordings.made_recording import write_recording
from tests.report.made import made_stretch
from tests.strides.made_gait import made_gait

OVERFLOWING = """() => [...document.querySelectorAll('.stacked')]
    .filter(table => table.parentElement.scrollWidth > table.parentElement.clientWidth + 1).length"""
UNTITLED = (
    "() => [...document.querySelectorAll('.stacked tbody td')].filter(cell => !cell.dataset.title).length"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return analyse_motion(write_recording(tmp_path_factory.mktemp("run") / "run.mot", made_gait("running")))


@pytest.mark.parametrize("width", [320, 390, 700])
def test_no_wide_table_scrolls_sideways(browser: Browser, run: Analysis, tmp_path: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for analysis in (run, made_stretch()):
        path = tmp_path / "report.html"
        path.write_text(render_html(analysis), encoding="utf-8")
        page.goto(path.as_uri())
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.locator(".stacked").count() > 0
        assert page.evaluate(OVERFLOWING) == 0
        assert page.evaluate(UNTITLED) == 0
    page.close()
