"""A live session: pictures in, feedback out."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future

import numpy as np

from psoas.app.parts import sentence
from psoas.app.stretch import cues
from psoas.app.stretch.album import Album
from psoas.app.stretch.checks import checks
from psoas.app.stretch.feedback import Feedback, Stage
from psoas.app.stretch.sideset import Keeper, SideSet, recorded_errors
from psoas.app.stretch.speech import Speech
from psoas.capture.pose import LiveCapture, Look, Weights
from psoas.exercises import Exercise
from psoas.exercises.hip_stretch import Instant, Phases, load_thresholds
from psoas.plan import RepetitionRecord, SetRecord
from psoas.recordings import Reading, timed_read
from psoas.sides import OTHER_WORD
from psoas.sides import SideWord as Side

SETUP_S = 4.0
"""How much of the past the set-up looks at [s]."""

CALM_S = 1.0
"""How much of the time before the person was seen in position belongs to a set: a reading lags behind [s]."""

GONE_S = 4.0
"""Who has not been in position for so long has stopped [s]."""

LEAST_SIDE = 2
"""A side with fewer repetitions is not done: who got up may go on with it."""

AWAY_S = 1.5
"""Who has not been in position for so long may have changed sides [s]."""

SAME_SIDE_S = 4.0
"""Who takes the side that they have just done, and stays for so long, does it again [s]."""

IMPATIENT_S = 2.0
"""A set begins after so long in place, also where the person was never still [s]."""

SETUP_EVERY_S, READ_EVERY_S = 0.4, 0.6
"""Shortest time between two readings in the set-up, and in a set [s]."""

READ_SHARE = 4.0
"""A reading is followed by a pause of at least this many times its own length: the other core is the network's."""

SLOW_S = 0.090
"""Where a picture takes longer with the full weights, the lite ones are used, which only count and time [s]."""

LOOKED, WARM = 25, 5
"""Pictures from which the speed is read, and how many of them only warm up."""


class LiveSession:
    """Both sides, one after the other. All but the readings runs in the thread that calls `picture`.

    Args:
        keeper: where repetitions go.
        first: the side that is done first.
        target: repetitions a side.
        exercise: the stretch.
        clock: seconds of this machine, for its own speed.
        reader: runs the readings, see `psoas.app.stretch.aside`.
        weights: of the pose network; None takes full, or lite where the machine is too slow for it.
        height_m: of the person.
        sets: how many to do, side by side in turn.
        album: collects pictures of each repetition for a person who chose that; None keeps none.
        resumed: a set that was cut off; its side goes on with it, where the same network looks at it.
    """

    def __init__(
        self,
        keeper: Keeper,
        first: Side,
        target: int,
        *,
        exercise: Exercise,
        clock: Callable[[], float],
        reader: Executor,
        weights: Weights | None = None,
        height_m: float | None = None,
        sets: int = 2,
        album: Album | None = None,
        resumed: SetRecord | None = None,
    ) -> None:
        self.stage: Stage = "setup"
        self.target = target
        self._keeper, self._clock, self._height_m = keeper, clock, height_m
        self.exercise, self._words = exercise, cues.coach_words(exercise)
        self._next_side, self._left, self._sets, self._resumed = first, sets, sets, resumed
        self._chosen = weights is not None
        self._capture = LiveCapture(weights or "full")
        self._took: deque[float] = deque(maxlen=LOOKED)
        self._phases = Phases(exercise)
        self._speech = Speech(exercise)
        self._running: SideSet | None = None
        self._reader = reader
        self._pending: Future[tuple[Reading | None, float]] | None = None
        self._reading: Reading | None = None
        self._next_read_s = self._positioned_s = -np.inf
        self._steady_s = 0.0
        self._away = self._first = True
        self._any_side = False
        self._same_since_s = np.inf
        self._album = album

    def picture(self, jpeg: bytes, time_s: float) -> Feedback:
        """Look at one picture.

        Raises:
            ValueError: it is no picture, or not later than the one before.
        """
        began = self._clock()
        look = self._capture.look(jpeg, time_s)
        self._collect(jpeg, time_s)
        self._measure_speed(self._clock() - began)
        facing = None if self._reading is None else self._reading.facing
        turn_deg = 0.0 if self._reading is None else self._reading.view.yaw_deg or 0.0
        instant = self._phases.add(look, facing, turn_deg)
        fresh = self._finished_reading()
        if fresh is not None:
            self._advance(fresh, instant)
        if self._running is not None:
            self._speech.follow(instant)
        self._request_reading(look)
        return self._feedback(look, instant)

    @property
    def ahead_s(self) -> float:
        """How much before its time the way back is spoken, for headphones that play it late [s]."""
        return self._speech.ahead_s

    @ahead_s.setter
    def ahead_s(self, ahead_s: float) -> None:
        self._speech.ahead_s = ahead_s

    def finish(self) -> None:
        """End the running set, as when the person presses Finish."""
        if self._running is not None:
            self._end_set(self._running)
        self.stage = "done"

    def close(self) -> None:
        """Keep what runs."""
        self.finish()

    def _collect(self, jpeg: bytes, time_s: float) -> None:
        if self._album is not None:
            self._album.add(jpeg, time_s)
            if self._running is None:
                self._album.forget(time_s - SETUP_S)

    def _measure_speed(self, took_s: float) -> None:
        """Change to the lite weights, once, where the full ones are too slow; never in the middle of a set."""
        self._took.append(took_s)
        if self._chosen or self._running is not None or len(self._took) < LOOKED:
            return
        if float(np.median(list(self._took)[WARM:])) > SLOW_S:
            self._chosen = True
            self._capture, self._reading, self._pending = LiveCapture("lite"), None, None

    def _request_reading(self, look: Look) -> None:
        if self._pending is not None or look.time_s < self._next_read_s or self.stage == "done":
            return
        since = look.time_s - SETUP_S if self._running is None else self._running.since_s
        captured, rough = self._capture.captured(since), self._capture.weights == "lite"
        self._pending = self._reader.submit(
            timed_read,
            captured,
            look.size,
            self.exercise.movement,
            rough=rough,
            height_m=self._height_m,
            before=None if self._reading is None else self._reading.fit,
        )

    def _finished_reading(self) -> Reading | None:
        if self._pending is None or not self._pending.done():
            return None
        reading, took_s = self._pending.result()
        self._pending = None
        if reading is not None:
            pause_s = SETUP_EVERY_S if self._running is None else READ_EVERY_S
            self._next_read_s = reading.time_s + took_s + max(pause_s, READ_SHARE * took_s)
            self._reading = reading
        return reading

    def _advance(self, reading: Reading, instant: Instant) -> None:
        """Go on to the next stage where the reading of the last seconds allows it."""
        if reading.positioned:
            self._positioned_s = reading.time_s
        elif reading.time_s - self._positioned_s > AWAY_S:
            self._away = True
        if self._running is not None:
            self._count(reading, self._running, instant)
        elif self.stage != "done":
            self._set_up(reading, instant)

    def _set_up(self, reading: Reading, instant: Instant) -> None:
        positioned = reading.time_s - self._positioned_s <= AWAY_S
        if not (positioned and reading.view.usable and self._due(reading)):
            self.stage = "setup" if self._first else "switch"
            return
        if self.stage != "steady":
            self.stage, self._steady_s, self._phases = "steady", reading.time_s, Phases(self.exercise)
            self._speech.say("Good. Hold still.")
        elif self._may_begin(reading.time_s, instant):
            side = reading.side or self._next_side
            since_s, weights = self._steady_s - CALM_S, self._capture.weights
            self._running = SideSet(self._keeper, side, since_s, weights, self._before(side))
            self.stage, self._away = "moving", False
            self._speech.say(self.exercise.phases["forward"])

    def _before(self, side: Side) -> tuple[RepetitionRecord, ...]:
        """The repetitions of a set that was cut off, where this side goes on with it."""
        one = self._resumed
        fits = one is not None and (one.side, one.weights) == (side, self._capture.weights)
        return one.repetitions if one is not None and fits else ()

    def _may_begin(self, time_s: float, instant: Instant) -> bool:
        """Whether the person is still at the start, or has begun without waiting; nothing is lost by that."""
        still = (
            instant.phase == "rest"
            and instant.still_s >= load_thresholds(self.exercise.package).start_still_s
        )
        return still or time_s - self._steady_s >= IMPATIENT_S

    def _due(self, reading: Reading) -> bool:
        """Whether the person is in position on a side that is due; without a known side, whether they got up.

        Who got up and takes the side again that they have just done, and stays there, is believed.
        """
        if self._first or self._any_side:
            return True
        if reading.side is None or reading.side == self._next_side:
            self._same_since_s = np.inf
            return self._away if reading.side is None else True
        self._same_since_s = min(self._same_since_s, reading.time_s) if self._away else np.inf
        return reading.time_s - self._same_since_s >= SAME_SIDE_S

    def _count(self, reading: Reading, running: SideSet, instant: Instant) -> None:
        before = running.count
        if running.keep(reading):
            worst = cues.of_repetition(self.exercise, reading.repetitions[-1])
            self._speech.counted(before, running.count, self.target, worst, reading.time_s)
        elif instant.phase != "rest":
            self._speech.cue(cues.of_now(self.exercise, reading), reading.time_s)
        if running.count >= self.target or reading.time_s - self._positioned_s > GONE_S:
            self._end_set(running)

    def _end_set(self, running: SideSet) -> None:
        running.end(self._album)
        self._running = None
        if not running.own:
            self.stage = "setup" if self._first else "switch"
            return
        if self._resumed is not None and self._resumed.side == running.side:
            self._resumed = None
        self._first, self._any_side = False, running.count < LEAST_SIDE
        if self._any_side:
            self._next_side, self.stage = running.side, "switch"
            self._speech.say(f"{sentence(self._words.again)[:-1]} to go on.")
            return
        again = self._left < self._sets and running.side != self._next_side
        self._left -= not again
        if self._left <= 0:
            self.stage = "done"
            self._speech.say("Set finished.")
            return
        self._next_side = OTHER_WORD[running.side]
        self.stage = "switch"
        self._speech.say(f"This side is finished. {cues.turn_words(self.exercise, self._next_side)}")

    def _feedback(self, look: Look, instant: Instant) -> Feedback:
        reading, running = self._reading, self._running
        return Feedback(
            stage=self.stage,
            look=look,
            instant=None if running is None else instant,
            side=self._next_side if running is None else running.side,
            count=self._waiting_count() if running is None else running.count,
            target=self.target,
            checks=checks(look, reading, self._words) if self.stage in ("setup", "steady", "switch") else (),
            now={} if reading is None or running is None else dict(reading.now),
            bands={} if reading is None or running is None else recorded_errors(reading.errors),
            unseen=None if reading is None else reading.unseen,
            cue=self._speech.shown(look.time_s),
            say=self._speech.spoken(),
            message=self._message(instant),
            weights=self._capture.weights,
            repetitions=() if running is None else running.repetitions,
            trouble=self._keeper.trouble,
        )

    def _waiting_count(self) -> int:
        """How many repetitions the next side has already."""
        return sum(one.counts for one in self._before(self._next_side))

    def _message(self, instant: Instant) -> str:
        match self.stage:
            case "setup" | "switch" if self._first or self._any_side:
                position = cues.position_words(self.exercise, self._next_side)
                return sentence(f"{position}, that side to the camera")
            case "steady":
                return "Hold still for a moment."
            case "switch":
                return cues.turn_words(self.exercise, self._next_side)
            case "moving":
                return self.exercise.phases["all" if instant.phase == "rest" else instant.phase]
            case _:
                return "Done."
