"""The door to the local network: a word that works once, then a secret that the browser keeps."""

import hmac
import secrets
import socket
from collections.abc import Iterable
from ipaddress import ip_address
from threading import Lock
from typing import Final

SECRET_BYTES: Final = 32
TOKEN: Final = "token"


class Door:
    """Unused words, and the secrets of the devices that came in.

    Both are kept in memory only: when the coach stops, no device is let in any more.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._words: set[str] = set()
        self._secrets: set[str] = set()

    def new_word(self) -> str:
        """Make a word that lets one device in, once."""
        word = secrets.token_urlsafe(SECRET_BYTES)
        with self._lock:
            self._words.add(word)
        return word

    def enter(self, word: str) -> str | None:
        """Use up a word.

        Returns:
            The secret to come back with; None for an unknown or used word.
        """
        with self._lock:
            found = _found(word, self._words)
            if found is None:
                return None
            self._words.remove(found)
            secret = secrets.token_urlsafe(SECRET_BYTES)
            self._secrets.add(secret)
            return secret

    def knows(self, secret: str) -> bool:
        """Whether this secret belongs to a device that came in."""
        with self._lock:
            return _found(secret, self._secrets) is not None


def entrance(door: Door, port: int) -> str:
    """Make an address that lets one more device of the local network in, once."""
    return f"http://{own_address()}:{port}/?{TOKEN}={door.new_word()}"


def own_address() -> str:
    """Find this machine's address on its local network; 127.0.0.1 where it has none.

    Nothing is sent: a datagram socket only asks the routing table, here for a documentation address (RFC 5737).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own; False for text that is no address."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _found(given: str, known: Iterable[str]) -> str | None:
    """Find a secret by comparisons whose duration does not depend on how much of it is right."""
    matches = [one for one in known if hmac.compare_digest(one.encode(), given.encode(errors="replace"))]
    return matches[0] if matches else None
