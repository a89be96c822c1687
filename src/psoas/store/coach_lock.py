"""The file beside a database that says where its coach runs.

The coach holds a lock on the file for as long as it lives. The system takes the lock away when the process ends, also
when it is killed, so that a file that was left behind stops nobody.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from psoas.store.database import folder_of, parse_url, place_of

KEY_BYTES: Final = 32
LARGEST: Final = 4096
"""Most bytes that are read of the file."""
LOCKED_BYTE: Final = 1 << 30
"""Place of the lock, far behind the content: Windows lets nobody read a byte that is locked."""


@dataclass(frozen=True)
class RunningCoach:
    """A coach that runs on a database.

    Attributes:
        pid: number of its process.
        port: that it answers on, of this computer.
        version: of psoas.
        lan: whether it lets devices of the local network in.
        weights: of the pose network that were chosen; None where the speed of the computer decides.
        key: known to the coach and to whoever may read the file; shows that who answers on the port is this coach.
    """

    pid: int
    port: int
    version: str
    lan: bool
    weights: str | None
    key: str

    def proof(self, challenge: str) -> str:
        """The answer to a challenge that only the holder of the key can give."""
        return hmac.new(self.key.encode(), challenge.encode(), hashlib.sha256).hexdigest()


class CoachLock:
    """The right to be the coach of a database; a context manager that gives it back.

    Where no file can be made beside the database, or its disk knows no locks, nothing is locked: every coach may run.
    """

    def __init__(self, database: str | None) -> None:
        """Open the file of a database, without locking it.

        Args:
            database: URL; None is the file in the user's data folder.

        Raises:
            UsageError: the URL is of another kind of database.
        """
        self._file: int | None = None
        self.path = _path_of(database)
        with contextlib.suppress(OSError):
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            self._file = os.open(self.path, flags, 0o600)

    def acquire(self) -> bool:
        """Become the coach of the database, and empty the file; False where another process is that."""
        if self._file is None:
            return True
        if not _locked(self._file):
            return False
        with contextlib.suppress(OSError):
            os.ftruncate(self._file, 0)
        return True

    def publish(self, port: int, version: str, *, lan: bool, weights: str | None) -> RunningCoach:
        """Write where this process answers; others can find it from then on."""
        coach = RunningCoach(os.getpid(), port, version, lan, weights, secrets.token_hex(KEY_BYTES))
        if self._file is not None:
            with contextlib.suppress(OSError):  # a full disk: the coach works, and is not found by others
                os.lseek(self._file, 0, os.SEEK_SET)
                os.write(self._file, json.dumps(asdict(coach)).encode())
        return coach

    def read(self) -> RunningCoach | None:
        """Read which coach has published itself; None where none has, or not wholly yet."""
        if self._file is None:
            return None
        try:
            os.lseek(self._file, 0, os.SEEK_SET)
            return RunningCoach(**json.loads(os.read(self._file, LARGEST)))
        except (OSError, TypeError, ValueError):
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file, and with it give the lock back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _path_of(database: str | None) -> Path:
    url = parse_url(database)
    folder = folder_of(url)
    if url.get_backend_name() == "sqlite" and "uri" not in url.query:
        real = Path(os.path.realpath(str(url.database)))
        return real.with_name(f".{real.name}.coach")
    return folder / f".{hashlib.sha256(place_of(url).encode()).hexdigest()[:16]}.coach"


if sys.platform == "win32":
    import msvcrt

    def _locked(file: int) -> bool:
        os.lseek(file, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _locked(file: int) -> bool:
        try:  # a lock of the process: those that it starts do not keep it when it is killed
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, LOCKED_BYTE)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:  # a disk that knows no locks
            return True
        return True
