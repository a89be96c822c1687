"""Keeper of a session: stores its repetitions from the first finished one on."""

from collections.abc import Callable
from datetime import datetime

from psoas.capture.pose import Weights
from psoas.plan import Method, Purpose, RepetitionRecord
from psoas.sides import SideWord
from psoas.store import Store


class StoreKeeper:
    """One session in the store; added when its first set begins, so that none is empty.

    Args:
        store: of the session.
        profile_id: of the person.
        method: camera or timer.
        purpose: practice or retest.
        pain_before: 0 to 10; None was not answered.
        now: reads the clock; the time is aware.

    Attributes:
        session_id: in the store; None before the first set.
        began_at: start of the first set; None before it.
    """

    def __init__(
        self,
        store: Store,
        profile_id: int,
        method: Method,
        purpose: Purpose,
        pain_before: int | None,
        now: Callable[[], datetime],
    ) -> None:
        self.session_id: int | None = None
        self.began_at: datetime | None = None
        self._store, self._profile_id, self._now = store, profile_id, now
        self._method, self._purpose, self._pain_before = method, purpose, pain_before

    def begin_set(self, side: SideWord, weights: Weights | None, bands: dict[str, float]) -> int:
        """Begin a set, and return its id."""
        if self.session_id is None:
            self.began_at = self._now()
            self.session_id = self._store.begin_session(
                self._profile_id, self._purpose, self.began_at, pain_before=self._pain_before
            )
        return self._store.begin_set(
            self.session_id, side, self._method, self._now(), weights=weights, bands=bands
        )

    def save(self, set_id: int, repetition: RepetitionRecord) -> None:
        """Store a repetition, or replace it by a better measurement."""
        self._store.save_repetition(set_id, repetition)

    def end_set(self, set_id: int, repetitions: tuple[RepetitionRecord, ...]) -> None:
        """Store the whole set at its end."""
        self._store.end_set(set_id, self._now(), repetitions)

    def end(self, pain_after: int | None) -> None:
        """End the session; nothing happens where no set began."""
        if self.session_id is not None:
            self._store.end_session(self.session_id, self._now(), pain_after=pain_after)
