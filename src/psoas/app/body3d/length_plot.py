"""The length of the psoas over the angle of the hip, as a drawing in the page's colours."""

from typing import Final

import numpy as np

from psoas.body import named_posture
from psoas.draw import (
    Chart,
    ChartFrame,
    Ink,
    Line,
    Marker,
    Panel,
    Span,
    axis_between,
    axis_over,
    number,
    page_svg,
)
from psoas.estimate import Estimate
from psoas.muscle import PsoasLengths
from psoas.sides import Side
from psoas.timeseries import Array
from psoas.words import N_, _
from psoas.words import number as in_language

FRAME = ChartFrame(width=460, left=46, right=24, top=30, bottom=50, plot=250)
STEP_DEG, TICK_DEG = 2.5, 30
SAYS: Final[dict[tuple[Side, bool], str]] = {
    ("r", True): N_(
        "Length of the right psoas over the angle of the hip. Now: hip {hip:.0f} degrees, {now:.1f} mm longer than in "
        "standing. In the stretch {good} mm; with the same thigh and an arched back {bad} mm."
    ),
    ("r", False): N_(
        "Length of the right psoas over the angle of the hip. Now: hip {hip:.0f} degrees, {now:.1f} mm shorter than in "
        "standing. In the stretch {good} mm; with the same thigh and an arched back {bad} mm."
    ),
    ("l", True): N_(
        "Length of the left psoas over the angle of the hip. Now: hip {hip:.0f} degrees, {now:.1f} mm longer than in "
        "standing. In the stretch {good} mm; with the same thigh and an arched back {bad} mm."
    ),
    ("l", False): N_(
        "Length of the left psoas over the angle of the hip. Now: hip {hip:.0f} degrees, {now:.1f} mm shorter than in "
        "standing. In the stretch {good} mm; with the same thigh and an arched back {bad} mm."
    ),
}
"""By the side, and by whether the psoas is longer now."""


def length_plot(lengths: PsoasLengths, hip_deg: float, lumbar_deg: float) -> str:
    """SVG: the whole psoas of one side against standing [mm], with a straight and with an arched back.

    Two points show the stretch and the same stretch with the back arched, the thigh at the same place in the room.

    Args:
        lengths: of the side.
        hip_deg: hip flexion now [deg]; lumbar_deg: lumbar extension now [deg].
    """
    straight, arched = (named_posture(name).degrees for name in ("half_kneeling", "half_kneeling_arched"))
    arch = arched["lumbar_extension"]
    low, high = np.degrees(lengths.limits[0])
    hips = np.linspace(low, high, round((high - low) / STEP_DEG) + 1)
    curves = {"straight": 0.0, "arched": arch, "now": lumbar_deg}
    lines = [
        Line(hips, _change(lengths, hips, lumbar), Ink(f"curve {kind}")) for kind, lumbar in curves.items()
    ]
    up = axis_over(np.concatenate([line.values for line in lines]), most=10)
    now, good, bad = (
        float(_change(lengths, np.array([hip]), lumbar)[0])
        for hip, lumbar in (
            (hip_deg, lumbar_deg),
            (straight["hip_flexion_r"], 0.0),
            (arched["hip_flexion_r"], arch),
        )
    )
    points = (
        (hip_deg, now, "mark", 5.5, ""),
        (straight["hip_flexion_r"], good, "dot stretch", 9, "A"),
        (arched["hip_flexion_r"], bad, "dot fault", 9, "B"),
    )
    panel = Panel(
        up,
        lines=tuple(lines if lumbar_deg not in (0.0, arch) else lines[:2]),
        markers=tuple(
            Marker(hip, Estimate(change, None, None, "mm"), Ink(kind), radius=radius, letter=letter)
            for hip, change, kind, radius, letter in points
        ),
        spans=(Span(hip_deg, hip_deg, Ink("rule")),),
        title=_("Length against standing, mm"),
    )
    says = _(
        SAYS[lengths.side, now >= 0],
        hip=hip_deg,
        now=abs(now),
        good=in_language(good, "+.1f"),
        bad=in_language(bad, "+.1f"),
    )
    across = axis_between(hips, TICK_DEG, lambda value: f"{number(value)}\N{DEGREE SIGN}")
    label = _("← thigh behind · hip bent →")
    return page_svg(Chart("", says, across, label, (panel,), FRAME), "length-plot")


def _change(lengths: PsoasLengths, hip_deg: Array, lumbar_deg: float) -> Array:
    """(N,) the whole psoas against standing [mm]."""
    lumbar = np.full(len(hip_deg), np.radians(lumbar_deg))
    change: Array = 1e3 * (lengths.at(np.radians(hip_deg), lumbar)[:, -1] - lengths.standing[-1])
    return change
