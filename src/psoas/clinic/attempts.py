"""A limit of failed attempts by network address, whatever account they are at."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Final

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from psoas.clinic.limits import limits

IPV6_NETWORK: Final = 64
"""Bits of an IPv6 address that name a network: one household or host has all addresses of it."""


class Attempt:
    """One attempt that runs.

    Attributes:
        failed: set by whoever finds that it did.
    """

    failed = False


class TooManyError(Exception):
    """An address has failed too often.

    Attributes:
        wait_s: time after which it may try again [s].
    """

    def __init__(self, wait_s: int) -> None:
        super().__init__()
        self.wait_s = wait_s


class Attempts:
    """Failed attempts of each address in a moving window; kept in memory, so that a new start forgets them.

    Attempts that still run count as failed ones, so that many at once do not get past the limit.
    """

    def __init__(self) -> None:
        known = limits()
        self._window_s = known["address_window_s"]
        self._limit = RateLimitItemPerSecond(known["address_failures"], self._window_s)
        self._failed = MovingWindowRateLimiter(MemoryStorage())
        self._running: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def one(self, address: str) -> Iterator[Attempt]:
        """Let an address try once.

        Args:
            address: of the client; "" where there is none.

        Raises:
            TooManyError: it has failed too often.
        """
        network = network_of(address)
        with self._lock:
            self.check(address)
            self._running[network] += 1
        attempt = Attempt()
        try:
            yield attempt
        finally:
            with self._lock:
                if attempt.failed:
                    self.fail(address)
                self._running[network] -= 1
                if not self._running[network]:
                    del self._running[network]

    def check(self, address: str) -> None:
        """Check that an address may try.

        Raises:
            TooManyError: it has failed too often.
        """
        network = network_of(address)
        if self._failed.get_window_stats(self._limit, network).remaining <= self._running[network]:
            raise TooManyError(self._window_s)

    def fail(self, address: str) -> None:
        """Count a failed attempt of an address."""
        self._failed.hit(self._limit, network_of(address))


def network_of(address: str) -> str:
    """The address itself; of IPv6 its network; what is no address stays as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), IPV6_NETWORK), strict=False))
