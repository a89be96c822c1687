"""The coach: first paint, live pictures in Chromium with a fake camera, and memory over hours of camera.

    python -m benchmarks.coach [--hours H]

The browser, its camera and its drawing run on the same cores as the coach. The memory is that of a session which is fed
hours of pictures of a person who stretches both sides over and over; the network looks at each picture of the loop
once, and its answers are replayed after that, so that hours take minutes.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Playwright, sync_playwright

from benchmarks.camera import film, pictures
from benchmarks.rows import Row, show
from psoas.app.stretch.aside import Aside
from psoas.app.stretch.keeping import StoreKeeper
from psoas.app.stretch.live import LiveSession
from psoas.capture.pose import live
from psoas.capture.pose.network import Pose, Weights
from psoas.capture.pose.tracker import PoseTracker
from psoas.exercises import EXERCISES
from psoas.plan.records import Screening
from psoas.store.store import Store

LOOP = ("a_stretch_right_ok", "f1_stand_neutral", "f1_stand_neutral")
BOTH = (*LOOP, "b_stretch_left_ok", "f1_stand_neutral", "f1_stand_neutral")
FPS = 8.0
WARM_S, WATCH_S = 10.0, 40.0
MOST_PAINT_S, LEAST_FPS, MOST_MS, MOST_MB = 1.5, 15.0, 100.0, 50.0


class Replay:
    """A tracker that looks at each picture of the loop once and then repeats its answers."""

    length = 0

    def __init__(self, *given: Any) -> None:
        self._tracker = PoseTracker(*given)
        self._poses: list[Pose | None] = []
        self._count = 0

    def __call__(self, rgb: NDArray[np.uint8], time_s: float) -> Pose | None:
        place, self._count = self._count % self.length, self._count + 1
        if place == len(self._poses):
            self._poses.append(self._tracker(rgb, time_s))
        return self._poses[place]


@contextmanager
def coach(folder: Path, *words: str) -> Iterator[tuple[str, int, float]]:
    """Run a coach; give its address, its process, and the time of its start [s]."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "psoas", "coach", "--no-browser", "--port", "0", *words],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PSOAS_DATA": str(folder), "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+/", process.stdout.readline())
    assert found, "the coach did not start"
    threading.Thread(target=process.stdout.read, daemon=True).start()
    try:
        yield found[0], process.pid, time.monotonic() - began
    finally:
        process.terminate()
        process.wait(20)


def chromium(playing: Playwright, camera: Path | None = None) -> Browser:
    """Start a browser; ``camera`` is the MJPEG file that its camera plays."""
    words = ["--no-sandbox"]
    if camera is not None:
        words += ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
        words.append(f"--use-file-for-fake-video-capture={camera}")
    return playing.chromium.launch(executable_path="/usr/bin/chromium", args=words)


def save_screening(data: Path, name: str | None = None) -> int:
    """Answer the safety questions for somebody new of that name, or for the first person; give their id."""
    with Store.open(f"sqlite:///{data / 'psoas.db'}") as store:
        person = store.profiles()[0] if name is None else store.add_profile(name)
        store.save_screening(person.id, Screening(datetime.now(UTC)))
    return person.id


def rows(hours: float) -> list[Row]:
    """Measure all lines."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playing:
        clip = film(Path(folder) / "camera.mjpeg", LOOP[0])
        browser = partial(chromium, playing, clip)
        data = Path(folder) / "data"
        found = [_paint(browser, data)]
        for weights in ("lite", "full"):
            found += _live(browser, data, "lite" if weights == "lite" else "full")
    return [*found, _memory(hours)]


def _paint(browser: Callable[[], Browser], data: Path) -> Row:
    """Measure the first contentful paint with an empty cache."""
    with coach(data) as (address, _, started_s):
        paints = []
        for _ in range(5):
            opened = browser()
            page = opened.new_page()
            page.goto(address)
            page.wait_for_selector("#app h1")
            paints.append(
                page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
            )
            opened.close()
    reached = (
        f"{median(paints):.2f} s (from {min(paints):.2f} to {max(paints):.2f}); started in {started_s:.1f} s"
    )
    return Row(
        "coach, first paint, cold, median of 5", f"<= {MOST_PAINT_S} s", reached, median(paints) <= 1.5
    )


def _live(browser: Callable[[], Browser], data: Path, weights: Weights) -> list[Row]:
    """Measure pictures a second, and the time from the camera's picture to the feedback on the page."""
    with coach(data, f"--{weights}") as (address, process, _):
        save_screening(data)
        opened = browser()
        page = opened.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}stretch")
        page.get_by_role("button", name="Start the camera").click()
        page.wait_for_selector(".stage")
        page.wait_for_timeout(1000 * WARM_S)
        before, began, memory = _speed(page), time.monotonic(), resident_mb(process)
        page.wait_for_timeout(1000 * WATCH_S)
        after, took_s = _speed(page), time.monotonic() - began
        grown = resident_mb(process) - memory
        opened.close()
    fps = (after["frames"] - before["frames"]) / took_s
    bounded = weights == "lite"
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    return [
        Row(
            f"coach, live pictures ({weights} weights, Chromium beside)",
            f">= {LEAST_FPS:.0f} a second" if bounded else "no bound",
            f"{fps:.1f} a second; {load}; memory {grown:+.0f} MB in {took_s:.0f} s",
            fps >= LEAST_FPS if bounded else True,
        ),
        Row(
            f"coach, camera to feedback ({weights} weights)",
            f"p95 <= {MOST_MS:.0f} ms" if bounded else "no bound",
            f"p50 {after['p50']:.0f} ms, p95 {after['p95']:.0f} ms",
            after["p95"] <= MOST_MS if bounded else True,
        ),
    ]


def _speed(page: Any) -> dict[str, float]:
    speed: dict[str, float] = page.evaluate("document.querySelector('.stage').psoasSpeed")
    return speed


def _memory(hours: float) -> Row:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.coach", "--feed", str(hours)],
        capture_output=True,
        text=True,
        check=True,
    )
    grown, repetitions = (float(word) for word in done.stdout.split()[-2:])
    return Row(
        f"coach, memory over {hours:g} h of camera",
        f"grows <= {MOST_MB:.0f} MB",
        f"{grown:+.0f} MB; {repetitions:.0f} repetitions kept",
        grown <= MOST_MB and repetitions > 0,
    )


def feed(hours: float) -> tuple[float, int]:
    """Send hours of pictures through a session in this process: growth of its memory [MB], and repetitions kept.

    The growth is from the end of the warm-up to the largest after it. The warm-up is two rounds of the clips, in which
    every answer of the network is kept and every module and table loaded, or a tenth of the hours where that is more.
    """
    loop = [picture for clip in BOTH for _, picture in pictures(clip, FPS, side=640)]
    Replay.length = len(loop)
    live.PoseTracker = Replay  # type: ignore[assignment, attr-defined]
    hours_long = int(hours * 3600 * FPS)
    warm = max(2 * len(loop), hours_long // 10)
    total, peak, settled = warm + hours_long, 0.0, 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(f"sqlite:///{folder}/psoas.db") as store,
        Aside() as aside,
    ):
        profile = store.profiles()[0]
        exercise = EXERCISES[0]
        keeper = StoreKeeper(
            store, profile.id, "camera", "practice", None, exercise.movement, lambda: datetime.now(UTC)
        )
        session = LiveSession(
            keeper,
            "right",
            10,
            exercise=exercise,
            clock=time.monotonic,
            reader=aside,
            weights="full",
            sets=sys.maxsize,
        )
        for number in range(total):
            session.picture(loop[number % len(loop)], number / FPS)
            if number == warm:
                settled = resident_mb(os.getpid())
            elif number > warm and number % 500 == 0:
                peak = max(peak, resident_mb(os.getpid()))
        session.close()
        kept = sum(len(one.repetitions) for every in store.sessions(profile.id) for one in every.sets)
    return max(peak, resident_mb(os.getpid())) - settled, kept


def resident_mb(process: int) -> float:
    """Read the resident memory of a process [MB]; Linux."""
    words = Path(f"/proc/{process}/statm").read_text().split()
    return int(words[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hours", type=float, default=4.0)
    parser.add_argument("--feed", type=float, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.feed is not None:
        print(*feed(given.feed))
    else:
        show(rows(given.hours))
