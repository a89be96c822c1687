"""The strides of a motion file: foot events by force plates or by the feet, and the figures of each stride."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from psoas.estimate import Estimate
from psoas.findings import Finding, NotMeasured
from psoas.motion import SagittalMotion, foot_points
from psoas.recordings.read_motion import ReadMotion
from psoas.recordings.recorded_forces import RecordedForces
from psoas.sides import SIDES, WORD
from psoas.strides import (
    GAITS,
    FootEvents,
    Gait,
    SideFigure,
    Stride,
    difference_errors,
    figure_errors,
    measure_strides,
    motion_events,
    plate_errors,
    plate_events,
    side_figures,
)
from psoas.words import _, ngettext

MARGIN_S = 0.2
"""Time before and after a recognised walk or run in which its first and last events may lie [s]."""

SOURCES = (
    "Zeni et al. 2008, doi 10.1016/j.gaitpost.2007.07.007",
    "Handsaker et al. 2016, doi 10.1016/j.jbiomech.2016.10.013",
)


@dataclass(frozen=True)
class MotionStrides:
    """The strides of a motion file, and what is said about them."""

    strides: tuple[Stride, ...] = ()
    sides: tuple[SideFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_measured: tuple[NotMeasured, ...] = ()


def motion_strides(read: ReadMotion, motion: SagittalMotion, forces: RecordedForces) -> MotionStrides:
    """Measure every whole stride in the walks and runs of a motion file.

    Args:
        read: the file as coordinates; motion: its angles and movements.
        forces: force plates of the recording.
    """
    spans = gait_spans(motion)
    if not spans:
        return MotionStrides()
    feet = foot_points(read.body, read.coordinates)
    events = motion_events(feet, spans)
    if forces.plates:
        events = plate_events(forces.plates, feet, events, read.turned)
    by_plates = sum(events.of_plates(one) for one in events.every)
    markers = read.source.kind == "markers"
    strides: list[Stride] = []
    for start, end, gait in spans:
        own = _between(events, start, end)
        strides += measure_strides(
            motion.angles,
            own,
            gait,
            feet=feet,
            errors=figure_errors(events, gait, markers=markers),
            plate_errors=plate_errors(events),
        )
    strides.sort(key=lambda one: one.foot_strike_s)
    unmeasured = list(_reasons(events, strides))
    why = forces.unread
    if forces.plates and not by_plates:
        why = _(
            "no contact on the plates of {file} belongs to one foot and to the time of the recording",
            file=forces.file,
        )
    if why is not None:
        unmeasured.append(
            NotMeasured("force_plates", _("{why}; foot strikes are by the movement of the feet", why=why))
        )
    findings = (_source(events, by_plates, forces.file),) if strides else ()
    main = [one for one in strides if one.movement == motion.movement]
    sides = side_figures(main, difference_errors(events))
    return MotionStrides(tuple(strides), sides, findings, tuple(unmeasured))


def gait_spans(motion: SagittalMotion) -> list[tuple[float, float, Gait]]:
    """From, to [s] and gait of each walk and run, with a margin in which its first and last events may lie."""
    return [
        (one.start_s - MARGIN_S, one.end_s + MARGIN_S, gait)
        for one in motion.segments
        for gait in GAITS
        if one.movement == gait
    ]


def _between(events: FootEvents, start: float, end: float) -> FootEvents:
    """The events of one walk or run."""
    strikes, toe_offs = (
        {side: tuple(at for at in times[side] if start <= at <= end) for side in SIDES}
        for times in (events.strikes, events.toe_offs)
    )
    return replace(events, strikes=strikes, toe_offs=toe_offs)


def _source(events: FootEvents, by_plates: int, file: str | None) -> Finding:
    """Say what the instants are by."""
    count = len(events.every)
    if not by_plates:
        says = _(
            "When a foot meets the ground and leaves it was found by the movement of the feet: "
            "the fall of the foot is braked, the toes are lifted. There were no force plates."
        )
        return Finding("foot_events", None, "info", says, sources=SOURCES)
    says = _(
        "{by_plates} of {total} foot strikes and toe-offs are those of the force plates in "
        "{file}: the foot is down while the plate feels 20 N or more.",
        by_plates=by_plates,
        total=count,
        file=file,
    )
    if by_plates < count:
        says += " " + _("The others, beside the plates, are by the movement of the feet.")
    return Finding("foot_events", Estimate.of(float(by_plates), None, ""), "info", says)


def _reasons(events: FootEvents, strides: Sequence[Stride]) -> Sequence[NotMeasured]:
    """Say why a side has no stride."""
    found = []
    for side in SIDES:
        if any(one.side == WORD[side] for one in strides):
            continue
        why = events.reasons.get(side)
        if why is None:
            count = len(events.strikes[side])
            why = _left_without_stride(count) if side == "l" else _right_without_stride(count)
        found.append(NotMeasured("strides", why))
    return found


def _left_without_stride(strikes: int) -> str:
    return ngettext(
        "no whole stride of the left leg: {count} foot strike was seen, and a stride goes from one to the next of "
        "the same foot with a toe-off between them; record a longer way",
        "no whole stride of the left leg: {count} foot strikes were seen, and a stride goes from one to the next of "
        "the same foot with a toe-off between them; record a longer way",
        strikes,
    )


def _right_without_stride(strikes: int) -> str:
    return ngettext(
        "no whole stride of the right leg: {count} foot strike was seen, and a stride goes from one to the next of "
        "the same foot with a toe-off between them; record a longer way",
        "no whole stride of the right leg: {count} foot strikes were seen, and a stride goes from one to the next of "
        "the same foot with a toe-off between them; record a longer way",
        strikes,
    )
