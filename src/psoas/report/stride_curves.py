"""The curves over the stride on the page: joints beside what a study found, and the psoas."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from psoas.draw import StrideLine, StridePlot, stride_svg
from psoas.estimate import NORMAL_95
from psoas.findings import CONSTANT, STRIDE_CURVES, Analysis, curve_errors
from psoas.report.page_parts import PagePlot
from psoas.sides import SIDE_WORDS, SideWord, side_word
from psoas.strides import PERCENT, Gait, MeanCurve, Stride, mean_curve, norm_curves
from psoas.timeseries import TimeSeries
from psoas.words import N_, _

CURVE_WORDS: Final = {
    "hip_extension": (
        N_("Hip"),
        N_("Degrees of the thigh behind the pelvis (+) or in front of it (\N{MINUS SIGN})."),
    ),
    "thigh_angle": (N_("Thigh"), N_("Degrees from vertical; + is behind it.")),
    "knee_angle": (N_("Knee"), N_("Degrees; + is bent.")),
    "pelvis_tilt": (N_("Tilt of the pelvis"), N_("Degrees; + is the front of the pelvis down.")),
    "lumbar_extension": (N_("Lower back"), N_("Degrees between trunk and pelvis; + is arched.")),
    "trunk_lean": (N_("Trunk"), N_("Degrees from vertical; + is forward.")),
}
"""Title and meaning of each of `STRIDE_CURVES`, in English."""

IN_CLIP: Final = {
    "hip_extension": N_("They are the angle of the thigh less the tilt of the pelvis."),
    CONSTANT: N_(
        "One figure for the whole stride and both legs, in the band of its error: how the pelvis rocks within a "
        "stride, the outline does not show."
    ),
    "lumbar_extension": N_("Its course is by how the trunk leans over a pelvis that is taken to keep still."),
}
"""What a curve of a clip rests on, see `psoas.findings.stride_angles`; in English."""
PSOAS: Final = (
    (
        "psoas",
        N_("How long the psoas is"),
        1000.0,
        " mm",
        N_(
            "Millimetres longer (+) or shorter (\N{MINUS SIGN}) than in upright standing; its eleven attachments are "
            "averaged by their strength."
        ),
    ),
    (
        "psoas_speed",
        N_("How fast the psoas lengthens"),
        1000.0,
        " mm/s",
        N_("Millimetres a second; + is lengthening, \N{MINUS SIGN} is shortening."),
    ),
)
GAP: Final = N_("Where a line stops, nothing was measured.")


def joint_curves(
    analysis: Analysis, strides: Sequence[Stride], gait: Gait
) -> tuple[tuple[PagePlot, str], ...]:
    """Plots of the joints, each with the words for its norm.

    Args:
        strides: of one gait.
    """
    found, errors, of_clip = [], curve_errors(analysis), analysis.stride_angles is not None
    for name in STRIDE_CURVES:
        title, says = (_(one) for one in CURVE_WORDS[name])
        norm = norm_curves(gait).get(name)
        band = None if norm is None else (norm.percent, norm.mean, norm.sd)
        words = ""
        if norm is not None:
            words = _(
                "{people} healthy people at {speed:g} m/s, mean and one SD",
                people=norm.people,
                speed=norm.speed_m_s,
            )
        if of_clip and name in IN_CLIP:
            says = f"{says} {_(IN_CLIP[name])}"
        if name in errors:
            error_says = _("Every point may be off by {error:.0f}°.", error=NORMAL_95 * errors[name])
            says = f"{says} {error_says}"
        error = NORMAL_95 * errors[name] if of_clip and name == CONSTANT else None
        plot = _plot(
            analysis.angles_over_stride, strides, name, title, says, np.degrees(1.0), "°", band, error
        )
        if plot is not None:
            found.append((plot, words))
    return tuple(found)


def psoas_curves(analysis: Analysis, strides: Sequence[Stride]) -> tuple[tuple[PagePlot, str], ...]:
    """Plots of the psoas: length, speed and, with loads, force.

    Args:
        strides: of one gait.
    """
    found = []
    if analysis.gait_psoas is not None:
        for name, title, factor, unit, says in PSOAS:
            words = f"{_(says)} {_error_words(analysis.gait_psoas)}" if name == "psoas" else _(says)
            plot = _plot(analysis.gait_psoas, strides, name, _(title), words, factor, unit, None)
            if plot is not None:
                found.append((plot, ""))
    if analysis.loads is not None:
        says = _("Newtons; all eleven attachments of one side together.")
        plot = _plot(
            analysis.loads.value, strides, "psoas", _("How hard the psoas pulls"), says, 1.0, " N", None
        )
        if plot is not None:
            found.append((plot, ""))
    return tuple(found)


def _error_words(psoas: TimeSeries) -> str:
    """How far off the length may be, in the middle of the recording."""
    errors = np.concatenate([psoas[name] for name in psoas.names if "error" in name])
    return _(
        "With its error the length may be {error:.0f} mm more or less.",
        error=1000 * float(np.nanmedian(errors)),
    )


def _plot(
    series: TimeSeries,
    strides: Sequence[Stride],
    name: str,
    title: str,
    says: str,
    factor: float,
    unit: str,
    norm: tuple[np.ndarray, np.ndarray, np.ndarray] | None,
    error: float | None = None,
) -> PagePlot | None:
    """One plot of both legs; None where no stride shows the quantity.

    Args:
        error: half of the band of a quantity that is the same for both legs, in the unit of the plot; None for others.
    """
    curves: dict[SideWord, MeanCurve] = {}
    for word in SIDE_WORDS:
        curve = mean_curve(series, strides, word, name)
        if curve is not None:
            curves[word] = curve
    if not curves:
        return None
    lines = tuple(
        StrideLine(side_word(word), factor * one.mean, factor * one.spread if one.count > 1 else None)
        for word, one in curves.items()
    )
    if error is not None:
        lines = (StrideLine(_("both legs"), lines[0].mean, np.full(len(PERCENT), error)),)
    toe_offs = [one.toe_off for one in curves.values() if one.toe_off is not None]
    toe_off = float(np.mean(toe_offs)) if toe_offs else None
    label = f"stride-{name.replace('_', '-')}-{unit.strip().replace('/', '-').replace('°', 'deg')}"
    svg = stride_svg(StridePlot(label, title, PERCENT, lines, unit, norm, toe_off))
    if any(np.isnan(one.mean).any() for one in curves.values()):
        says = f"{says} {_(GAP)}"
    return PagePlot(title, says, tuple(one.label for one in lines), svg)
