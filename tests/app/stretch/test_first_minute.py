"""The first minute of somebody new: from the first page to the first scored repetition."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.camera import film
from playwright.sync_api import Browser, Page

from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served

MOST_CLICKS, MOST_S = 6, 60.0
COUNT = "document.addEventListener('click', (one) => one.isTrusted && window.counted());"
SCORED = "document.querySelector('.stage-marks li') !== null"


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory, filming: Callable[[Path], Browser]) -> Browser:
    """Shows somebody who stretches the right side well, gets up, and does it again."""
    path = tmp_path_factory.mktemp("camera") / "first.mjpeg"
    return filming(film(path, "a_stretch_right_ok", "f1_stand_neutral"))


@pytest.mark.alone
def test_somebody_new_has_a_scored_repetition_within_a_minute_and_six_clicks(
    open_page: OpenPage, camera: Browser, person: Profile, coach_server: Served
) -> None:
    clicks: list[float] = []

    def prepare(page: Page) -> None:
        page.expose_function("counted", lambda: clicks.append(time.monotonic()))
        page.add_init_script(COUNT)

    began = time.monotonic()
    page = open_page("/", who=person, within=camera, before=prepare)
    page.get_by_role("button", name="No, none of these").click()
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function(SCORED, timeout=1000 * MOST_S)
    took_s = time.monotonic() - began
    print(f"first scored repetition: {took_s:.0f} s, {len(clicks)} clicks")
    assert 2 <= len(clicks) <= MOST_CLICKS
    assert took_s <= MOST_S
    with coach_server.open_store() as store:
        (session,) = store.sessions(person.id)
    assert session.sets[0].repetitions
