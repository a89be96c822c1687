"""Days in the store, edited one at a time, so that a page and a reminder do not overwrite each other."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Lock

from psoas.app.today.devices import Imported, device_days, import_file, minute_bouts
from psoas.day import Day, DayAnswers, home_zone, observations_of, read_running
from psoas.plan import Bout, Profile, ReminderRecord, cleared, overlaid, restored
from psoas.store import Store


@dataclass(frozen=True)
class DayEdit:
    """An edit of a part of a day, with the bouts before it."""

    day: date
    start_min: int
    end_min: int
    before: tuple[Bout, ...]


class Days:
    """Reads and edits days; every method blocks until the database has answered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._edits: Counter[int] = Counter()

    def profile(self, profile_id: int) -> Profile | None:
        """Find the person; None where they were removed."""
        return next((one for one in self._store.profiles() if one.id == profile_id), None)

    def bouts(self, profile_id: int, day: date) -> list[Bout]:
        """Read the bouts of a day."""
        return self._store.bouts(profile_id, day, day)

    def seen(self, profile_id: int, day: date) -> Day | None:
        """The day as files of devices saw it; None where none did."""
        return next(iter(device_days(self._store, profile_id, day, day)), None)

    def known(self, profile_id: int, first: date, last: date) -> list[Bout]:
        """All that is known of the days from the first to the last: what was drawn goes before what a device saw."""
        found: dict[date, list[Bout]] = {}
        for bout in minute_bouts(device_days(self._store, profile_id, first, last)):
            found.setdefault(bout.day, []).append(bout)
        for bout in self._store.bouts(profile_id, first, last):
            found[bout.day] = overlaid(found.get(bout.day, []), bout)
        return [bout for day in sorted(found) for bout in found[day]]

    def take_in(self, profile_id: int, path: Path) -> Imported:
        """Read a file of a device and keep what it says.

        Raises:
            PsoasError: the file cannot be read, or tells nothing of a day.
        """
        kept = import_file(self._store, profile_id, path)
        self._edits[profile_id] += 1
        return kept

    def take_in_running(self, profile_id: int, first: date, last: date) -> int:
        """Read the ActivityWatch that runs on this computer, and keep its keyboard times; returns how many are new.

        Raises:
            PsoasError: it does not answer, or has none of these days.
        """
        log = read_running(first, last, DayAnswers(home=home_zone(None)))
        new = sum(
            self._store.save_observations(profile_id, source, observations)
            for source, observations in observations_of([log]).items()
        )
        self._edits[profile_id] += 1
        return new

    def forget_devices(self, profile_id: int) -> None:
        """Remove all that files of devices said."""
        self._store.forget_observations(profile_id)
        self._edits[profile_id] += 1

    def seen_days(self, profile_id: int, first: date, last: date) -> list[Day]:
        """The days from the first to the last as files of devices saw them; those without any are left out."""
        return device_days(self._store, profile_id, first, last)

    def reminders(self, profile_id: int, first: date, last: date) -> list[ReminderRecord]:
        """Read the reminders that came on the days from the first to the last, by this computer's clock."""
        ends = (datetime.combine(day, time()).astimezone() for day in (first, last + timedelta(days=1)))
        return self._store.reminders.between(profile_id, *ends)

    def keep_reminder(self, profile_id: int, record: ReminderRecord) -> None:
        """Keep a reminder, or what followed it."""
        self._store.reminders.save(profile_id, record)

    def edits(self, profile_id: int) -> int:
        """Count the edits of this person's days since the coach began: a page that sees a new number is stale."""
        return self._edits[profile_id]

    def place(self, profile_id: int, bout: Bout) -> DayEdit:
        """Lay a bout over the day."""
        return self._edit(
            profile_id, bout.day, bout.start_min, bout.end_min, lambda bouts: overlaid(bouts, bout)
        )

    def clear(self, profile_id: int, day: date, start_min: int, end_min: int) -> DayEdit:
        """Make a part of a day unknown."""
        return self._edit(
            profile_id, day, start_min, end_min, lambda bouts: cleared(bouts, start_min, end_min)
        )

    def undo(self, profile_id: int, change: DayEdit) -> DayEdit:
        """Bring back the bouts that an edit covered, and nothing else."""
        start, end = change.start_min, change.end_min
        return self._edit(
            profile_id, change.day, start, end, lambda bouts: restored(bouts, change.before, start, end)
        )

    def _edit(
        self,
        profile_id: int,
        day: date,
        start_min: int,
        end_min: int,
        change: Callable[[Sequence[Bout]], list[Bout]],
    ) -> DayEdit:
        with self._lock:
            before = self.bouts(profile_id, day)
            self._store.save_day(profile_id, day, change(before))
            self._edits[profile_id] += 1
        return DayEdit(day, start_min, end_min, tuple(before))
