"""Findings about what is no whole repetition: moves that the recording cuts, and a pose that is only held."""

from collections.abc import Sequence

import numpy as np

from psoas.estimate import Estimate
from psoas.exercises import Exercise, Missing
from psoas.findings.analysis import Finding
from psoas.quantities import MovementSegment
from psoas.timeseries import TimeSeries
from psoas.words import _

STILL_DEG = 5.0
"""Travel of the rear thigh below which a pose is held: less than any move that is listed, more than the network's error
from one picture to the next (ours)."""

LEAST_S = 2.0
"""A pose that is kept for a shorter time is no hold [s]."""


def unfinished_moves(unfinished: Sequence[Missing], exercise: Exercise) -> list[Finding]:
    if not unfinished:
        return []
    says = _("The recording begins and stops in the middle of one; it is not counted.")
    if len(set(unfinished)) == 1:
        says = _("The recording stops in the middle of one; it is not counted.")
        if unfinished[0] == "start":
            says = _("The recording begins in the middle of one; it is not counted.")
    cue = exercise.file.cues.get("unfinished")
    count = Estimate.of(float(len(unfinished)), None, "repetitions")
    return [Finding("unfinished", count, "info", says, cue)]


def static_hold(angles: TimeSeries, segments: Sequence[MovementSegment]) -> list[Finding]:
    """How long a pose was held where nothing moved; nothing where it was not.

    Args:
        angles: with ``rear_thigh_angle`` [rad].
        segments: of the exercise.
    """
    if not segments or "rear_thigh_angle" not in angles:
        return []
    longest = max(segments, key=lambda one: one.duration_s)
    thigh = np.degrees(angles.between(longest.start_s, longest.end_s)["rear_thigh_angle"])
    thigh = thigh[np.isfinite(thigh)]
    if longest.duration_s < LEAST_S or not len(thigh) or np.ptp(np.percentile(thigh, [5, 95])) > STILL_DEG:
        return []
    says = _(
        "The pose was held still for {duration_s:.1f} s; no move in and back was seen.",
        duration_s=longest.duration_s,
    )
    return [Finding("hold", Estimate.of(longest.duration_s, None, "s"), "info", says)]
