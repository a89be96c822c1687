"""What the network saw in rendered clips, and the same clip filmed or kept in another way."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from benchmarks.calibrate import FOLDER
from benchmarks.features import Sample, samples
from numpy.typing import NDArray

from psoas.capture.pose.recording import Captured
from psoas.capture.video.clip import ClipInfo
from psoas.findings.analysis import Analysis
from psoas.motion.filtering import without_spikes
from psoas.recordings.clip import analyse_captured
from psoas.timeseries import TimeSeries

Array = NDArray[np.floating]
Size = tuple[int, int]
Again = Callable[[Captured, Size], tuple[Captured, Size]]

SIZES = ((640, 360), (960, 540), (1280, 720))
"""Of the pictures of the rendered clips [px]."""


@cache
def known() -> dict[str, Sample]:
    """The clips of `benchmarks/calibration` by the first part of their names."""
    return {sample.name.split("_")[0]: sample for sample in samples(FOLDER)}


def size_of(captured: Captured) -> Size:
    """Of the picture [px]: the smallest in which the person has room."""
    points = captured.points.values
    reach = float(np.nanmax(points[:, ::2])), float(np.nanmax(points[:, 1::2]))
    return next((size for size in SIZES if size[0] > reach[0] and size[1] > reach[1]), SIZES[-1])


def analysed(captured: Captured, size: Size | None = None) -> Analysis:
    """The analysis of a recording."""
    time = captured.points.time
    size = size or size_of(captured)
    last, rate = float(time[-1]), 1 / float(np.median(np.diff(time)))
    info = ClipInfo(Path("clip.mp4"), len(time), rate, last, *size, False, rate, last)
    return analyse_captured(info, captured)


def each(captured: Captured, change: Callable[[TimeSeries], TimeSeries]) -> Captured:
    """The same change of all three series."""
    return replace(
        captured,
        points=change(captured.points),
        world=change(captured.world),
        contours=change(captured.contours),
    )


def cut(captured: Captured, first_s: float, last_s: float) -> Captured:
    """A part of the recording, whose time starts anew."""

    def part(series: TimeSeries) -> TimeSeries:
        found = series.between(first_s, last_s)
        return replace(found, time=found.time - found.time[0])

    return each(captured, part)


SPIKE = 0.02
"""A step between two pictures, as a share of the picture, by which the network mistook a part of the body."""


def at_rate(captured: Captured, fps: float) -> Captured:
    """The recording with so many pictures a second, between two known pictures by a line.

    A mistake of the network that lasts one picture is left out: between the pictures it would last longer.
    """
    old = captured.points.time
    new = np.arange(old[0], old[-1], 1 / fps)
    nearest = np.abs(new[:, None] - old).argmin(axis=1)

    def column(values: Array) -> Array:
        clean = without_spikes(values, least=SPIKE * max(float(np.nan_to_num(np.abs(values)).max()), 1e-9))
        known = np.isfinite(clean)
        if not known.any():
            return np.full(len(new), np.nan)
        line = np.interp(new, old[known], clean[known])
        return np.where(np.isfinite(values[nearest]), line, np.nan)

    def resampled(series: TimeSeries) -> TimeSeries:
        confidence = None if series.confidence is None else series.confidence[nearest]
        values = np.column_stack([column(values) for values in series.values.T])
        return replace(series, time=new, values=values, confidence=confidence)

    return each(captured, resampled)


def mirrored(captured: Captured, size: Size) -> tuple[Captured, Size]:
    """The mirror image: left is right. `psoas.capture.pose.mirror` makes the network see it so."""
    return each(captured, lambda series: _mirrored(series, float(size[0]))), size


def _mirrored(series: TimeSeries, width: float) -> TimeSeries:
    twins = [
        name.replace("left", "?").replace("right", "left").replace("?", "right") for name in series.names
    ]
    order = [series.names.index(name) for name in twins]
    values = series.values[:, order].copy()
    sideways = np.array([name.endswith(".x") for name in series.names])
    values[:, sideways] = (width if "px" in series.units else 0.0) - values[:, sideways]
    confidence = None if series.confidence is None else series.confidence[:, order]
    return replace(series, values=values, confidence=confidence)


def rolled(captured: Captured, size: Size, degrees: float) -> tuple[Captured, Size]:
    """Filmed with a camera that is rolled clockwise: the picture turns counter-clockwise."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))

    def turned(series: TimeSeries) -> TimeSeries:
        values = series.values.copy()
        x = [place for place, name in enumerate(series.names) if name.endswith(".x")]
        across, height = (size[0] / 2, size[1] / 2) if "px" in series.units else (0.0, 0.0)
        left, down = series.values[:, x] - across, series.values[:, [place + 1 for place in x]] - height
        values[:, x] = across + cos * left + sin * down
        values[:, [place + 1 for place in x]] = height - sin * left + cos * down
        return replace(series, values=values)

    return each(captured, turned), size


def moved(
    captured: Captured, size: Size, *, scale: float = 1.0, cut_px: tuple[int, int] = (0, 0)
) -> tuple[Captured, Size]:
    """The picture at another size, or cropped so that its corner lies elsewhere."""

    def shifted(series: TimeSeries) -> TimeSeries:
        if "px" not in series.units:
            return series
        return replace(series, values=scale * series.values - np.tile(cut_px, len(series.names) // 2))

    return each(captured, shifted), (round(scale * size[0]) - cut_px[0], round(scale * size[1]) - cut_px[1])


def again(captured: Captured, change: str) -> Analysis:
    """The analysis of the same movement, filmed or kept in another way, by a name of `AGAIN`."""
    return analysed(*AGAIN[change](captured, size_of(captured)))


AGAIN: dict[str, Again] = {
    "mirrored": mirrored,
    "rolled by 3 degrees": lambda one, size: rolled(one, size, 3.0),
    "rolled by 3 degrees the other way": lambda one, size: rolled(one, size, -3.0),
    "cropped": lambda one, size: moved(one, size, cut_px=(30, 20)),
    "at twice the size": lambda one, size: moved(one, size, scale=2.0),
    "30 pictures a second": lambda one, size: (at_rate(one, 30.0), size),
    "60 pictures a second": lambda one, size: (at_rate(one, 60.0), size),
}
"""Ways to film or keep the same movement again, after which the answers have to be the same within their bands."""
