"""Strides in words: names of their figures, values with units, means, differences and norms."""

from collections.abc import Sequence
from typing import Final

from psoas.estimate import Estimate
from psoas.sides import SIDE_WORDS, SideWord
from psoas.strides import Norm, SideFigure, Stride
from psoas.words import MINUS, N_, _, ngettext, number

STRIDE_LABELS: Final = {
    "peak_hip_extension_deg": (N_("Hip extension, largest"), N_("thigh behind the pelvis")),
    "thigh_behind_vertical_deg": (N_("Thigh behind vertical, largest"), ""),
    "pelvis_tilt_deg": (N_("Pelvic tilt at that moment"), N_("+ front of the pelvis down")),
    "lumbar_extension_deg": (N_("Lower back at that moment"), N_("+ arched")),
    "trunk_lean_deg": (N_("Trunk lean, mean"), N_("+ forward")),
    "knee_at_strike_deg": (N_("Knee at foot strike"), N_("+ bent")),
    "overstride_m": (N_("Ankle ahead of the hip at foot strike"), ""),
    "contact_s": (N_("Foot on the ground"), ""),
    "flight_s": (N_("From toe-off to the other foot"), N_("below zero: both feet are down meanwhile")),
    "cadence_steps_min": (N_("Cadence"), ""),
}
"""Name of each figure, and what its sign means, in English."""

STRIDE_UNITS: Final = {
    "deg": ("°", 1.0, 0),
    "m": (" cm", 100.0, 0),
    "s": (" ms", 1000.0, 0),
    "1/min": (N_(" steps/min"), 1.0, 0),
}
"""Unit on the page, factor and decimals of each unit."""


def value_words(value: float, unit: str) -> str:
    """A value of a figure in the unit of the page, such as ``12°`` or ``245 ms``."""
    shown, name = _number(value, unit)
    return f"{shown}{name}"


def banded_words(figure: Estimate) -> str:
    """A figure with its band, such as ``12 ± 6°``; without the band where no error is known."""
    shown, unit = _number(figure.value, figure.unit)
    return (
        f"{shown}{unit}" if figure.reach is None else f"{shown} ± {_reach(figure.reach, figure.unit)}{unit}"
    )


def mean_words(figure: SideFigure, side: SideWord) -> str:
    """Mean of one side with its band; ``not measured`` where it was not."""
    if side not in figure.mean:
        return _("not measured")
    return banded_words(figure.mean[side])


def spread_words(figure: SideFigure, side: SideWord) -> str:
    """Spread between the strides of one side, such as ``spread 1°``; empty with a single stride."""
    spread = figure.spread.get(side)
    return "" if spread is None else _("spread {spread}", spread=value_words(spread, figure.unit))


def difference_words(difference: Estimate | None) -> tuple[str, str]:
    """A difference with its band, and what it means where the band holds zero."""
    if difference is None:
        return _("not compared"), ""
    shown, unit = _number(difference.value, difference.unit)
    sign = "+" if not shown.startswith(MINUS) and shown.strip("0.") else ""
    reach = _reach(difference.reach or 0.0, difference.unit)
    return f"{sign}{shown} ± {reach}{unit}", "" if difference.differs_from_zero else _("could be none")


def norm_words(norm: Norm | None) -> tuple[str, str]:
    """A norm with its spread, such as ``164 (9) steps/min``, and in whom."""
    if norm is None:
        return _("no study found"), ""
    return _with_spread(norm.mean, norm.sd, norm.unit), norm.note


def _with_spread(mean: float, spread: float | None, unit: str) -> str:
    shown, name = _number(mean, unit)
    if spread is None:
        return f"{shown}{name}"
    wide, _name = _number(spread, unit)
    return f"{shown}{name} ({wide}{name})" if name == "°" else f"{shown} ({wide}){name}"


def _reach(reach: float, unit: str) -> str:
    """Half of a band as the page writes it, at least 1, so that no figure looks exact."""
    return str(max(1, int(_number(reach, unit)[0])))


def _number(value: float, unit: str) -> tuple[str, str]:
    """A value as the page writes it, and its unit."""
    name, factor, decimals = STRIDE_UNITS[unit]
    shown = round(factor * value, decimals)
    return number(shown, f".{decimals}f"), _(name)


def stride_counts(strides: Sequence[Stride]) -> str:
    """How many strides of which leg, such as ``12 whole strides: 6 of the left and 6 of the right leg``."""
    left, right = (sum(one.side == word for one in strides) for word in SIDE_WORDS)
    if not right:
        return ngettext(
            "{count} whole stride: {left} of the left leg",
            "{count} whole strides: {left} of the left leg",
            len(strides),
            left=left,
        )
    if not left:
        return ngettext(
            "{count} whole stride: {right} of the right leg",
            "{count} whole strides: {right} of the right leg",
            len(strides),
            right=right,
        )
    return _(
        "{count} whole strides: {left} of the left and {right} of the right leg",
        count=len(strides),
        left=left,
        right=right,
    )
