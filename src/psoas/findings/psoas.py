"""Change of length of the psoas: over the recording, in each hold, and in one finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from psoas.body import COORDINATES, Body
from psoas.estimate import Estimate
from psoas.exercises import Lengthening, Repetition, exercise_of
from psoas.findings.analysis import Analysis, Finding, NotMeasured, PsoasMotion, StartPosture
from psoas.findings.own_zero import HIP, LUMBAR, PELVIS
from psoas.findings.psoas_words import Contrast, lengthening_says
from psoas.muscle import (
    LengthChange,
    PsoasAngles,
    PsoasLengths,
    length_change,
    psoas_of,
    psoas_spread,
    tabulated,
)
from psoas.sides import LETTER, Side
from psoas.timeseries import Array, TimeSeries
from psoas.words import _, in_series

ID = "psoas_lengthening"
AFTER = ("compensation_ratio", "trunk", "pelvis", "arch", "hip_opening")
"""The finding stands behind the first of these that is there."""

MOVED_BACK = frozenset({"arched_back", "anterior_tilt"})
"""Faults in which the back or the pelvis moved where the hip should have."""


def add_psoas(
    analysis: Analysis,
    *,
    bands: Mapping[str, float] | None = None,
    reasons: Mapping[str, str] | None = None,
    height_m: float | None = None,
    body: Body | None = None,
    start: StartPosture | None = None,
) -> Analysis:
    """The analysis with the psoas of the rear leg: over time, in each repetition, and as a finding.

    Args:
        analysis: with its repetitions and findings; its angles are changes from the person's own start.
        bands: one standard error of a change [deg] by coordinate name.
        reasons: coordinate name to why it was not measured.
        height_m: of the person; None where it is not known.
        body: measured by markers; None stands for the usual one of that height.
        start: the start where it was measured with a zero of its own; None stands for pelvis and lower back as in
            upright standing, and the thigh as measured.
    """
    if not analysis.view.usable:
        return analysis
    bands, reasons = bands or {}, reasons or {}
    scored = exercise_of(analysis.movement) is not None
    start = (start or upright_start(analysis.angles)) if scored else None
    if start is None:
        reason = reasons.get(HIP) or reasons.get(LUMBAR)
        return analysis if reason is None else _unmeasured(analysis, reason)
    side: Side = LETTER[analysis.rear_side or "right"]
    psoas = psoas_of(height_m, side) if body is None else tabulated(body, side)
    model = _Model(psoas, start, bands, body is not None or height_m is not None)
    if LUMBAR not in analysis.angles or not np.isfinite(analysis.angles[LUMBAR]).any():
        return _unmeasured(analysis, _hip_only(analysis, model, reasons.get(LUMBAR)))
    motion = _over_time(analysis.angles, model, height_m)
    lost = _out_of_range(motion)
    if lost is not None:
        analysis = _unmeasured(analysis, lost)
    repetitions = _with_lengthening(analysis.repetitions, model)
    findings = _with_finding(analysis.findings, _finding(repetitions, model))
    return replace(analysis, psoas=motion, repetitions=repetitions, findings=findings)


def upright_start(angles: TimeSeries) -> StartPosture | None:
    """The start that is assumed for one camera: pelvis and lower back as in upright standing.

    The hip is flexed as far as the thigh stands in front of a vertical line.

    Returns:
        None where the thigh, the hip or the pelvis was not measured.
    """
    if any(name not in angles for name in ("rear_thigh_angle", HIP, PELVIS)):
        return None
    behind = angles["rear_thigh_angle"] - angles[HIP] - angles[PELVIS]
    return StartPosture(-float(np.nanmedian(behind))) if np.isfinite(behind).any() else None


@dataclass(frozen=True)
class _Model:
    """The psoas of a person at the start, and the errors of the angles that move it."""

    psoas: PsoasLengths
    start: StartPosture
    bands: Mapping[str, float]
    sized: bool

    def posture(self, opened: Array, arched: Array) -> PsoasAngles:
        """The angles after the measured changes [rad]."""
        return PsoasAngles(
            self.start.hip - np.asarray(opened, float), self.start.lumbar + np.asarray(arched, float)
        )

    def change(
        self, before: PsoasAngles, after: PsoasAngles, hip: str | None = HIP, lumbar: str | None = LUMBAR
    ) -> LengthChange:
        """The change between postures whose angles are as exact as the two named coordinates; None has no error."""
        error = {name: np.radians(self.bands.get(name or "", 0.0)) for name in (hip, lumbar)}
        return length_change(
            self.psoas,
            before,
            after,
            hip_error=error[hip],
            lumbar_error=error[lumbar],
            start_hip_error_deg=self.start.hip_error_deg,
            sized=self.sized,
        )

    def from_start(self, opened: Array, arched: Array) -> LengthChange:
        """The change from the start to the posture after the measured changes [rad]."""
        return self.change(self.posture(np.zeros(1), np.zeros(1)), self.posture(opened, arched))

    def with_still_back(self, travel: Array) -> LengthChange:
        """The change from the start if only the thigh moved, by ``travel`` [rad]."""
        still = np.zeros(1)
        before, after = self.posture(still, still), self.posture(travel, still)
        return self.change(before, after, hip="rear_thigh_angle", lumbar=None)


def _over_time(angles: TimeSeries, model: _Model, height_m: float | None) -> PsoasMotion:
    opened, arched = angles[HIP], angles[LUMBAR]
    moved, names = model.from_start(opened, arched), model.psoas.names
    posture = model.posture(opened, arched)
    coordinates = {f"hip_flexion_{model.psoas.side}": posture.hip, LUMBAR: posture.lumbar}
    sure = np.minimum(angles.confidence_of(HIP), angles.confidence_of(LUMBAR))
    confidence = np.where(np.isfinite(moved.value), sure[:, None], 0.0)
    units = ("m",) * len(names)
    return PsoasMotion(
        start=model.start,
        posture=TimeSeries.from_columns(angles.time, coordinates, "rad"),
        change=TimeSeries(angles.time, names, moved.value, units, confidence),
        error=TimeSeries(angles.time, names, moved.error, units),
        standing=dict(zip(names, model.psoas.standing.tolist(), strict=True)),
        height_m=height_m,
    )


def _unmeasured(analysis: Analysis, reason: str) -> Analysis:
    return replace(analysis, not_measured=(*analysis.not_measured, NotMeasured(ID, reason)))


def _out_of_range(psoas: PsoasMotion) -> str | None:
    """Say so where hip and lower back were measured, but bent farther than the range of the body model."""
    known = np.isfinite(psoas.posture.values).all(axis=1)
    lost = known & ~np.isfinite(psoas.change[psoas.whole])
    if not lost.any():
        return None
    limits = [
        _("{angle} {low:.0f} to {high:.0f} degrees", angle=COORDINATES[name].label, low=low, high=high)
        for name in psoas.posture.names
        for low, high in [np.degrees(COORDINATES[name].range)]
    ]
    return _(
        "in {share:.0%} of what was seen the hip or the lower back was bent farther than the model of the body holds "
        "({limits}); start upright, in a lunge from a shorter step, and make a smaller move",
        share=lost.sum() / known.sum(),
        limits=in_series(limits),
    )


def _with_lengthening(repetitions: Sequence[Repetition], model: _Model) -> tuple[Repetition, ...]:
    if not repetitions:
        return ()
    travel = np.radians([one.thigh_travel_deg for one in repetitions])
    moved, still = model.from_start(*_held(repetitions)), model.with_still_back(travel)
    lengthened = []
    for row, repetition in enumerate(repetitions):
        if np.isfinite(moved.value[row]).all():
            each = _lengthenings(moved, row, model.psoas)
            whole = each.pop(model.psoas.names[-1])
            stills = _lengthenings(still, row, model.psoas)
            repetition = replace(repetition, psoas_change=whole, psoas_attachments=each, psoas_still=stills)
        lengthened.append(repetition)
    return tuple(lengthened)


def _lengthenings(change: LengthChange, row: int, psoas: PsoasLengths) -> dict[str, Lengthening]:
    """Changes of length by name, the psoas as a whole last; one that leaves the body's range is left out."""
    value, error = 1000 * change.value[row], 1000 * change.error[row]
    share = 100 * change.value[row] / psoas.standing
    return {
        name: Lengthening(float(mm), float(mm - off), float(mm + off), "mm", float(part))
        for name, mm, off, part in zip(psoas.names, value, error, share, strict=True)
        if np.isfinite(mm)
    }


def _held(repetitions: Sequence[Repetition]) -> tuple[Array, Array]:
    """(N,) hip opening and arch in the holds [rad], NaN where not measured."""
    opened = np.array([one.hip_extension_change_deg for one in repetitions], dtype=float)
    arched = np.array([one.arch_change_deg for one in repetitions], dtype=float)
    return np.radians(opened), np.radians(arched)


def compensated(repetition: Repetition) -> bool:
    """Whether the back or the pelvis moved where the hip should have."""
    return bool(MOVED_BACK & set(repetition.faults))


def _finding(repetitions: Sequence[Repetition], model: _Model) -> Finding | None:
    known = [one for one in repetitions if one.psoas_change is not None]
    if not known:
        return None
    bad = [one for one in known if compensated(one)]
    quiet = [one for one in known if not compensated(one) and not MOVED_BACK & set(one.possible_faults)]
    changes = [one.psoas_change for one in known if one.psoas_change is not None]
    whole = _estimate(
        np.median([one.value for one in changes]), np.median([one.ends[1] - one.value for one in changes])
    )
    says = lengthening_says(
        whole,
        share_percent=float(np.median([one.share_percent for one in changes])),
        seen=(len(known), len(repetitions)),
        contrast=_contrast(bad, quiet, model) if bad else None,
    )
    sources = tuple(psoas_spread()["sources"])
    return Finding(ID, whole, "info", says, None, sources)


def _contrast(bad: Sequence[Repetition], quiet: Sequence[Repetition], model: _Model) -> Contrast:
    """Compare the repetitions with a moved back with the quiet ones or, without any, with a still back in the model."""
    opened, arched = (np.array([np.median(angles)]) for angles in _held(bad))
    held = model.posture(opened, arched)
    if quiet:
        other = [np.array([np.median(angles)]) for angles in _held(quiet)]
        without = model.from_start(*other)
        # of the same person, so that the uncertainty of the body is the same in both
        lost = model.change(held, model.posture(*other))
        lost = replace(lost, measured=np.sqrt(2) * lost.measured)
    else:
        travel = np.radians([np.median([one.thigh_travel_deg for one in bad])])
        without = model.with_still_back(travel)
        # the thigh is the same in both, so that the error is that of the pelvis and of the arch
        lost = model.change(held, model.posture(travel, np.zeros(1)), hip=PELVIS)
    arch_alone = model.change(model.posture(opened, np.zeros(1)), held, hip=None)
    by_fascicle = zip(model.psoas.fascicles, arch_alone.value[0], arch_alone.error[0], strict=False)
    return Contrast(
        with_arch=_whole(model.from_start(opened, arched)),
        without=_whole(without),
        lost=_whole(lost),
        counts=(len(bad), len(quiet)),
        tipped=not any("arched_back" in one.faults for one in bad),
        attachments=tuple((one.origin, _estimate(1000 * mm, 1000 * off)) for one, mm, off in by_fascicle),
    )


def _whole(change: LengthChange) -> Estimate:
    return _estimate(1000 * change.value[0, -1], 1000 * change.error[0, -1])


def _estimate(mm: float, reach: float) -> Estimate:
    """An estimate [mm] whose band reaches so far to each side."""
    return Estimate(float(mm), float(mm - reach), float(mm + reach), "mm")


def _hip_only(analysis: Analysis, model: _Model, reason: str | None) -> str:
    """Say what is missing, and what the hip alone does."""
    opened = [one.hip_extension_change_deg for one in analysis.repetitions]
    known = [value for value in opened if value is not None]
    why = reason or _("the arch of the lower back was not measured")
    if not known:
        return why
    change = model.from_start(np.radians([np.median(known)]), np.zeros(1))
    return _(
        "the hip's part is {change:+.0f} mm, but what the lower back adds or takes is not known: {why}",
        change=1000 * change.value[0, -1],
        why=why,
    )


def _with_finding(findings: tuple[Finding, ...], finding: Finding | None) -> tuple[Finding, ...]:
    if finding is None:
        return findings
    names = [one.id for one in findings]
    behind = next((names.index(name) for name in AFTER if name in names), len(names) - 1)
    return (*findings[: behind + 1], finding, *findings[behind + 1 :])
