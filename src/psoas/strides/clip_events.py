"""The foot strikes and toe-offs of the walking and running parts of a clip, leg by leg."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from psoas.motion import LEGS, Leg, MeasuredMotion, Stick, stick_figure
from psoas.quantities import MovementSegment
from psoas.sides import LETTER, OTHER, Side
from psoas.strides.foot_events import EVENTS, Event, Offsets, Sighting, event_of, load_offsets, sightings
from psoas.strides.leg_labels import (
    exchanged,
    exchanged_angles,
    exchanged_legs,
    stride_time,
    strikes_in_turn,
)
from psoas.strides.rhythm import SeenEvent, in_rhythm
from psoas.strides.stride import FootEvents, Gait
from psoas.timeseries import TimeSeries
from psoas.words import N_, _

CUTOFF: Final = 10.0
"""Low-pass of the picture's points, in strides a second: 14 Hz in a run, in slow motion as much less (ours)."""

BEYOND: Final = 0.1
"""Time before and after a segment in which events are sought, in strides: its ends are passings (ours)."""

IRREGULAR: Final = 0.05
"""An event whose witnesses are this far from the rhythm, in strides, was seen wrongly (ours)."""

ANOTHER: Final = 0.12
"""Farther than this from where its leg's rhythm expects it, in strides, something else was seen (ours)."""

UNSURE: Final = 0.0175
"""One standard error of an event by witnesses and rhythm, in strides, above which it is not measured (ours)."""

LEAST_STRIKES: Final = 3
"""Strikes of a leg that show whether it is hidden too often (ours)."""

MOST_LOST: Final = 1 / 3
"""Share of a leg's strikes that were seen wrongly, above which none of its events is measured (ours)."""

HIDDEN: Final = N_("the other leg hides this one too often for the instants of its foot")


@dataclass(frozen=True, eq=False)
class GaitPart:
    """A part of a clip in which somebody walks or runs.

    Attributes:
        start_s, end_s: of the part [s].
        stride_s: duration of a stride [s].
        sticks: ``body``, the fitted one as seen from beside; ``picture``, what the camera saw, less smoothed; and
            ``slow_picture``, the same smoothed as angles are.
        angles: of the person [rad].
        near: the side that faces the camera.
        seen: what shows the events of a leg, once it was looked for; the same in either gait.
    """

    gait: Gait
    start_s: float
    end_s: float
    stride_s: float
    sticks: Mapping[str, Stick]
    angles: TimeSeries
    near: Side
    seen: dict[tuple[Leg, Event], list[Sighting]] = field(default_factory=dict, repr=False)

    def side_of(self, leg: Leg) -> Side:
        """The side of a leg."""
        return self.near if leg == "near" else OTHER[self.near]

    def sightings(self, leg: Leg, event: Event) -> list[Sighting]:
        """What shows the events of a leg."""
        if (leg, event) not in self.seen:
            start, end = self.start_s - BEYOND * self.stride_s, self.end_s + BEYOND * self.stride_s
            witnesses = {source: self.sticks[source] for source in ("body", "picture")}
            self.seen[leg, event] = sightings(witnesses, leg, event, self.stride_s, start, end)
        return self.seen[leg, event]


def part_of(segment: MovementSegment, points: TimeSeries, motion: MeasuredMotion) -> GaitPart | None:
    """One walking or running part; None where no body could be fitted to it.

    Args:
        segment: of somebody who walks or runs; of an unknown movement, it is looked at as a walk.
        points: 33 landmarks ``.x`` and ``.y`` [px].
        motion: that was measured from them.
    """
    if motion.beside is None or motion.facing is None or segment.strides_per_s is None:
        return None
    about_s = 1.0 / segment.strides_per_s
    strikes = strikes_in_turn(motion.beside, about_s, segment.start_s, segment.end_s)
    stride_s = stride_time(strikes, about_s)
    mask = exchanged_legs(motion.beside, strikes, stride_s / 2)
    picture = stick_figure(points, motion.facing, CUTOFF * segment.strides_per_s, spikes=True)
    slow = stick_figure(points, motion.facing)
    seen = {"body": motion.beside, "picture": picture, "slow_picture": slow}
    sticks = {source: exchanged(stick, mask) for source, stick in seen.items()}
    gait: Gait = "running" if segment.movement == "running" else "walking"
    return GaitPart(
        gait,
        segment.start_s,
        segment.end_s,
        stride_s,
        sticks,
        exchanged_angles(motion.angles, mask),
        LETTER[motion.facing],
    )


def clip_events(part: GaitPart, offsets: Mapping[Event, Offsets] | None = None) -> FootEvents:
    """Find the events of both feet, each by its witnesses and by the rhythm of all others.

    Args:
        offsets: of the witnesses of each event; None stands for the learnt ones.
    """
    known = offsets or {event: load_offsets(part.gait, event) for event in EVENTS}
    found = [
        (leg, event, event_of(one, known[event], part.stride_s))
        for leg in LEGS
        for event in EVENTS
        for one in part.sightings(leg, event)
    ]
    seen = [SeenEvent(leg, event, *one) for leg, event, one in found if one is not None]
    pairs = list(zip(seen, in_rhythm(seen, part.stride_s), strict=True))
    strikes: dict[Side, tuple[float, ...]] = {}
    toe_offs: dict[Side, tuple[float, ...]] = {}
    reasons: dict[Side, str] = {}
    for leg in LEGS:
        side = part.side_of(leg)
        sought = sum((leg, "strike") == (other, event) for other, event, _at in found)
        well = sum(
            best.error_s <= UNSURE * part.stride_s and abs(best.at_s - one.at_s) <= IRREGULAR * part.stride_s
            for one, best in pairs
            if (one.leg, one.event) == (leg, "strike")
        )
        if sought >= LEAST_STRIKES and sought - well > MOST_LOST * sought:
            reasons[side] = _(HIDDEN)
            continue
        for event, instants in (("strike", strikes), ("toe_off", toe_offs)):
            instants[side] = tuple(
                sorted(
                    best.at_s
                    for one, best in pairs
                    if (one.leg, one.event) == (leg, event)
                    and best.error_s <= UNSURE * part.stride_s
                    and abs(best.at_s - one.at_s) <= ANOTHER * part.stride_s
                )
            )
    return FootEvents(strikes, toe_offs, reasons=reasons)
