"""A batch on this computer listens to this computer only."""

import psutil

from psoas.batch.cluster import dask_client


def test_every_socket_of_a_batch_is_on_the_loopback() -> None:
    with dask_client(1, None) as client:
        assert list(client.nthreads().values()) == [1]
        own = psutil.Process()
        listening = {
            found.laddr.ip
            for one in (own, *own.children(recursive=True))
            for found in one.net_connections("inet")
            if found.status == psutil.CONN_LISTEN
        }
    assert listening == {"127.0.0.1"}
