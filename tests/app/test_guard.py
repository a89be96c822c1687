"""What stands before the app: names, origins, words that work once, sizes; over every way in that there is."""

import http.client
import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import nicegui
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Mount, Route
from starlette.types import Message, Receive, Scope, Send
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from psoas.app.coach import Coach
from psoas.app.door import Door
from psoas.app.guard import HEADERS, MOST_BODY, MOST_UPLOAD, Guard, policy
from psoas.app.server import built
from psoas.store.store import Store
from tests.app.conftest import Served, StartCoach

SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
POLLING = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"
PORT = 8765
HOST = f"127.0.0.1:{PORT}"
PHONE = ("192.0.2.7", 50000)
SERVER = ("192.0.2.1", PORT)


def asked(
    served: Served,
    path: str,
    method: str = "GET",
    host: str | None = None,
    body: bytes | None = None,
    **headers: str,
) -> http.client.HTTPResponse:
    """One request to the running coach; an underscore in a header's name is a dash."""
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    try:
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        line.putheader("Host", served.host if host is None else host)
        for name, value in headers.items():
            line.putheader(name.replace("_", "-"), value)
        if body is not None:
            line.putheader("Content-Length", str(len(body)))
        line.endheaders(body)
        answer = line.getresponse()
        answer.read()
        return answer
    finally:
        line.close()


def socket_status(served: Served, host: str, origin: str | None, path: str = SOCKET) -> int:
    """What a WebSocket is answered with; 101 lets it in."""
    more = {} if origin is None else {"Origin": origin}
    try:
        line = socket.create_connection(("127.0.0.1", served.port), timeout=10)
        with connect(f"ws://{host}{path}", sock=line, additional_headers=more, proxy=None):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


# The real coach


@pytest.fixture(scope="module")
def ways_in(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A path for every route of the app, mounted ones too, with their parameters filled in."""
    with Store.open(f"sqlite:///{tmp_path_factory.mktemp('routes') / 'psoas.db'}") as store:
        guard = built(Coach(store, Path()))
    assert isinstance(guard.app, FastAPI)
    routes = [*guard.app.routes, *nicegui.app.routes]
    paths = [re.sub(r"{\w+(:\w+)?}", "x", route.path) for route in routes if isinstance(route, Route | Mount)]
    assert {"/people", "/static", "/_nicegui_ws"} <= set(paths)
    return [
        *(path or "/" for path in paths),
        "/static/psoas.css",
        "/favicon.ico",
        "/nothing-here",
        "/upload",
        POLLING,
    ]


def test_a_name_that_is_not_ours_is_refused_everywhere(coach_server: Served, ways_in: list[str]) -> None:
    for host in (
        "evil.example",
        f"evil.example:{coach_server.port}",
        "127.0.0.1",
        f"127.0.0.1:{coach_server.port + 1}",
    ):
        for path in ways_in:
            assert asked(coach_server, path, host=host).status == 421, path


def test_another_origin_is_refused_everywhere(coach_server: Served, ways_in: list[str]) -> None:
    for path in ways_in:
        for origin in ("http://evil.example", "null", "http://127.0.0.1", f"https://{coach_server.host}"):
            assert asked(coach_server, path, Origin=origin).status == 403, path
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            assert asked(coach_server, path, method, Origin="http://evil.example").status == 403, path
        assert asked(coach_server, path, "POST").status == 403, path
        assert (
            asked(coach_server, path, Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="script").status == 403
        ), path


def test_the_websocket_wants_its_own_name_and_origin(coach_server: Served) -> None:
    here = f"http://{coach_server.host}"
    assert socket_status(coach_server, coach_server.host, here) == 101
    for origin in (None, "null", "http://evil.example", "http://127.0.0.1:1"):
        assert socket_status(coach_server, coach_server.host, origin) == 403
    assert socket_status(coach_server, "evil.example", "http://evil.example") == 403
    assert socket_status(coach_server, coach_server.host, None, "/any/other") == 403


def test_its_own_pages_are_answered_and_carry_the_headers(coach_server: Served) -> None:
    for path, status in {"/people": 200, "/static/psoas.css": 200, "/nothing-here": 404}.items():
        answer = asked(coach_server, path)
        assert answer.status == status
        assert {name: answer.getheader(name) for name in HEADERS} == HEADERS
        words = answer.getheader("content-security-policy") or ""
        assert re.sub(r"nonce-[\w-]{20,}", "nonce-", words) == policy("")
        assert "http" not in words
        assert "'unsafe-inline'" not in words.partition("script-src")[2].partition(";")[0]
    refused = asked(coach_server, "/", host="evil.example")
    assert {name: refused.getheader(name) for name in HEADERS} == HEADERS


def test_what_is_too_large_is_refused_before_it_is_read(coach_server: Served) -> None:
    here = f"http://{coach_server.host}"
    announced = str(MOST_BODY + 1)  # nothing of it has to be sent
    assert asked(coach_server, "/people", "POST", Origin=here, Content_Length=announced).status == 413
    assert asked(coach_server, "/people?" + "x" * 10_000).status == 414


def test_only_a_device_with_a_word_comes_in_from_the_network(
    start_coach: StartCoach, ways_in: list[str]
) -> None:
    served = start_coach("--lan")
    address = urlsplit(served.wait_for(r"On the phone: (\S+)"))
    if address.hostname == "127.0.0.1":
        pytest.skip("this machine has no address on a network")
    line = http.client.HTTPConnection(str(address.hostname), served.port, timeout=10)

    def status(path: str, **headers: str) -> int:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        answer.read()
        cookies.append(answer.getheader("set-cookie") or "")
        line.close()
        return answer.status

    cookies: list[str] = []
    for path in ways_in:
        assert status(path) == 401, path
    assert status("/?token=wrong") == 401
    assert status(f"{address.path}?{address.query}") == 303
    cookie = cookies[-1]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert status(f"{address.path}?{address.query}") == 401, "a word works once"
    assert status("/people", Cookie=cookie.split(";")[0]) == 200
    assert status("/people", Cookie="psoas_door=guess") == 401
    assert status("/people", Cookie=cookie.split(";")[0], Host=f"evil.example:{served.port}") == 421
    assert asked(served, "/people").status == 200, "the machine itself needs no word"


# The guard alone


async def _open(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that reads all and answers 200."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"ALLOWALL")]})
    await send({"type": "http.response.body", "body": b"in"})


def answer_to(
    headers: list[tuple[str, str]],
    *,
    method: str = "GET",
    kind: str = "http",
    path: str = "/",
    query: str = "",
    client: tuple[str, int] | None = ("127.0.0.1", 40000),
    door: Door | None = None,
    chunks: list[bytes] | None = None,
) -> tuple[int, Mapping[str, str]]:
    """The status that the guard gives, 101 for a WebSocket that was let in and 403 for one that was not."""
    scope: Scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        "client": client,
        "server": SERVER,
    }
    sent: list[Message] = []
    bodies: Iterator[bytes] = iter(chunks or [])
    left = len(chunks or [])

    async def receive() -> Message:
        nonlocal left
        left -= 1
        return {"type": "http.request", "body": next(bodies, b""), "more_body": left > 0}

    async def send(message: Message) -> None:
        sent.append(message)

    with pytest.raises(StopIteration):  # nothing in it waits, so no event loop is needed
        Guard(_open, PORT, door)(scope, receive, send).send(None)
    if kind == "websocket":
        return (101 if sent[0]["type"] == "websocket.accept" else 403), {}
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def status_of(headers: list[tuple[str, str]], **how: object) -> int:
    return answer_to(headers, **how)[0]  # type: ignore[arg-type]


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40))
def test_no_other_name_gets_past(name: str) -> None:
    if name not in (HOST, f"localhost:{PORT}", f"[::1]:{PORT}"):
        assert status_of([("host", name)]) == 421
        assert status_of([("host", name), ("origin", f"http://{name}")], kind="websocket") == 403


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40))
def test_no_other_origin_gets_past(origin: str) -> None:
    if origin != f"http://{HOST}":
        assert status_of([("host", HOST), ("origin", origin)], method="POST") == 403
        assert status_of([("host", HOST), ("origin", origin)], kind="websocket") == 403


def test_each_of_its_names_is_let_in_with_its_own_origin() -> None:
    for name in (HOST, f"localhost:{PORT}", f"[::1]:{PORT}"):
        assert status_of([("host", name)]) == 200
        assert status_of([("host", name), ("origin", f"http://{name}")], method="POST") == 200
        assert status_of([("host", name), ("origin", f"http://{name}")], kind="websocket") == 101
    assert status_of([("host", HOST), ("origin", f"http://localhost:{PORT}")], method="POST") == 403


def test_two_names_or_none_or_two_origins_are_refused() -> None:
    assert status_of([]) == 421
    assert status_of([("host", HOST), ("host", HOST)]) == 421
    own = ("origin", f"http://{HOST}")
    assert status_of([("host", HOST), own, own], method="POST") == 403


def test_a_link_from_elsewhere_may_be_followed_and_nothing_else() -> None:
    def seen(site: str, mode: str, dest: str, method: str = "GET") -> int:
        fetch = [("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)]
        return status_of([("host", HOST), *fetch], method=method)

    assert seen("none", "navigate", "document") == 200
    assert seen("same-origin", "cors", "empty") == 200
    assert seen("same-origin", "cors", "empty", "POST") == 200
    assert seen("cross-site", "navigate", "document") == 200
    for site in ("cross-site", "same-site"):
        for mode, dest in (
            ("no-cors", "script"),
            ("no-cors", "image"),
            ("navigate", "iframe"),
            ("cors", "empty"),
        ):
            assert seen(site, mode, dest) == 403
        assert seen(site, "navigate", "document", "POST") == 403


def test_a_body_that_grows_past_its_announced_size_is_cut_off() -> None:
    own = [("host", HOST), ("origin", f"http://{HOST}")]
    half = b"x" * (MOST_BODY // 2)
    assert status_of(own, method="POST", chunks=[half, half]) == 200
    assert status_of(own, method="POST", chunks=[half, half, b"x"]) == 413
    assert status_of(own, method="POST", chunks=[half, half, b"x"], path="/upload") == 200
    assert status_of(own, method="POST", chunks=[half, half, b"x"], path="/uploads") == 413
    assert status_of([*own, ("content-length", str(MOST_UPLOAD + 1))], method="POST", path="/upload") == 413


def test_the_guard_s_headers_replace_the_app_s() -> None:
    assert answer_to([("host", HOST)])[1]["x-frame-options"] == "DENY"


def test_without_lan_nobody_else_is_answered_under_any_name() -> None:
    for name in (HOST, f"{SERVER[0]}:{PORT}"):
        assert status_of([("host", name)], client=PHONE) == 421
    assert status_of([("host", HOST)], client=None) == 421


def test_with_lan_a_word_lets_one_device_in_once() -> None:
    door = Door()
    word = door.new_word()
    host = ("host", f"{SERVER[0]}:{PORT}")
    own = ("origin", f"http://{SERVER[0]}:{PORT}")
    assert status_of([host], client=PHONE, door=door) == 401
    assert status_of([host, own], client=PHONE, door=door, kind="websocket") == 403
    assert status_of([host], client=PHONE, door=door, query="token=%C3%A4") == 401
    status, headers = answer_to([host], client=PHONE, door=door, query=f"token={word}")
    assert (status, headers["location"]) == (303, "/")
    assert status_of([host], client=PHONE, door=door, query=f"token={word}") == 401
    cookie = ("cookie", f"other=1; {headers['set-cookie'].split(';')[0]}")
    assert status_of([host, cookie], client=PHONE, door=door) == 200
    assert status_of([host, own, cookie], client=PHONE, door=door, kind="websocket") == 101
    assert status_of([("host", HOST), cookie], client=PHONE, door=door) == 421
    assert status_of([host, ("cookie", f"psoas_door_{PORT}={word}")], client=PHONE, door=door) == 401
    assert status_of([("host", HOST)], door=door) == 200


@pytest.mark.parametrize(
    "line",
    [
        "{own}",
        'cfg={{"a":1}}; {own}',
        'cfg={{"a":1,"b":[2]}};{own}; x=y',
        'quoted="a; b; {own}',
        'open="; {own}',
        "nameless; {own}",
        "=empty; {own}",
        "a=b=c; {own}; a=b",
        "  {own}  ;",
        "\xe4\xf6=\xfc; {own}",
        "$Version=1; {own}; $Path=/",
        "psoas_door_1=other; {own}",
        "{name}=stale; {own}",
        "{own}; {name}=stale",
        "a[b]=c(d)<e>@f,g; {own}",
        "x=\t; {own}",
        ";;; {own};;;",
    ],
)
def test_no_cookie_of_another_program_locks_a_device_out(line: str) -> None:
    door = Door()
    name = f"psoas_door_{PORT}"
    words = line.format(own=f"{name}={door.enter(door.new_word())}", name=name)
    host = ("host", f"{SERVER[0]}:{PORT}")
    assert status_of([host, ("cookie", words)], client=PHONE, door=door) == 200


def test_another_port_s_cookie_lets_nobody_in() -> None:
    door = Door()
    host = ("host", f"{SERVER[0]}:{PORT}")
    cookie = ("cookie", f"psoas_door_{PORT + 1}={door.enter(door.new_word())}")
    assert status_of([host, cookie], client=PHONE, door=door) == 401
