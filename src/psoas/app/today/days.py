"""Days in the store, edited one at a time, so that a page and a reminder do not overwrite each other."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Lock

from psoas.app.today.devices import (
    NOTHING_SAID,
    FileAnswers,
    Imported,
    answers_of,
    device_days,
    import_files,
    in_minutes,
    minute_bouts,
)
from psoas.day import Day, corrected, observations_of, read_running
from psoas.plan import MINUTES, Bout, Profile, ReminderRecord, Settings, cleared, overlaid, restored
from psoas.store import DeviceFile, FileContent, Store


@dataclass(frozen=True)
class DayEdit:
    """An edit of a part of a day, with the bouts before it."""

    day: date
    start_min: int
    end_min: int
    before: tuple[Bout, ...]


@dataclass(frozen=True)
class RemovedFile:
    """All that was kept of a file before it was removed."""

    source: str
    content: FileContent


@dataclass(frozen=True)
class DayView:
    """One day of a person.

    Attributes:
        drawn: by hand; a bout without an activity is one that the person says is not known.
        seen: by devices; None where none did.
        corrected: ``seen`` in whole minutes with what was drawn laid over it; None where no device saw the day.
    """

    drawn: list[Bout]
    seen: Day | None
    corrected: Day | None

    @property
    def known(self) -> list[Bout]:
        """All that is known, in whole minutes: what was drawn goes before what a device saw."""
        return overlay(minute_bouts([self.seen] if self.seen else []), self.drawn)


def overlay(seen: Sequence[Bout], drawn: Sequence[Bout]) -> list[Bout]:
    """Lay what was drawn on a day over what devices saw of it; what is not known is left out."""
    found = list(seen)
    for bout in drawn:
        found = overlaid(found, bout)
    return [bout for bout in found if bout.activity is not None]


def _together(seen: Day | None, drawn: Sequence[Bout]) -> Day | None:
    parts = ((one.start_min, one.end_min, one.activity) for one in drawn)
    return None if seen is None else corrected(in_minutes(seen), parts)


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

    def settings(self, profile_id: int) -> Settings:
        """What the person has chosen; of somebody who was removed, what nobody has changed."""
        profile = self.profile(profile_id)
        return Settings() if profile is None else profile.settings

    def change_settings(self, profile_id: int, change: Callable[[Settings], Settings]) -> None:
        """Change the person's settings; days that devices saw are fused anew with them."""
        profile = self.profile(profile_id)
        if profile is not None:
            self._store.change_profile(replace(profile, settings=change(profile.settings)))
            self._edits[profile_id] += 1

    def view(self, profile_id: int, day: date) -> DayView:
        """One day: what was drawn, what devices saw, and both together."""
        with self._store.one_moment():
            drawn = self.bouts(profile_id, day)
            seen = next(iter(self.seen(profile_id, day, day)), None)
        return DayView(drawn, seen, _together(seen, drawn))

    def seen(self, profile_id: int, first: date, last: date) -> list[Day]:
        """The days as files of devices saw them; those that none saw are left out."""
        return device_days(self._store, profile_id, self.settings(profile_id), first, last)

    def known(self, profile_id: int, first: date, last: date) -> list[Bout]:
        """All that is known of the days from the first to the last: what was drawn goes before what a device saw."""
        return self.past(profile_id, first, last)[0]

    def past(self, profile_id: int, first: date, last: date) -> tuple[list[Bout], dict[date, int]]:
        """All that is known of the days from the first to the last, see `known`, and the steps that devices counted."""
        with self._store.one_moment():
            days = self.seen(profile_id, first, last)
            bouts = self._store.bouts(profile_id, first, last)
        seen = {day.date: minute_bouts([day]) for day in days}
        drawn: dict[date, list[Bout]] = {}
        for bout in bouts:
            drawn.setdefault(bout.day, []).append(bout)
        known = [
            bout for day in sorted({*seen, *drawn}) for bout in overlay(seen.get(day, []), drawn.get(day, []))
        ]
        return known, {day.date: day.steps for day in days if day.steps is not None}

    def take_in(
        self,
        profile_id: int,
        paths: Sequence[Path],
        of_files: FileAnswers = NOTHING_SAID,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Imported:
        """Read files of devices together and keep what they say; see `import_files`."""
        kept = import_files(self._store, profile_id, self.settings(profile_id), paths, of_files, stopped)
        self._edits[profile_id] += 1
        return kept

    def take_in_running(self, profile_id: int, first: date, last: date) -> int:
        """Read the ActivityWatch that runs on this computer, and keep its keyboard times; returns how many are new.

        Raises:
            PsoasError: it does not answer, or has none of these days.
        """
        log = read_running(first, last, answers_of(self.settings(profile_id)))
        new = sum(
            self._store.save_device_file(profile_id, source, FileContent(tuple(observations)))
            for source, observations in observations_of([log]).items()
        )
        self._edits[profile_id] += 1
        return new

    def files(self, profile_id: int) -> list[DeviceFile]:
        """The files of which something is kept."""
        return self._store.device_files(profile_id)

    def remove_files(self, profile_id: int, sources: Sequence[str]) -> list[RemovedFile]:
        """Remove all that some files of devices said; what was drawn stays."""
        removed = [
            RemovedFile(source, self._store.remove_device_file(profile_id, source)) for source in sources
        ]
        self._edits[profile_id] += 1
        return removed

    def bring_back(self, profile_id: int, removed: Sequence[RemovedFile]) -> None:
        """Undo `remove_files`."""
        for one in removed:
            self._store.save_device_file(profile_id, one.source, one.content)
        self._edits[profile_id] += 1

    def clock_of(self, profile_id: int) -> Callable[[int], datetime]:
        """What the wall clock at the person's home shows at a moment [s since 1970]."""
        home = answers_of(self.settings(profile_id)).home
        return lambda moment_s: datetime.fromtimestamp(moment_s, home)

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

    def copy(self, profile_id: int, source: date, day: date, until_min: int = MINUTES) -> DayEdit:
        """Lay what was drawn on another day below what is drawn on ``day``, up to a minute of it."""
        earlier = [replace(bout, day=day) for bout in self.bouts(profile_id, source)]

        def both(bouts: Sequence[Bout]) -> list[Bout]:
            copied = cleared(earlier, until_min, MINUTES) if until_min < MINUTES else earlier
            for mine in bouts:
                copied = overlaid(copied, mine)
            return copied

        return self._edit(profile_id, day, 0, MINUTES, both)

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
