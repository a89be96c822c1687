"""The strides in `psoas.check/1`: each one, both sides together, and the curves over the stride."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from psoas.estimate import Estimate
from psoas.export.rounded import all_rounded, rounded
from psoas.findings import Analysis, stride_angle_errors
from psoas.sides import SIDE_WORDS
from psoas.strides import FIGURES, PERCENT, SideFigure, Stride, mean_curve

CURVES: Final = (
    "hip_extension",
    "thigh_angle",
    "knee_angle",
    "pelvis_tilt",
    "lumbar_extension",
    "trunk_lean",
)
"""Angles whose mean over the stride is given."""


def stride_json(stride: Stride) -> dict[str, Any]:
    """One stride; the bands hold both ends of each figure whose error is known."""
    figures = {name: stride.figure(name) for name in FIGURES}
    ends = {
        f"{name}_{end}": rounded(getattr(one, end), 4)
        for name, one in figures.items()
        if one is not None and one.reach is not None
        for end in ("low", "high")
    }
    return {
        "movement": stride.movement,
        "leg": stride.leg,
        "side": stride.side,
        "foot_strike_s": rounded(stride.foot_strike_s, 4),
        "toe_off_s": rounded(stride.toe_off_s, 4),
        "end_s": rounded(stride.end_s, 4),
        "peak_hip_extension_s": rounded(stride.peak_hip_extension_s, 4),
        **{name: None if one is None else rounded(one.value, 4) for name, one in figures.items()},
        "bands": ends,
    }


def stride_sides_json(sides: tuple[SideFigure, ...]) -> dict[str, Any]:
    """By figure: each side's mean with its band, spread and count, and the difference left less right with its band.

    None is a side without the figure, a spread of a single stride, and a difference whose error is not known.
    """
    return {
        one.name: {
            **{
                word: {
                    **_banded(one.mean[word]),
                    "spread": rounded(one.spread.get(word), 4),
                    "count": one.count[word],
                }
                if word in one.mean
                else None
                for word in SIDE_WORDS
            },
            "left_less_right": None if one.difference is None else _banded(one.difference),
        }
        for one in sides
    }


def stride_curves_json(analysis: Analysis) -> dict[str, Any] | None:
    """Mean and spread of the angles over the stride of each side [deg]; None without a stride of the main gait.

    ``error_deg`` is one standard error of every point, where it is known.
    """
    if not analysis.main_strides:
        return None
    errors: Mapping[str, float] = {} if analysis.stride_angles is None else stride_angle_errors()
    curves: dict[str, Any] = {}
    for name in CURVES:
        found = {
            word: curve
            for word in SIDE_WORDS
            if (curve := mean_curve(analysis.angles_over_stride, analysis.main_strides, word, name))
            is not None
        }
        if found:
            curves[f"{name}_deg"] = {
                **{
                    word: {
                        "mean": all_rounded(np.degrees(curve.mean), 2),
                        "spread": all_rounded(np.degrees(curve.spread), 2),
                        "count": curve.count,
                    }
                    for word, curve in found.items()
                },
                "error_deg": errors.get(name),
            }
    return {"percent": all_rounded(PERCENT, 0), **curves}


def _banded(one: Estimate) -> dict[str, float | None]:
    return {"value": rounded(one.value, 4), "low": rounded(one.low, 4), "high": rounded(one.high, 4)}
