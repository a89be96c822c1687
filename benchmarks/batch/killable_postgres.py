"""A PostgreSQL server on this computer that is killed and started again."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Final, Self

import psutil
import psycopg
from tests.store.postgres import binaries, free_port

READY_S: Final = 120.0
USER: Final = "psoas"


class KillablePostgres:
    """A server in a folder; it does not wait for the disk, whose contents a killed process leaves as they are."""

    def __init__(self, folder: Path) -> None:
        self._user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
        self._folder, self._port = folder, free_port()
        folder.mkdir(parents=True)
        if self._user:
            shutil.chown(folder, self._user, self._user)
        words = ["--no-sync", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--no-locale"]
        self._run("initdb", "-D", str(folder / "data"), *words).wait()
        self.url = f"postgresql://{USER}@127.0.0.1:{self._port}/postgres"
        self._server = self._start()

    def _run(self, program: str, *words: str) -> "subprocess.Popen[bytes]":
        with (self._folder.parent / "postgres.log").open("ab") as log:
            return subprocess.Popen(
                [str(binaries() / program), *words],
                user=self._user,
                group=self._user,
                stdout=log,
                stderr=log,
                cwd=self._folder,
            )

    def _start(self) -> "subprocess.Popen[bytes]":
        settings = {
            "port": self._port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        server = self._run("postgres", "-D", str(self._folder / "data"), *words)
        until = time.monotonic() + READY_S
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return server
            except psycopg.OperationalError:
                if server.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def kill(self) -> None:
        """Kill the server with all its processes, as ``kill -9`` does."""
        every = [
            psutil.Process(self._server.pid),
            *psutil.Process(self._server.pid).children(recursive=True),
        ]
        for one in every:
            try:
                one.kill()
            except psutil.NoSuchProcess:
                continue
        self._server.wait()
        psutil.wait_procs(every, 10)

    def restart(self) -> None:
        """Start it again after it was killed."""
        self._server = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait()
