"""How long the psoas is over the angle of the hip, as a drawing that follows light and dark."""

from dataclasses import dataclass
from html import escape
from typing import Final

import numpy as np

from psoas.body import named_posture
from psoas.exercises.half_kneeling import EXERCISE
from psoas.muscle import PsoasLengths
from psoas.timeseries import Array

WIDTH, HEIGHT = 460, 330
LEFT, RIGHT, TOP, BOTTOM = 46, 24, 30, 50
SIDES: Final[dict[str, str]] = {"r": "right", "l": "left"}
STEP_DEG, TICK_DEG, TICK_MM = 2.5, 30, 10


@dataclass(frozen=True)
class _Axes:
    """From degrees and millimetres to the places of the drawing."""

    degrees: tuple[float, float]
    millimetres: tuple[float, float]

    def x(self, degrees: float) -> float:
        low, high = self.degrees
        return LEFT + (degrees - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, millimetres: float) -> float:
        low, high = self.millimetres
        return HEIGHT - BOTTOM - (millimetres - low) / (high - low) * (HEIGHT - BOTTOM - TOP)


def length_plot(lengths: PsoasLengths, hip_deg: float, lumbar_deg: float) -> str:
    """SVG: the whole psoas of one side against standing [mm], with a straight and with an arched back.

    Two points show the stretch and the same stretch with the back arched, the thigh at the same place in the room.

    Args:
        lengths: of the side.
        hip_deg: hip flexion now [deg]; lumbar_deg: lumbar extension now [deg].
    """
    side = lengths.side
    straight, arched = (named_posture(name).degrees for name in EXERCISE.postures)
    arch = arched["lumbar_extension"]
    low, high = np.degrees(lengths.limits[0])
    hips = np.linspace(low, high, round((high - low) / STEP_DEG) + 1)
    curves = [_change(lengths, hips, angle) for angle in (0.0, arch, lumbar_deg)]
    least, most = min(c.min() for c in curves), max(c.max() for c in curves)
    axes = _Axes(
        (float(low), float(high)), (TICK_MM * np.floor(least / TICK_MM), TICK_MM * np.ceil(most / TICK_MM))
    )
    now = float(_change(lengths, np.array([hip_deg]), lumbar_deg)[0])
    good = float(_change(lengths, np.array([straight["hip_flexion_r"]]), 0.0)[0])
    bad = float(_change(lengths, np.array([arched["hip_flexion_r"]]), arch)[0])
    words = (
        f"Length of the {SIDES[side]} psoas over the angle of the hip. Now: hip {hip_deg:.0f} degrees, "
        f"{abs(now):.1f} mm {'longer' if now >= 0 else 'shorter'} than in standing. In the stretch "
        f"{good:+.1f} mm; with the same thigh and an arched back {bad:+.1f} mm."
    )
    parts = [
        *_grid(axes),
        _curve(axes, hips, curves[0], "straight"),
        _curve(axes, hips, curves[1], "arched"),
        _curve(axes, hips, curves[2], "now") if lumbar_deg not in (0.0, arch) else "",
        f'<line class="mark" x1="{axes.x(hip_deg):.1f}" x2="{axes.x(hip_deg):.1f}" '
        f'y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>',
        f'<circle class="mark" cx="{axes.x(hip_deg):.1f}" cy="{axes.y(now):.1f}" r="5.5"/>',
        _dot(axes, straight["hip_flexion_r"], good, "stretch", "A"),
        _dot(axes, arched["hip_flexion_r"], bad, "fault", "B"),
    ]
    return (
        f'<svg class="length-plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}">'
        + "".join(parts)
        + "</svg>"
    )


def _change(lengths: PsoasLengths, hip_deg: Array, lumbar_deg: float) -> Array:
    """(N,) the whole psoas against standing [mm]."""
    lumbar = np.full(len(hip_deg), np.radians(lumbar_deg))
    change: Array = 1e3 * (lengths.at(np.radians(hip_deg), lumbar)[:, -1] - lengths.standing[-1])
    return change


def _grid(axes: _Axes) -> list[str]:
    """Lines and figures of both axes, and their words."""
    parts = ['<text x="8" y="17">Length against standing, mm</text>']
    for value in np.arange(axes.millimetres[0], axes.millimetres[1] + 1, TICK_MM):
        y = axes.y(value)
        kind = "zero" if value == 0 else "grid"
        parts.append(f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="end" x="{LEFT - 7}" y="{y + 4.5:.1f}">{_figure(value)}</text>')
    foot = HEIGHT - BOTTOM + 18
    parts += [
        f'<text class="middle" x="{axes.x(value):.1f}" y="{foot}">{_figure(value)}\N{DEGREE SIGN}</text>'
        for value in range(round(axes.degrees[0]), round(axes.degrees[1]) + 1, TICK_DEG)
    ]
    foot = HEIGHT - 8
    parts.append(f'<text x="{LEFT}" y="{foot}">\N{LEFTWARDS ARROW} thigh behind</text>')
    parts.append(f'<text class="end" x="{WIDTH - RIGHT}" y="{foot}">hip bent \N{RIGHTWARDS ARROW}</text>')
    return parts


def _curve(axes: _Axes, hips: Array, changes: Array, kind: str) -> str:
    places = " ".join(f"{axes.x(a):.1f},{axes.y(b):.1f}" for a, b in zip(hips, changes, strict=True))
    return f'<polyline class="curve {kind}" points="{places}"/>'


def _dot(axes: _Axes, degrees: float, millimetres: float, kind: str, letter: str) -> str:
    x, y = axes.x(degrees), axes.y(millimetres)
    return (
        f'<circle class="dot {kind}" cx="{x:.1f}" cy="{y:.1f}" r="9"/>'
        f'<text class="middle letter" x="{x:.1f}" y="{y + 4.5:.1f}">{letter}</text>'
    )


def _figure(value: float) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")
