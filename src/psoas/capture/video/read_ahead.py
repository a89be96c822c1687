"""Fetching the next items in a thread while the caller works on the last one."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from typing import Self, TypeVar

from psoas.child_processes import aside
from psoas.words import same_language

T = TypeVar("T")


class ReadAhead(Iterator[T]):
    """Give the items of an iterable in their order; a thread fetches up to ``ahead`` of them in advance.

    An exception of the iterable is raised here, after the items before it. Close it, or use it in a ``with``; then the
    thread ends after its present item, and the iterable is closed if that can be done.

    Args:
        source: the iterable; from now on only the thread uses it.
        ahead: most items that wait, 1 or more.
    """

    def __init__(self, source: Iterable[T], ahead: int = 4) -> None:
        if ahead < 1:
            raise ValueError(f"ahead must be 1 or more, not {ahead}")
        self._source = source
        self._items = iter(source)
        self._thread = aside("read-ahead")
        self._waiting: deque[Future[tuple[T] | None]] = deque()
        for _ in range(ahead):
            self._fetch()

    def __next__(self) -> T:
        item = self._waiting.popleft().result() if self._waiting else None
        if item is None:
            self._stop()
            raise StopIteration
        self._fetch()
        return item[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_waiting"):
            self._stop()

    def close(self) -> None:
        """Stop fetching, drop the items that wait, close the iterable and let the thread end."""
        self._stop()
        self._thread.shutdown()

    def _stop(self) -> None:
        while self._waiting:
            self._waiting.pop().cancel()
        with suppress(RuntimeError):  # the thread has ended, and the iterable is closed
            self._thread.submit(getattr(self._source, "close", int))
        self._thread.shutdown(wait=False)

    def _fetch(self) -> None:
        self._waiting.append(self._thread.submit(same_language(_next_of), self._items))


def _next_of(items: Iterator[T]) -> tuple[T] | None:
    """Fetch an item; None at the end, which a future cannot raise as `StopIteration`."""
    for item in items:
        return (item,)
    return None
