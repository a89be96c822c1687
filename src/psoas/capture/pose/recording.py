"""From frames to time series of one person: landmarks, their depth, the contour of the trunk, stickers."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from psoas.capture.pose.crop import Rgb
from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.network import Pose, Weights
from psoas.capture.pose.outline import STATIONS, trunk_contours
from psoas.capture.pose.picture import EVERY, PictureQuality, median_quality, rate
from psoas.capture.pose.stickers import SPOT, SPOTS, follow, spots
from psoas.capture.pose.tracker import PoseTracker
from psoas.capture.video import Frame
from psoas.child_processes import aside
from psoas.timeseries import Array, TimeSeries

CONTOURS = tuple(f"{side}_{index:02d}" for side in ("left", "right") for index in range(len(STATIONS)))
"""Names of the contour's stations, on the picture's left and right, from below the hip upwards."""

STICKERS = ("left.x", "left.y", "right.x", "right.y")
"""Names of the places of the two stickers on the pelvis, on the picture's left and right."""

ROW = 33 * 2 + 33 + 33 * 3 + len(CONTOURS) * 2 + SPOTS * len(SPOT)
"""Length of the row of a frame: points, visibility, points in metres, contours, coloured spots."""


@dataclass(frozen=True)
class Captured:
    """The observations of one person, at the same times in each series; NaN where the person was not seen.

    Attributes:
        points: ``<landmark>.x`` and ``.y`` [px of the upright original], with the network's visibility.
        world: ``<landmark>.x``, ``.y``, ``.z`` [m], from mid hip: right, down, away from the camera.
        contours: ``left_00.x`` ... ``right_48.y`` [px], see `CONTOURS`.
        people_at_start: number of people in the picture when the person was chosen.
        picture: quality of the pictures; None where it was not rated.
        stickers: `STICKERS` [px], the two stickers on the pelvis; None where the person wears none.
    """

    points: TimeSeries
    world: TimeSeries
    contours: TimeSeries
    people_at_start: int
    picture: PictureQuality | None = None
    stickers: TimeSeries | None = None


def capture(
    frames: Iterable[Frame],
    *,
    weights: Weights = "full",
    person: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Captured:
    """Follow one person through the frames, in memory of about 2 kB a frame.

    Args:
        frames: in order of time.
        weights: ``full``, or ``lite`` for slower machines.
        person: counted from the left at the start, from 1; None takes the largest and most central.
        progress: called after each frame with the number done.
    """
    tracker = PoseTracker(weights, person)
    times: list[float] = []
    rows = bytearray()
    rated: list[PictureQuality] = []
    with aside("psoas-contour") as second:
        row: Future[NDArray[np.float32]] | None = None
        for frame in frames:
            pose = tracker(frame.rgb, frame.time_s)
            if row is not None:
                rows += row.result().data
            # while the network looks at the next frame
            row = second.submit(frame_row, frame.rgb, pose, frame.scale)
            if len(times) % EVERY == 0:
                rated.append(rate(frame.rgb, pose, frame.scale))
            times.append(frame.time_s)
            if progress is not None:
                progress(len(times))
        if row is not None:
            rows += row.result().data
    table = np.frombuffer(rows, np.float32).reshape(len(times), ROW)
    captured = captured_of(np.array(times), table, tracker.people_at_start)
    return replace(captured, picture=median_quality(rated))


def captured_of(time: Array, rows: NDArray[np.float32], people: int) -> Captured:
    """Build the series from the rows of frames.

    Args:
        time: (T,) [s], increasing.
        rows: (T, `ROW`), each from `frame_row`.
        people: number of people in the picture when the person was chosen.
    """
    sizes = (66, 33, 99, len(CONTOURS) * 2)
    points, visibility, world, contours, coloured = np.split(rows, np.cumsum(sizes), axis=1)
    spot = coloured.reshape(len(rows), SPOTS, len(SPOT)).astype(float)
    centres = follow(spot[..., :2], spot[..., 2:], points.reshape(len(rows), 33, 2).astype(float))
    worn = bool(np.isfinite(centres).any())

    def series(of: tuple[str, ...], axes: str, values: Array, unit: str) -> TimeSeries:
        names = tuple(f"{name}.{axis}" for name in of for axis in axes)
        return TimeSeries(time, names, values, (unit,) * len(names))

    return Captured(
        points=replace(series(LANDMARKS, "xy", points, "px"), confidence=np.repeat(visibility, 2, axis=1)),
        world=series(LANDMARKS, "xyz", world, "m"),
        contours=series(CONTOURS, "xy", contours, "px"),
        people_at_start=people,
        stickers=series(("left", "right"), "xy", centres.reshape(-1, 4), "px") if worn else None,
    )


def frame_row(rgb: Rgb, pose: Pose | None, scale: float) -> NDArray[np.float32]:
    """Build the row (`ROW`,) of one frame for `captured_of`; NaN where the person was not seen.

    Args:
        rgb: (H, W, 3) the frame.
        pose: of the person, or None.
        scale: px of the original picture for one px of the frame.
    """
    row = np.full(ROW, np.nan, np.float32)
    row[66:99] = 0.0
    if pose is not None:
        row[:66] = pose.points.ravel() * scale
        row[66:99] = pose.visibility
        row[99:198] = pose.world.ravel()
        contours = trunk_contours(pose).ravel()
        row[198 : 198 + len(contours)] = contours * scale
        found = spots(rgb, pose)
        found[:, :2] *= scale
        row[198 + len(contours) :] = found.ravel()
    return row
