"""Numbers and results in plain words, for the report and the terminal."""

import math
import statistics
from collections.abc import Sequence

from psoas.exercises import Repetition
from psoas.findings.analysis import Analysis
from psoas.quantities import MOVEMENTS, MovementSegment
from psoas.sides import OTHER_WORD, SideWord

MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"


def signed(value: float, unit: str = "°") -> str:
    """A change, such as ``+9°`` or ``+9 mm`` with the unit ``" mm"``."""
    whole = round(value)
    return f"{'+' if whole > 0 else MINUS if whole < 0 else ''}{abs(whole)}{unit}"


def degrees(said: str) -> str:
    """A rounded angle with its unit in words, such as ``-12 degrees`` or ``1 degree``."""
    return f"{said} degree{'' if said.lstrip('+-') == '1' else 's'}"


def with_band(value: float | None, band: float | None, unit: str = "°") -> str:
    """A change with its error band, such as ``+9° ± 4°`` or ``+9 ± 4 mm``; ``not measured`` for None and NaN."""
    if value is None or math.isnan(value):
        return "not measured"
    if band is None:
        return signed(value, unit)
    return f"{signed(value, unit if unit == '°' else '')} ± {max(1, round(band))}{unit}"


def short_name(fascicle: str) -> str:
    """A fascicle's name without muscle and side, such as ``L1_VB`` of ``Ps_L1_VB_r``."""
    return fascicle.removeprefix("Ps_")[:-2]


def status(repetition: Repetition) -> str:
    """The status of a repetition: ``good``, ``change`` or ``undecided``."""
    if repetition.good is None:
        return "undecided"
    return "good" if repetition.good else "change"


def verdict(analysis: Analysis) -> str:
    """The result in one sentence: that of the finding ``verdict``, or where there is none, the movement."""
    for finding in analysis.findings:
        if finding.id == "verdict":
            return finding.says
    if not analysis.view.usable:
        return f"Nothing can be told from this recording: {analysis.view.reason or 'the view does not allow it'}."
    return f"{MOVEMENTS[analysis.movement].label}: joint angles were measured."


def segment_words(segment: MovementSegment, facing: SideWord | None) -> str:
    """What a segment is, such as ``lunge, left leg in front`` or ``not recognised: squat or sit to stand``.

    Args:
        facing: which way the person faces; None where that is not known, so that the sides are neither.
    """
    if segment.movement == "unknown":
        may = " or ".join(MOVEMENTS[name].label.lower() for name in segment.likeliest)
        return f"not recognised: {may}?" if may else "not recognised"
    label = MOVEMENTS[segment.movement].label
    words = f"{label[0].lower()}{label[1:]}"
    side = front_side(segment, facing)
    if side is not None:
        words += f", {side} leg in front"
    if segment.movement == "lunge" and "split_squat" in segment.likeliest:
        words += " (or a split squat)"
    return words


def front_side(segment: MovementSegment, facing: SideWord | None) -> SideWord | None:
    """The side of the leg in front; the near leg of a person who faces left is the left one."""
    if segment.front_leg is None or facing is None:
        return None
    return facing if segment.front_leg == "near" else OTHER_WORD[facing]


def middle(values: Sequence[float | None]) -> float | None:
    """The median of the measured values; None where there is none."""
    known = [value for value in values if value is not None and not math.isnan(value)]
    return statistics.median(known) if known else None


def in_series(parts: Sequence[str]) -> str:
    """One or more parts of a sentence, such as ``hips, knees and feet``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
