"""A file of homework comes back as it was; a damaged, foreign, large or locked one is refused in one sentence."""

import contextlib
import json
from base64 import b64decode
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.errors import InputError, UsageError
from psoas.homework.file import MOST_FILE, SCRYPT, HomeworkFile, is_locked, read_file, write_file
from psoas.plan.homework import HomeworkResults
from tests.homework.made import FILE, PICTURES, RESULTS

WORDS = "three blue horses"


def refusal(content: bytes, passphrase: str = "") -> str:
    with pytest.raises(InputError) as caught:
        read_file(content, "zoe.psoas", passphrase)
    words = str(caught.value)
    assert words.startswith(("zoe.psoas", "The passphrase"))
    assert words.endswith(".")
    assert "\n" not in words
    return words


@pytest.mark.parametrize("content", [FILE, RESULTS, HomeworkFile(FILE.homework)])
@pytest.mark.parametrize("passphrase", ["", WORDS])
def test_what_is_written_comes_back(content: HomeworkFile | HomeworkResults, passphrase: str) -> None:
    written = write_file(content, passphrase)
    assert is_locked(written) == bool(passphrase)
    assert read_file(written, "zoe.psoas", passphrase) == content


def test_a_locked_file_shows_nothing_and_is_another_one_each_time() -> None:
    first, second = (write_file(FILE, WORDS) for _ in range(2))
    assert first != second
    body = json.loads(first)
    assert set(body) == {"schema", "salt", "nonce", "content"}
    for word in ("Zoë".encode(), rb"Zo\u00eb", b"repetitions", b'schema": "psoas.homework'):
        assert word not in first, "no chance: base64 has neither such letters nor so long a word"
    for word in ("Zoë O'Neill".encode(), b"repetitions", b"psoas.homework/1"):
        assert word not in b64decode(body["content"]), "locked, not only written in base64"
    assert SCRYPT["n"] * SCRYPT["r"] * 128 >= 64 << 20, "a guess costs at least 64 MB"


def test_a_wrong_passphrase_none_and_a_changed_letter_are_refused() -> None:
    written = write_file(RESULTS, WORDS)
    assert "does not open" in refusal(written, "three blue houses")
    assert "is locked" in refusal(written)
    body = json.loads(written)
    body["content"] = ("B" if body["content"][0] == "A" else "A") + body["content"][1:]
    assert "does not open" in refusal(json.dumps(body).encode(), WORDS)
    assert "damaged" in refusal(json.dumps({**body, "salt": "AAAA"}).encode(), WORDS)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(UsageError, match="shorter than 8"):
        write_file(FILE, "short")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff\xe0 a photo",
        b"PK\x03\x04",
        b"[1, 2]",
        b'{"schema": 7}',
        b'{"schema": "psoas.check/1"}',
        b'{"schema": "psoas.homework/1"}',
        b"[" * 100_000,
        b'{"schema": "psoas.locked/1", "salt": 3}',
    ],
)
def test_foreign_files_are_refused(content: bytes) -> None:
    assert "no homework of psoas" in refusal(content, WORDS)


def test_a_newer_file_and_a_large_one_say_so() -> None:
    assert "newer psoas" in refusal(b'{"schema": "psoas.homework/2"}')
    assert "larger than any" in refusal(b" " * (MOST_FILE + 1))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("key",), "../../etc"),
        (("client",), ""),
        (("client",), "x" * 101),
        (("client",), "line\nend"),
        (("note",), "x" * 501),
        (("note",), "\x00"),
        (("made_at",), "2026-03-02T09:30:00"),
        (("tasks",), []),
        (("tasks", 0, "exercise"), "no_such_stretch"),
        (("tasks", 0, "sides"), []),
        (("tasks", 0, "sets"), 10**9),
        (("tasks", 0, "hold_s"), -1),
        (("tasks", 0, "hold_s"), 1e999),
        (("pictures", 0, "jpeg"), "AAAA"),
        (("pictures", 0, "remarks", 0, "points"), [[2, 0], [0, 0]]),
        (("pictures", 0, "remarks", 0, "kind"), "<script>"),
    ],
)
def test_values_out_of_range_are_refused(place: tuple[str | int, ...], value: object) -> None:
    body = json.loads(write_file(FILE))
    spot = body
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value
    assert "no homework of psoas" in refusal(json.dumps(body).encode())


def test_results_out_of_range_are_refused() -> None:
    body = json.loads(write_file(RESULTS))
    for name, value in (
        ("repetitions", -1),
        ("repetitions", True),
        ("side", "both"),
        ("pain_after", 11),
        ("day", "x"),
    ):
        worse = json.loads(json.dumps(body))
        worse["sets"][0][name] = value
        refusal(json.dumps(worse).encode())


def test_too_many_pictures_are_not_sent() -> None:
    with pytest.raises(UsageError, match="6 pictures"):
        write_file(replace(FILE, pictures=PICTURES * 7))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=3))
def test_any_damage_ends_in_a_sentence_or_in_homework(place: int, bytes_: bytes) -> None:
    written = bytearray(write_file(FILE))
    place %= len(written)
    written[place : place + len(bytes_)] = bytes_
    with contextlib.suppress(InputError):
        read_file(bytes(written), "zoe.psoas")
