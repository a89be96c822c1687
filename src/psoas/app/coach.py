"""The coach and the visit: objects that all pages of one running coach share."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from psoas.app.door import Door
from psoas.app.today.days import Days
from psoas.app.today.reminder import Reminder, Reminders
from psoas.app.today.surroundings import read_surroundings
from psoas.capture.pose import Weights
from psoas.plan import Profile
from psoas.store import Store


@dataclass(frozen=True)
class Coach:
    """One running coach.

    Attributes:
        store: people, sessions and days.
        folder: of the user's data.
        weights: of the pose network; None chooses them by the machine's speed.
        door: lets devices of the local network in; None: only this machine.
        port: that the coach listens on.
        place: of the database, in words.
        on_camera: ids of profiles whose own page has the camera open.
    """

    store: Store
    folder: Path
    weights: Weights | None = None
    door: Door | None = None
    port: int = 8765
    place: str = ""
    on_camera: set[int] = field(default_factory=set, compare=False)

    @cached_property
    def days(self) -> Days:
        """Everyone's days; pages and reminders change them only here."""
        return Days(self.store)

    @cached_property
    def reminders(self) -> Reminders:
        """Everyone's reminders; to be used in the web thread."""
        return Reminders(self._reminder)

    def _reminder(self, profile_id: int) -> Reminder:
        return Reminder(
            self.days, profile_id, look=lambda: read_surroundings(own_camera=profile_id in self.on_camera)
        )


@dataclass(frozen=True)
class Visit:
    """A page and the person who sees it."""

    coach: Coach
    profile: Profile
