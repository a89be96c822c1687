"""Keeper of a session: stores its repetitions from the first finished one on, or keeps them until that is possible."""

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Condition, Thread

from psoas.app.parts import sentence
from psoas.capture.pose import Weights
from psoas.errors import InputError, PsoasError
from psoas.plan import KeptPicture, Method, Purpose, RepetitionRecord
from psoas.sides import SideWord
from psoas.store import Store

SOON_S = 1.0
"""Time for which a repetition waits to be stored before it is announced [s]."""

RETRY_S = 1.0
"""Pause before the database is tried again [s]."""

MEANWHILE = "What you finish is kept in memory until it can be stored."


@dataclass(eq=False)
class StoreKeeper:
    """One session in the store; added when its first set begins, so that none is empty.

    Every call writes to the database in a thread of its own, and returns when that is done. Where the database does
    not answer within `SOON_S`, the call returns, too: the session goes on, and what it brings is kept in memory, in
    its order, and stored as soon as the database answers.

    Attributes:
        pain_before: 0 to 10; None was not answered.
        exercise: name of the exercise.
        now: reads the clock; the time is aware.
        session_id: in the store; None as long as it is not there.
        began_at: start of the first set; None before it.
    """

    store: Store
    profile_id: int
    method: Method
    purpose: Purpose
    pain_before: int | None
    exercise: str
    now: Callable[[], datetime]
    session_id: int | None = field(default=None, init=False)
    began_at: datetime | None = field(default=None, init=False)
    _waiting: deque[Callable[[], None]] = field(default_factory=deque, init=False)
    _changed: Condition = field(default_factory=Condition, init=False)
    _sets: dict[int, int] = field(default_factory=dict, init=False)
    _begun: int = field(default=0, init=False)
    _runs: bool = field(default=False, init=False)
    _late: bool = field(default=False, init=False)
    _fault: str | None = field(default=None, init=False)
    _refused: str | None = field(default=None, init=False)

    @property
    def trouble(self) -> str | None:
        """Why something is not stored, or not yet; None where all is."""
        fault = self._fault
        return self._refused if fault is None else f"{sentence(fault)} {MEANWHILE}"

    @property
    def unsaved(self) -> int:
        """How many changes wait to be stored."""
        return len(self._waiting)

    def begin_set(self, side: SideWord, weights: Weights | None, bands: dict[str, float]) -> int:
        """Begin a set, and return its number in this session."""
        at = self.now()
        if self.began_at is None:
            self.began_at = at
            self._add(partial(self._begin_session, at))
        self._begun += 1
        self._add(partial(self._begin_set, self._begun, side, at, weights, bands))
        return self._begun

    def save(self, number: int, repetition: RepetitionRecord) -> None:
        """Store a repetition of a set, or replace it by a better measurement."""
        self._add(lambda: self.store.save_repetition(self._sets[number], repetition))

    def end_set(
        self, number: int, repetitions: tuple[RepetitionRecord, ...], unmeasured: Mapping[str, str]
    ) -> None:
        """Store the whole set at its end."""
        at, why = self.now(), dict(unmeasured)
        self._add(lambda: self.store.end_set(self._sets[number], at, repetitions, why))

    def keep_frames(self, number: int, frames: Sequence[KeptPicture]) -> None:
        """Store pictures of a set's repetitions."""
        if frames:
            self._add(lambda: self.store.history.keep_frames(self._sets[number], frames))

    def end(self, pain_after: int | None) -> None:
        """End the session; nothing happens where no set began."""
        if self.began_at is not None:
            self._add(partial(self._end, self.now(), pain_after))

    def is_stored(self, within_s: float) -> bool:
        """Wait at most so long [s]; whether all is stored then."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, within_s)

    def _begin_session(self, at: datetime) -> None:
        self.session_id = self.store.begin_session(
            self.profile_id, self.purpose, at, pain_before=self.pain_before, exercise=self.exercise
        )

    def _begin_set(
        self, number: int, side: SideWord, at: datetime, weights: Weights | None, bands: dict[str, float]
    ) -> None:
        if self.session_id is not None:
            self._sets[number] = self.store.begin_set(
                self.session_id, side, self.method, at, weights=weights, bands=bands
            )

    def _end(self, at: datetime, pain_after: int | None) -> None:
        if self.session_id is not None:
            self.store.end_session(self.session_id, at, pain_after=pain_after)

    def _add(self, work: Callable[[], None]) -> None:
        with self._changed:
            self._waiting.append(work)
            if not self._runs:
                self._runs = True
                Thread(target=self._store_waiting, name="psoas-keeper", daemon=True).start()
            if not self._late:
                done = self._changed.wait_for(lambda: not self._waiting or self._fault is not None, SOON_S)
                self._late = not done or self._fault is not None

    def _store_waiting(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._runs = self._late = False
                    return
                work = self._waiting[0]
            fault: str | None = None
            try:
                work()
            except InputError as error:
                fault = str(error)
            except PsoasError as error:
                self._refused = str(error)
                _log(self._refused)
            except LookupError:  # of a set that was refused
                pass
            except Exception as error:  # noqa: BLE001  one change that cannot be stored holds up no other one
                self._refused = (
                    f"something went wrong inside psoas ({type(error).__name__}); please report it"
                )
                _log(self._refused)
            if fault is not None and self._fault is None:
                _log(fault)
            with self._changed:
                self._fault = fault
                if fault is None:
                    self._waiting.popleft()
                self._changed.notify_all()
            if fault is not None:
                time.sleep(RETRY_S)


def _log(words: str) -> None:
    logging.getLogger("psoas.coach").error("psoas: %s", words)
