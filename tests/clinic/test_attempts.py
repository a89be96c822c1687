"""Whoever fails too often at one network address waits, whatever accounts they try."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from psoas.clinic import Attempts, TooManyError, limits
from psoas.clinic.attempts import network_of


def fail(attempts: Attempts, address: str) -> None:
    with attempts.one(address) as attempt:
        attempt.failed = True


def test_an_address_waits_after_too_many_failures_and_others_do_not() -> None:
    attempts, most = Attempts(), limits()["address_failures"]
    for _count in range(3 * most):
        with attempts.one("192.0.2.1"):
            pass
    for _count in range(most):
        fail(attempts, "192.0.2.1")
    with pytest.raises(TooManyError) as refusal, attempts.one("192.0.2.1"):
        pass
    assert refusal.value.wait_s == limits()["address_window_s"]
    fail(attempts, "192.0.2.2")


def test_attempts_at_once_do_not_get_past_the_limit() -> None:
    attempts, most = Attempts(), limits()["address_failures"]
    with ExitStack() as running:
        for _count in range(most):
            running.enter_context(attempts.one("192.0.2.1"))
        with pytest.raises(TooManyError), attempts.one("192.0.2.1"):
            pass

    def guess(_: int) -> bool:
        try:
            fail(attempts, "192.0.2.1")
        except TooManyError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(guess, range(4 * most))) == most


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "no address", False),
    ],
)
def test_an_ipv6_network_counts_as_one_address(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same
