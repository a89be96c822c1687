"""People on the clinic's pages: each asks for pages as a browser does, and thinks in between."""

import asyncio
import random
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import socketio

from benchmarks.clinic.made import WORD, Account
from psoas.clinic import Role

THINK_S: Final = 5.0, 15.0
"""Shortest and longest time on a page before the next one [s], uniformly distributed: 10 s in the mean."""

MIX: Final[dict[Role, dict[str, int]]] = {
    "client": {
        "/": 30,
        "/progress": 25,
        "/stretch": 15,
        "/plan": 10,
        "/sessions": 5,
        "/body": 5,
        "/access": 5,
        "/trail": 5,
    },
    "clinician": {
        "/clients": 30,
        "open /progress": 30,
        "open /sessions": 15,
        "open /plan": 10,
        "/account": 5,
        "open /": 10,
    },
    "owner": {"/accounts": 40, "/assignments": 30, "/trail": 30},
}
"""How often each role asks for a page, of a hundred; ``open`` chooses one of the clinician's clients first."""

_FILES: Final = re.compile(r'(?:src|href)="(/(?:static|_nicegui)/[^"]+)"')
_QUERY: Final = re.compile(r"query: (\{.*?\}),?\n", re.DOTALL)
_PAIR: Final = re.compile(r"[\"'](\w+)[\"']: [\"']?([^\"',}]*)")


@dataclass
class Times:
    """What was measured.

    Attributes:
        pages: time from the request of a page to its last byte [s], by page.
        files: the same of styles and scripts [s].
        failures: statuses and errors that no page should have.
    """

    pages: dict[str, list[float]] = field(default_factory=dict)
    files: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class Visitor:
    """One person with a browser of their own: cookies, at most six connections, files that are kept by their tag."""

    def __init__(self, address: str, account: Account, trusted: ssl.SSLContext, seed: int) -> None:
        self.account = account
        self._address, self._trusted = address, trusted
        self._random = random.Random(seed)
        self._tags: dict[str, str] = {}
        self._browser: aiohttp.ClientSession | None = None
        self._socket: socketio.AsyncClient | None = None

    @property
    def browser(self) -> aiohttp.ClientSession:
        """The connections and cookies."""
        if self._browser is None:
            self._browser = aiohttp.ClientSession(
                self._address,
                connector=aiohttp.TCPConnector(limit=6, ssl=self._trusted),
                headers={"Origin": self._address},
            )
        return self._browser

    async def sign_in(self) -> None:
        """Sign in by the form, with a recovery code as the second factor."""
        form = {"email": self.account.email, "password": WORD}
        async with self.browser.post("/sign-in", data=form) as answer:
            assert answer.status == 200, await answer.text()
        if self.account.recovery:
            async with self.browser.post("/code", data={"code": self.account.recovery}) as answer:
                assert answer.status == 200, await answer.text()

    async def stay(self, until_s: float, times: Times, is_warm: Callable[[], bool]) -> None:
        """Visit one page after the other until a time of the monotonic clock."""
        mix = MIX[self.account.role]
        await asyncio.sleep(self._random.uniform(0.0, THINK_S[1]))
        while time.monotonic() < until_s:
            (wanted,) = self._random.choices(list(mix), list(mix.values()))
            kept = times if is_warm() else Times()
            try:
                await self._visit(wanted, kept)
            except (aiohttp.ClientError, TimeoutError) as error:
                times.failures.append(f"{wanted}: {type(error).__name__}")
            await asyncio.sleep(self._random.uniform(*THINK_S))

    async def close(self) -> None:
        """Close the browser."""
        await self._leave()
        if self._browser is not None:
            await self._browser.close()

    async def _visit(self, wanted: str, times: Times) -> None:
        await self._leave()
        began = time.monotonic()
        if wanted.startswith("open "):
            person = self._random.choice(self.account.clients)
            page = wanted.removeprefix("open ")
            asked = self.browser.post(f"/clients/{person}/open", data={"page": page})
        else:
            asked = self.browser.get(wanted)
        async with asked as answer:
            words, status = await answer.text(), answer.status
        times.pages.setdefault(wanted, []).append(time.monotonic() - began)
        if status != 200:
            times.failures.append(f"{wanted}: {status}")
        await asyncio.gather(*(self._load(path, times) for path in dict.fromkeys(_FILES.findall(words))))
        if query := _QUERY.search(words):
            await self._connect(dict(_PAIR.findall(query[1])), times)

    async def _load(self, path: str, times: Times) -> None:
        """Ask for a file again as a browser does: what never changes is kept, of the others the tag is compared."""
        if self._tags.get(path) == "":
            return
        began = time.monotonic()
        headers = {"If-None-Match": self._tags[path]} if path in self._tags else {}
        async with self.browser.get(path, headers=headers) as answer:
            await answer.read()
            status, kept = answer.status, answer.headers.get("cache-control", "")
            self._tags[path] = answer.headers.get("etag", "") if "no-cache" in kept else ""
        times.files.append(time.monotonic() - began)
        if status not in (200, 304):
            times.failures.append(f"{path}: {status}")

    async def _connect(self, query: dict[str, str], times: Times) -> None:
        """Open the page's own connection, as its script does."""
        self._socket = socketio.AsyncClient(
            http_session=self.browser, reconnection=False, ssl_verify=False, websocket_extra_options={}
        )
        words = "&".join(f"{key}={value}" for key, value in {**query, **_tab()}.items())
        try:
            await self._socket.connect(
                f"{self._address}?{words}",
                headers={"Origin": self._address},
                transports=["websocket"],
                socketio_path="/_nicegui_ws/socket.io",
            )
        except socketio.exceptions.ConnectionError as error:
            times.failures.append(f"connection of a page: {error}")

    async def _leave(self) -> None:
        if self._socket is not None:
            await self._socket.disconnect()
            self._socket = None


def _tab() -> dict[str, Any]:
    name = f"{random.getrandbits(64):x}"
    return {"document_id": name, "tab_id": name, "old_tab_id": ""}
