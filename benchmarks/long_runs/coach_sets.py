"""What a running coach writes, one after the other until it is killed: sets of the guided timer, days, reminders.

``python -m benchmarks.long_runs.coach_sets DATABASE`` prints ``saved SET NUMBER`` for each repetition that is stored.
``--once`` ends after one session.
"""

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from psoas.app.stretch.keeping import StoreKeeper
from psoas.app.stretch.timer import GuidedTimer
from psoas.app.today.days import Days
from psoas.errors import InputError
from psoas.exercises import EXERCISES
from psoas.plan import Bout, ReminderRecord, RepetitionRecord
from psoas.store import Store

STORED_S = 5.0


class TellingKeeper(StoreKeeper):
    """Prints what is stored, after it is."""

    def save(self, number: int, repetition: RepetitionRecord) -> None:
        super().save(number, repetition)
        if self.is_stored(0.0) and self.trouble is None:
            print("saved", self._sets[number], repetition.number, flush=True)

    def end_set(
        self, number: int, repetitions: tuple[RepetitionRecord, ...], unmeasured: Mapping[str, str]
    ) -> None:
        super().end_set(number, repetitions, unmeasured)
        if self.trouble is not None:
            print("trouble", self.trouble, flush=True)


def session(store: Store, person: int, at: datetime) -> None:
    """Both sides by the timer, on a clock that runs as fast as it can, with a sitting and a reminder before."""
    days, rang = Days(store), at - timedelta(minutes=2)
    days.place(person, Bout(at.date(), 540, 570, "desk"))
    days.keep_reminder(person, ReminderRecord(rang, at - timedelta(minutes=32)))
    days.keep_reminder(person, ReminderRecord(rang, at - timedelta(minutes=32), "stretched", at))
    keeper = TellingKeeper(store, person, "timer", "practice", 2, EXERCISES[0].movement, lambda: at)
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 0.5
        return now

    timer = GuidedTimer(keeper, "left", 4, clock, EXERCISES[0])
    while timer.tick().stage != "done":
        pass
    keeper.end(3)
    keeper.is_stored(STORED_S)


def main() -> int:
    """Sessions until the process is killed, or one; 2 after a sentence, as the program itself ends."""
    try:
        _keep_sessions()
    except InputError as error:
        print(f"psoas: {error}", file=sys.stderr)
        return 2
    return 0


def _keep_sessions() -> None:
    with Store.open(f"sqlite:///{Path(sys.argv[1])}") as store:
        person = store.profiles()[0].id
        day = date(2026, 1, 1) + timedelta(days=len(store.sessions(person)))
        while True:
            session(store, person, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
            day += timedelta(days=1)
            if "--once" in sys.argv:
                return


if __name__ == "__main__":
    raise SystemExit(main())
