"""Makes the README's picture from the sample clip, with the program's own still pictures and angles.

python docs/picture.py
"""

import base64
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from psoas.capture.video.clip import read_frames
from psoas.draw.axis import number
from psoas.draw.letters import letters
from psoas.draw.overlay import GREEN, INK, VERMILLION, WHITE, YELLOW, Rgb, arch_limit
from psoas.exercises.hip_stretch.thresholds import load_thresholds
from psoas.findings.analysis import Analysis
from psoas.recordings.clip import demo_clip
from psoas.report import check
from psoas.report.folder import CLIP_SIDE
from psoas.report.keyframes import KeyFrameTap

TARGET = Path(__file__).parent / "pictures" / "demo.png"
SIZE = (1120, 700)
CHART = (70, 452, 1090, 660)
LOW, HIGH = -10.0, 35.0
GRID: Rgb = (60, 66, 74)
SOFT: Rgb = (170, 176, 184)
BAND: Rgb = (34, 40, 50)


def main() -> None:
    """Look at the sample clip and write the picture."""
    clip = demo_clip()
    analysis = check(clip, report=False)
    tap = KeyFrameTap(analysis, arch_limit(analysis))
    with read_frames(clip, max_side=CLIP_SIDE) as frames:
        for _ in tap.watch(frames):
            pass
    canvas = Image.new("RGB", SIZE, INK)
    draw = ImageDraw.Draw(canvas)
    left = 20
    for still in tap.groups()[1]:
        picture = Image.open(io.BytesIO(base64.b64decode(still.uri.split(",")[1])))
        picture.thumbnail((530, 370))
        canvas.paste(picture, (left + (530 - picture.width) // 2, 50))
        draw.text((left, 14), f"{still.caption}, {still.time_s:.1f} s", font=letters(22), fill=WHITE)
        left += 550
    _chart(draw, analysis)
    canvas.save(TARGET, optimize=True)
    print(f"written: {TARGET.name}")


def _chart(draw: ImageDraw.ImageDraw, analysis: Analysis) -> None:
    left, top, right, bottom = CHART
    last = float(analysis.angles.time[-1])

    def x(moment: float) -> float:
        return left + (right - left) * moment / last

    def y(degrees: float) -> float:
        return bottom - (bottom - top) * (degrees - LOW) / (HIGH - LOW)

    for repetition in analysis.repetitions:
        draw.rectangle((x(repetition.start_s), top, x(repetition.end_s), bottom), fill=BAND)
    for degrees in range(-10, 31, 10):
        draw.line((left, y(degrees), right, y(degrees)), fill=GRID)
        draw.text((left - 12, y(degrees)), number(degrees), font=letters(16), fill=SOFT, anchor="rm")
    for second in range(0, int(last) + 1, 5):
        draw.text((x(second), bottom + 8), f"{second} s", font=letters(16), fill=SOFT, anchor="mt")
    limit = load_thresholds().arch_deg
    draw.line((left, y(limit), right, y(limit)), fill=VERMILLION, width=1)
    words = (
        ("rear_thigh_angle", "rear thigh from vertical", YELLOW),
        ("lumbar_extension", "arch of the lower back, change from start (limit: thin line)", GREEN),
    )
    place = float(left)
    for name, label, colour in words:
        _curve(draw, x, y, analysis.angles.time, np.degrees(analysis.angles[name]), colour)
        draw.text((place, top - 26), label, font=letters(18), fill=colour)
        place += letters(18).getlength(label) + 36
    draw.text((right, top - 26), "degrees", font=letters(18), fill=SOFT, anchor="ra")


def _curve(
    draw: ImageDraw.ImageDraw,
    x: Callable[[float], float],
    y: Callable[[float], float],
    time: NDArray[np.floating],
    degrees: NDArray[np.floating],
    colour: Rgb,
) -> None:
    run: list[tuple[float, float]] = []
    for moment, value in [*zip(time.tolist(), degrees.tolist(), strict=True), (0.0, float("nan"))]:
        if np.isfinite(value):
            run.append((x(moment), y(value)))
        else:
            if len(run) > 1:
                draw.line(run, fill=colour, width=3)
            run = []


if __name__ == "__main__":
    main()
