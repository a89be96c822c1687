"""A small server on this computer that answers as ActivityWatch does, or as it is made to."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

AFK = "aw-watcher-afk_zoes laptop/ä"
BUCKETS = {
    "aw-watcher-window_zoes-laptop": {"type": "currentwindow", "hostname": "zoes-laptop"},
    AFK: {"type": "afkstatus", "hostname": "zoes-laptop"},
    "aw-watcher-window_afk": {"type": "currentwindow"},
}


def event(start: str, length: float, status: str = "not-afk") -> dict[str, Any]:
    return {"id": 1, "timestamp": start, "duration": length, "data": {"status": status}}


EVENTS = [
    event("2024-03-04T22:30:00+00:00", 7200),
    event("2024-03-04T09:20:00.250000+00:00", 1200),
    event("2024-03-04T09:10:00+00:00", 600, "afk"),
    event("2024-03-04T09:00:00+00:00", 1200),
]


class FakeServer:
    """A server on this computer that answers as it is made to, and keeps what it was asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.buckets: Any = BUCKETS
        self.events: Any = EVENTS
        self.answer: Callable[[BaseHTTPRequestHandler], None] | None = None
        outer = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.paths.append(self.path)
                if outer.answer is not None:
                    outer.answer(self)
                    return
                what = outer.buckets if self.path == "/api/0/buckets/" else outer.events
                send(self, 200, what if isinstance(what, bytes) else json.dumps(what).encode())

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


def send(
    handler: BaseHTTPRequestHandler, status: int, content: bytes, headers: dict[str, str] | None = None
) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)
