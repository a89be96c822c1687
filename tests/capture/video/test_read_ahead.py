"""Reading ahead: same items, same errors, and no thread left behind."""

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.capture.video.read_ahead import ReadAhead
from psoas.child_processes import THREADS
from psoas.words import language, speaking


class Counter:
    """Counts up for ever and remembers how far, and whether it was closed."""

    def __init__(self) -> None:
        self.given = 0
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        self.given += 1
        return self.given

    def close(self) -> None:
        self.closed.set()


def running() -> int:
    return sum(thread.name.startswith("read-ahead") for thread in threading.enumerate())


@given(st.lists(st.integers()), st.integers(1, 6))
def test_gives_the_items_of_the_source_in_their_order(items: list[int], ahead: int) -> None:
    with ReadAhead(items, ahead) as reader:
        assert list(reader) == items


def test_where_one_thread_is_allowed_it_reads_in_that_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(THREADS, "1")
    before, counter = running(), Counter()
    with ReadAhead(counter, 3) as reader:
        assert [next(reader) for _ in range(5)] == [1, 2, 3, 4, 5]
        assert running() == before
    assert counter.closed.is_set()


def test_an_error_comes_after_the_items_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        yield 2
        raise KeyError("third")

    with ReadAhead(broken()) as reader:
        assert [next(reader), next(reader)] == [1, 2]
        with pytest.raises(KeyError, match="third"):
            next(reader)
        with pytest.raises(StopIteration):
            next(reader)


def test_never_holds_more_than_asked() -> None:
    source = Counter()
    with ReadAhead(source, ahead=3) as reader:
        assert next(reader) == 1
        time.sleep(0.05)
        assert source.given <= 1 + 3 + 1


def test_closing_early_ends_the_thread_and_closes_the_source() -> None:
    source = Counter()
    before = running()
    with ReadAhead(source) as reader:
        next(reader)
        assert running() == before + 1
    assert running() == before
    assert source.closed.is_set()
    assert list(reader) == []


def test_closing_twice_is_harmless() -> None:
    reader = ReadAhead([1, 2])
    reader.close()
    reader.close()


def test_forgetting_to_close_ends_the_thread_too() -> None:
    source = Counter()
    reader = ReadAhead(source)
    next(reader)
    del reader
    assert source.closed.wait(5)


def test_fetches_the_next_item_while_the_last_one_is_worked_on() -> None:
    fetched = threading.Event()

    def source() -> Iterator[int]:
        yield 1
        fetched.set()
        yield 2

    with ReadAhead(source()) as reader:
        assert next(reader) == 1
        assert fetched.wait(5)
        assert next(reader) == 2


def test_needs_room_for_one_item() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        ReadAhead([1], ahead=0)


def test_the_thread_speaks_the_language_of_whoever_reads() -> None:
    def spoken() -> Iterator[str]:
        yield language()
        yield language()

    with speaking("fr"), ReadAhead(spoken()) as items:
        assert list(items) == ["fr", "fr"]
