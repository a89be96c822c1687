"""The body fitted to a recording that goes on: each reading fits its new frames, beside those that it knows already.

The joints of a frame move a little while the frames after it come in, because they are smoothed; then they stay. A
reading fits anew from `LEAD_S` before the first frame whose joints have moved, and ties it to the two frames before.
Sizes and camera are found again where the recording has grown by half, at first every second; then all frames are
fitted anew, from where they were. So the answer is that of the whole recording at once, but for what the newest sizes
would change.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from psoas.motion.angles import Stick
from psoas.motion.camera_fit import Fitted, fit_onward, sizes_and_camera
from psoas.motion.camera_seen import Seen
from psoas.motion.side_on import SideOn, beside, fit_all, from_body, without_offsets
from psoas.timeseries import Array

LEAD_S: Final = 0.5
"""A frame is tied to those around it for less [s]."""

SAME_PX: Final = 0.1
"""A joint that moved by less between two readings stays where it is fitted [px]."""

GROWN: Final = 0.5
LEAST_S: Final = 1.0
"""Sizes and camera are found again after this share of the time that they were found in, and so long at least [s]."""

STEPS: Final = 6
"""Of the solver at most, from the last pose."""

TIE: Final = 2
"""Frames that tie the new ones to those before: an acceleration takes two."""


@dataclass(frozen=True, eq=False)
class OngoingFit:
    """A body fitted to a recording that goes on.

    Attributes:
        seen: the joints of T frames, as they were when they were fitted.
        fitted: the body in these frames.
        towards_right: the person faced the right of the picture.
        sized_s: when sizes and camera were found [s].
        sized_from_s: how long a time they were found in [s].
    """

    seen: Seen
    fitted: Fitted
    towards_right: bool
    sized_s: float
    sized_from_s: float

    def due(self, time: Array) -> bool:
        """Whether a recording of these times (T,) [s] should give sizes and camera anew."""
        return bool(time[-1] - self.sized_s >= max(LEAST_S, GROWN * self.sized_from_s))

    def overlap(self, seen: Seen, towards_right: bool) -> int:
        """How many of the frames, from the first, were fitted already; 0 where they are of another recording."""
        of_both = (seen.longest_px, seen.height_m, towards_right)
        if of_both != (self.seen.longest_px, self.seen.height_m, self.towards_right):
            return 0
        start = int(np.searchsorted(self.seen.time, seen.time[0]))
        known = len(self.seen.time) - start
        if known <= TIE or known > len(seen.time):
            return 0
        return known if np.array_equal(self.seen.time[start:], seen.time[:known]) else 0


def side_on_so_far(
    stick: Stick, seen: Seen, few: slice, towards_right: bool, before: OngoingFit | None
) -> tuple[SideOn, OngoingFit]:
    """The same as `side_on`, in a fraction of its time where a part of the recording was fitted before.

    Args:
        stick, seen, few: as there.
        towards_right: the person faces the right of the picture.
        before: the fit of the reading before; None fits everything.
    """
    known = 0 if before is None else before.overlap(seen, towards_right)
    sized_s, sized_from_s = float(seen.time[-1]), float(np.ptp(seen.time))
    if before is None or not known:
        fitted = fit_all(stick, seen, few)
    else:
        near = _prolonged(before, seen, known)
        if before.due(seen.time):
            shared, _ = sizes_and_camera(without_offsets(seen, *from_body(near, seen)))
            fitted = _refit(seen, replace(near, shared=shared), 0)
        else:
            fitted = _newest_refit(seen, near, _first_changed(before, seen, known))
            sized_s, sized_from_s = before.sized_s, before.sized_from_s
    return beside(stick, fitted, few), OngoingFit(seen, fitted, towards_right, sized_s, sized_from_s)


def _newest_refit(seen: Seen, near: Fitted, first: int) -> Fitted:
    """Fit the frames from `LEAD_S` before the ``first``; the others stay."""
    since_s = seen.time[min(first, len(seen.time) - 1)] - LEAD_S
    start = max(0, int(np.searchsorted(seen.time, since_s)) - TIE)
    part = _refit(seen.at(slice(start, None)), near.at(slice(start, None)), TIE if start else 0)
    return Fitted(
        np.concatenate([near.frames[:start], part.frames]),
        near.shared,
        np.concatenate([near.off[:start], part.off]),
    )


def _refit(seen: Seen, near: Fitted, held: int) -> Fitted:
    """Fit, take the offsets of the landmarks off where the legs are then, and fit again."""
    for _ in range(2):
        near = fit_onward(without_offsets(seen, *from_body(near, seen)), near, held, STEPS)
    return near


def _prolonged(before: OngoingFit, seen: Seen, known: int) -> Fitted:
    """The body of all frames, in the new ones as in the last that is known."""
    more = len(seen.time) - known
    fitted = before.fitted.at(slice(len(before.seen.time) - known, None))
    nothing = np.full((more, fitted.off.shape[1]), np.nan)
    return Fitted(
        np.concatenate([fitted.frames, np.repeat(fitted.frames[-1:], more, axis=0)]),
        fitted.shared,
        np.concatenate([fitted.off, nothing]),
    )


def _first_changed(before: OngoingFit, seen: Seen, known: int) -> int:
    """The first frame whose joints are not where they were fitted."""
    old, new = before.seen.marks[len(before.seen.time) - known :], seen.marks[:known]
    moved = ~(np.isclose(old, new, rtol=0.0, atol=SAME_PX, equal_nan=True)).all(axis=(1, 2))
    return int(np.argmax(moved)) if moved.any() else known
