"""Makes the README's picture of the coach: a real coach in a browser whose camera shows a rendered person.

python -m docs.coach_picture
"""

import io
import tempfile
from pathlib import Path

from benchmarks.camera import film
from benchmarks.coach import chromium, coach
from PIL import Image
from playwright.sync_api import TimeoutError, sync_playwright

TARGET = Path(__file__).parent / "pictures" / "coach.png"
CLIP = "a_stretch_right_ok"
SIZE = {"width": 1280, "height": 880}

DONE, OPENED_DEG = 2, 15
"""Repetitions before the one in which the picture is taken, and how far the hip is open then, as the page says."""

LONGEST_S = 120.0
OPENS = f"""() => {{
    const stage = document.querySelector(".stage");
    const marks = [...stage.querySelectorAll(".stage-marks li")];
    const opened = parseInt(stage.querySelector(".stage-figures dd")?.textContent ?? "0");
    return stage.dataset.phase === "hold" && marks.length >= {DONE} && opened >= {OPENED_DEG}
        && marks.every((one) => one.dataset.good === "true");
}}"""
"""A hold after repetitions that were all good, as they are where the computer keeps up."""

FINE = """() => {
    const body = document.querySelector("psoas-body");
    body.draw = () => {};
    body.paint(2);
}"""
"""Draws the body once more, as finely as a graphics card does, and lets it stand."""


def main() -> None:
    """Start a coach with data of its own, stretch in front of it and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        camera = film(Path(folder) / "camera.mjpeg", CLIP)
        with coach(Path(folder), "--full") as (address, _, _):
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
        try:
            page.wait_for_function(OPENS, polling=50, timeout=1000 * LONGEST_S)
        except TimeoutError:
            raise SystemExit("this computer is too busy to measure live; try again later") from None
        page.wait_for_timeout(300)  # the body follows
        page.evaluate(FINE)
        Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(TARGET, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
