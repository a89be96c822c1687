"""The web server of a clinic: HTTPS beyond this machine, the guard, the gate, and the pages behind them."""

import socket
import sys
from collections.abc import Iterable

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from psoas.app.clinic.gate import Gate
from psoas.app.clinic.own_pages import OwnPages
from psoas.app.clinic.staff_pages import StaffPages
from psoas.app.clinic_start import Certificate
from psoas.app.door import own_address
from psoas.app.guard import Guard
from psoas.app.notices import quiet_logs
from psoas.app.server import GRACE_S, FreshFiles, bound
from psoas.app.shell import STATIC
from psoas.clinic import Clinic
from psoas.errors import UsageError

PORT = 8443
WAIT_S = 2.0
"""Longest wait of one statement for a lock or for the database's server [s]."""


def serve(
    database: str,
    port: int | None,
    certificate: Certificate | None,
    names: Iterable[str] = (),
) -> None:
    """Run the clinic, see `psoas.app.serve_clinic`."""
    names = tuple(names)
    if certificate is None and names:
        raise UsageError("Other machines are served over HTTPS only; give --tls-cert and --tls-key.")
    if certificate is not None:
        certificate.check()
    quiet_logs()
    host = "127.0.0.1" if certificate is None else "0.0.0.0"
    with bound(host, PORT if port is None else port) as listening, Clinic.open(database, WAIT_S) as clinic:
        bound_port = listening.getsockname()[1]
        all_names = (*names, "127.0.0.1", "localhost")
        if certificate is not None:
            all_names = (*names, own_address(), socket.gethostname().lower(), "localhost", "127.0.0.1")
        address = f"{'http' if certificate is None else 'https'}://{all_names[0]}:{bound_port}"
        app = built_clinic(clinic, address, bound_port, all_names, tls=certificate is not None)
        tls = (
            {} if certificate is None else {"ssl_certfile": certificate.cert, "ssl_keyfile": certificate.key}
        )
        config = uvicorn.Config(
            app,
            http="h11",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
            **tls,  # type: ignore[arg-type]
        )
        listening.listen()
        print(f"The clinic is at {address}/ . Stop it with Ctrl+C.")
        sys.stdout.flush()
        uvicorn.Server(config).run(sockets=[listening])


def routes_of(clinic: Clinic, address: str, cookie: str) -> list[BaseRoute]:
    """Give all routes of a clinic."""
    return [
        Mount("/static", FreshFiles(directory=STATIC), name="static"),
        *OwnPages(clinic, cookie).routes(),
        *StaffPages(clinic, address).routes(),
    ]


def built_clinic(clinic: Clinic, address: str, port: int, names: Iterable[str], *, tls: bool) -> Guard:
    """Build the whole app behind guard and gate.

    Args:
        clinic: that it shows.
        address: with which the links of invitations begin.
        port: that it listens on.
        names: under which it answers.
        tls: whether it speaks HTTPS.
    """
    cookie = "__Host-psoas" if tls else f"psoas_clinic_{port}"
    routes = routes_of(clinic, address, cookie)
    gate = Gate(Starlette(routes=routes), routes, clinic, cookie)
    return Guard(gate, port, names=tuple(names), tls=tls)
