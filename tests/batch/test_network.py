"""A batch on this computer listens to this computer only."""

from contextlib import suppress

import psutil

from psoas.batch.cluster import dask_client


def test_every_socket_of_a_batch_is_on_the_loopback() -> None:
    before = listening()
    with dask_client(1, None) as client:
        assert list(client.nthreads().values()) == [1]
        assert {address for address, _ in listening() - before} == {"127.0.0.1"}


def listening() -> set[tuple[str, int]]:
    """Where this process and those that it started listen: address and port."""
    own = psutil.Process()
    found = set()
    for one in (own, *own.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it ended meanwhile
            found |= {
                (socket.laddr.ip, socket.laddr.port)
                for socket in one.net_connections("inet")
                if socket.status == psutil.CONN_LISTEN
            }
    return found
