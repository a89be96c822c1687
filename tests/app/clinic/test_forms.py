"""Hashing many passwords holds up nobody who is signed in, and has an end."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from psoas.app.clinic.forms import MOST_WAITING, Handler, guarded, in_hash_thread, in_thread
from psoas.errors import InputError


def test_other_calls_go_on_while_passwords_are_compared_and_too_many_are_turned_away() -> None:
    async def busy() -> tuple[float, int]:
        slow = [asyncio.create_task(in_hash_thread(time.sleep, 0.05)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0.01)
        with pytest.raises(InputError, match="Too many people are signing in"):
            await in_hash_thread(time.sleep, 0.0)
        began = time.monotonic()
        await in_thread(time.sleep, 0.0)
        waited = time.monotonic() - began
        still = sum(not one.done() for one in slow)
        await asyncio.gather(*slow)
        await in_hash_thread(time.sleep, 0.0)
        return waited, still

    with ThreadPoolExecutor(1) as own_loop:  # the loop of a test with a browser may run in this thread
        waited, still = own_loop.submit(lambda: asyncio.run(busy())).result()
    assert still > 0
    assert waited < 0.5


def test_whoever_leaves_before_the_answer_is_no_fault_of_the_server() -> None:
    async def leave(_request: Request) -> Response:
        raise ClientDisconnect

    with ThreadPoolExecutor(1) as own_loop:
        answer = own_loop.submit(lambda: asyncio.run(_answered(leave))).result()
    assert answer.status_code == 400


async def _answered(handler: Handler) -> Response:
    return await guarded(handler)(Request({"type": "http", "method": "POST", "headers": []}))
