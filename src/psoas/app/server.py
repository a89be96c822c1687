"""The web server: one socket, the guard before everything, and the pages behind it."""

import contextlib
import errno
import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from types import FrameType
from typing import Any, Final, Protocol

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from jinja2 import ChoiceLoader, DictLoader
from nicegui import ui
from nicegui.client import templates
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from psoas import __version__
from psoas.app import body_page, evidence_page, people, plan_page, progress_page, sessions_page
from psoas.app.body3d.bones import packed_bones
from psoas.app.body3d.frames import frames_of
from psoas.app.clinic_start import Certificate
from psoas.app.coach import STORE_WAIT_S, Coach
from psoas.app.door import Door, entrance
from psoas.app.guard import NONCE, Guard
from psoas.app.home import page as home_page
from psoas.app.installed import installed_routes
from psoas.app.notices import missing_page, quiet_logs, show_errors
from psoas.app.shell import STATIC
from psoas.app.stretch import page as stretch_page
from psoas.app.today import page as today_page
from psoas.app.trainer import clients_page, compare_page, homework_page
from psoas.capture.pose import LiveCapture, Weights
from psoas.errors import PsoasError, UsageError
from psoas.store import CoachLock, RunningCoach, Store, data_folder, parse_url, place_of
from psoas.words import _, system_reason

PORT: Final = 8765
MOST_MESSAGE: Final = 2 * 1024 * 1024
"""Most bytes of one WebSocket message; a camera picture has a tenth of it."""

GRACE_S: Final = 1
LAST_STORE_S: Final = 2.0
"""Time at the end for what is not stored yet [s]."""
LONGEST_END_S: Final = 4.0
"""Time from the signal to the end of the process, at most [s]."""
SWITCH_S: Final = 0.0005
"""Longest wait of a thread for Python's lock [s]: a picture's answer must not wait behind a drawing."""
WARM_AFTER_S: Final = 2.0
"""Time for which the first page has the processor to itself [s]."""

COMPRESSION: Final = 5
"""Of pages, scripts and styles: half the time of the strongest, and a hundredth more bytes."""
PAGE_TEMPLATE: Final = "index.html"
"""NiceGUI's own template of a page."""


class PageModule(Protocol):
    """A module that adds pages."""

    def register(self, coach: Coach) -> None:
        """Add the pages of a coach."""


PAGES: Final[tuple[PageModule, ...]] = (
    home_page,
    stretch_page,
    today_page,
    progress_page,
    sessions_page,
    plan_page,
    body_page,
    evidence_page,
    people,
    homework_page,
    clients_page,
    compare_page,
)


class CoachServer(uvicorn.Server):
    """A server that ends within `LONGEST_END_S` of being told to, whatever its threads wait for."""

    def __init__(self, coach: Coach, site: ASGIApp, certificate: Certificate | None = None) -> None:
        """Prepare to answer.

        Args:
            coach: whose pages the site has.
            site: the whole app behind its guard.
            certificate: for HTTPS; None for HTTP.
        """
        super().__init__(
            uvicorn.Config(
                site,
                http="h11",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                ws_max_size=MOST_MESSAGE,
                timeout_graceful_shutdown=GRACE_S,
                ssl_certfile=None if certificate is None else certificate.cert,
                ssl_keyfile=None if certificate is None else certificate.key,
            )
        )
        self._coach = coach
        self._ending = False

    def run_on(self, listening: socket.socket, weights: Weights) -> None:
        """Answer on a socket until the end; the pose network of these weights is loaded after the first page."""
        sys.setswitchinterval(SWITCH_S)
        warming = threading.Timer(WARM_AFTER_S, warm, (weights,))
        warming.start()
        try:
            self.run(sockets=[listening])
        finally:
            self.report_unsaved(LAST_STORE_S)
            warming.cancel()
            warming.join()  # a thread that is still in the model's code would take the process down with it

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop on a signal."""
        super().handle_exit(sig, frame)
        self.end_soon()

    def end_soon(self) -> None:
        """End the process where it has not ended by itself in time; what the database holds is whole at any time."""
        if not self._ending:
            self._ending = True
            end = threading.Timer(LONGEST_END_S, self._end)
            end.daemon = True
            end.start()

    def report_unsaved(self, within_s: float) -> None:
        """Say on the terminal what could not be stored within this time [s]."""
        if lost := self._coach.count_unsaved(within_s):
            logging.getLogger("psoas.coach").error(
                _(
                    "psoas: the database did not answer; what was not stored is lost: changes {count}",
                    count=lost,
                )
            )

    def _end(self) -> None:
        self.report_unsaved(0.0)
        os._exit(0)


class FreshFiles(StaticFiles):
    """Files that the browser checks at each visit, so that none is of an older version."""

    def file_response(self, *args: Any, **named: Any) -> Response:
        response = super().file_response(*args, **named)
        response.headers["cache-control"] = "no-cache"
        return response


def serve(
    database: str | None,
    port: int | None,
    lan: bool,
    weights: Weights | None,
    lock: CoachLock,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Run the coach until it is stopped by Ctrl+C or SIGTERM.

    Args:
        database: URL; None is the file in the user's data folder.
        port: None takes 8765, or a free one where that is taken; 0 a free one.
        lan: let devices of the local network in, each with a word that works once.
        weights: of the pose network; None takes what the machine is fast enough for.
        lock: of the database, which this process holds; it says where the coach is as soon as that answers.
        ready: called with the address when the coach is about to answer.

    Raises:
        UsageError: the port or the database is not available.
    """
    quiet_logs()
    with (
        bound("0.0.0.0" if lan else "127.0.0.1", port) as listening,
        Store.open(database, STORE_WAIT_S) as store,
    ):
        bound_port = listening.getsockname()[1]
        coach = Coach(
            store, data_folder(), weights, Door() if lan else None, bound_port, place_of(parse_url(database))
        )
        running = lock.publish(bound_port, __version__, lan=lan, weights=weights)
        server = CoachServer(coach, built(coach, running))

        def stop(number: int, frame: FrameType | None) -> None:
            """Stop the server; called before it handles signals itself, and again when it passes one on at its end."""
            server.should_exit = True
            server.end_soon()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        ready(f"http://127.0.0.1:{bound_port}/")
        _greet(coach)
        server.run_on(listening, weights or "full")


def built(coach: Coach, running: RunningCoach | None = None) -> Guard:
    """Build the whole app behind its guard.

    Args:
        running: proves to other processes of this account that the coach is the one of its database.
    """
    routes = installed_routes() if running is None else [*installed_routes(), *_proof_routes(running)]
    return Guard(built_site(coach, PAGES, routes), coach.port, coach.door)


def _proof_routes(running: RunningCoach) -> list[BaseRoute]:
    site = APIRouter()

    @site.get("/running")
    def prove(challenge: str) -> dict[str, str]:
        return {"proof": running.proof(challenge)}

    return site.routes


def built_site(coach: Coach, pages: Iterable[PageModule], routes: Iterable[BaseRoute] = ()) -> FastAPI:
    """Build the site of a coach from pages, with further routes before them."""
    for page in pages:
        page.register(coach)
    show_errors()
    _mark_inline()
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    site.mount("/static", FreshFiles(directory=STATIC), name="static")
    site.router.routes.extend(routes)
    ui.run_with(
        site,
        root=lambda: missing_page(coach),
        title="psoas",
        favicon=STATIC / "favicon.svg",
        dark=None,
        language="en-US",
        tailwind=False,
        prod_js=True,
        show_welcome_message=False,
        gzip_middleware_factory=partial(GZipMiddleware, compresslevel=COMPRESSION),
    )
    return site


def _mark_inline() -> None:
    """Let the inline scripts and styles of NiceGUI's own page carry the nonce of the answer; no other one counts."""
    environment = templates.env
    loader = environment.loader
    assert loader is not None
    source = loader.get_source(environment, PAGE_TEMPLATE)[0]
    word = f'request.scope.get("{NONCE}", "")'
    marked = source.replace("<script", f'<script nonce="{{{{ {word} }}}}"')
    marked = marked.replace("<style", f'<style nonce="{{{{ {word} }}}}"')
    marked = marked.replace('style="display: none"', "hidden")
    first_style = f"""replace("<style>", '<style nonce="' ~ {word} ~ '">', 1)"""  # that of NiceGUI's parts
    marked = marked.replace("{{ body_html | safe }}", f"{{{{ body_html | {first_style} | safe }}}}")
    environment.loader = ChoiceLoader([DictLoader({PAGE_TEMPLATE: marked}), loader])


def bound(host: str, port: int | None) -> socket.socket:
    """Listen on an address and a port, which is chosen as in `serve`.

    Two programs may bind the same port as long as neither listens, and the second one to listen would fail then.

    Raises:
        UsageError: the requested port is not available.
    """
    wanted = PORT if port is None else port
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would share the port with whoever has it
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, wanted))
        listening.listen()
    except OSError as error:
        listening.close()
        if port is None:
            return bound(host, 0)
        if error.errno == errno.EADDRINUSE:
            says = _("port {port} is taken; choose another with --port, or leave it out", port=str(port))
        else:
            says = _(
                "port {port} cannot be had ({why}); choose another with --port, or leave it out",
                port=str(port),
                why=system_reason(error),
            )
        raise UsageError(says) from None
    return listening


def warm(weights: Weights) -> None:
    """Load the pose network and the body before a page needs them; their errors are reported where they are used."""
    with contextlib.suppress(PsoasError):
        LiveCapture(weights)
        frames_of(None).frame({})
        packed_bones()
    gc.freeze()  # collecting these objects again would stop the camera for a tenth of a second


def _greet(coach: Coach) -> None:
    address = f"http://127.0.0.1:{coach.port}/"
    print(
        _(
            "The coach is at {address} (nothing leaves this computer). Stop it with Ctrl+C.",
            address=address,
        )
    )
    if coach.door is not None:
        print(
            _(
                "WARNING: it is open to the local network. Whoever has the next address can see and change what is "
                "kept here. It works once, for one device; nothing is encrypted on the way, so use it at home only."
            )
        )
        print(_("On the phone: {address}", address=entrance(coach.door, coach.port)))
    sys.stdout.flush()
