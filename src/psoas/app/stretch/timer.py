"""The stretch by the timer, without a camera and without a measurement."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from psoas.app.parts import sentence
from psoas.app.stretch.cues import position_words, turn_words
from psoas.app.stretch.sideset import Keeper
from psoas.exercises import Exercise
from psoas.exercises.hip_stretch import load_thresholds
from psoas.plan import ExerciseForm, RepetitionRecord, SetRecord
from psoas.sides import OTHER_WORD, SideWord

BeatStage = Literal["setup", "moving", "switch", "done"]
BeatPhase = Literal["rest", "forward", "hold", "back"]

SETUP_S = 5.0
"""Time to get into place [s]."""

SWITCH_S = 15.0
"""Time to change sides [s]."""

MOVE_S = 1.5
"""Time of the move forward, and of the move back [s]: one to two seconds, smoothly."""

LONG_HOLD_S = 20.0
"""From this duration on the middle of a hold is announced [s]."""

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
        hold_s: duration of each hold [s]; None is that of the stretch.
        form: another form of the stretch, whose words are used.
        sides: the leg of each set in turn; None is ``first``, then the other one.
        resumed: a set that was cut off; the first set goes on with it.

    Attributes:
        paused: nothing moves before `resume`.
        ahead_s: how much before its time a cue is spoken, for headphones that play it late [s]. A count is not: it is
            spoken when the repetition is kept.
    """

    def __init__(
        self,
        keeper: Keeper,
        first: SideWord,
        target: int,
        clock: Callable[[], float],
        exercise: Exercise,
        *,
        hold_s: float | None = None,
        form: ExerciseForm | None = None,
        sides: Sequence[SideWord] | None = None,
        resumed: SetRecord | None = None,
    ) -> None:
        self._exercise, self._limits, self._form = exercise, load_thresholds(exercise.package), form
        self._ideal_s = self._limits.hold_ideal_s if hold_s is None else hold_s
        self._sides = (first, OTHER_WORD[first]) if sides is None else tuple(sides)
        self.paused, self.ahead_s = False, 0.0
        self._ahead = self._halfway = False
        self._keeper, self._clock, self._target = keeper, clock, target
        self._side, self._set, self._resumed = self._sides[0], 0, resumed
        self._stage: BeatStage = "setup"
        self._phase: BeatPhase = "rest"
        self._into_s = self._set_s = self._began_s = 0.0
        self._last_s: float | None = None
        self._set_id: int | None = None
        self._kept: tuple[RepetitionRecord, ...] = ()
        self._say: str | None = self._position_words()

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
            self._speak_between(lasts_s - into_s)
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
                return self._ideal_s
            case _, "rest":
                return self._limits.start_still_s
            case _:
                return MOVE_S

    def _speak_between(self, left_s: float) -> None:
        """Speak the next cue ahead of its time, and the middle of a long hold."""
        if self._phase == "hold" and self._ideal_s >= LONG_HOLD_S and not self._halfway:
            self._halfway = left_s <= self._ideal_s / 2
            self._say = "Halfway." if self._halfway else None
        if not self._ahead and left_s <= self.ahead_s:
            self._say = self._next_cue() or self._say
            self._ahead = self._next_cue() is not None

    def _next_cue(self) -> str | None:
        """What is spoken when the present stage or phase is over; None for a count, and after a rest."""
        if self._stage != "moving":
            return self._go_words()
        return {"forward": "Hold.", "hold": self._back_words()}.get(self._phase)

    def _go_words(self) -> str:
        timed = self._form.timed if self._form else None
        return self._exercise.phases["forward"] if timed is None else timed.go

    def _back_words(self) -> str:
        timed = self._form.timed if self._form else None
        return self._exercise.phases["back"] if timed is None else timed.back

    def _begin_set(self) -> None:
        self._stage, self._phase = "moving", "forward"
        one, self._resumed = self._resumed, None
        self._set_id, self._kept = None, () if one is None else one.repetitions
        self._set_s = self._began_s = max((one.end_s for one in self._kept), default=0.0)
        self._speak_cue(self._go_words())

    def _speak_cue(self, words: str) -> None:
        """Speak a cue, unless it was spoken ahead."""
        if not self._ahead:
            self._say = words
        self._ahead = False

    def _next_phase(self) -> None:
        match self._phase:
            case "forward":
                self._speak_cue("Hold.")
                self._halfway = False
            case "hold":
                self._speak_cue(self._back_words())
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
            hold_s=self._ideal_s,
        )
        if self._set_id is None:
            self._set_id = self._keeper.begin_set(self._side, None, {})
        self._keeper.save(self._set_id, repetition)
        self._kept = (*self._kept, repetition)

    def _change_sides(self) -> None:
        self._end_set()
        self._set += 1
        if self._set >= len(self._sides):
            self._stage, self._phase = "done", "rest"
            self._say = f"{len(self._kept)}. Set finished."
            return
        self._stage, self._phase, self._side = "switch", "rest", self._sides[self._set]
        self._say = f"{len(self._kept)}. This side is finished. {self._turn_words()}"

    def _turn_words(self) -> str:
        """How to go on with the next set; a side that comes twice is done again without turning round."""
        if self._side == self._sides[self._set - 1]:
            return f"Rest, then again: {self._side} leg."
        if self._form is not None:
            return f"Now the {self._side} leg."
        return turn_words(self._exercise, self._side)

    def _position_words(self) -> str:
        if self._form is None:
            return sentence(position_words(self._exercise, self._side))
        return f"{self._side.title()} leg. {self._form.how[0]}"

    def _end_set(self) -> None:
        if self._set_id is not None:
            self._keeper.end_set(self._set_id, self._kept, {})
            self._set_id = None

    def _beat(self, say: str | None) -> Beat:
        ideal_s = self._ideal_s
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
                return self._position_words()
            case "switch":
                return self._turn_words()
            case "done":
                return "Done."
            case _:
                words = {"forward": self._go_words(), "hold": "Hold.", "back": self._back_words()}
                return (
                    self._exercise.phases[self._phase]
                    if self._form is None
                    else words.get(self._phase, "Rest.")
                )
