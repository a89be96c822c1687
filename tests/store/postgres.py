"""A PostgreSQL server of one's own for the tests, from the binaries that Debian installs."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from psoas.store.store import Store

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
PASSWORD = "s3cret@:/word"
USER = "psoas"
READY = "ready"
START_S = 60.0


@dataclass(frozen=True)
class Server:
    """A running server on 127.0.0.1 that wants a password."""

    port: int
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str, *, password: str = PASSWORD, port: int | None = None) -> str:
        return f"postgresql://{USER}:{quote(password, safe='')}@127.0.0.1:{port or self.port}/{database}"

    def empty_database(self) -> str:
        """The URL of a new database without tables."""
        return self._make("template0")

    def ready_database(self) -> str:
        """The URL of a new database that a Store has opened before."""
        return self._make(READY)

    def _make(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        return self.url(name)

    def run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def binaries() -> Path:
    """The folder of the newest PostgreSQL here; the test is skipped where there is none."""
    if FOLDERS:
        return FOLDERS[-1]
    found = shutil.which("initdb")
    if found is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt install postgresql")
    return Path(found).parent


@contextmanager
def running_server() -> Iterator[Server]:
    """Starts a server in a temporary folder, as another user where the tests run as root, which it refuses."""
    folder_of_binaries = binaries()
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="psoas-pg-"))
    data, word = folder / "data", folder / "word"
    word.write_text(PASSWORD)
    if user:
        for path in (folder, word):
            shutil.chown(path, user, user)
    options = [
        "--no-sync",
        "--auth=scram-sha-256",
        f"--pwfile={word}",
        f"--username={USER}",
        "--encoding=UTF8",
    ]
    initdb = [str(folder_of_binaries / "initdb"), "-D", str(data), "--no-locale", *options]
    subprocess.run(initdb, user=user, group=user, check=True, capture_output=True, cwd=folder)
    port = free_port()
    settings = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(folder_of_binaries / "postgres"), "-D", str(data), *words],
            user=user,
            group=user,
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    try:
        server = Server(port)
        wait_for(server, process)
        server.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(READY)))
        Store.open(server.url(READY)).close()
        yield server
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of 127.0.0.1 where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_S
    while True:
        try:
            psycopg.connect(server.url("postgres"), connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.05)
