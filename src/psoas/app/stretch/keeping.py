"""Keeper of a session: stores its repetitions from the first finished one on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from psoas.capture.pose import Weights
from psoas.plan import Method, Purpose, RepetitionRecord
from psoas.sides import SideWord
from psoas.store import Store


@dataclass(eq=False)
class StoreKeeper:
    """One session in the store; added when its first set begins, so that none is empty.

    Attributes:
        pain_before: 0 to 10; None was not answered.
        exercise: name of the exercise.
        now: reads the clock; the time is aware.
        session_id: in the store; None before the first set.
        began_at: start of the first set; None before it.
    """

    store: Store
    profile_id: int
    method: Method
    purpose: Purpose
    pain_before: int | None
    exercise: str
    now: Callable[[], datetime]
    session_id: int | None = None
    began_at: datetime | None = None

    def begin_set(self, side: SideWord, weights: Weights | None, bands: dict[str, float]) -> int:
        """Begin a set, and return its id."""
        if self.session_id is None:
            self.began_at = self.now()
            self.session_id = self.store.begin_session(
                self.profile_id,
                self.purpose,
                self.began_at,
                pain_before=self.pain_before,
                exercise=self.exercise,
            )
        return self.store.begin_set(
            self.session_id, side, self.method, self.now(), weights=weights, bands=bands
        )

    def save(self, set_id: int, repetition: RepetitionRecord) -> None:
        """Store a repetition, or replace it by a better measurement."""
        self.store.save_repetition(set_id, repetition)

    def end_set(
        self, set_id: int, repetitions: tuple[RepetitionRecord, ...], unmeasured: Mapping[str, str]
    ) -> None:
        """Store the whole set at its end."""
        self.store.end_set(set_id, self.now(), repetitions, unmeasured)

    def end(self, pain_after: int | None) -> None:
        """End the session; nothing happens where no set began."""
        if self.session_id is not None:
            self.store.end_session(self.session_id, self.now(), pain_after=pain_after)
