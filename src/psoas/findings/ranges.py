"""Findings about a movement that is not scored: the range of each joint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psoas.body import COORDINATES
from psoas.estimate import Estimate, degrees, or_take
from psoas.findings.analysis import Finding
from psoas.quantities import MOVEMENTS, Movement, MovementSegment
from psoas.sides import SIDES
from psoas.timeseries import Array, TimeSeries
from psoas.words import N_, _, capital, either, inside, number

LEAST_SEEN = 3
"""With fewer samples than this a recording is a pose."""

KNEE_SOURCES = ("Ageberg et al. 2010; doi:10.1186/1471-2474-11-265",)
"""The knee's place over the foot, seen from the front, agrees with motion capture and between raters."""

FROM_BESIDE = N_("Film from the side, which shows how the legs and the back bend")
WHOLE_BODY = N_("Film the whole movement with both legs and feet in the picture the whole time")


def range_findings(
    movement: Movement,
    angles: TimeSeries,
    bands: Mapping[str, float],
    *,
    absolute: bool = False,
    segments: Sequence[MovementSegment] = (),
    from_front: bool = False,
) -> list[Finding]:
    """State the range of each measured joint angle, after one sentence that names the movement.

    The band of a range is that of its angle. It is no narrower: what the picture leaves open at the ends of a movement
    differs from end to end, and hardly goes out in the difference (``docs/accuracy.md`` has the share it holds).

    Args:
        angles: joint angles [rad].
        bands: one standard error [deg] by coordinate name.
        absolute: the angles have a zero of their own; False where some are changes from a start.
        from_front: filmed from the front or from behind.
        segments: what is done when; of an unknown movement, the longest says why and what it may be.

    Returns:
        Findings with the verdict ``info``: ``verdict`` first, then ``<coordinate>_range`` [deg].
    """
    ranges = [
        _range(name, angles[name], bands, absolute)
        for name in angles.names
        if name in COORDINATES and COORDINATES[name].unit == "rad" and np.isfinite(angles[name]).any()
    ]
    verdict, cue = "info", None
    if movement == "unknown":
        says = unrecognised(segments, pose=len(angles) < LEAST_SEEN).says
    if len(angles) < LEAST_SEEN:
        if movement != "unknown":
            says = _("{movement}: the joint angles of one pose.", movement=MOVEMENTS[movement].doing)
    elif movement != "unknown":
        says = _(
            "{movement}: joint angles were measured; this movement is not scored yet.",
            movement=MOVEMENTS[movement].doing,
        )
    else:
        verdict, cue = "undecided", _(FROM_BESIDE if from_front else WHOLE_BODY)
    both_feet = movement in ("squat", "standing", "sit_to_stand")
    return [
        Finding("verdict", None, verdict, says, cue),
        *ranges,
        *(_symmetry(angles, bands) if both_feet else ()),
    ]


def extent(values: Array) -> tuple[float, float]:
    """The ends of the range of (N,) values: their 2nd and 98th percentile, so that a single bad frame sets neither."""
    least, most = np.percentile(values, [2.0, 98.0])
    return float(least), float(most)


@dataclass(frozen=True)
class Unrecognised:
    """What is said of a movement that was not recognised, in parts.

    Attributes:
        statement: that it was not, without a full stop.
        why: the rest of a sentence; empty where nothing is known.
        more: sentences that follow.
    """

    statement: str
    why: str
    more: tuple[str, ...]

    @property
    def says(self) -> str:
        """All of it, the reason in brackets."""
        first = _("{statement}.", statement=self.statement)
        if self.why:
            first = _("{statement} ({why}).", statement=self.statement, why=self.why)
        return " ".join([first, *self.more])

    @property
    def doubt(self) -> str:
        """The reason and what follows, as sentences of their own; empty without a reason."""
        return " ".join([f"{capital(self.why)}.", *self.more]) if self.why else ""


def unrecognised(segments: Sequence[MovementSegment], *, pose: bool) -> Unrecognised:
    """Say that a movement was not recognised, why the longest unknown segment was not named, and what it may be.

    Args:
        pose: a single pose, such as that of a photograph.
    """
    statement = _("One pose, not recognised") if pose else _("The movement was not recognised")
    more = () if pose else (_("The joint angles that could be seen were measured."),)
    unknown = [one for one in segments if one.movement == "unknown"]
    if not unknown:
        return Unrecognised(statement, "", more)
    longest = max(unknown, key=lambda one: one.duration_s)
    if longest.likeliest:
        likeliest = either([inside(MOVEMENTS[name].label) for name in longest.likeliest])
        more = (_("Most likely: {movements}.", movements=likeliest), *more)
    return Unrecognised(statement, longest.why, more)


def _range(name: str, values: Array, bands: Mapping[str, float], absolute: bool) -> Finding:
    known = np.degrees(values[np.isfinite(values)])
    coordinate = COORDINATES[name]
    label = coordinate.absolute_label if absolute else coordinate.label
    label = capital(label)
    if len(known) < LEAST_SEEN:
        pose = Estimate.of(float(np.median(known)), bands.get(name), "deg")
        says = _(
            "{label}: {angle}{error} (plus is {positive}).",
            label=label,
            angle=degrees(number(round(pose.value))),
            error=or_take(pose),
            positive=coordinate.positive,
        )
        return Finding(name, pose, "info", says)
    least, most = extent(known)
    span = Estimate.of(most - least, bands.get(name), "deg")
    says = _(
        "{label}: from {least} to {most} degrees{error} (plus is {positive}).",
        label=label,
        least=round(least),
        most=round(most),
        error=or_take(span),
        positive=coordinate.positive,
    )
    return Finding(f"{name}_range", span.at_least(0.0), "info", says)


def _symmetry(angles: TimeSeries, bands: Mapping[str, float]) -> list[Finding]:
    """Which knee was further in, as a camera in front shows it; nothing where both were not seen from there."""
    furthest = {}
    for side in SIDES:
        values = angles[f"knee_inward_{side}"] if f"knee_inward_{side}" in angles else np.empty(0)
        known = np.degrees(values[np.isfinite(values)])
        if not len(known):
            return []
        furthest[side] = float(np.percentile(known, 98.0))
    error = float(np.hypot(bands.get("knee_inward_l", 0.0), bands.get("knee_inward_r", 0.0)))
    more = Estimate.of(furthest["l"] - furthest["r"], error, "deg")
    reach = more.reach or 0.0
    size = degrees(number(abs(round(more.value))))
    if abs(more.value) <= reach:
        says = _(
            "From the front, no knee was further in than the other: {angle} between them, give or take {error:.0f}.",
            angle=size,
            error=reach,
        )
    else:
        says = _(
            "From the front, the right knee was {angle} further in than the other, give or take {error:.0f}.",
            angle=size,
            error=reach,
        )
        if more.value > 0:
            says = _(
                "From the front, the left knee was {angle} further in than the other, give or take {error:.0f}.",
                angle=size,
                error=reach,
            )
        if max(furthest.values()) < 0.0:
            says += " " + _("Neither was inside its foot.")
    return [Finding("knee_symmetry", more, "info", says, sources=KNEE_SOURCES)]
