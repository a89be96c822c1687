"""An example of what the home page shows after some days, for somebody who has not stretched yet."""

from datetime import UTC, datetime, timedelta
from typing import Final

from psoas.plan import RepetitionRecord, SessionRecord, SetRecord
from psoas.sides import SideWord

ARCHED: Final[dict[int, dict[SideWord, int]]] = {
    5: {"right": 5, "left": 3},
    4: {"right": 4, "left": 2},
    2: {"right": 3, "left": 1},
    1: {"right": 2, "left": 0},
}
"""How many repetitions of a set arched, by the days before today and by side: an example that gets better."""
BANDS: Final = {"hip_opening": 1.5, "arch": 1.5}
"""One standard error of each value [deg]."""


def example_sessions(now: datetime) -> list[SessionRecord]:
    """Sessions of nobody, oldest first; they are shown as an example and kept nowhere."""
    return [_session(number, now.astimezone(UTC) - timedelta(ago), ago) for number, ago in enumerate(ARCHED)]


def _session(number: int, at: datetime, ago: int) -> SessionRecord:
    sets = tuple(
        SetRecord(2 * number + place, side, "camera", at, at, "full", BANDS, _repetitions(arched))
        for place, (side, arched) in enumerate(ARCHED[ago].items())
    )
    return SessionRecord(number, 0, "practice", at, at, 0, 0, sets)


def _repetitions(arched: int) -> tuple[RepetitionRecord, ...]:
    return tuple(_repetition(number, arched=number <= arched) for number in range(1, 11))


def _repetition(number: int, *, arched: bool) -> RepetitionRecord:
    return RepetitionRecord(
        number,
        start_s=6.0 * number,
        end_s=6.0 * number + 5.0,
        hold_s=2.0,
        thigh_travel_deg=18.0,
        hip_opening_deg=4.0 if arched else 15.0,
        arch_deg=14.0 if arched else 4.0,
        pelvis_deg=2.0,
        trunk_lean_deg=3.0,
        faults=("arched_back",) if arched else (),
        good=not arched,
    )
