"""A word opens the door once; what comes back with a device's own secret is let in, and nothing else."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psoas.app.door import TOKEN, Door, entrance, is_loopback, own_address


def test_a_word_lets_one_device_in_once() -> None:
    door = Door()
    word, other = door.new_word(), door.new_word()
    assert word != other
    secret = door.enter(word)
    assert secret is not None
    assert door.enter(word) is None, "used"
    assert door.knows(secret)
    assert door.enter(other) not in (None, secret)
    assert door.knows(secret), "a second device does not put out the first"


def test_a_word_is_no_secret_and_a_secret_no_word() -> None:
    door = Door()
    word = door.new_word()
    assert not door.knows(word)
    secret = door.enter(word)
    assert secret is not None
    assert door.enter(secret) is None
    assert not Door().knows(secret), "nothing is kept beyond the coach"


@example("\udcff")
@given(st.text())
def test_a_guess_opens_nothing_and_breaks_nothing(guess: str) -> None:
    door = Door()
    door.enter(door.new_word())
    door.new_word()
    assert door.enter(guess) is None
    assert not door.knows(guess)


def test_the_address_for_a_device_holds_this_machine_the_port_and_a_fresh_word() -> None:
    door = Door()
    first, second = (urlsplit(entrance(door, 8765)) for _ in range(2))
    assert first.netloc == second.netloc == f"{own_address()}:8765"
    words = [parse_qs(address.query)[TOKEN] for address in (first, second)]
    assert words[0] != words[1]
    assert all(door.enter(word) for (word,) in words)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1"])
def test_this_machine_s_own_addresses_are_known(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address", ["", "localhost", "192.0.2.7", "128.0.0.1", "::2", "127.0.0.1.evil.example"]
)
def test_nothing_else_is_this_machine(address: str) -> None:
    assert not is_loopback(address)
