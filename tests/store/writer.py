"""A program that forks a writer for each line it reads, and kills it.

A line is ``URL now|saved SECONDS``: how long the writer may live, from its start or from the first repetition it saved.
A writer opens the store and saves repetitions until it is killed with SIGKILL; after each it prints
``saved SET NUMBER``. When it is dead, the program prints ``killed``, or ``failed`` where it ended by itself.
"""

import os
import signal
import sys
import time
from typing import NoReturn

# what a writer would load is there before the fork
import alembic.command  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401

from psoas.plan.records import RepetitionRecord
from psoas.store.store import Store
from tests.store.made import AT


def repetition(number: int) -> RepetitionRecord:
    """What a writer saves under a number."""
    return RepetitionRecord(number, float(number), number + 0.5, 0.25, thigh_travel_deg=number / 3)


def write(url: str, first_saved: int) -> NoReturn:
    with Store.open(url) as store:
        session = store.begin_session(store.profiles()[0].id, "practice", AT)
        kept = store.begin_set(session, "left", "camera", AT)
        number = 0
        while True:
            number += 1
            store.save_repetition(kept, repetition(number))
            os.write(1, f"saved {kept} {number}\n".encode())
            if number == 1:
                os.write(first_saved, b".")


def main() -> None:
    for line in sys.stdin:
        url, since, seconds = line.split()
        reading, writing = os.pipe()
        writer = os.fork()
        if not writer:
            write(url, writing)
        os.close(writing)
        if since == "saved":
            os.read(reading, 1)
        time.sleep(float(seconds))
        os.kill(writer, signal.SIGKILL)
        os.close(reading)
        _, status = os.waitpid(writer, 0)
        how = "killed" if os.WIFSIGNALED(status) else "failed"
        os.write(1, f"{how}\n".encode())


if __name__ == "__main__":
    main()
