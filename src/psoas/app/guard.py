"""Guard before the whole app, HTTP and WebSocket: checks origin, host name, device and size of each request.

A page of another site in the same browser can reach 127.0.0.1, and can make its own name point there (DNS rebinding).
So the name in ``Host`` has to be one of the coach's own, and a request that names its origin has to come from the
coach's own pages.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from psoas.app.door import TOKEN, Door, is_loopback
from psoas.app.problems import problem_answer
from psoas.words import N_, language, preferred_by_browser, speaking, translated

COOKIE: Final = "psoas_door_{port}"
"""Name of the cookie of a device that was let in: a browser sends the cookies of one port to all ports."""

LANGUAGE_COOKIE: Final = "psoas_language"
"""Name of the cookie of the language that was chosen on a page; without it, the browser's own languages count."""

UPLOADS: Final = "/upload"
PROGRAMS: Final = "/api/"
"""Beginning of the addresses of other programs in a clinic, which name their token in a header and have no cookie."""

PROGRAM_UPLOADS: Final = frozenset({"/api/v1/check", "/api/v1/day", "/api/v1/load/recording"})
"""Addresses to which other programs send files."""

MOST_UPLOAD: Final = 500 * 1024 * 1024
MOST_BODY: Final = 1024 * 1024
MOST_ADDRESS: Final = 8192
HTTPS_PORT: Final = 443
"""The port that browsers leave out of an address."""
_READS: Final = {"GET", "HEAD", "OPTIONS"}
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",  # Vue compiles templates, NiceGUI runs what it is sent
        "style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
POLICY: Final = "content-security-policy"
"""Header of the policy: of the page's own where the answer names one, else the guard's."""

OF_DOCUMENT: Final = {
    POLICY: "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'none'"
}
"""Header of a report or sheet, which is one file with its own styles, and runs no script at all."""

HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""Headers of every answer beside the policy: no other origin loads or frames ours."""

NONCE: Final = "psoas_nonce"
"""Key of the scope for the word that a page's own inline scripts and styles carry; every answer has another one."""

_PAGE: Final = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>psoas</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="{nonce}">:root{{color-scheme:light dark}}body{{font:1.2rem/1.5 system-ui,sans-serif;margin:15vh auto;\
max-width:34rem;padding:0 1rem}}</style><h1>psoas</h1><p>{sentence}</p></html>"""


@translated("sentence")
@dataclass(frozen=True)
class Refusal:
    """Status and sentence of an answer that refuses a request."""

    status: int
    sentence: str


WRONG_NAME: Final = Refusal(
    421, N_("The coach does not answer to this address; open the one that it printed.")
)
WRONG_ORIGIN: Final = Refusal(403, N_("This came from another site; open the coach's own address instead."))
NOT_LET_IN: Final = Refusal(
    401, N_("This device has not been let in; make a new address on the coach's own computer, under People.")
)
TOO_LONG: Final = Refusal(414, N_("This address is too long; open the one that the coach printed."))
TOO_LARGE: Final = Refusal(413, N_("This is too large; a clip may have 500 MB."))


class Guard:
    """The outermost app: refuses foreign requests, and sets the headers that keep other origins out.

    Without a door only this machine is let in. With names, as the clinic has, everybody is who asks for one of them:
    the app then lets people in by their accounts.
    """

    def __init__(
        self,
        app: ASGIApp,
        port: int,
        door: Door | None = None,
        names: Iterable[str] = (),
        *,
        tls: bool = False,
    ) -> None:
        self.app = app
        self._port = port
        self._door = door
        self._own_names = {f"{name}:{port}" for name in names} | ({*names} if port == HTTPS_PORT else set())
        self._scheme = "https" if tls else "http"
        self._cookie = COOKIE.format(port=port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        chosen = next(cookies(headers, LANGUAGE_COOKIE), "")
        with speaking(preferred_by_browser(headers.get("accept-language", ""), chosen)):
            await self._guarded(headers, scope, receive, send)

    async def _guarded(self, headers: Headers, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._wrong_place(scope, headers)
        if refusal is None and not self._own_names and not self._from_here(scope):
            if scope["type"] == "http" and (word := _word(scope)):
                await self._enter(word, scope, receive, send)
                return
            if not self._let_in(headers):
                refusal = NOT_LET_IN
        if refusal is None and len(scope["path"]) + len(scope["query_string"]) > MOST_ADDRESS:
            refusal = TOO_LONG
        if refusal is None and _announced(headers) > _most(scope):
            refusal = TOO_LARGE
        if refusal is not None:
            await _refuse(scope, receive, send, refusal)
            return
        scope["headers"] = [
            (name, value) for name, value in scope["headers"] if not name.lower().startswith(b"x-forwarded-")
        ]
        scope[NONCE] = secrets.token_urlsafe(16)
        await _metered(self.app, scope, receive, _with_headers(send, scope[NONCE]))

    def _wrong_place(self, scope: Scope, headers: Headers) -> Refusal | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self._names(scope):
            return WRONG_NAME
        origins = headers.getlist("origin")
        (site, *more) = headers.getlist("sec-fetch-site") or [""]
        if any(origin != f"{self._scheme}://{hosts[0]}" for origin in origins) or len(origins) > 1 or more:
            return WRONG_ORIGIN
        if scope["type"] == "websocket":
            return None if origins else WRONG_ORIGIN
        if site not in ("", "none", "same-origin") and not _followed_link(scope, headers):
            return WRONG_ORIGIN
        of_program = bool(self._own_names) and scope["path"].startswith(PROGRAMS) and not site
        if scope["method"] not in _READS and not origins and site != "same-origin" and not of_program:
            return WRONG_ORIGIN
        return None

    def _names(self, scope: Scope) -> set[str]:
        """Names under which the app answers: given ones, this machine's, or the address that another device reached."""
        if self._own_names:
            return self._own_names
        if self._from_here(scope):
            return {f"{name}:{self._port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        return {f"{scope['server'][0]}:{self._port}"} if self._door is not None else set()

    def _from_here(self, scope: Scope) -> bool:
        client = scope.get("client")
        return client is not None and is_loopback(client[0])

    def _let_in(self, headers: Headers) -> bool:
        door = self._door
        return door is not None and any(door.knows(secret) for secret in cookies(headers, self._cookie))

    async def _enter(self, word: str, scope: Scope, receive: Receive, send: Send) -> None:
        secret = self._door.enter(word) if self._door is not None else None
        if secret is None:
            await _answer(scope, receive, send, NOT_LET_IN)
            return
        cookie = f"{self._cookie}={secret}; Path=/; HttpOnly; SameSite=Strict"
        await _answer(
            scope, receive, send, Refusal(303, N_("Come in.")), {"location": "/", "set-cookie": cookie}
        )


def cookies(headers: Headers, name: str) -> Iterator[str]:
    """The values of all cookies of this name, whatever stands in the cookies of others."""
    for line in headers.getlist("cookie"):
        for part in line.split(";"):
            key, _, value = part.partition("=")
            if key.strip() == name:
                yield value.strip()


def _followed_link(scope: Scope, headers: Headers) -> bool:
    """Whether a person followed a link from another site: that opens a page and changes nothing."""
    return (
        scope["method"] == "GET"
        and headers.getlist("sec-fetch-mode") == ["navigate"]
        and headers.getlist("sec-fetch-dest") == ["document"]
    )


def _word(scope: Scope) -> str | None:
    return QueryParams(scope["query_string"]).get(TOKEN) if scope["method"] == "GET" else None


def _most(scope: Scope) -> int:
    path = scope["path"]
    uploads = path == UPLOADS or path.startswith(f"{UPLOADS}/") or path in PROGRAM_UPLOADS
    return MOST_UPLOAD if uploads else MOST_BODY


def _announced(headers: Headers) -> int:
    return max((int(size) for size in headers.getlist("content-length") if size.isdecimal()), default=0)


async def _metered(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Run the app, and end it where the body is larger than allowed, whatever was announced."""
    received = 0
    over = answered = False

    async def counted() -> Message:
        nonlocal received, over
        message = await receive()
        if scope["type"] == "websocket" or over:
            return message
        received += len(message.get("body", b""))
        if received > _most(scope):
            over = True
            if not answered:
                await _answer(scope, receive, send, TOO_LARGE)
            return {"type": "http.disconnect"}
        return message

    async def unless_over(message: Message) -> None:
        nonlocal answered
        if not over:
            answered = True
            await send(message)

    try:
        await app(scope, counted, unless_over)
    except Exception:
        if not over:  # the error of an app that was ended here says nothing
            raise


def policy(nonce: str) -> str:
    """The policy of a page: nothing of another origin; scripts and styles only of its files and those of ``nonce``."""
    return _POLICY.format(nonce=nonce)


def _with_headers(send: Send, nonce: str) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", [])
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers.setdefault(POLICY, policy(nonce))
        await send(message)

    return sent


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: Refusal) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # a close before the accept answers 403
        return
    await _answer(scope, receive, send, refusal)


async def _answer(
    scope: Scope, receive: Receive, send: Send, refusal: Refusal, more: dict[str, str] | None = None
) -> None:
    headers = {"cache-control": "no-store", "connection": "close", **(more or {})}
    nonce = secrets.token_urlsafe(16)
    page: Response
    if scope["path"].startswith(PROGRAMS):
        page = problem_answer(refusal.status, refusal.sentence, headers)
    else:
        page = HTMLResponse(
            _PAGE.format(language=language(), sentence=refusal.sentence, nonce=nonce), refusal.status, headers
        )
    await page(scope, receive, _with_headers(send, nonce))
