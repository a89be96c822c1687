"""Live stretches beside the visitors: pictures of a phone's camera go to the server, as the page sends them."""

import asyncio
import ssl
import time
from dataclasses import dataclass, field

import aiohttp
from playwright.async_api import Browser

from benchmarks.camera import pictures
from psoas.app.stretch.channel import HEADER

LOOP = "a_stretch_right_ok"
LEAST_BETWEEN_S = 0.05
"""The page sends no more than twenty pictures a second."""

SEAT = "getElement(Number(document.querySelector('.stage').id.slice(1))).seat"


@dataclass
class Filmed:
    """What a stretch was answered.

    Attributes:
        answered: times of the answers, on the monotonic clock [s].
        took: from sending a picture to its answer [s].
    """

    answered: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    def rate(self, begin_s: float, end_s: float) -> float:
        """Pictures a second that were answered between two times."""
        return sum(begin_s <= one < end_s for one in self.answered) / (end_s - begin_s)


def film_of() -> list[bytes]:
    """The pictures of the camera: a clip of a stretch as JPEGs at twenty a second."""
    return [picture for _, picture in pictures(LOOP, 1 / LEAST_BETWEEN_S, side=640)]


async def stretch(
    browser: Browser, address: str, cookies: dict[str, str], film: list[bytes], until_s: float, filmed: Filmed
) -> None:
    """Stretch before the camera until a time: Chromium opens the page, and its pictures come from here.

    A phone's browser runs on the phone, so that its work is left out: the page is opened by Chromium, without a camera,
    and the pictures are sent for it by the secret that the page was given.
    """
    trusted = ssl.create_default_context()
    trusted.check_hostname, trusted.verify_mode = False, ssl.CERT_NONE
    async with aiohttp.ClientSession(cookies=cookies, connector=aiohttp.TCPConnector(ssl=trusted)) as session:
        while time.monotonic() < until_s:
            seat = await _seat(browser, address, cookies)
            headers = {"Origin": address}
            async with session.ws_connect(f"{address}/live?seat={seat}&ahead=0", headers=headers) as socket:
                await _film(socket, film, until_s, filmed)


async def _seat(browser: Browser, address: str, cookies: dict[str, str]) -> str:
    """Go to the stage of a stretch; the secret of its connection."""
    context = await browser.new_context(ignore_https_errors=True)
    await context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )
    page = await context.new_page()
    await page.goto(f"{address}/stretch")
    await page.get_by_role("button", name="Start the camera").click()
    await page.wait_for_selector(".stage")
    seat: str = await page.evaluate(SEAT)
    return seat


async def _film(
    socket: aiohttp.ClientWebSocketResponse, film: list[bytes], until_s: float, filmed: Filmed
) -> None:
    number = 0
    while time.monotonic() < until_s:
        sent = time.monotonic()
        await socket.send_bytes(HEADER.pack(1000 * sent) + film[number % len(film)])
        number += 1
        while True:
            answer = await socket.receive()
            if answer.type is not aiohttp.WSMsgType.TEXT:
                return
            said = answer.json()
            if "taken" in said:
                break
        now = time.monotonic()
        filmed.answered.append(now)
        filmed.took.append(now - sent)
        if said.get("stage") == "done":
            return
        await asyncio.sleep(max(sent + LEAST_BETWEEN_S - time.monotonic(), 0.0))
