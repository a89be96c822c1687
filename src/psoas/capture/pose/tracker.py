"""Tracking one person through a recording: choose, follow, notice a swap with another person, and find again."""

from dataclasses import replace

import numpy as np

from psoas.capture.pose.appearance import colours, difference
from psoas.capture.pose.crop import Rgb
from psoas.capture.pose.finder import Finder
from psoas.capture.pose.network import Landmarker, Pose, Weights
from psoas.capture.pose.track import FORGET_S, STRANGER, Track, apart

PRESENT = 0.5
"""Least presence at which a pose counts as a person (BlazePose's own figure)."""

WIDER = 1.25
"""Growth of the square for a second look where the first shows nobody."""

GROWN = 1.13
"""Growth of the body with a `WIDER` square above which the square before held a part of it only. A person who comes in
at the picture's edge may be taken for a small one: wider by a quarter then shows them larger by 1.2 to 1.25; a whole
person stays within 1.08."""

WHOLE = 2
"""Looks one after the other in which the wider look shows the same body, after which it is known to be whole."""

GONE_S = 1.0
"""Time after which somebody who is gone, and was never seen whole, is given up for another: it may have been furniture
[s]."""

RETRY_S = (0.03, 0.5, 2.0)
"""Pause between searches of pictures without the person, by the depth of `Finder.everybody` [s]."""

NEARBY_S = 0.2
"""Pause between searches around the place where the person was lost [s]."""

SCAN_S = 0.5
"""Pause between searches for other people near the person [s]."""

NEAR = 1.2
"""Distance within which other people are tracked, in sides of the square."""

CLOSE = 0.3
"""Distance within which one person can hide another, in sides of the square."""

MIXED = 0.1
"""Distance of two poses (`track.apart`) below which they show one body."""

SWAP_MARGIN = 0.5
"""Least gain of fit (`Track.surprise`) for which the poses of two people are swapped."""


class PoseTracker:
    """Follows one person. Feed it frames in order.

    Args:
        weights: ``full``, or ``lite`` for slower machines.
        person: which person to follow, counted from the left in the first frame that shows so many, from 1;
            None takes the largest and most central of the first frame with people.

    Attributes:
        people_at_start: how many people were seen at once until the person was chosen.
    """

    def __init__(self, weights: Weights = "full", person: int | None = None) -> None:
        self._look = Landmarker(weights)
        self._finder = Finder(self._look)
        self._person = person
        self._me: Track | None = None
        self._others: list[Track] = []
        self._clear = True
        self._whole = 0
        self._proved = person is not None
        self._searched_s = np.full(len(RETRY_S), -np.inf)
        self._scanned_s = -np.inf
        self.people_at_start = 0

    def __call__(self, rgb: Rgb, time_s: float) -> Pose | None:
        """Find the person's pose in a (H, W, 3) frame; None where they cannot be seen."""
        if self._me is None:
            self._choose(rgb, time_s)
            return None if self._me is None else self._me.pose
        pose = self._follow(rgb, time_s)
        if pose is None:
            pose = self._find(rgb, time_s)
        if pose is not None:
            self._me = self._me.seen(pose, time_s, self._clear)
        elif not self._proved and time_s - self._me.time_s > GONE_S:
            self._me, self._others = None, []
        return pose

    def _choose(self, rgb: Rgb, time_s: float) -> None:
        """Choose the person to follow, once somebody, or the requested person, is in the picture."""
        people = self._everybody(rgb, time_s)
        self.people_at_start = max(self.people_at_start, len(people))
        if len(people) < (self._person or 1):
            return
        width = rgb.shape[1]

        def prominence(pose: Pose) -> float:
            off_centre = abs(pose.following.x / width - 0.5)
            return float(pose.following.side * (1 - off_centre))

        if self._person is None:
            chosen = max(people, key=prominence)
        else:
            chosen = sorted(people, key=lambda pose: pose.following.x)[self._person - 1]
        self._me = Track.of(rgb, chosen, time_s)
        self._others = [Track.of(rgb, pose, time_s) for pose in people if pose is not chosen]
        self._scanned_s = time_s
        self._whole = 0

    def _follow(self, rgb: Rgb, time_s: float) -> Pose | None:
        """Find the pose at the person's expected place, unless it is somebody else's."""
        me = self._me
        assert me is not None
        pose = self._look_for(me, rgb, time_s)
        if pose is None:
            self._whole = 0
        if time_s - self._scanned_s >= SCAN_S:
            pose = self._whole_body(rgb, time_s, pose)
            self._scan(rgb, time_s, pose)
        alone = not self._others
        pose = self._apart(rgb, time_s, pose)
        doubtful = not alone or time_s - me.time_s > NEARBY_S
        if pose is not None and doubtful and difference(me.dress, colours(rgb, pose)) > STRANGER:
            return None
        return pose

    def _look_for(self, track: Track, rgb: Rgb, time_s: float) -> Pose | None:
        """Find a pose at a tracked person's expected place, if they can have reached it."""
        if time_s - track.time_s > FORGET_S:
            return None
        place = track.place(time_s)
        pose = self._look(rgb, place)
        if pose.presence < PRESENT:  # somebody who leaves the picture fills little of the square
            pose = self._look(rgb, replace(place, side=WIDER * place.side))
        return pose if pose.presence >= PRESENT and track.reaches(pose.following, time_s) else None

    def _whole_body(self, rgb: Rgb, time_s: float, pose: Pose | None) -> Pose | None:
        """Look wider until the square holds the whole body, and track that; the pose itself where it does already.

        Furniture that the network took for a body grows with each look.
        """
        if pose is None or self._whole >= WHOLE or self._others:
            return pose
        found, before = pose, None
        while before is None or found.following.side > GROWN * before.following.side:
            before = found
            found = self._look(rgb, replace(before.following, side=WIDER * before.following.side))
            if found.presence < PRESENT or found.following.side > 2 * max(rgb.shape):
                return None if before is not pose and not self._proved else pose
        if before is pose:
            self._whole += 1
            self._proved = True
            return pose
        self._me = Track.of(rgb, found, time_s)
        return found

    def _scan(self, rgb: Rgb, time_s: float, pose: Pose | None) -> None:
        """Look for other people near the person; while there are none, learn the person's clothes."""
        assert self._me is not None
        if pose is None:
            return
        self._scanned_s = time_s
        if not self._others:
            self._me = self._me.dressed(colours(rgb, pose))
        known = [pose, *(other.pose for other in self._others)]
        news = self._finder.around(rgb, pose.following, NEAR, known)
        self._others += [Track.of(rgb, new, time_s) for new in news]

    def _apart(self, rgb: Rgb, time_s: float, pose: Pose | None) -> Pose | None:
        """Track the others and assign each pose to the best fit; None where the pose is not the person's."""
        assert self._me is not None
        me, kept = self._me, []
        self._clear = True
        for other in self._others:
            way = other.expected(time_s) - me.expected(time_s)
            distance = float(np.hypot(*way)) / me.pose.following.side
            if distance > NEAR or time_s - other.clear_s > FORGET_S:
                continue
            theirs = self._look_for(other, rgb, time_s)
            clear = distance > CLOSE
            if pose is not None and theirs is not None and apart(pose, theirs) > MIXED:
                stay = me.surprise(rgb, pose, time_s) + other.surprise(rgb, theirs, time_s)
                swap = me.surprise(rgb, theirs, time_s) + other.surprise(rgb, pose, time_s)
                if swap < stay - SWAP_MARGIN:
                    pose, theirs = theirs, pose
                clear = True
            elif pose is not None and not (theirs is None and clear):
                # one body is seen where two should be: the one in front hides the other
                mine, fits_other = me.surprise(rgb, pose, time_s), other.surprise(rgb, pose, time_s)
                clear = mine < 0.5 and fits_other > 1.5
                theirs = None if mine < fits_other else pose
                if 2 * mine > min(fits_other, 2.0):
                    pose = None
            if pose is not None and distance <= CLOSE and me.surprise(rgb, pose, time_s) > 1:
                pose = None
            self._clear &= clear
            kept.append(other if theirs is None else other.seen(theirs, time_s, clear))
        self._others = kept
        return pose

    def _everybody(self, rgb: Rgb, time_s: float) -> list[Pose]:
        """Find the people in the whole frame, as thoroughly as the pauses of `RETRY_S` allow."""
        due = [depth for depth, pause in enumerate(RETRY_S) if time_s - self._searched_s[depth] >= pause]
        if not due:
            return []
        depth = max(due)
        self._searched_s[: depth + 1] = time_s
        return self._finder.everybody(rgb, depth, least=self._person or 1)

    def _find(self, rgb: Rgb, time_s: float) -> Pose | None:
        """Find the person again: near the last place, or after `FORGET_S` in the whole frame."""
        me = self._me
        assert me is not None
        if time_s - me.time_s > FORGET_S:
            people = self._everybody(rgb, time_s)
        elif time_s - self._scanned_s >= NEARBY_S:
            self._scanned_s = time_s
            others = [other.pose for other in self._others]
            people = self._finder.around(rgb, me.pose.following, NEAR, others)
        else:
            people = []
        candidates = [
            (me.surprise(rgb, pose, time_s), pose)
            for pose in people
            if me.reaches(pose.following, time_s)
            and not any(apart(pose, other.pose) < MIXED for other in self._others)
            and difference(me.dress, colours(rgb, pose)) <= STRANGER
        ]
        return min(candidates, key=lambda one: one[0])[1] if candidates else None
