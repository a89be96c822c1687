"""The web server of a clinic: HTTPS beyond this machine, the guard, the gate, and the pages behind them."""

import socket
import sys
import threading
from collections.abc import Iterable
from contextlib import closing
from ipaddress import ip_network
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI
from nicegui import app
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from psoas.app.clinic.coach_pages import PAGES, ClinicVisits
from psoas.app.clinic.export_page import export_route
from psoas.app.clinic.gate import Gate
from psoas.app.clinic.own_pages import OwnPages
from psoas.app.clinic.staff_pages import StaffPages
from psoas.app.clinic.token_pages import TokenPages
from psoas.app.clinic.trail_page import TrailPage
from psoas.app.clinic_api.document import document_route, openapi_of
from psoas.app.clinic_api.jobs import Workshop
from psoas.app.clinic_api.routes import interface
from psoas.app.clinic_start import Certificate
from psoas.app.coach import Coach
from psoas.app.door import own_address
from psoas.app.guard import HTTPS_PORT, Guard
from psoas.app.notices import quiet_logs
from psoas.app.server import WARM_AFTER_S, CoachServer, bound, built_site
from psoas.clinic import Clinic
from psoas.errors import UsageError
from psoas.store import data_folder
from psoas.words import _

PORT = 8443
WAIT_S = 2.0
"""Longest wait of one statement for a lock or for the database's server [s]."""


def serve(
    database: str,
    port: int | None,
    certificate: Certificate | None,
    names: Iterable[str] = (),
    proxies: Iterable[str] = (),
) -> None:
    """Run the clinic, see `psoas.app.serve_clinic`."""
    names, proxies = tuple(names), tuple(proxies)
    if certificate is None and names and not proxies:
        raise UsageError(_("Other machines are served over HTTPS only; give --tls-cert and --tls-key."))
    if proxies and not names:
        raise UsageError(_("Behind a proxy the server needs the name that browsers know; give --name."))
    _check_proxies(proxies)
    if certificate is not None:
        certificate.check()
    quiet_logs()
    tls = certificate is not None or bool(proxies)
    host = "127.0.0.1" if certificate is None else "0.0.0.0"
    folder = data_folder()
    with (
        bound(host, PORT if port is None else port) as listening,
        Clinic.open(database, WAIT_S, folder) as clinic,
        closing(Workshop()) as workshop,
    ):
        # browsers reach a proxy at the port of HTTPS
        shown_port = HTTPS_PORT if proxies else listening.getsockname()[1]
        here: tuple[str, ...] = ("127.0.0.1", "localhost")
        if certificate is not None:
            here = (own_address(), socket.gethostname().lower(), "localhost", "127.0.0.1")
        all_names = (*names, *here)
        address = f"{'https' if tls else 'http'}://{all_names[0]}"
        if shown_port != HTTPS_PORT:
            address += f":{shown_port}"
        guard, coach = built_clinic(
            clinic, folder, address, shown_port, all_names, tls=tls, workshop=workshop
        )
        # without a proxy nobody is believed who says where a request came from
        server = CoachServer(coach, behind(proxies, guard) if proxies else guard, certificate)
        print(_("The clinic is at {address}/ . Stop it with Ctrl+C.", address=address))
        sys.stdout.flush()
        warming = threading.Timer(2 * WARM_AFTER_S, workshop.warm)
        warming.daemon = True
        warming.start()
        server.run_on(listening, "full")


def _check_proxies(proxies: Iterable[str]) -> None:
    """Check addresses: a name would never match, and a star would believe everybody."""
    for one in proxies:
        try:
            ip_network(one)
        except ValueError:
            raise UsageError(
                _("{word} is no address of a proxy; write one such as 192.168.1.5 after --proxy.", word=one)
            ) from None


def behind(proxies: Iterable[str], site: ASGIApp) -> ASGIApp:
    """A site for which a request comes from where one of these proxies says that it does."""
    # uvicorn's types of an ASGI app are narrower than those of Starlette
    return cast(ASGIApp, ProxyHeadersMiddleware(cast(Any, site), list(proxies)))


def built_clinic(
    clinic: Clinic,
    folder: Path,
    address: str,
    port: int,
    names: Iterable[str],
    *,
    tls: bool,
    workshop: Workshop | None = None,
) -> tuple[Guard, Coach]:
    """Build the whole app behind guard and gate, and the coach whose pages it has.

    Args:
        clinic: that it shows.
        folder: of the server's own files.
        address: with which the links of invitations begin.
        port: at which browsers reach it.
        names: under which it answers.
        tls: whether browsers reach it over HTTPS.
        workshop: that does the work of other programs; None makes one.
    """
    cookie = "__Host-psoas" if tls else f"psoas_clinic_{port}"
    visits = ClinicVisits(clinic, folder, port)
    programs = interface(clinic).routes
    document = openapi_of(programs)
    own = [
        *OwnPages(clinic, cookie).routes(),
        *StaffPages(clinic, address).routes(),
        *TrailPage(clinic).routes(),
        export_route(visits.enter),
        *TokenPages(clinic, address, document).routes(),
        document_route(document),
        *programs,
    ]
    site = built_site(visits.coach, PAGES, own)
    site.state.workshop = workshop or Workshop()
    gate = Gate(site, all_routes(site), clinic, cookie)
    return Guard(gate, port, names=tuple(names), tls=tls), visits.coach


def all_routes(site: FastAPI) -> list[BaseRoute]:
    """All routes of the site, those of NiceGUI's pages among them."""
    pages = [route for route in site.routes if isinstance(route, Mount) and route.app is app]
    return [route for route in site.routes if route not in pages] + list(app.routes)
