"""Makes the README's picture of the coach: a real coach in a browser whose camera shows a rendered person.

python -m docs.coach_picture
"""

import tempfile
import time
from pathlib import Path

from benchmarks.camera import film
from benchmarks.coach import chromium, coach
from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent / "pictures" / "coach.png"
CLIP = "a_stretch_right_ok"
SIZE = {"width": 1280, "height": 880}

DONE, OPENED_DEG = 2, 15
"""Repetitions before the one in which the picture is taken, and how far the hip is open then, as the page says."""

LONGEST_S = 120.0
OPENS = f"""() => {{
    const stage = document.querySelector(".stage");
    const count = Number(stage.querySelector(".stage-count").textContent);
    const opened = parseInt(stage.querySelector(".stage-figures dd")?.textContent ?? "0");
    return ["forward", "hold"].includes(stage.dataset.phase) && count >= {DONE} && opened >= {OPENED_DEG};
}}"""


def main() -> None:
    """Start a coach with data of its own, stretch in front of it and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        camera = film(Path(folder) / "camera.mjpeg", CLIP)
        with coach(Path(folder)) as (address, _, _):
            _take(address, camera)
    print(f"written: {TARGET.name}")


def _take(address: str, camera: Path) -> None:
    with sync_playwright() as playwright:
        browser = chromium(playwright, camera)
        page = browser.new_page(viewport=SIZE)
        page.goto(address)
        page.get_by_role("button", name="No, none of these").click()
        page.get_by_role("button", name="Start the camera").click()
        page.wait_for_selector(".stage")
        until = time.monotonic() + LONGEST_S
        while not page.evaluate(OPENS) and time.monotonic() < until:
            page.wait_for_timeout(50)
        page.wait_for_timeout(300)  # the body follows
        if page.get_by_text("Slow computer").is_visible():
            raise SystemExit("this computer is too busy to measure live; try again when it does nothing else")
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main()
