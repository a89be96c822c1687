"""The stretch by the timer, without a camera and without a measurement."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from psoas.app.parts import sentence
from psoas.app.stretch.cues import position_words, turn_words
from psoas.app.stretch.sideset import Keeper
from psoas.exercises import Exercise
from psoas.exercises.hip_stretch import load_thresholds
from psoas.plan import RepetitionRecord, SetRecord
from psoas.sides import OTHER_WORD, SideWord

BeatStage = Literal["setup", "moving", "switch", "done"]
BeatPhase = Literal["rest", "forward", "hold", "back"]

SETUP_S = 5.0
"""Time to get into place [s]."""

SWITCH_S = 15.0
"""Time to change sides [s]."""

MOVE_S = 1.5
"""Time of the move forward, and of the move back [s]: one to two seconds, smoothly."""

GAP_S = 3.0
"""Longest time between two ticks [s]; after a longer one the computer has slept, and the timer waits for the person."""

NEXT: dict[BeatPhase, BeatPhase] = {"forward": "hold", "hold": "back", "back": "rest", "rest": "forward"}


@dataclass(frozen=True)
class Beat:
    """State of the timer that the page shows.

    Attributes:
        ring: share of the hold that is over, 0 to 1.
        hold_s: duration of the hold so far [s].
        count: number of finished repetitions of this side.
        side: the rear leg.
        say: words to speak now, once.
        message: instruction; the same until the next one.
        left_s: whole seconds until the first move of a side; None once it moves [s].
        paused: the timer waits for `GuidedTimer.resume`.
        trouble: why something could not be stored yet, or None.
    """

    stage: BeatStage
    phase: BeatPhase
    ring: float
    hold_s: float
    count: int
    target: int
    side: SideWord
    say: str | None
    message: str
    left_s: int | None
    paused: bool
    trouble: str | None


class GuidedTimer:
    """Both sides, one after the other, by the clock.

    One tick ends one phase at most, and a new phase begins with the tick that shows it: a late tick makes a phase
    longer, and never skips one.

    Args:
        keeper: stores the repetitions.
        first: the leg that is behind first.
        target: repetitions a side.
        clock: seconds of this machine; never goes back.
        exercise: the stretch.
        sets: how many to do, side by side in turn.
        resumed: a set that was cut off; its side goes on with it.

    Attributes:
        paused: nothing moves before `resume`.
    """

    def __init__(
        self,
        keeper: Keeper,
        first: SideWord,
        target: int,
        clock: Callable[[], float],
        exercise: Exercise,
        *,
        sets: int = 2,
        resumed: SetRecord | None = None,
    ) -> None:
        self._exercise, self._limits = exercise, load_thresholds(exercise.package)
        self.paused = False
        self._keeper, self._clock, self._target = keeper, clock, target
        self._side, self._left, self._resumed = first, sets, resumed
        self._stage: BeatStage = "setup"
        self._phase: BeatPhase = "rest"
        self._into_s = self._set_s = self._began_s = 0.0
        self._last_s: float | None = None
        self._set_id: int | None = None
        self._kept: tuple[RepetitionRecord, ...] = ()
        self._say: str | None = sentence(position_words(exercise, first))

    def tick(self) -> Beat:
        """Advance by the time since the last tick."""
        now_s = self._clock()
        gone_s = 0.0 if self._last_s is None else now_s - self._last_s
        self._last_s = now_s
        if gone_s > GAP_S and self._stage != "done":
            self.paused = True
        if not self.paused and self._stage != "done":
            self._advance(gone_s)
        say, self._say = self._say, None
        return self._beat(say)

    def pause(self) -> None:
        """Pause the timer."""
        self.paused = True

    def resume(self) -> None:
        """Go on after a pause, whose time does not count."""
        self.paused = False
        self._last_s = None

    def finish(self) -> None:
        """End the session at the person's request; an unfinished repetition does not count."""
        if self._stage == "done":
            return
        self._end_set()
        self._stage, self._phase, self.paused = "done", "rest", False

    def close(self) -> None:
        """End the session where its page has gone."""
        self.finish()

    def _advance(self, gone_s: float) -> None:
        into_s = self._into_s + gone_s
        lasts_s = self._lasts_s()
        if self._stage == "moving":
            self._set_s += gone_s
        if into_s < lasts_s:
            self._into_s = into_s
            return
        self._into_s = lasts_s
        if self._stage == "moving":
            self._next_phase()
        else:
            self._begin_set()
        self._into_s = 0.0

    def _lasts_s(self) -> float:
        """Duration of the present stage or phase [s]."""
        match self._stage, self._phase:
            case "setup", _:
                return SETUP_S
            case "switch", _:
                return SWITCH_S
            case _, "hold":
                return self._limits.hold_ideal_s
            case _, "rest":
                return self._limits.start_still_s
            case _:
                return MOVE_S

    def _begin_set(self) -> None:
        self._stage, self._phase = "moving", "forward"
        one, self._resumed = self._resumed, None
        self._set_id, self._kept = None, () if one is None else one.repetitions
        self._set_s = self._began_s = max((one.end_s for one in self._kept), default=0.0)
        self._say = self._exercise.phases["forward"]

    def _next_phase(self) -> None:
        match self._phase:
            case "forward":
                self._say = "Hold."
            case "hold":
                self._say = self._exercise.phases["back"]
            case "back":
                self._keep()
                self._say = f"{len(self._kept)}."
            case "rest":
                self._began_s = self._set_s
        self._phase = NEXT[self._phase]
        if len(self._kept) >= self._target:
            self._change_sides()

    def _keep(self) -> None:
        repetition = RepetitionRecord(
            number=len(self._kept) + 1,
            start_s=round(self._began_s, 3),
            end_s=round(self._set_s, 3),
            hold_s=self._limits.hold_ideal_s,
        )
        if self._set_id is None:
            self._set_id = self._keeper.begin_set(self._side, None, {})
        self._keeper.save(self._set_id, repetition)
        self._kept = (*self._kept, repetition)

    def _change_sides(self) -> None:
        self._end_set()
        self._left -= 1
        if self._left <= 0:
            self._stage, self._phase = "done", "rest"
            self._say = f"{len(self._kept)}. Set finished."
            return
        self._stage, self._phase, self._side = "switch", "rest", OTHER_WORD[self._side]
        self._say = f"{len(self._kept)}. This side is finished. {self._turn_words()}"

    def _turn_words(self) -> str:
        return turn_words(self._exercise, self._side)

    def _end_set(self) -> None:
        if self._set_id is not None:
            self._keeper.end_set(self._set_id, self._kept, {})
            self._set_id = None

    def _beat(self, say: str | None) -> Beat:
        ideal_s = self._limits.hold_ideal_s
        waits = self._stage in ("setup", "switch")
        held_s = {"hold": self._into_s, "back": ideal_s}.get(self._phase, 0.0)
        return Beat(
            stage=self._stage,
            phase=self._phase,
            ring=held_s / ideal_s,
            hold_s=held_s,
            count=0 if self._stage == "switch" else len(self._kept),
            target=self._target,
            side=self._side,
            say=say,
            message=self._message(),
            left_s=math.ceil(self._lasts_s() - self._into_s) if waits else None,
            paused=self.paused,
            trouble=self._keeper.trouble,
        )

    def _message(self) -> str:
        if self.paused:
            return "Paused."
        match self._stage:
            case "setup":
                return sentence(position_words(self._exercise, self._side))
            case "switch":
                return self._turn_words()
            case "done":
                return "Done."
            case _:
                return self._exercise.phases[self._phase]
