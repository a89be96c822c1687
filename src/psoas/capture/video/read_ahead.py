"""Fetching the next items in a thread while the caller works on the last one."""

from collections import deque
from collections.abc import Iterable, Iterator
from threading import Condition, Thread
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class _Channel(Generic[T]):
    """State shared by the two threads."""

    def __init__(self, ahead: int) -> None:
        self.ahead = ahead
        self.items: deque[T] = deque()
        self.changed = Condition()
        self.stopped = False
        self.ended = False
        self.error: BaseException | None = None


class ReadAhead(Iterator[T]):
    """Give the items of an iterable in their order; a thread fetches up to ``ahead`` of them in advance.

    An exception of the iterable is raised here, after the items before it. Close it, or use it in a ``with``; then the
    thread ends after its present item, and closes the iterable if that can be closed.

    Args:
        source: the iterable; from now on only the thread uses it.
        ahead: most items that wait, 1 or more.
    """

    def __init__(self, source: Iterable[T], ahead: int = 4) -> None:
        if ahead < 1:
            raise ValueError(f"ahead must be 1 or more, not {ahead}")
        self._channel: _Channel[T] = _Channel(ahead)
        self._thread = Thread(target=_fetch, args=(source, self._channel), name="read-ahead", daemon=True)
        self._thread.start()

    def __next__(self) -> T:
        channel = self._channel
        with channel.changed:
            while not (channel.items or channel.ended or channel.stopped):
                channel.changed.wait()
            if channel.items:
                item = channel.items.popleft()
                channel.changed.notify_all()
                return item
            error, channel.error = channel.error, None
        if error is not None:
            raise error
        raise StopIteration

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop fetching, drop the items that wait and let the thread end."""
        self._stop()
        self._thread.join()

    def __del__(self) -> None:
        if hasattr(self, "_channel"):
            self._stop()

    def _stop(self) -> None:
        channel = self._channel
        with channel.changed:
            channel.stopped = True
            channel.error = None
            channel.items.clear()
            channel.changed.notify_all()


def _fetch(source: Iterable[T], channel: _Channel[T]) -> None:
    """Move items from ``source`` to the channel until ``source`` ends or the channel is stopped."""
    error: BaseException | None = None
    try:
        try:
            for item in source:
                with channel.changed:
                    while len(channel.items) >= channel.ahead and not channel.stopped:
                        channel.changed.wait()
                    if channel.stopped:
                        break
                    channel.items.append(item)
                    channel.changed.notify_all()
        finally:
            close = getattr(source, "close", None)
            if close is not None:
                close()
    except BaseException as caught:  # noqa: BLE001 - handed to the thread that asks for the next item
        error = caught
    with channel.changed:
        channel.ended = True
        channel.error = None if channel.stopped else error
        channel.changed.notify_all()
