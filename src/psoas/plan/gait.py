"""Walks and runs among the sessions: each stride is kept as a repetition, and its figures are followed by the week.

Their sessions are kept under the names of `psoas.strides.GAITS`.
"""

from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from typing import Final

from psoas.plan.records import SessionRecord
from psoas.plan.trend import Trend, figure_trends
from psoas.strides import GAITS, UNITS

FOLLOWED: Final = (
    "peak_hip_extension_deg",
    "thigh_behind_vertical_deg",
    "pelvis_tilt_deg",
    "lumbar_extension_deg",
    "trunk_lean_deg",
    "overstride_m",
    "contact_s",
    "cadence_steps_min",
)
"""The figures of a stride that are followed over weeks: does the hip extend, or do pelvis and back give way?"""


def gait_trends(
    sessions: Sequence[SessionRecord], week_of: Callable[[date], date], tz: tzinfo | None = None
) -> tuple[Trend, ...]:
    """Follow the figures of the strides, by gait, side and set-up; a value is the median of a week's strides.

    Args:
        sessions: all of them, oldest first.
        week_of: the first day of a day's week.
        tz: of the wall clock that days are counted by; None for this machine's.
    """
    dated = [
        (week_of(session.started_at.astimezone(tz).date()), one)
        for session in sessions
        if session.exercise in GAITS
        for one in session.sets
        if one.repetitions
    ]
    return tuple(figure_trends(dated, {name: UNITS[name] for name in FOLLOWED}))
