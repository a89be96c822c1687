"""The coach and the visit: objects that all pages of one running coach share."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar
from weakref import WeakSet

from psoas.app import clock
from psoas.app.door import Door
from psoas.app.today.days import Days
from psoas.app.today.reminder import Reminder, Reminders
from psoas.app.today.surroundings import read_surroundings
from psoas.capture.pose import Weights
from psoas.errors import InputError
from psoas.plan import Profile
from psoas.store import Store
from psoas.words import N_, _, same_language

if TYPE_CHECKING:
    from starlette.requests import Request

P = ParamSpec("P")
T = TypeVar("T")

STORE_WAIT_S = 2.0
"""Longest wait of one statement for a lock or for the database's server, while the coach runs [s]."""

LONGEST_QUERY_S = 6.0
"""Longest time that a page waits for the store [s]."""

STORE_THREADS = 4
"""Most calls of the store that pages make at once."""


class Unsaved(Protocol):
    """A session, or another thing, that may have changes which are not stored yet."""

    @property
    def unsaved(self) -> int:
        """How many changes wait to be stored."""

    def is_stored(self, within_s: float) -> bool:
        """Wait at most so long [s]; whether all is stored then."""


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
        threads: run the calls of the store.
        keepers: of sessions that run or are not wholly stored yet.
        enter: finds the visitor of a request, where people have accounts; None: the browser remembers the person.
        keeps_clips: whether clips can be given, whose reports lie in ``folder``.
    """

    store: Store
    folder: Path
    weights: Weights | None = None
    door: Door | None = None
    port: int = 8765
    place: str = ""
    on_camera: set[int] = field(default_factory=set, compare=False)
    threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(STORE_THREADS, "psoas-store"), compare=False
    )
    keepers: WeakSet[Unsaved] = field(default_factory=WeakSet, compare=False)
    enter: "Callable[[Request], Awaitable[Visit]] | None" = None
    keeps_clips: bool = True

    @property
    def in_clinic(self) -> bool:
        """Whether its pages are a clinic's, on whose computer they and the camera's pictures are looked at."""
        return self.enter is not None

    def count_unsaved(self, within_s: float) -> int:
        """Wait at most so long [s] until all sessions are stored; how many changes are not stored then."""
        end = clock.monotonic() + within_s
        for keeper in list(self.keepers):
            keeper.is_stored(max(end - clock.monotonic(), 0.0))
        return sum(keeper.unsaved for keeper in list(self.keepers))

    async def query(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Run a call of the store in another thread: the web's own thread never waits for a disk or a server.

        Every call that is short while the database answers goes this way. The days of Today, Progress and the reminders
        do not: files of devices may take longer to read, and an edit is waited for until it is kept. They run in
        `asyncio.to_thread`, without an end, as does what needs no store. A clip takes minutes and runs in
        `nicegui.run.io_bound`, which gives None when the coach ends.

        Raises:
            PsoasError: as the call does.
            InputError: it takes longer than `LONGEST_QUERY_S`.
        """
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(LONGEST_QUERY_S):
                return await loop.run_in_executor(self.threads, same_language(partial(work, *args, **named)))
        except TimeoutError:
            raise InputError(
                _("The database {place} does not answer; try again in a moment.", place=self.place)
            ) from None

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
    """A page and the person who sees it.

    Attributes:
        people: everyone whom the visitor may choose, oldest first.
        places: pages of the navigation, by path; None: those of the coach.
        settings: path and name of the page beside the choice of the person.
    """

    coach: Coach
    profile: Profile
    people: tuple[Profile, ...] = ()
    places: Mapping[str, str] | None = None
    settings: tuple[str, str] = ("/people", N_("People and settings"))
