"""A stretch that was cut off: it can be gone on with, looked at, or deleted."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nicegui import ui

from psoas.app.coach import Visit
from psoas.app.parts import button
from psoas.exercises import Exercise, exercise_of
from psoas.exercises.hip_stretch import load_thresholds
from psoas.plan import SessionRecord, SetRecord
from psoas.sides import OTHER_WORD, SideWord
from psoas.store import RemovedSession

CUT_OFF_H: Final = 12
"""Time after which a session that was cut off cannot be finished any more [h]."""


@dataclass(frozen=True)
class Remainder:
    """What is left of a session that was cut off.

    Attributes:
        exercise: of its sets.
        side: the leg to go on with.
        a_set: the set of this side to go on with; None where a new one begins.
        sets: how many sets are left, this one included.
    """

    session: SessionRecord
    exercise: Exercise
    side: SideWord
    a_set: SetRecord | None
    sets: int


def cut_off_session(sessions: Sequence[SessionRecord], now: datetime) -> SessionRecord | None:
    """Find the last session where it was not finished, is not long ago, and holds a repetition.

    Args:
        sessions: oldest first.
        now: aware.
    """
    since = now - timedelta(hours=CUT_OFF_H)
    last = [one for one in sessions if one.started_at >= since][-1:]
    return next((one for one in last if one.ended_at is None and any(a.repetitions for a in one.sets)), None)


def kept_words(session: SessionRecord) -> str:
    """State how many repetitions of a session are kept."""
    count = sum(len(a_set.counted) for a_set in session.sets)
    return "1 repetition of it is kept" if count == 1 else f"{count} repetitions of it are kept"


def remainder_of(session: SessionRecord, target: int) -> Remainder | None:
    """Work out what is left of practice with the camera or the timer; None where nothing is.

    Args:
        target: repetitions a side.
    """
    sets = [one for one in session.sets if one.repetitions]
    exercise = exercise_of(session.exercise)
    if not sets or exercise is None or exercise.coach is None or session.purpose != "practice":
        return None
    last = sets[-1]
    held_s = load_thresholds(exercise.package).hold_ideal_s
    if last.method == "clip" or (last.method == "timer" and last.repetitions[-1].hold_s != held_s):
        return None  # nothing to go on with, or a still hold whose plan is not kept
    sides = {one.side for one in sets}
    if len(last.counted) < target:
        return Remainder(session, exercise, last.side, last, 1 if len(sides) > 1 else 2)
    if len(sides) > 1:
        return None
    return Remainder(session, exercise, OTHER_WORD[last.side], None, 1)


def offer(
    visit: Visit,
    session: SessionRecord,
    *,
    resume: Callable[[Remainder], object],
    results: Callable[[], object],
    again: Callable[[], Awaitable[None]],
) -> None:
    """Offer to go on with a session that was cut off, to look at it, or to delete it.

    Args:
        resume: goes on with what is left.
        results: ends it and shows its results.
        again: shows the page anew.
    """
    history = visit.coach.store.history
    left = remainder_of(session, visit.profile.settings.target_repetitions)

    removed: list[RemovedSession] = []

    async def delete() -> None:
        removed.append(await visit.coach.query(history.remove, session.id))
        place.clear()
        with place:
            ui.label("It is deleted.").props("role=status")
            button("Undo", undo)

    async def undo() -> None:
        await visit.coach.query(history.put_back, removed.pop())
        await again()

    with ui.element("section").classes("notice row spread") as place:
        ui.label(f"Your last stretch was interrupted. {kept_words(session)}.")
        with ui.element("div").classes("row"):
            if left is not None:
                button("Go on with it", lambda: resume(left), "primary", color="primary")
            button("See its results", results)
            button("Delete it", delete)
