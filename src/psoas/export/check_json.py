"""The machine-readable result: the schema `psoas.check/1`."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from psoas.body import psoas_fascicles
from psoas.exercises import ClinicalTest, Lengthening, Repetition, Trial, clinical_test_of, exercise_of
from psoas.export.rounded import all_rounded, rounded
from psoas.export.stride_json import stride_curves_json, stride_json, stride_sides_json
from psoas.findings import (
    Analysis,
    Finding,
    LoadsOverTime,
    PsoasMotion,
    Source,
    front_side,
    short_name,
)
from psoas.quantities import QUANTITIES, MeasuredQuantity
from psoas.timeseries import TimeSeries

CHECK_SCHEMA = "psoas.check/1"
FILES = ("report", "clip", "motion", "table")


def to_json(analysis: Analysis) -> dict[str, Any]:
    """Convert one analysis to the plain dictionary that `psoas check --json` prints.

    Args:
        analysis: angles in [rad] and distances in [m]; NaN where nothing was measured.

    Returns:
        The schema `psoas.check/1`: angles in degrees with ``_deg`` in their names, distances in metres with
        ``_m``, and None for what was not measured. ``files`` holds only the files that were written.
    """
    source, view = analysis.source, analysis.view
    exercise = exercise_of(analysis.movement)
    quantities = QUANTITIES if exercise is None else (*QUANTITIES, *exercise.quantities)
    return {
        "schema": CHECK_SCHEMA,
        "source": {
            "file": source.file,
            "frames": int(source.frames),
            "fps": rounded(source.fps, 3) or 0.0,
            "duration_s": rounded(source.duration_s, 3) or 0.0,
            "width": int(source.width),
            "height": int(source.height),
            **_filming(source),
            "pelvis": source.pelvis,
        },
        "view": {
            "kind": view.kind,
            "yaw_deg": rounded(view.yaw_deg, 1),
            "usable": bool(view.usable),
            "reason": view.reason,
        },
        "movement": analysis.movement,
        "segments": _segments(analysis),
        "test": _test(analysis),
        "rear_leg": analysis.rear_leg,
        "rear_side": analysis.rear_side,
        "strides": [stride_json(stride) for stride in analysis.strides],
        "stride_sides": stride_sides_json(analysis.stride_sides),
        "stride_curves": stride_curves_json(analysis),
        "reps": [_repetition(repetition, quantities) for repetition in analysis.repetitions],
        "findings": [_finding(finding) for finding in analysis.findings],
        "not_measured": [{"id": item.id, "reason": item.reason} for item in analysis.not_measured],
        "psoas": None if analysis.psoas is None else _psoas(analysis.psoas),
        "loads": None if analysis.loads is None else _loads(analysis.loads),
        "series": _series(analysis.angles),
        "files": {name: analysis.files[name] for name in FILES if name in analysis.files},
    }


def _filming(source: Source) -> dict[str, Any]:
    """How the camera ran and stood; None where nothing shows it."""
    filming = source.filming
    return {
        "filmed_fps": rounded(filming.filmed_fps, 3),
        "slowed": rounded(filming.slowed, 4),
        "speed_doubt": filming.speed_doubt,
        "turned_deg": filming.turned_deg,
        "roll_deg": rounded(filming.roll_deg, 1),
        "roll_error_deg": rounded(filming.roll_error_deg, 1),
        "levelled": filming.levelled,
        "rate_varies": filming.rate_varies,
        "longest_gap_s": rounded(filming.longest_gap_s, 3),
    }


def _segments(analysis: Analysis) -> list[dict[str, Any]]:
    return [
        {
            "movement": one.movement,
            "start_s": rounded(one.start_s, 3),
            "end_s": rounded(one.end_s, 3),
            "why": one.why,
            "likeliest": list(one.likeliest),
            "front_leg": one.front_leg,
            "front_side": front_side(one, analysis.facing),
            "strides_per_s": rounded(one.strides_per_s, 3),
        }
        for one in analysis.segments
    ]


def _repetition(repetition: Repetition, quantities: Iterable[MeasuredQuantity]) -> dict[str, Any]:
    return {
        "start_s": rounded(repetition.start_s, 3),
        "hold_start_s": rounded(repetition.hold_start_s, 3),
        "hold_end_s": rounded(repetition.hold_end_s, 3),
        "end_s": rounded(repetition.end_s, 3),
        "hold_s": rounded(repetition.hold_s, 3),
        "start_position_s": [all_rounded(np.array(part), 4) for part in repetition.start_position_s],
        **{
            quantity.column: rounded(repetition.value_of(quantity), 2)
            for quantity in quantities
            if quantity.column is not None
        },
        "faults": list(repetition.faults_by_value),
        "possible_faults": list(repetition.possible_faults),
        "good": None if repetition.good is None else bool(repetition.good),
        "psoas_change_mm": _lengthening(repetition.psoas_change),
        "psoas_attachments_mm": {
            short_name(name): _lengthening(one) for name, one in repetition.psoas_attachments.items()
        }
        or None,
    }


def _test(analysis: Analysis) -> dict[str, Any] | None:
    """The clinical test: the leg that was tested first, its trials, and each leg under ``legs``; None for none."""
    test = clinical_test_of(analysis.movement)
    if test is None or not analysis.examined:
        return None
    legs = [
        {**_trial(leg, test), "trials": [_trial(trial, test) for trial in leg.trials]}
        for leg in analysis.examined
    ]
    return {**legs[0], "legs": legs}


def _trial(trial: Trial, test: ClinicalTest) -> dict[str, Any]:
    """Figures by their columns, ``low`` and ``high`` of the first one, each band under ``bands``; None: unmeasured."""
    figures = {str(quantity.column): trial.figures.get(quantity.key) for quantity in test.figures}
    bands = {
        name: None if one is None else {"low": rounded(one.low, 2), "high": rounded(one.high, 2)}
        for name, one in figures.items()
    }
    return {
        "leg": trial.leg,
        "side": trial.side,
        "start_s": rounded(trial.start_s, 3),
        "end_s": rounded(trial.end_s, 3),
        **{name: None if one is None else rounded(one.value, 2) for name, one in figures.items()},
        **(bands[str(test.figures[0].column)] or {"low": None, "high": None}),
        "bands": bands,
        "verdict": trial.verdict,
        "faults": list(trial.faults),
        "possible_faults": list(trial.possible_faults),
        "says": trial.says,
    }


def _lengthening(one: Lengthening | None) -> dict[str, float | None] | None:
    if one is None:
        return None
    return {
        "value": rounded(one.value, 2),
        "low": rounded(one.low, 2),
        "high": rounded(one.high, 2),
        "share_percent": rounded(one.share_percent, 2),
    }


def _psoas(psoas: PsoasMotion) -> dict[str, Any]:
    """The psoas over the times of ``series``; None where hip or lower back were not measured."""
    origins = {fascicle.name: fascicle.origin for fascicle in psoas_fascicles()}

    def changed(name: str) -> dict[str, Any]:
        change = psoas.change[name]
        return {
            "change_mm": all_rounded(1000 * change, 2),
            "share_percent": all_rounded(100 * change / psoas.standing[name], 2),
        }

    whole = psoas.whole
    return {
        "side": "rear",
        "reference": "start",
        "attachments": {
            short_name(name): {"origin": origins[name], **changed(name)}
            for name in psoas.change.names
            if name != whole
        },
        "mean": changed(whole),
        "band_mm": all_rounded(1000 * psoas.error[whole], 2),
    }


def _loads(loads: LoadsOverTime) -> dict[str, Any]:
    """Over their own times; None in frames that are not told."""
    ends = (("value", loads.value), ("low", loads.low), ("high", loads.high))
    return {
        "ground": loads.ground,
        "carried": rounded(loads.in_equilibrium, 4) or 0.0,
        "weight_N": rounded(loads.weight, 2) or 0.0,
        "time_s": all_rounded(loads.value.time, 4),
        **{
            f"{name}_N": {end: all_rounded(series[name], 2) for end, series in ends}
            for name in loads.value.names
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "value": rounded(finding.value, 3),
        "unit": finding.unit,
        "low": rounded(finding.low, 3),
        "high": rounded(finding.high, 3),
        "verdict": finding.verdict,
        "says": finding.says,
        "cue": finding.cue,
        "sources": list(finding.sources),
    }


def _series(angles: TimeSeries) -> dict[str, list[float | None]]:
    columns = {"time_s": all_rounded(angles.time, 4)}
    for name, unit in zip(angles.names, angles.units, strict=True):
        if unit == "rad":
            columns[f"{name}_deg"] = all_rounded(np.degrees(angles[name]), 2)
        else:
            columns[f"{name}_{unit}"] = all_rounded(angles[name], 4)
    return columns
