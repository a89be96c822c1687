"""ActivityWatch that runs on this computer: when its keyboard and mouse were used.

This is the only connection that the program opens by itself: to this computer's own loopback address, when the person
asks for it. It asks for the list of the buckets and for the events of those that hold keyboard times; buckets of window
titles and web pages are never asked for. No redirect is followed, no proxy is used, and time and size have limits.
"""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers
from psoas.day.readers.activitywatch import KEYBOARD, READER, observe_event
from psoas.day.zones import first_moment
from psoas.errors import CannotTellError, InputError
from psoas.words import N_, _

RUNNING_SOURCE: Final = N_("ActivityWatch on this computer")
"""Stands where a file's name does."""
HOST: Final = "127.0.0.1"
PORT: Final = 5600
REPLY_S: Final = 10.0
"""Longest time of one reply [s]."""
WHOLE_S: Final = 120.0
"""Longest time of all replies [s]."""
LARGEST_REPLY: Final = 8 << 20
"""[bytes]; a week of keyboard times takes less than half a megabyte."""
DAYS_A_REPLY: Final = 7
MOST_RUNNING_DAYS: Final = 366
MOST_BUCKETS: Final = 16
LONGEST_NAME: Final = 256
"""Of a bucket [characters]."""


def read_running(first: date, last: date, answers: DayAnswers, port: int | None = None) -> DeviceLog:
    """Read the keyboard times of some days from the ActivityWatch that runs on this computer.

    Args:
        first, last: days by the person's own clock, both included; `MOST_RUNNING_DAYS` at most.
        answers: the person's own zone, and whether they stand at the computer.
        port: of the server; None for `PORT`.

    Raises:
        InputError: nothing answers there, or what answers is too slow, too large or not ActivityWatch.
        CannotTellError: it has no keyboard times, or none of these days.
    """
    server = _Server(PORT if port is None else port)
    log = DeviceLog(RUNNING_SOURCE, READER.format)
    for bucket in _keyboard_buckets(server):
        for start, end in _spans(first, last, answers):
            query = urlencode({"start": _stamp(start), "end": _stamp(end)})
            events = server.ask(f"/api/0/buckets/{quote(bucket, safe='')}/events?{query}")
            if not isinstance(events, list):
                raise server.strange()
            rows = [one for one in events if isinstance(one, dict)]
            for event in sorted(rows, key=lambda one: str(one.get("timestamp"))):
                observe_event(event, log, (start, end))
    log.close()
    log.not_used = [replace(one, file=_(RUNNING_SOURCE)) for one in log.not_used]
    if log.empty:
        raise CannotTellError(_nothing_words(log, first, last))
    return log


def _keyboard_buckets(server: "_Server") -> list[str]:
    """Names of the buckets that hold keyboard times; they may hold the computer's name and are never shown."""
    buckets = server.ask("/api/0/buckets/")
    if not isinstance(buckets, dict):
        raise server.strange()
    found = [
        name
        for name, about in buckets.items()
        if isinstance(about, dict) and about.get("type") == KEYBOARD and 0 < len(name) <= LONGEST_NAME
    ]
    if not found:
        raise CannotTellError(
            _(
                "{source} has no keyboard times; switch its watcher for them on (aw-watcher-afk)",
                source=_(RUNNING_SOURCE),
            )
        )
    return found[:MOST_BUCKETS]


def _spans(first: date, last: date, answers: DayAnswers) -> Iterator[tuple[float, float]]:
    """Start and end of what one reply tells of [s since 1970], in order."""
    day = first
    while day <= last:
        following = min(day + timedelta(days=DAYS_A_REPLY), last + timedelta(days=1))
        yield first_moment(answers.home, day), first_moment(answers.home, following)
        day = following


def _stamp(moment_s: float) -> str:
    return f"{datetime.fromtimestamp(moment_s, UTC):%Y-%m-%dT%H:%M:%S}Z"


def _nothing_words(log: DeviceLog, first: date, last: date) -> str:
    """Why there is no log of some days."""
    days = str(first) if first == last else _("{first} to {last}", first=first, last=last)
    source = _(RUNNING_SOURCE)
    if not log.not_used:
        return _("{source} holds nothing of {days}; try other days", source=source, days=days)
    return _(
        "{source} holds nothing of {days} ({reason}); try other days",
        source=source,
        days=days,
        reason=log.not_used[0].reason,
    )


class _Server:
    """What answers on a port of this computer, within limits of time and size."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._end = time.monotonic() + WHOLE_S

    def ask(self, path: str) -> Any:
        """The JSON that is at a path.

        Raises:
            InputError: nothing answers, or not in time, or not as ActivityWatch does.
        """
        limit_s = min(REPLY_S, self._end - time.monotonic())
        if limit_s <= 0:
            raise _slow(WHOLE_S)
        line = http.client.HTTPConnection(HOST, self._port, timeout=limit_s)
        late = threading.Event()
        try:
            line.connect()
            open_socket = line.sock

            def stop() -> None:
                late.set()
                with contextlib.suppress(OSError):
                    open_socket.shutdown(socket.SHUT_RDWR)

            timer = threading.Timer(limit_s, stop)
            timer.daemon = True
            timer.start()
            try:
                line.request("GET", path, headers={"Accept": "application/json", "Connection": "close"})
                with line.getresponse() as reply:
                    content = self._content(reply)
            finally:
                timer.cancel()
        except TimeoutError as error:
            raise _slow(limit_s) from error
        except (OSError, http.client.HTTPException) as error:
            if late.is_set():
                raise _slow(limit_s) from error
            if isinstance(error, http.client.HTTPException):
                raise self.strange() from error
            raise InputError(
                _(
                    "ActivityWatch does not answer on this computer (port {port}); start it, or export its buckets to "
                    "a file and give that",
                    port=str(self._port),
                )
            ) from error
        finally:
            line.close()
        if late.is_set():
            raise _slow(limit_s)
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self.strange() from error

    def _content(self, reply: http.client.HTTPResponse) -> bytes:
        if 300 <= reply.status < 400:
            raise InputError(
                _(
                    "what answers on port {port} of this computer points elsewhere, which is not followed; start "
                    "ActivityWatch there, or export its buckets to a file and give that",
                    port=str(self._port),
                )
            )
        if reply.status in (401, 403):
            raise InputError(
                _(
                    "ActivityWatch asks for a key, which psoas does not have; export its buckets to a file and give "
                    "that"
                )
            )
        if reply.status != 200:
            raise self.strange()
        content = reply.read(LARGEST_REPLY + 1)
        if len(content) > LARGEST_REPLY:
            raise InputError(
                _(
                    "ActivityWatch gives more than {most} MB for a week; export its buckets to a file and give that",
                    most=LARGEST_REPLY >> 20,
                )
            )
        return content

    def strange(self) -> InputError:
        """The error of a reply that is not ActivityWatch's."""
        return InputError(
            _(
                "what answers on port {port} of this computer is not ActivityWatch, or one that is not known yet; "
                "start ActivityWatch there, or export its buckets to a file and give that",
                port=str(self._port),
            )
        )


def _slow(limit_s: float) -> InputError:
    return InputError(
        _(
            "ActivityWatch took longer than {limit:.0f} seconds; try again with fewer days, or export its buckets to a "
            "file and give that",
            limit=limit_s,
        )
    )
