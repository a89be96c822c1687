"""Keys of what a clinic's database holds only in a locked form: the secrets of authenticators."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, text

from psoas.errors import InputError
from psoas.store import data_folder, make_folder
from psoas.words import _, system_reason

KEY_FILE: Final = "clinic-keys.txt"
"""Name of the file in the folder of the server's data: a key in each line, the newest first."""

_SECRETS: Final = text("SELECT id, totp_secret, totp_proposed FROM clinic.accounts ORDER BY id FOR UPDATE")
_LOCK: Final = text(
    "UPDATE clinic.accounts SET totp_secret = :secret, totp_proposed = :proposed WHERE id = :account"
)

LOCKED: Final = "gAAAAA"
"""Beginning of each locked text: the version of Fernet, and the first bytes of a time before the year 2106."""


class Keys:
    """The keys of a clinic, in a file that is no part of its database.

    Texts are locked by Fernet (AES-128-CBC and HMAC-SHA256) with the first key, and opened with any. The file is read
    at each use, so that a running server knows of a new key at once.

    Attributes:
        path: of the file.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Name the file, which need not be there yet.

        Args:
            folder: of the server's data; None is `data_folder`.
        """
        self.path = (data_folder() if folder is None else folder) / KEY_FILE

    def make(self) -> None:
        """Make a first key where there is none; of two processes that do so at once, one makes it."""
        if not self.path.exists():
            make_folder(self.path.parent)
            self._write([Fernet.generate_key().decode()], first=True)

    def add(self) -> None:
        """Put a new key before the others."""
        self._write([Fernet.generate_key().decode(), *self._read()])

    def keep_newest(self) -> None:
        """Forget all keys but the newest."""
        self._write(self._read()[:1])

    def lock(self, words: str) -> str:
        """Lock a text with the newest key."""
        return self._opener().encrypt(words.encode()).decode()

    def open(self, locked: str) -> str:
        """Open a locked text.

        Raises:
            InputError: no key of the file opens it.
        """
        try:
            return self._opener().decrypt(locked.encode()).decode()
        except InvalidToken:
            raise InputError(
                _(
                    "No key in {path} opens the secrets of the authenticators; put the file of the server's data back "
                    "from its back-up.",
                    path=self.path,
                )
            ) from None

    def lock_again(self, words: str) -> str:
        """Lock with the newest key what an older one has locked, or what was not locked yet."""
        return self.lock(self.open(words) if words.startswith(LOCKED) else words)

    def _opener(self) -> MultiFernet:
        try:
            return MultiFernet([Fernet(key) for key in self._read()])
        except ValueError as error:
            raise InputError(
                _("The file {path} holds no keys; put it back from its back-up.", path=self.path)
            ) from error

    def _read(self) -> list[str]:
        try:
            return self.path.read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                _(
                    "The keys of the clinic in {path} cannot be read; put the file back from its back-up, or run "
                    "`psoas serve setup` where there never was one.",
                    path=self.path,
                )
            ) from error

    def _write(self, keys: list[str], *, first: bool = False) -> None:
        """Write the file, whole or not at all; only its owner may read it."""
        try:
            handle, beside = tempfile.mkstemp(dir=self.path.parent, prefix=f".{KEY_FILE}-")
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write("".join(f"{key}\n" for key in keys))
                file.flush()
                os.fsync(file.fileno())
            if first:
                with suppress(FileExistsError):
                    self.path.hardlink_to(beside)
                Path(beside).unlink()
            else:
                Path(beside).replace(self.path)
        except OSError as error:
            raise InputError(
                _(
                    "The keys of the clinic cannot be written to {path} ({error}); set PSOAS_DATA to a folder of your "
                    "own.",
                    path=self.path,
                    error=system_reason(error),
                )
            ) from error


def lock_secrets(connection: Connection, keys: Keys, *, again: bool = False) -> int:
    """Lock the secrets of all authenticators in a transaction of the keeper, and return how many were changed.

    Args:
        again: also those that are locked already, with the newest key.
    """
    changed = 0
    for account, *secrets in connection.execute(_SECRETS).all():
        due = [one for one in secrets if one is not None and (again or not one.startswith(LOCKED))]
        if due:
            keys.make()
            locked = [keys.lock_again(one) if one in due else one for one in secrets]
            row = {"account": account, "secret": locked[0], "proposed": locked[1]}
            connection.execute(_LOCK, row)
            changed += len(due)
    return changed
