"""From the thigh's way, picture by picture, to the phase of a repetition and the seconds of its hold."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from psoas.capture.pose import Look

Phase = Literal["rest", "forward", "hold", "back"]

SMOOTH_S = 0.10
"""Time constant of the smoothing: what the eye sees of a move, without its tremble [s]."""

SPEED_S = 0.25
"""Time over which the thigh's speed is read [s]."""

SLOW_DEG_S = 8.0
"""The thigh rests where it is slower: a glide of 16 degrees in 1.2 s passes 25."""

LEFT_DEG = 4.0
"""Further than this from the start the thigh has left it."""

HELD_DEG = 6.0
"""A pause counts as a hold from here on: a little below what makes a repetition, for the start drifts."""

MEMORY_S = 45.0
"""How long the start is remembered: its level is the tenth percentile of this time [s]."""


@dataclass(frozen=True)
class Instant:
    """One picture's place in the repetition.

    Attributes:
        phase: at rest, gliding forward, in the hold, or on the way back.
        opened_deg: of the thigh from the person's start; None where the leg is not seen.
        hold_s: how long the hold lasts already, or lasted, in this repetition.
        still_s: how long the thigh has not moved.
    """

    phase: Phase
    opened_deg: float | None
    hold_s: float
    still_s: float


class Phases:
    """Follows one side. Fed in order of time; keeps a minute."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._angles: deque[float] = deque()
        self._phase: Phase = "rest"
        self._hold_from: float | None = None
        self._hold_s = 0.0
        self._still_from: float | None = None

    def add(self, look: Look, facing: str | None) -> Instant:
        """The next picture.

        Args:
            look: what it showed.
            facing: the side of the picture to which the person faces; None is not known yet.
        """
        angle = None if facing is None else rear_thigh_deg(look, facing)
        if angle is None:
            return Instant(self._phase, None, self._hold_s, 0.0)
        time_s = look.time_s
        if self._times and time_s - self._times[-1] < 1.0:
            share = 1 - np.exp(-(time_s - self._times[-1]) / SMOOTH_S)
            angle = self._angles[-1] + float(share) * (angle - self._angles[-1])
        self._times.append(time_s)
        self._angles.append(angle)
        while self._times[0] < time_s - MEMORY_S:
            self._times.popleft()
            self._angles.popleft()
        opened = angle - float(np.percentile(self._angles, 10))
        speed = self._speed(time_s)
        self._step(time_s, opened, speed)
        return Instant(
            self._phase,
            opened,
            self._hold_s,
            0.0 if self._still_from is None else time_s - self._still_from,
        )

    def _speed(self, time_s: float) -> float:
        """Of the thigh [deg/s], by a line through the newest angles."""
        count = sum(1 for at in self._times if at >= time_s - SPEED_S)
        if count < 3:
            return 0.0
        time, angle = np.array(self._times)[-count:], np.array(self._angles)[-count:]
        time = time - time.mean()
        return float((time * angle).sum() / (time * time).sum())

    def _step(self, time_s: float, opened: float, speed: float) -> None:
        slow = abs(speed) < SLOW_DEG_S
        if not slow:
            self._still_from = None
        elif self._still_from is None:
            self._still_from = time_s
        if opened < LEFT_DEG:
            self._phase, self._hold_from = "rest", None
        elif slow and opened >= HELD_DEG:
            if self._phase != "hold":
                self._phase, self._hold_from = "hold", self._hold_from or time_s
            self._hold_s = time_s - (self._hold_from or time_s)
        elif speed < -SLOW_DEG_S:
            self._phase = "back"
        elif speed > SLOW_DEG_S and self._phase in ("rest", "back"):
            self._phase, self._hold_from, self._hold_s = "forward", None, 0.0


def rear_thigh_deg(look: Look, facing: str) -> float | None:
    """Angle of the kneeling thigh from vertical in one picture [deg], + knee behind the hips; None where not seen.

    The kneeling knee is the lower one of the two.
    """
    if not look.seen:
        return None
    hips = (look.point("left_hip") + look.point("right_hip")) / 2
    knee = max((look.point("left_knee"), look.point("right_knee")), key=lambda point: float(point[1]))
    forward = 1.0 if facing == "right" else -1.0
    return float(np.degrees(np.arctan2(-forward * (knee[0] - hips[0]), knee[1] - hips[1])))
