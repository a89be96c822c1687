"""One person through a recording: detect, cut out, find landmarks, follow, and find again when lost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from psoas.capture.crop import Region
from psoas.capture.network import Detection, Detector, Landmarker, Pose, Weights

PRESENT = 0.5
"""Least presence at which a pose counts as a person (BlazePose's own figure)."""

LIKELY = 0.35
"""Least score of a detection worth a look by the landmark network, which decides."""

JUMP = 0.30
"""Share of the square's side that the hips cannot move between two frames a thirtieth of a second apart."""

FORGET_S = 1.0
"""After this long out of sight a person may come back anywhere [s]."""

RETRY_S = 0.2
"""How often an empty picture is searched again [s]."""


@dataclass
class _Last:
    time_s: float
    region: Region


class PoseTracker:
    """Follows one person. Feed it frames in order.

    Args:
        weights: ``full``, or ``lite`` for slower machines.
        person: which person to follow, counted from the left in the first frame with people, from 1;
            None takes the largest and most central.
    """

    def __init__(self, weights: Weights = "full", person: int | None = None) -> None:
        self._detect = Detector()
        self._look = Landmarker(weights)
        self._person = person
        self._next: Region | None = None
        self._last: _Last | None = None
        self._searched_s = -np.inf
        self.people_at_start = 0

    def __call__(self, rgb: NDArray[np.uint8], time_s: float) -> Pose | None:
        """The person's pose in a (H, W, 3) frame, or None where they cannot be seen."""
        pose = None
        if self._next is not None:
            pose = self._follow(rgb, time_s)
        if pose is None:
            pose = self._find(rgb, time_s)
        if pose is None:
            self._next = None
            return None
        self._next = pose.following
        self._last = _Last(time_s, pose.region)
        return pose

    def _follow(self, rgb: NDArray[np.uint8], time_s: float) -> Pose | None:
        assert self._next is not None
        pose = self._look(rgb, self._next)
        if pose.presence < PRESENT or not self._continues(pose.following, time_s):
            return None
        return pose

    def _continues(self, region: Region, time_s: float) -> bool:
        """Whether the person of the last frame can be at ``region`` now."""
        if self._last is None:
            return True
        before = self._last.region
        gap = time_s - self._last.time_s
        moved = np.hypot(region.x - before.x, region.y - before.y) / before.side
        grown = abs(np.log(max(region.side, 1e-6) / before.side))
        frames = max(gap * 30, 1.0)
        return bool(moved <= min(JUMP * frames**0.5, 0.8) and grown <= min(0.25 * frames**0.5, 0.6))

    def _find(self, rgb: NDArray[np.uint8], time_s: float) -> Pose | None:
        seen_lately = self._last is not None and time_s - self._last.time_s < FORGET_S
        if not seen_lately and time_s - self._searched_s < RETRY_S:
            return None
        self._searched_s = time_s
        for candidate in self._ranked(self._detect(rgb, LIKELY), rgb.shape[1], rgb.shape[0]):
            if seen_lately and not self._continues(candidate.region, time_s):
                continue
            pose = self._look(rgb, candidate.region)
            if pose.presence >= PRESENT:
                # a second look from the landmarks' own square: the detector's is rough
                closer = self._look(rgb, pose.following)
                return closer if closer.presence >= PRESENT else pose
        return None

    def _ranked(self, people: list[Detection], width: int, height: int) -> list[Detection]:
        """Candidates in the order in which to try them."""
        if self._last is None:
            self.people_at_start = max(self.people_at_start, len(people))
            if self._person is not None:
                from_left = sorted(people, key=lambda person: person.region.x)
                return from_left[self._person - 1 : self._person]

            def prominence(person: Detection) -> float:
                off_centre = abs(person.region.x / width - 0.5)
                return person.region.side / max(width, height) * (1 - off_centre)

            return sorted(people, key=prominence, reverse=True)
        before = self._last.region

        def distance(person: Detection) -> float:
            moved = np.hypot(person.region.x - before.x, person.region.y - before.y) / before.side
            return float(moved + abs(np.log(person.region.side / before.side)))

        return sorted(people, key=distance)
