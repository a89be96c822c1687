"""Each visit is answered in its own language."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send

from psoas.app.guard import Guard
from psoas.words import language


def spoken(headers: dict[str, str]) -> str:
    """The language in which a request is answered, behind the guard."""
    heard = []

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(await asyncio.create_task(later()))

    async def later() -> str:
        return language()

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        return None

    given = {"host": "127.0.0.1:8765", **headers}
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "server": ("127.0.0.1", 8765),
        "client": ("127.0.0.1", 50000),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    with ThreadPoolExecutor(1) as own_loop:
        own_loop.submit(lambda: asyncio.run(Guard(site, 8765)(scope, receive, send))).result()
    return heard[0]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "en"),
        ({"accept-language": "de-DE,de;q=0.9,en;q=0.8"}, "de"),
        ({"accept-language": "de", "cookie": "a=b; psoas_language=fr"}, "fr"),
        ({"accept-language": "es", "cookie": "psoas_language=zz"}, "es"),
    ],
)
def test_the_browser_or_a_choice_on_the_page_says_which(headers: dict[str, str], expected: str) -> None:
    assert spoken(headers) == expected
    assert language() == "en"
