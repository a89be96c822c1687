"""How heavy the pages of the coach are when they are opened for the first time: bytes over the wire, and requests.

python -m benchmarks.page_weight
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from benchmarks.coach import chromium, coach, save_screening
from benchmarks.rows import Row, show
from psoas.app.shell import PLACES

PAGES: Final = (*PLACES, "/sessions")
MOST_KB: Final = 700.0
SIZES: Final = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map((one) => [one.transferSize, one.decodedBodySize])"""


def rows() -> Iterator[Row]:
    """A row for each page, in a browser that has nothing of it yet."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playing,
        coach(Path(folder)) as (address, _, _),
    ):
        save_screening(Path(folder))  # somebody new is led from the home page to the stretch
        browser = chromium(playing)
        for path in PAGES:
            page = browser.new_context().new_page()
            page.goto(f"{address.rstrip('/')}{path}", wait_until="domcontentloaded", timeout=120_000)
            page.wait_for_selector("#app h1", timeout=120_000)
            page.wait_for_timeout(1000)
            sizes = page.evaluate(SIZES)
            sent, unpacked = (sum(one[kind] for one in sizes) / 1000 for kind in (0, 1))
            words = f"{sent:.0f} kB, {unpacked:.0f} kB unpacked, {len(sizes)} requests"
            yield Row(f"first load of {path}", f"<= {MOST_KB:.0f} kB", words, sent <= MOST_KB)
            page.context.close()
        browser.close()


if __name__ == "__main__":
    show(rows())
