"""A camera that is pulled out of the computer, and plugged in again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.long_runs.unplugged import PREPARE, faults
from PIL import Image
from playwright.sync_api import Browser

from psoas.plan.records import Profile
from tests.app.conftest import OpenPage


@pytest.mark.parametrize("plugs", [True, False])
def test_a_camera_that_is_pulled_has_a_sentence_and_may_come_back(
    tmp_path: Path,
    filming: Callable[[Path], Browser],
    open_page: OpenPage,
    screened: Profile,
    plugs: bool,
) -> None:
    with (tmp_path / "wall.mjpeg").open("wb") as file:
        for _ in range(30):
            Image.new("RGB", (320, 180), "grey").save(file, "JPEG")
    page = open_page("/stretch", who=screened, within=filming(tmp_path / "wall.mjpeg"))
    page.evaluate(PREPARE)
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function("document.querySelector('.stage')?.psoasSpeed")
    assert faults(page, plugs=plugs) == []
    page.get_by_role("button", name="Finish").click()
    page.wait_for_function("!document.querySelector('.stage')")
