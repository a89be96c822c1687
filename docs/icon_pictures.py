"""Makes the pictures of the icon for those who need PNG, from the one drawing that the pages use.

python docs/icon_pictures.py
"""

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

STATIC: Final = Path(__file__).parents[1] / "src" / "psoas" / "app" / "static"
BROWSER: Final = "/usr/bin/chromium"
SAFE: Final = 0.72
"""Size of the drawing where a system cuts the picture to a shape of its own: inside of a circle of 80 percent."""

PICTURES: Final = {
    "icon-192.png": (192, False),
    "icon-512.png": (512, False),
    "icon-maskable-512.png": (512, True),
    "icon-touch-180.png": (180, True),
}
"""Width [px], and whether the picture fills its square."""


def main() -> None:
    """Draw each picture in a browser and write it."""
    drawing = (STATIC / "favicon.svg").read_text(encoding="utf-8")
    ground = re.search(r'<rect [^>]*fill="([^"]+)"/>', drawing)
    assert ground is not None
    lines = drawing.replace(ground[0], "").replace("<svg ", f'<svg style="transform: scale({SAFE})" ', 1)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        for name, (width, fills) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": width})
            page.set_content(
                f"<style>html, body {{ margin: 0; background: {ground[1] if fills else 'transparent'} }}"
                f"svg {{ display: block; width: 100vw }}</style>{lines if fills else drawing}"
            )
            page.screenshot(path=STATIC / name, omit_background=True)
            print(f"written: {name}")
        browser.close()


if __name__ == "__main__":
    main()
