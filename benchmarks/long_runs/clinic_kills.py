"""`kill -9` of a clinic's server and of its PostgreSQL while people write: nothing finished is lost, nothing twice."""

import random
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx2
import psycopg
from tests.store.postgres import Server, running_server

from benchmarks.clinic.made import WORD, MadeClinic, Serving, make_clinic, start_clinic
from benchmarks.long_runs.progress import Progress
from benchmarks.rows import Row
from psoas.clinic import Clinic, verify_trail
from psoas.errors import PsoasError
from psoas.plan import RepetitionRecord

COUNT: Final = 50
WRITERS: Final = 2
"""Threads that write of each kind: over the clinic's pages, and by the store as a live stretch does."""

BETWEEN_S: Final = 0.3, 3.0
"""Shortest and longest time from the moment all answers again to the next kill [s]."""

BACK_S: Final = 120.0
"""Longest time until the server answers again by itself once PostgreSQL is back [s]."""

_NAMES = "SELECT name FROM profiles WHERE name LIKE 'written %'"
_ADDED = """
    SELECT p.name FROM clinic.audit e JOIN profiles p ON p.id = e.person
    WHERE e.action = 'care' AND e.subject LIKE '%% added this person' AND p.name LIKE 'written %%'
"""
_DONE = "SELECT set_id, number FROM repetitions r JOIN sets s ON s.id = r.set_id WHERE s.method = 'timer'"


def rows(count: int, state: Path) -> Iterator[Row]:
    """Kill server and PostgreSQL in turn, ``count`` times together."""
    progress = Progress(state, "clinic")
    slowest_s = 0.0
    if progress.done < count:
        with running_server(durable=True) as postgres, tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            with KilledClinic(postgres, folder) as clinic:
                while progress.done < count:
                    progress.add(clinic.kill("server" if progress.done % 2 else "PostgreSQL"))
                    progress.save()
                slowest_s = clinic.slowest_s
    again = f"; at the longest {slowest_s:.1f} s until it answered again" if slowest_s else ""
    what = f"clinic: {progress.done} kills of server and PostgreSQL under writing"
    yield progress.row(what, "nothing lost or twice, trail whole", f"always{again}")


class KilledClinic:
    """A clinic that is written to and killed.

    Attributes:
        slowest_s: longest time until the server answered again after a kill of PostgreSQL [s].
    """

    def __init__(self, postgres: Server, folder: Path) -> None:
        self._postgres, self._folder = postgres, folder
        self._made: MadeClinic = make_clinic(postgres, folder, clients=2, clinicians=1)
        self._served: Serving = start_clinic(self._made.url, folder)
        self._moments = random.Random(1)
        self._finished_names: list[str] = []
        self._finished_repetitions: list[tuple[int, int]] = []
        self._over = threading.Event()
        self._writers: list[threading.Thread] = []
        self._cookie = ""
        self.slowest_s = 0.0

    def __enter__(self) -> "KilledClinic":
        clinician, client = (
            next(one for one in self._made.accounts if one.role == role) for role in ("clinician", "client")
        )
        with Clinic.open(self._made.url, folder=self._folder) as clinic:
            waiting = clinic.sign_in(clinician.email, WORD)
            self._cookie = clinic.give_code(waiting, clinician.recovery)
            secret = clinic.sign_in(client.email, WORD)
        for number in range(WRITERS):
            self._begin(self._add_people, number)
            self._begin(self._stretch, secret, client.person)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for one in self._writers:
            one.join()
        self._served.stop()

    def kill(self, what: str) -> list[str]:
        """Kill server or PostgreSQL at a random moment, let it come back, and say what is wrong then."""
        time.sleep(self._moments.uniform(*BETWEEN_S))
        if what == "server":
            self._served.stop(signal.SIGKILL)
            port = int(self._served.address.rpartition(":")[2])
            self._served = start_clinic(self._made.url, self._folder, port=port)
        else:
            self._postgres.stop(signal.SIGKILL)
            self._postgres.start()
        began = time.monotonic()
        wrong = [] if self._answers() else [f"the server does not answer after a kill of {what}"]
        if what != "server":
            self.slowest_s = max(self.slowest_s, time.monotonic() - began)
        return [*wrong, *self._faults()]

    def _answers(self) -> bool:
        """Wait until a page that reads the database is shown again."""
        end = time.monotonic() + BACK_S
        while time.monotonic() < end:
            with suppress(httpx2.HTTPError):
                if (
                    httpx2.get(f"{self._address}/clients", headers=self._headers, timeout=BACK_S).status_code
                    == 200
                ):
                    return True
            time.sleep(0.05)
        return False

    @property
    def _address(self) -> str:
        return self._served.address

    @property
    def _headers(self) -> dict[str, str]:
        """Of a request of the clinician."""
        name = f"psoas_clinic_{self._address.rpartition(':')[2]}"
        return {"origin": self._address, "cookie": f"{name}={self._cookie}"}

    def _faults(self) -> list[str]:
        """What is lost, there twice, or not in the trail."""
        names, done = self._finished_names[:], self._finished_repetitions[:]
        with psycopg.connect(self._made.root) as connection:
            kept = Counter(name for (name,) in connection.execute(_NAMES))
            added = Counter(name for (name,) in connection.execute(_ADDED))
            repetitions = set(connection.execute(_DONE).fetchall())
        wrong = []
        if set(names) - set(kept):
            wrong.append("a person who was added is lost")
        if any(times > 1 for times in kept.values()):
            wrong.append("a person is there twice")
        if any(added[name] != times for name, times in kept.items()):
            wrong.append("a person is not in the trail, or twice")
        if set(done) - repetitions:
            wrong.append("a repetition that was saved is lost")
        try:
            verify_trail(self._made.admin, self._folder / "heads.txt")
        except PsoasError as error:
            wrong.append(f"the trail: {error}")
        return wrong

    def _begin(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        thread.start()
        self._writers.append(thread)

    def _add_people(self, writer: int) -> None:
        """Add people by the form; one counts as finished once the answer has come."""
        number = 0
        while not self._over.is_set():
            name = f"written {writer} {number}"
            number += 1
            with suppress(httpx2.HTTPError):
                answer = httpx2.post(
                    f"{self._address}/clients/add", data={"name": name}, headers=self._headers, timeout=10
                )
                if answer.status_code == 303 and answer.headers["location"] == "/clients":
                    self._finished_names.append(name)
            time.sleep(0.02)

    def _stretch(self, secret: str, person: int) -> None:
        """Save repetitions as a live stretch does; one counts as finished once the store has returned."""
        while not self._over.is_set():
            with suppress(PsoasError), Clinic.open(self._made.url, 2.0, self._folder) as clinic:
                store = clinic.store_of(secret, person, "/live")
                session = store.begin_session(person, "practice", datetime.now(UTC))
                set_id = store.begin_set(session, "left", "timer", datetime.now(UTC))
                for number in range(1, 9):
                    store.save_repetition(set_id, RepetitionRecord(number, 1.0 * number, number + 0.9, 0.5))
                    self._finished_repetitions.append((set_id, number))
                store.end_session(session, datetime.now(UTC))
            time.sleep(0.05)
