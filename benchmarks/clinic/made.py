"""A clinic with people in it, on a PostgreSQL of its own, and the real server of it over HTTPS."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pyotp
from tests.store.postgres import Server

from psoas.clinic import Clinic, Role, set_up
from psoas.plan import Bout, RepetitionRecord, Screening
from psoas.store import Store

WORD: Final = "correct horse battery"
CLIENTS, CLINICIANS = 42, 9
"""Clients and clinicians beside the one owner: 52 accounts, of which two clients stretch before the camera."""

WEEKS, SETS, REPETITIONS = 4, 2, 8
"""Sessions of each client, one in each week, the sets of a session, and the repetitions of a set."""


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in.

    Attributes:
        person: id of a client's profile; 0 for others.
        clients: ids of the profiles that a clinician sees.
        recovery: a recovery code, where there is a second factor.
    """

    email: str
    role: Role
    person: int = 0
    clients: tuple[int, ...] = ()
    recovery: str = ""


@dataclass(frozen=True)
class MadeClinic:
    """A clinic that was set up.

    Attributes:
        admin: URL of the user that set it up.
        url: URL of the server's user.
        root: URL of PostgreSQL's superuser.
    """

    admin: str
    url: str
    root: str
    accounts: tuple[Account, ...]


def make_clinic(
    server: Server, folder: Path, clients: int = CLIENTS, clinicians: int = CLINICIANS
) -> MadeClinic:
    """Set a clinic up with an owner, clinicians and clients who have stretched for some weeks.

    Args:
        folder: of the data of its server.
    """
    server.make_admin()
    admin, root = server.owned_database()
    with Store.open(admin) as store:
        (first,) = store.profiles()
        people = [store.add_profile(f"Client {number}", 1.7).id for number in range(clients)]
        store.remove_profile(first.id)
        for person in people:
            _live_through(store, person)
    made = set_up(admin, "owner@example.org")
    assert made.url is not None
    assert made.invitation is not None
    with Clinic.open(made.url, folder=folder) as clinic:
        accounts = list(_join(clinic, made.invitation, people, clinicians))
    return MadeClinic(admin, made.url, root, tuple(accounts))


def _live_through(store: Store, person: int) -> None:
    now = datetime.now(UTC)
    store.save_screening(person, Screening(now - timedelta(hours=1)))
    for week in range(WEEKS):
        at = now - timedelta(days=7 * (WEEKS - week))
        session = store.begin_session(person, "practice", at, pain_before=1)
        for number in range(SETS):
            done = [
                RepetitionRecord(
                    one + 1, 6.0 * one, 6.0 * one + 4.5, 2.1, 15.0 + week, 9.0, 3.0, -6.0, 4.0, (), True
                )
                for one in range(REPETITIONS)
            ]
            set_id = store.begin_set(
                session,
                ("left", "right")[number % 2],
                "camera",
                at,
                weights="full",
                bands={"arch": 1.2, "hip_opening": 2.0},
            )
            store.end_set(set_id, at + timedelta(minutes=2), done)
        store.end_session(session, at + timedelta(minutes=6), pain_after=1)
    today = date.today()
    for before in range(14):
        day = today - timedelta(days=before)
        store.save_day(person, day, [Bout(day, 540, 720, "desk"), Bout(day, 720, 750, "walking")])


def _join(clinic: Clinic, invitation: str, people: list[int], clinicians: int) -> Iterator[Account]:
    owner, code = _whole(clinic, clinic.redeem(invitation, WORD))
    yield Account("owner@example.org", "owner", recovery=code)
    accounts = 1
    for number in range(clinicians):
        email = f"clinician{number}@example.org"
        secret, code = _whole(
            clinic, clinic.redeem(clinic.invite(owner, email, f"Clinician {number}", "clinician"), WORD)
        )
        me = clinic.who(secret)
        assert me is not None
        accounts += 1
        mine = tuple(people[number::clinicians])
        for person in mine:
            clinic.give_care(owner, me.id, person)
        yield Account(email, "clinician", clients=mine, recovery=code)
        for person in mine:
            email = f"client{person}@example.org"
            clinic.redeem(clinic.invite(secret, email, f"Client {person}", "client", person), WORD)
            yield Account(email, "client", person)


def _whole(clinic: Clinic, secret: str) -> tuple[str, str]:
    """Set a second factor up; the session and a recovery code."""
    code = pyotp.TOTP(clinic.propose_second_factor(secret)).now()
    return secret, clinic.confirm_second_factor(secret, code)[0]


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of this machine and its key."""
    cert, key = folder / "clinic.pem", folder / "clinic.key"
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*words, "-keyout", key, "-out", cert, *names], check=True, capture_output=True)
    return cert, key


@dataclass(frozen=True)
class Serving:
    """A running `psoas serve`.

    Attributes:
        address: ``https://localhost:PORT``.
        reader: reads what it prints, to the end.
    """

    process: subprocess.Popen[str]
    address: str
    reader: threading.Thread

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it by a signal."""
        self.process.send_signal(number)
        self.process.wait(60)
        self.reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


def start_clinic(url: str, folder: Path, *words: str, port: int = 0) -> Serving:
    """Start the real server, as the guide says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "psoas", "serve", "--port", str(port), *words],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PSOAS_DATABASE": url, "PSOAS_DATA": str(folder), "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    found = re.search(r"(https?)://\S+:(\d+)/", process.stdout.readline())
    assert found, "the clinic did not start"
    reader = threading.Thread(target=process.stdout.read, daemon=True)
    reader.start()
    return Serving(process, f"{found[1]}://localhost:{found[2]}", reader)


@contextmanager
def serving_clinic(url: str, folder: Path, *words: str) -> Iterator[Serving]:
    """Run the server for a block."""
    served = start_clinic(url, folder, *words)
    try:
        yield served
    finally:
        served.stop()
