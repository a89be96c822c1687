"""Strides in words: names of their figures, values with units, means, differences and norms."""

from collections.abc import Sequence
from typing import Final

from psoas.estimate import Estimate
from psoas.findings.words import MINUS
from psoas.sides import SIDE_WORDS, SideWord
from psoas.strides import Norm, SideFigure, Stride

STRIDE_LABELS: Final = {
    "peak_hip_extension_deg": ("Hip extension, largest", "thigh behind the pelvis"),
    "thigh_behind_vertical_deg": ("Thigh behind vertical, largest", ""),
    "pelvis_tilt_deg": ("Pelvic tilt at that moment", "+ front of the pelvis down"),
    "lumbar_extension_deg": ("Lower back at that moment", "+ arched"),
    "trunk_lean_deg": ("Trunk lean, mean", "+ forward"),
    "knee_at_strike_deg": ("Knee at foot strike", "+ bent"),
    "overstride_m": ("Ankle ahead of the hip at foot strike", ""),
    "contact_s": ("Foot on the ground", ""),
    "flight_s": ("From toe-off to the other foot", "below zero: both feet are down meanwhile"),
    "cadence_steps_min": ("Cadence", ""),
}
"""Name of each figure, and what its sign means."""

STRIDE_UNITS: Final = {
    "deg": ("°", 1.0, 0),
    "m": (" cm", 100.0, 0),
    "s": (" ms", 1000.0, 0),
    "1/min": (" steps/min", 1.0, 0),
}
"""Unit on the page, factor and decimals of each unit."""


def value_words(value: float, unit: str) -> str:
    """A value of a figure in the unit of the page, such as ``12°`` or ``245 ms``."""
    number, name = _number(value, unit)
    return f"{number}{name}"


def banded_words(figure: Estimate) -> str:
    """A figure with its band, such as ``12 ± 6°``; without the band where no error is known."""
    number, unit = _number(figure.value, figure.unit)
    return (
        f"{number}{unit}" if figure.reach is None else f"{number} ± {_reach(figure.reach, figure.unit)}{unit}"
    )


def mean_words(figure: SideFigure, side: SideWord) -> str:
    """Mean of one side with its band; ``not measured`` where it was not."""
    if side not in figure.mean:
        return "not measured"
    return banded_words(figure.mean[side])


def spread_words(figure: SideFigure, side: SideWord) -> str:
    """Spread between the strides of one side, such as ``spread 1°``; empty with a single stride."""
    spread = figure.spread.get(side)
    return "" if spread is None else f"spread {value_words(spread, figure.unit)}"


def difference_words(difference: Estimate | None) -> tuple[str, str]:
    """A difference with its band, and what it means where the band holds zero."""
    if difference is None:
        return "not compared", ""
    number, unit = _number(difference.value, difference.unit)
    sign = "+" if not number.startswith(MINUS) and number.strip("0.") else ""
    reach = _reach(difference.reach or 0.0, difference.unit)
    return f"{sign}{number} ± {reach}{unit}", "" if difference.differs_from_zero else "could be none"


def norm_words(norm: Norm | None) -> tuple[str, str]:
    """A norm with its spread, such as ``164 (9) steps/min``, and in whom."""
    if norm is None:
        return "no study found", ""
    return _with_spread(norm.mean, norm.sd, norm.unit), norm.note


def _with_spread(mean: float, spread: float | None, unit: str) -> str:
    number, name = _number(mean, unit)
    if spread is None:
        return f"{number}{name}"
    wide, _ = _number(spread, unit)
    return f"{number}{name} ({wide}{name})" if name == "°" else f"{number} ({wide}){name}"


def _reach(reach: float, unit: str) -> str:
    """Half of a band as the page writes it, at least 1, so that no figure looks exact."""
    return str(max(1, int(_number(reach, unit)[0])))


def _number(value: float, unit: str) -> tuple[str, str]:
    """A value as the page writes it, and its unit."""
    name, factor, decimals = STRIDE_UNITS[unit]
    shown = round(factor * value, decimals)
    return f"{MINUS if shown < 0 else ''}{abs(shown):.{decimals}f}", name


def stride_counts(strides: Sequence[Stride]) -> str:
    """How many strides of which leg, such as ``12 whole strides: 6 of the left and 6 of the right leg``."""
    counts = {word: sum(one.side == word for one in strides) for word in SIDE_WORDS}
    parts = [f"{count} of the {word}" for word, count in counts.items() if count]
    return f"{len(strides)} whole stride{'s' if len(strides) != 1 else ''}: {' and '.join(parts)} leg"
