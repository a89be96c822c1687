"""Parts of a page without a browser."""

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import Client
from nicegui.page import page


@contextmanager
def empty_page() -> Iterator[Client]:
    """A page that nobody sees; elements of the ``with`` block are built in it."""
    with Client(page("/built"), request=None) as client:
        yield client
    client.delete()
