"""The camera pulled at every stage of a set, and plugged in again: a sentence, and what was finished is kept."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLong

from benchmarks.camera import film
from benchmarks.coach import LOOP, chromium, coach, save_screening
from benchmarks.long_runs.progress import Progress
from benchmarks.rows import Row
from psoas.store import Store

MOMENTS: Final = (
    ("setup", ""),
    ("moving", "forward"),
    ("moving", "hold"),
    ("moving", "back"),
    ("moving", "rest"),
    ("switch", ""),
)
"""Stage and phase at which the camera is pulled; "" is any."""

WAIT_MS: Final = 90_000
LATE_MS: Final = 1500
"""Answers to the last pictures come after the camera is gone."""

SAYS: Final = (
    "The camera was unplugged; what was finished is kept. Plug it in again to go on, or press Finish."
)

PREPARE: Final = """() => {
    const devices = navigator.mediaDevices, open = devices.getUserMedia.bind(devices);
    const list = devices.enumerateDevices.bind(devices);
    const tracks = [];
    let pulled = false;
    devices.getUserMedia = async (wanted) => {
        if (pulled) throw new DOMException("", "NotFoundError");
        const stream = await open(wanted);
        tracks.push(...stream.getTracks());
        return stream;
    };
    devices.enumerateDevices = async () => (pulled ? [] : list());
    window.pull = () => {
        pulled = true;
        for (const track of tracks.splice(0)) {
            track.stop();
            track.dispatchEvent(new Event("ended"));
        }
    };
    window.plug = () => {
        pulled = false;
        devices.dispatchEvent(new Event("devicechange"));
    };
}"""
"""A page whose camera can be pulled and plugged in: `window.pull()`, `window.plug()`."""

IS_AT: Final = """([stage, phase]) => {
    const found = document.querySelector(".stage.full");
    return found?.dataset.stage === stage && (!phase || found.dataset.phase === phase) && found.psoasSpeed;
}"""


def faults(page: Page, *, plugs: bool) -> list[str]:
    """Pull the camera of a stage, and plug it in again or finish without it; what is wrong then."""
    wrong = []
    alert = page.get_by_role("alert")
    page.evaluate("window.pull()")
    page.wait_for_timeout(LATE_MS)
    if not alert.is_visible() or alert.text_content() != SAYS:
        wrong.append(f"says {alert.text_content()!r}")
    if plugs:
        before = page.evaluate("document.querySelector('.stage').psoasSpeed?.frames ?? 0")
        page.evaluate("window.plug()")
        more = "(before) => (document.querySelector('.stage')?.psoasSpeed?.frames ?? 0) > before + 2"
        try:
            page.wait_for_function(more, arg=before, timeout=WAIT_MS)
        except TooLong:
            wrong.append("no picture after the camera was plugged in again")
        if alert.is_visible():
            wrong.append(f"still says {alert.text_content()!r}")
    return wrong


def rows(state: Path) -> Iterator[Row]:
    """A row for each moment, with the camera coming back and without."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playing:
        clip = film(Path(folder) / "camera.mjpeg", *LOOP)
        with coach(Path(folder) / "data", "--lite") as (address, _, _):
            browser = chromium(playing, clip)
            for stage, phase in MOMENTS:
                for plugs in (True, False):
                    name = f"{stage} {phase}".strip() + (
                        ", plugged in again" if plugs else ", finished without"
                    )
                    progress = Progress(state, name)
                    if not progress.done:
                        page = browser.new_page()
                        progress.add(_moment(page, address, Path(folder) / "data", stage, phase, plugs))
                        progress.save()
                        page.context.close()
                    reached = "; ".join(progress.wrong) or "so it is"
                    yield Row(f"camera pulled: {name}", "a sentence, all kept", reached, not progress.wrong)
            browser.close()


def _moment(page: Page, address: str, data: Path, stage: str, phase: str, plugs: bool) -> list[str]:
    """A session of a new person up to a moment, the camera pulled then, and the end."""
    person = save_screening(data, f"{stage} {phase} {plugs} {time.time()}")
    page.context.add_cookies([{"name": "psoas_profile", "value": str(person), "url": address}])
    page.goto(f"{address}stretch")
    page.evaluate(PREPARE)
    page.get_by_role("button", name="Start the camera").click()
    try:
        page.wait_for_function(IS_AT, arg=[stage, phase], timeout=WAIT_MS)
    except TooLong:
        return [f"{stage} {phase} did not come"]
    wrong = faults(page, plugs=plugs)
    shown = int(page.locator(".stage-count").text_content() or 0) if stage == "moving" else 0
    page.get_by_role("button", name="Finish").click()
    page.wait_for_function("!document.querySelector('.stage')", timeout=WAIT_MS)
    with Store.open(f"sqlite:///{data / 'psoas.db'}") as store:
        sets = [one for session in store.sessions(person) for one in session.sets]
    kept = len(sets[-1].repetitions) if sets else 0
    wrong += [f"{shown} repetitions were shown, {kept} are kept"] if kept < shown else []
    return wrong + (["a set has no end"] if any(one.ended_at is None for one in sets) else [])
