"""Numbers and results in plain words, for the report and the terminal."""

import math
import statistics
from collections.abc import Sequence
from typing import Final

from psoas.body import COORDINATES
from psoas.exercises import CLINICAL_TESTS, Repetition
from psoas.findings.analysis import Analysis, View
from psoas.quantities import MOVEMENTS, MovementSegment
from psoas.sides import OTHER_WORD, SIDE_WORDS, SideWord, other_side, side_word
from psoas.words import N_, _, either, in_series, inside, number

TIMES = "\N{MULTIPLICATION SIGN}"


UNMEASURED: Final = {
    "thigh_travel": N_("travel of the rear thigh"),
    "trunk": N_("lean of the upper body"),
    "hip_opening": N_("opening of the hip"),
    "arch": N_("arch of the lower back"),
    "pelvis": N_("tilt of the pelvis"),
    "compensation_ratio": N_("whether the back moved instead of the hip"),
    "psoas_lengthening": N_("length of the psoas"),
    "start_posture": N_("posture at the start"),
    "bending": N_("bending of hips, knees and back"),
    "move_time": N_("time of the moves"),
    "hold": N_("time of the hold"),
    "camera_level": N_("tilt of the camera"),
    "upright_picture": N_("which way is up"),
    "left_out_frames": N_("the rest of the recording"),
    "joints_out_of_range": N_("single frames"),
    "markers_unused": N_("markers"),
    "person_missing": N_("parts without the person"),
    "force_plates": N_("force plates"),
    "peak_hip_extension_deg": N_("hip extension in the stride"),
    "thigh_behind_vertical_deg": N_("thigh behind vertical in the stride"),
    "pelvis_tilt_deg": N_("tilt of the pelvis in the stride"),
    "lumbar_extension_deg": N_("lower back in the stride"),
    "trunk_lean_deg": N_("lean of the trunk in the stride"),
    "knee_at_strike_deg": N_("knee at the foot strike"),
    "overstride_m": N_("ankle ahead of the hip"),
    "contact_s": N_("time on the ground"),
    "flight_s": N_("time from toe-off to the other foot"),
    "cadence_steps_min": N_("cadence"),
    "mixed_legs": N_("pictures with mixed-up legs"),
    "which_leg": N_("which leg hung"),
    "trials": N_("trials of the test"),
    "columns_repeated": N_("columns repeated"),
    "columns_unused": N_("columns"),
    "cut_off": N_("the end of the file"),
    "foot": N_("feet"),
    "gaps": N_("gaps"),
    "header": N_("header of the file"),
    "loads": N_("loads"),
    "map": N_("names of markers"),
    "markers_absent": N_("markers that were never seen"),
    "markers_repeated": N_("markers with one name"),
    "markers_unnamed": N_("markers without a name"),
    "movement": N_("movement"),
    "other_people": N_("other people"),
    "repetitions": N_("repetitions"),
    "rest_of_clip": N_("rest of the clip"),
    "strides": N_("strides"),
    "far_leg": N_("leg farther from the camera"),
    "near_leg": N_("leg nearer to the camera"),
    "times": N_("times"),
    "view": N_("view"),
    "wild_cells": N_("values that cannot be"),
}
"""What was not measured, in English, by the id of `psoas.findings.NotMeasured`; a coordinate has its own words."""


def unmeasured_words(key: str) -> str:
    """What was not measured, in words, by the id of `psoas.findings.NotMeasured`."""
    if key in UNMEASURED:
        return _(UNMEASURED[key])
    for test in CLINICAL_TESTS:
        for quantity in test.figures:
            for side in SIDE_WORDS:
                if key == f"{quantity.key}_{side}":
                    return f"{inside(quantity.name)}, {side_word(side)}"
    return key.replace("_", " ")


def fault_words(name: str) -> str:
    """A fault in the few words of a table, such as ``leaning back``, by its name in ``limits.json``."""
    return _(name.replace("_", " "))


def signed(value: float, unit: str = "°") -> str:
    """A change, such as ``+9°`` or ``+9 mm`` with the unit ``" mm"``."""
    return f"{number(round(value), '+d')}{unit}"


def with_band(value: float | None, band: float | None, unit: str = "°") -> str:
    """A change with its error band, such as ``+9° ± 4°`` or ``+9 ± 4 mm``; ``not measured`` for None and NaN."""
    if value is None or math.isnan(value):
        return _("not measured")
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
        reason = analysis.view.reason or _("the view does not allow it")
        return _("Nothing can be told from this recording: {reason}.", reason=reason)
    return _("{movement}: joint angles were measured.", movement=MOVEMENTS[analysis.movement].label)


def good_words(analysis: Analysis) -> str | None:
    """Name what was within its limits; None where nothing was, or where the verdict says that all was good."""
    head, *others = analysis.findings or (None,)
    good = [one.id for one in others if one.verdict == "good" and one.id != "compensation_ratio"]
    names = [unmeasured_words(name) for name in good if name in UNMEASURED]
    return in_series(names) if names and head is not None and head.verdict != "good" else None


def view_words(view: View) -> str | None:
    """What a view that could be read, but not from beside, means for the angles; None for other views."""
    if view.kind == "front" and view.usable:
        return _(
            "The camera stood in front of the person or behind them. That shows the lean to the "
            "side and whether the knees are over the feet, and not how hips, knees and back bend."
        )
    if view.kind != "oblique" or not view.usable or view.yaw_deg is None:
        return None
    return _(
        "The camera stood about {yaw_deg} degrees off a side view. The angles come from a "
        "body that was fitted to the picture, and are less exact than from the side.",
        yaw_deg=round(view.yaw_deg),
    )


def unmeasured(analysis: Analysis) -> list[tuple[str, str]]:
    """What was not measured, in words, and the reason; what shares a reason stands together."""
    names: dict[str, list[str]] = {}
    for item in analysis.not_measured:
        if item.id == "repetitions" or item.reason == analysis.source.filming.speed_doubt:
            continue  # the verdict, or a line on the filming, says it
        names.setdefault(item.reason, []).append(item.id)
    return [(in_series(_without_repeats(listed)), reason) for reason, listed in names.items()]


def _without_repeats(ids: Sequence[str]) -> list[str]:
    """Each of them in words once; a joint of both sides stands once, without its side."""
    words = []
    for name in ids:
        known = COORDINATES.get(name)
        said = unmeasured_words(name) if known is None else known.absolute_label
        if other_side(name) != name and other_side(name) in ids:
            said = _("{joint}, both sides", joint=said.rpartition(", ")[0])
        words.append(said)
    return list(dict.fromkeys(words))


def segment_words(segment: MovementSegment, facing: SideWord | None) -> str:
    """What a segment is, such as ``lunge, left leg in front`` or ``not recognised: squat or sit to stand``.

    Args:
        facing: which way the person faces; None where that is not known, so that the sides are neither.
    """
    if segment.movement == "unknown":
        may = [inside(MOVEMENTS[name].label) for name in segment.likeliest]
        return _("not recognised: {movements}?", movements=either(may)) if may else _("not recognised")
    words = inside(MOVEMENTS[segment.movement].label)
    side = front_side(segment, facing)
    if side is not None:
        words += _(", left leg in front") if side == "left" else _(", right leg in front")
    if segment.movement == "lunge" and len(segment.likeliest) > 1:
        others = either([inside(MOVEMENTS[name].label) for name in segment.likeliest[1:]])
        words += _(" (or {movements})", movements=others)
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
