"""What is spoken and shown: one cue at a time, none more often than every few seconds."""

from psoas.exercises import Exercise
from psoas.exercises.hip_stretch import Instant, load_thresholds

STAYS_S = 4.0
"""A cue stays, and is not spoken again, for this long [s]."""


class Speech:
    """Collects words to speak, and keeps the cue on the screen for a while.

    Args:
        exercise: the stretch.

    Attributes:
        ahead_s: how much before the end of the hold the way back is spoken, for headphones that play it late [s].
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._ideal_s = load_thresholds(exercise.package).hold_ideal_s
        self.ahead_s = 0.0
        self._words: list[str] = []
        self._shown: tuple[str, float] | None = None
        self._sent_back = False

    def say(self, words: str) -> None:
        """Speak this next."""
        self._words.append(words)

    def spoken(self) -> str | None:
        """What to speak now; each word once."""
        words, self._words = " ".join(self._words), []
        return words or None

    def shown(self, time_s: float) -> str | None:
        """The cue on the screen."""
        if self._shown is not None and time_s - self._shown[1] > STAYS_S:
            self._shown = None
        return None if self._shown is None else self._shown[0]

    def cue(self, cue: str | None, time_s: float) -> None:
        """Show a cue; speak it where it is not on the screen already."""
        if cue is not None and self.shown(time_s) != cue:
            self.say(cue)
            self._shown = (cue, time_s)

    def counted(self, before: int, count: int, target: int, cue: str | None, time_s: float) -> None:
        """Tell of finished repetitions, each by its number, with what to do better in the next.

        Args:
            before: the number that was said last; a slow computer finds two repetitions at once.
            count: of all finished ones.
        """
        left = target - count
        for number in range(before + 1, count + 1):
            self.say(f"{number}.")
        self._shown = None
        if left == 0:
            return
        if cue is not None:
            self.cue(cue, time_s)
        elif left <= 2:
            self.say("Last one." if left == 1 else "Two more.")

    def follow(self, instant: Instant) -> None:
        """Send the person back when the hold has lasted."""
        if instant.phase == "hold" and instant.hold_s >= self._ideal_s - self.ahead_s:
            if not self._sent_back:
                self.say(self._exercise.phases["back"])
            self._sent_back = True
        elif instant.phase in ("rest", "forward"):
            self._sent_back = False
