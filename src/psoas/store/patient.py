"""Connections to PostgreSQL that never wait without end.

``statement_timeout`` is the server's own and ``tcp_user_timeout`` the network's. Neither helps where the server is
stopped or hangs while its machine still answers; so every wait of the driver has an end here, too.
"""

from collections.abc import Generator
from time import monotonic
from typing import Any

from psycopg import Connection, OperationalError

GRACE_S = 1.0
"""Time for which the server's own limit goes first: its sentence says more [s]."""


def patient_connect(wait_s: float, *places: Any, **named: Any) -> "PatientConnection":
    """Connect as `psycopg.connect` does; each later wait for the server ends after ``wait_s`` [s] and a second."""
    connection = PatientConnection.connect(*places, **named)
    connection.wait_s = wait_s
    return connection


class PatientConnection(Connection[Any]):
    """A connection each of whose waits for the server has an end.

    Attributes:
        wait_s: longest wait [s].
    """

    wait_s = 10.0

    def wait(self, gen: Any, *args: Any, **named: Any) -> Any:
        """Wait for the server, as the driver does for every statement.

        Raises:
            OperationalError: no answer came in time; the connection is closed then.
        """
        return super().wait(self._until(gen, monotonic() + self.wait_s + GRACE_S), *args, **named)

    def _until(self, gen: Any, end_s: float) -> Generator[Any, Any, Any]:
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if monotonic() > end_s:
                    self.pgconn.finish()
                    raise OperationalError("the server does not answer")
                wanted = gen.send(ready)
        except StopIteration as stop:
            return stop.value
