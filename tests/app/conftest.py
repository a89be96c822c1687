"""The real coach and a real browser, for every test of the app.

``coach_server``   one `psoas coach` for all tests: ``.url``, ``.folder`` (its data), ``.open_store()`` (its database)
``start_coach``    starts another, `start_coach("--lan", ...)`, for a test that needs one of its own
``person``         a new Profile in ``coach_server``, so that tests do not see each other's data
``screened``       ``person``, who may begin at once
``open_page``      `open_page("/today", width=360, height=740, dark=True)` -> a Playwright page of ``person``, loaded
                   and connected; the test fails at its end on an error in the console or a request to another origin
                   (expected ones are named: `open_page(..., errors=("part of the message",))`)
``filming``        `filming(file)` -> a browser whose camera shows an MJPEG file, over and over: `open_page(within=...)`
``browser``        Chromium, one for all tests; skipped where it is not installed
``assert_accessible``  `assert_accessible(page)` fails on every finding of axe-core, of any level, in both themes
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from psoas.plan.records import Profile, Screening
from psoas.store.store import Store

START_S = 60.0
STOP_S = 10.0
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


UNUSED = (
    *("WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"),
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay"),
    *("MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch"),
    "ThirdPartyStoragePartitioning",
)
"""What Chromium does without. The first line are processes that it starts for each new context, for the popup of its
address bar and in reserve: they take three times as long as the page. The others are those of Playwright, whose list
this one replaces."""
CHROMIUM = ("--no-sandbox", f"--disable-features={','.join(UNUSED)}")


@dataclass
class Served:
    """A running coach.

    Attributes:
        lines: what it and its processes have printed so far.
        reader: reads them, until the last of them ends.
    """

    process: subprocess.Popen[str]
    folder: Path
    port: int = 0
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread = field(default_factory=threading.Thread)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def printed(self) -> str:
        return "".join(self.lines)

    def wait_for(self, pattern: str) -> str:
        """The first group of the first line that it prints of this kind."""
        end = time.monotonic() + STOP_S
        while (found := re.search(pattern, self.printed)) is None:
            assert time.monotonic() < end, self.printed
            time.sleep(0.05)
        return found[1]

    def open_store(self) -> Store:
        """The database that it works on; close it, or use it as a context manager."""
        return Store.open(f"sqlite:///{self.folder / 'psoas.db'}")

    def stop(self, with_signal: signal.Signals = signal.SIGINT) -> tuple[int, float]:
        """Its exit code, and how long it took [s]. As from a terminal, its own processes get the signal, too."""
        began = time.monotonic()
        os.killpg(self.process.pid, with_signal)
        code, took = self.process.wait(STOP_S), time.monotonic() - began
        self.reader.join(STOP_S)  # what its own processes print comes after it
        return code, took


StartCoach = Callable[..., Served]
OpenPage = Callable[..., Page]


def _start(folder: Path, words: Sequence[str], before: Sequence[str] = (), cwd: Path | None = None) -> Served:
    where = cwd or folder / "cwd"
    where.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "psoas", "coach", "--no-browser", "--port", "0", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=where,
        env={**os.environ, "PSOAS_DATA": str(folder), "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    ready = threading.Event()
    served = Served(process, folder)

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            served.lines.append(line)
            if found := ADDRESS.search(line):
                served.port = served.port or int(found[1])
                ready.set()
        process.stdout.close()
        ready.set()

    served.reader = threading.Thread(target=read, daemon=True)
    served.reader.start()
    ready.wait(START_S)
    if not served.port:
        process.kill()
        process.wait(STOP_S)
        pytest.fail(f"the coach did not start: {served.printed}")
    return served


@pytest.fixture(scope="session")
def start_coach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartCoach]:
    """Starts a coach with further words for its command line and data of its own; all end with the tests."""
    started: list[Served] = []

    def start(*words: str, before: Sequence[str] = (), cwd: Path | None = None) -> Served:
        started.append(_start(tmp_path_factory.mktemp("coach"), words, before, cwd))
        return started[-1]

    yield start
    for served in started:
        if served.process.poll() is None:
            served.process.kill()
            served.process.wait(STOP_S)


@pytest.fixture(scope="session")
def coach_server(start_coach: StartCoach) -> Served:
    """The coach that tests share."""
    return start_coach()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Debian's Chromium is."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def filming(playwright: Playwright, chromium: str) -> Iterator[Callable[[Path], Browser]]:
    launched = []

    def film(clip: Path) -> Browser:
        camera = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
        words = [*CHROMIUM, *camera, f"--use-file-for-fake-video-capture={clip}"]
        launched.append(playwright.chromium.launch(executable_path=chromium, args=words))
        return launched[-1]

    yield film
    for one in launched:
        one.close()


_NUMBERS = count(1)


@pytest.fixture
def person(coach_server: Served) -> Profile:
    """Somebody new."""
    with coach_server.open_store() as store:
        return store.add_profile(f"Person {next(_NUMBERS)}")


@pytest.fixture
def screened(person: Profile, coach_server: Served) -> Profile:
    """``person``, of whom no red flag is true: the page begins with the questions before the first move."""
    with coach_server.open_store() as store:
        store.save_screening(person.id, Screening(datetime.now(UTC)))
    return person


@pytest.fixture
def open_page(browser: Browser, coach_server: Served, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens pages, and looks at the end whether any of them complained or asked another origin."""
    contexts = []
    complaints: list[str] = []

    def open_one(
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        served: Served = coach_server,
        who: Profile | None = None,
        errors: Sequence[str] = (),
        within: Browser = browser,
        before: Callable[[Page], object] = lambda page: None,
        **how: Any,
    ) -> Page:
        if who is None and served is coach_server:
            who = request.getfixturevalue("person")
        how.setdefault("locale", "en-GB")
        context = within.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", **how
        )
        contexts.append(context)
        if who is not None:
            context.add_cookies([{"name": "psoas_profile", "value": str(who.id), "url": served.url}])

        def heard(message: ConsoleMessage) -> None:
            if message.type == "error" and not any(part in message.text for part in errors):
                complaints.append(f"{path}: {message.text}")

        def asked(url: str) -> None:
            own = (f"{served.url}/", f"ws://{served.host}/", "data:", "blob:", "about:")
            if not url.startswith(own):
                complaints.append(f"{path} asked for {url}")

        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        page.on("request", lambda sent: asked(sent.url))
        page.on("websocket", lambda socket: asked(socket.url))
        before(page)
        page.goto(f"{served.url}{path}")
        page.wait_for_selector("#app h1")
        page.wait_for_function("window.socket && window.socket.connected")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


SETTLED = """() => new Promise((done) => {
    const end = performance.now() + 2000;
    const moves = () => document.getAnimations().some(
        (one) => one.playState === "running" && Number.isFinite(one.effect.getComputedTiming().endTime));
    const look = () => (moves() && performance.now() < end ? requestAnimationFrame(look) : done());
    requestAnimationFrame(() => requestAnimationFrame(look));
})"""
"""Frames are asked for until the end: of what moves out of sight, Chromium draws none by itself, and it never ends."""


def settled(page: Page) -> None:
    """Wait until a page has been drawn anew and all that moves or changes its colour for a while has done so."""
    page.evaluate(SETTLED)


FINDINGS = """(shown) => axe.run(shown || document, { resultTypes: ["violations"], preload: { assets: ["media"] } })
    .then((one) => one.violations)"""
"""Without axe-core's own copies of style sheets, which no rule of it reads and the policy of a page refuses."""


def _findings(page: Page) -> str:
    """What axe-core finds, of any level, in words; empty where nothing."""
    shown = ".q-dialog" if page.locator(".q-dialog").count() else None  # what is behind it cannot be reached
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(FINDINGS, shown)
    return "\n".join(
        f"{one['id']} ({one['impact']}): {one['help']}\n  "
        + "\n  ".join(f"{node['target']} {node['failureSummary']}" for node in one["nodes"][:3])
        for one in found
    )


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """Fails on what axe-core finds, of any level, in the light theme and in the dark one; the page's own comes last."""

    def look(page: Page) -> None:
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        for scheme in ("light", "dark") if dark else ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            settled(page)
            found = _findings(page)
            assert not found, f"{scheme}: {found}"

    return look
