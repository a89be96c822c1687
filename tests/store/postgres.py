"""A PostgreSQL server of one's own for the tests, from the binaries that Debian installs."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
import pytest
from psycopg import sql

from psoas.store.store import Store

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
PASSWORD = "s3cret@:/word"
USER = "psoas"
READY = "ready"
START_S = 60.0


@dataclass
class Server:
    """A running server on 127.0.0.1 that wants a password.

    Attributes:
        port: that it listens on.
        folder: of its data and its log.
        durable: changes are on the disk when they are answered.
    """

    port: int
    folder: Path
    durable: bool = False
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _process: "subprocess.Popen[bytes] | None" = None
    _is_ready: bool = False

    def url(self, database: str, *, password: str = PASSWORD, port: int | None = None) -> str:
        return f"postgresql://{USER}:{quote(password, safe='')}@127.0.0.1:{port or self.port}/{database}"

    def empty_database(self) -> str:
        """The URL of a new database without tables."""
        return self._make("template0")

    def ready_database(self) -> str:
        """The URL of a new database that a Store has opened before."""
        if not self._is_ready:
            self.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(READY)))
            Store.open(self.url(READY)).close()
            self._is_ready = True
        return self._make(READY)

    def make_admin(self) -> None:
        """Make the administrator ``admin``, who may make roles and is no superuser."""
        self.run(sql.SQL("CREATE ROLE admin LOGIN CREATEROLE PASSWORD {}").format(sql.Literal(PASSWORD)))

    def owned_database(self) -> tuple[str, str]:
        """The URLs of the administrator and of the superuser for an empty database that the administrator owns."""
        root = self.empty_database()
        name = root.rpartition("/")[2]
        self.run(sql.SQL("ALTER DATABASE {} OWNER TO admin").format(sql.Identifier(name)))
        with psycopg.connect(root, autocommit=True) as connection:
            connection.execute("ALTER SCHEMA public OWNER TO admin")
        return root.replace(f"//{USER}:", "//admin:"), root

    def _make(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        return self.url(name)

    def run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        settings["fsync"] = "on" if self.durable else "off"
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(binaries() / "postgres"), "-D", str(self.folder / "data"), *words],
                user=own_user(),
                group=own_user(),
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        wait_for(self, self._process)

    def stop(self, number: int = signal.SIGQUIT) -> None:
        """End it by a signal, which SIGKILL is to each of its processes, and wait until all are gone."""
        if (process := self._process) is None:
            return
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        if number == signal.SIGKILL:
            for one in children:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
            while any(map(is_alive, children)):
                time.sleep(0.01)
        process.wait()
        self._process = None


def binaries() -> Path:
    """The folder of the newest PostgreSQL here; the test is skipped where there is none."""
    if FOLDERS:
        return FOLDERS[-1]
    found = shutil.which("initdb")
    if found is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt install postgresql")
    return Path(found).parent


def own_user() -> str | None:
    """Another user where the tests run as root, which PostgreSQL refuses."""
    return "postgres" if os.geteuid() == 0 else None


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """Starts a server in a temporary folder; ``durable`` as a server of people's data is."""
    user = own_user()
    folder = Path(tempfile.mkdtemp(prefix="psoas-pg-"))
    word = folder / "word"
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
    initdb = [str(binaries() / "initdb"), "-D", str(folder / "data"), "--no-locale", *options]
    subprocess.run(initdb, user=user, group=user, check=True, capture_output=True, cwd=folder)
    server = Server(free_port(), folder, durable)
    try:
        server.start()
        yield server
    finally:
        server.stop()
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


def is_alive(process: psutil.Process) -> bool:
    """Whether a process runs; one that has ended and that nobody has waited for does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
