"""The phase of a repetition and the seconds of its hold, picture by picture while the person moves.

The rules are those of the score (`hold`); the start is a running estimate, because the score's own (`start`) needs
repetitions that are finished.
"""

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from psoas.capture.pose import Look
from psoas.exercises.exercise import Exercise
from psoas.exercises.hip_stretch.hold import REST_DEG_S, counts, went_back
from psoas.exercises.hip_stretch.start import start_level
from psoas.exercises.hip_stretch.swings import move_ends
from psoas.exercises.hip_stretch.thresholds import load_thresholds
from psoas.motion import load_calibration, widening
from psoas.sides import AHEAD, SideWord
from psoas.timeseries import Array

Phase = Literal["rest", "forward", "hold", "back"]

SMOOTH_S = 0.10
"""Time constant of the smoothing: it removes tremble and leaves moves [s]."""

SPEED_S = 0.25
"""Time over which the thigh's speed is read [s]."""

NEWEST_S = 10.0
"""How long all angles are kept, in which the end of a move is looked for [s]."""

MEMORY_S = 60.0
"""How long the angles outside of holds are kept for the level of the start [s]."""

LEFT = 0.25
"""Share of its way below which a move has hardly begun."""

FURTHER = 1.25
"""A pause this many times as far from the start as the last one is the hold; the last one was on the way."""


@dataclass(frozen=True)
class Instant:
    """The phase at one picture.

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
    """Follows one side; pictures come in order of time.

    Args:
        exercise: the stretch.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._limits, self._knee = load_thresholds(exercise.package), exercise.rear_knee
        self._newest: deque[tuple[float, float]] = deque()
        self._outside: deque[tuple[float, float]] = deque()
        self._phase: Phase = "rest"
        self._hold_from: float | None = None
        self._early_s = self._hold_s = self._level = self._low = 0.0
        self._still_from: float | None = None

    def add(self, look: Look, facing: SideWord | None, turn_deg: float = 0.0) -> Instant:
        """Follow the next picture.

        Args:
            look: points of the person.
            facing: the side of the picture to which the person faces; None is not known yet.
            turn_deg: of the person out of the side view, either way [deg].
        """
        angle = None if facing is None else rear_thigh_deg(look, facing, turn_deg, self._knee)
        if angle is None:
            return Instant(self._phase, None, self._hold_s, 0.0)
        time_s = look.time_s
        # of kneeling people the hip point drifts along with the thigh, so that the picture shows a part of its travel
        if self._knee == "lower":
            angle /= 1 - load_calibration().hip_drift
        if self._newest and time_s - self._newest[-1][0] < 1.0:
            share = 1 - np.exp(-(time_s - self._newest[-1][0]) / SMOOTH_S)
            angle = self._newest[-1][1] + float(share) * (angle - self._newest[-1][1])
        self._newest.append((time_s, angle))
        while self._newest[0][0] < time_s - NEWEST_S:
            self._newest.popleft()
        self._remember(time_s, angle)
        start = start_level(np.array([angle for _, angle in self._outside]))
        self._step(time_s, angle - start, start)
        still_s = 0.0 if self._still_from is None else time_s - self._still_from
        return Instant(self._phase, angle - start, self._hold_s, still_s)

    def _remember(self, time_s: float, angle: float) -> None:
        """Keep the angles outside of holds, in which the start is looked for."""
        if self._phase == "hold" and self._hold_s < MEMORY_S:
            return
        self._outside.append((time_s, angle))
        while self._outside[0][0] < time_s - MEMORY_S:
            self._outside.popleft()

    def _step(self, time_s: float, opened: float, start: float) -> None:
        """Go on to the phase that follows from level and speed of the thigh."""
        time, angle = np.array(self._newest).T
        speed = _slope(time[time >= time_s - SPEED_S], angle[time >= time_s - SPEED_S])
        if abs(speed) >= REST_DEG_S:
            self._still_from = None
        elif self._still_from is None:
            self._still_from = time_s
        separate = self._hold_from is None or went_back(self._low, 0.0, self._level)
        if opened <= self._limits.return_deg:
            self._leave_hold(time_s)
            self._phase, self._hold_from = "rest", None
        elif self._still_from is not None and counts(opened, self._limits):
            if separate or opened > FURTHER * self._level or self._hold_from is None:
                self._hold_from = _end_of_move(time, angle, start, start + opened)
                self._early_s, self._level = self._hold_from - time_s, opened
            self._phase, self._low = "hold", opened
            self._hold_s = max(time_s - self._hold_from, 0.0)
        elif speed <= -REST_DEG_S:
            self._leave_hold(time_s)
            self._phase = "back"
        elif speed >= REST_DEG_S and separate:
            self._phase, self._hold_from, self._hold_s = "forward", None, 0.0
        self._low = min(self._low, opened)

    def _leave_hold(self, time_s: float) -> None:
        """Take off the slow begin of the return, which looks like rest for as long as the end of the move in."""
        if self._phase == "hold" and self._hold_from is not None:
            self._hold_s = max(time_s - self._hold_from - self._early_s - SPEED_S, 0.0)


def _slope(time: Array, angle: Array) -> float:
    """The slope of a line through some angles [deg/s]; 0 where there are fewer than three."""
    if len(time) < 3:
        return 0.0
    time = time - time.mean()
    return float((time * angle).sum() / (time * time).sum())


def _end_of_move(time: Array, angle: Array, low: float, top: float) -> float:
    """When the newest move from one level to another ends [s]; the newest time where its begin was not seen."""
    below = np.flatnonzero(angle <= low + LEFT * (top - low))
    ends = move_ends(time[below[-1] :], angle[below[-1] :], low, top) if len(below) else None
    return float(time[-1]) if ends is None else ends[1]


def rear_thigh_deg(
    look: Look, facing: SideWord, turn_deg: float = 0.0, knee: Literal["lower", "behind"] = "lower"
) -> float | None:
    """Angle of the rear thigh from vertical in one picture [deg], + knee behind the hips; None where not seen.

    The rear knee is the lower one of the two, or the one farther back. What a turned view foreshortens is stretched
    again: of 24 rendered people turned by up to 45 degrees the thigh's travel is then as exact as that of a body fitted
    to the newest eight pictures, which takes 4 ms a picture.
    """
    if not look.seen:
        return None
    hips = (look.point("left_hip") + look.point("right_hip")) / 2
    down, back = np.array([0.0, 1.0]), np.array([-AHEAD[facing], 0.0])
    way = down if knee == "lower" else back
    rear = max((look.point("left_knee"), look.point("right_knee")), key=lambda point: float(point @ way))
    from_hips = rear - hips
    return float(np.degrees(np.arctan2(from_hips @ back * widening(turn_deg), from_hips @ down)))
