"""The coach as an installed app: a browser offers to install it, and says what to start while it does not run."""

import json
import threading
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served, StartCoach

WORKS = "() => navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"
KEPT = """async () => {
    const kept = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) kept.push([name, request.url]);
    return kept;
}"""


def fetched(served: Served, path: str) -> tuple[str, bytes]:
    with urllib.request.urlopen(f"{served.url}{path}", timeout=20) as answer:
        return answer.headers["content-type"], answer.read()


def test_the_manifest_names_pictures_that_are_there(coach_server: Served) -> None:
    kind, content = fetched(coach_server, "/manifest.webmanifest")
    assert kind.startswith("application/manifest+json")
    icons: list[dict[str, Any]] = json.loads(content)["icons"]
    assert {(one["sizes"], one.get("purpose")) for one in icons} >= {
        ("192x192", None),
        ("512x512", None),
        ("512x512", "maskable"),
    }
    for icon in [*icons, {"src": "/static/icon-touch-180.png", "type": "image/png", "sizes": "180x180"}]:
        kind, picture = fetched(coach_server, icon["src"])
        assert kind == icon["type"]
        if kind == "image/png":
            image = Image.open(BytesIO(picture))
            assert "x".join(map(str, image.size)) == icon["sizes"]
            corner = image.convert("RGBA").getpixel((0, 0))
            filled = icon.get("purpose") == "maskable" or "touch" in icon["src"]
            assert corner == ((0x0B, 0x66, 0x60, 255) if filled else (0, 0, 0, 0))


def test_the_browser_finds_nothing_that_keeps_it_from_being_installed(open_page: OpenPage) -> None:
    page = open_page("/people")
    page.wait_for_function(WORKS)
    browser = page.context.new_cdp_session(page)
    assert browser.send("Page.getAppManifest")["errors"] == []
    found = [one["errorId"] for one in browser.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(found) <= {"in-incognito"}, "a page of a test has no profile on the disk"


def test_a_page_without_its_coach_says_what_to_start_and_goes_on_when_it_runs(
    start_coach: StartCoach, open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    served = start_coach()
    page = open_page("/people", served=served, errors=("WebSocket", "ERR_CONNECTION_REFUSED"))
    page.wait_for_function(WORKS)
    page.goto(f"{served.url}/plan")  # a page of the person goes through the worker, and is not kept
    page.get_by_role("heading", name="Plan", exact=True).last.wait_for()
    ((name, url),) = page.evaluate(KEPT)
    assert name.startswith("psoas-shell-")
    assert url == f"{served.url}/offline"
    assert served.stop()[0] == 0

    page.goto(f"{served.url}/progress")
    assert page.inner_text("h1") == "The coach is not running"
    assert "psoas coach" in page.inner_text("main")
    assert page.evaluate("document.querySelectorAll('script[src], link, img').length") == 0
    assert_accessible(page)

    again = start_coach("--port", str(served.port))
    page.get_by_role("heading", name="Progress", exact=True).last.wait_for()
    assert page.url == f"{again.url}/progress"


def test_a_link_from_another_site_still_opens_a_page_through_the_worker(
    browser: Browser, coach_server: Served, person: Profile
) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f'<a href="{coach_server.url}/people">the coach</a>'.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    context = browser.new_context()
    context.add_cookies([{"name": "psoas_profile", "value": str(person.id), "url": coach_server.url}])
    page = context.new_page()
    page.goto(f"{coach_server.url}/people")
    page.wait_for_function(WORKS)
    with HTTPServer(("127.0.0.1", 0), Other) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        page.goto(f"http://localhost:{other.server_port}/")
        page.get_by_text("the coach").click()
        page.locator("#app h1").wait_for()
        assert page.inner_text("#app h1") == "People"
        other.shutdown()
        thread.join()
    context.close()
