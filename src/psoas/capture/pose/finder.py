"""People in a picture: the detector proposes places, and the landmark network confirms them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from psoas.capture.pose.crop import Region, Rgb
from psoas.capture.pose.network import Detector, Landmarker, Pose

LIKELY = 0.35
"""Least score of a detection that the landmark network examines."""

SURE = 0.8
"""Least presence of a new person. Shadows and furniture reach this by chance in a single look."""

SETTLED = 0.2
"""Largest move or growth of the square from the second look to the third, as a share of its side."""

INSIDE = 0.6
"""Share of a pose's box inside another's above which both show one body."""

SMALL_TILE = 0.5
"""Side of the smallest tiles searched, in short sides of the picture; the detector misses people who are small."""


class Finder:
    """Finds people anywhere in a picture.

    Args:
        look: the landmark network, shared with whoever follows the people afterwards.
    """

    def __init__(self, look: Landmarker) -> None:
        self._look = look
        self._detect = Detector()

    def everybody(self, rgb: Rgb, depth: int = 2, *, least: int = 1) -> list[Pose]:
        """Find the people in a (H, W, 3) frame.

        Args:
            rgb: the frame.
            depth: 0 searches the whole frame, 1 also square tiles of its short side, 2 also tiles of half of that
                while fewer than ``least`` people are found.
            least: the number of people to look for.
        """
        height, width = rgb.shape[:2]
        short = min(height, width)
        found = self._settled(rgb, self._regions(rgb, (0, 0, width, height)))
        if depth >= 1 and max(height, width) > 1.2 * short:
            found = self._settled(rgb, self._tiled(rgb, short), found)
        if depth >= 2 and len(found) < least:
            found = self._settled(rgb, self._tiled(rgb, round(SMALL_TILE * short)), found)
        return found

    def around(self, rgb: Rgb, region: Region, reach: float, known: list[Pose]) -> list[Pose]:
        """Find the people within ``reach`` sides of a region's centre, without those in ``known``."""
        half = max(reach * region.side, 32.0)
        window = (
            round(max(region.x - half, 0)),
            round(max(region.y - half, 0)),
            round(min(region.x + half, rgb.shape[1])),
            round(min(region.y + half, rgb.shape[0])),
        )
        if window[2] - window[0] < 16 or window[3] - window[1] < 16:
            return []
        return self._settled(rgb, self._regions(rgb, window), known)[len(known) :]

    def _tiled(self, rgb: Rgb, side: int) -> list[Region]:
        """Detect likely places in square tiles of a side [px] that overlap by half or more."""
        starts = []
        for length in (rgb.shape[1], rgb.shape[0]):
            count = int(np.ceil(max(length - side, 0) / (0.5 * side))) + 1
            starts.append(np.linspace(0, max(length - side, 0), count).round().astype(int))
        return [
            place
            for y in starts[1].tolist()
            for x in starts[0].tolist()
            for place in self._regions(rgb, (x, y, min(x + side, rgb.shape[1]), min(y + side, rgb.shape[0])))
        ]

    def _regions(self, rgb: Rgb, window: tuple[int, int, int, int]) -> list[Region]:
        """Detect likely places in a window (left, top, right, bottom) of the frame, likeliest first."""
        left, top, right, bottom = window
        part = np.ascontiguousarray(rgb[top:bottom, left:right])
        return [replace(found, x=found.x + left, y=found.y + top) for found in self._detect(part, LIKELY)]

    def _settled(self, rgb: Rgb, places: list[Region], found: Sequence[Pose] = ()) -> list[Pose]:
        """Confirm the people at these places, and list them behind those who were found before."""
        people = list(found)
        for place in places:
            if any(same_place(place, person.following) for person in people):
                continue
            pose = self._settle(rgb, place)
            if pose is not None and not any(same_body(pose, person) for person in people):
                people.append(pose)
        return people

    def _settle(self, rgb: Rgb, place: Region) -> Pose | None:
        """Look three times, each time where the last look saw the person; None where the square does not settle."""
        pose = self._look(rgb, place)
        for _ in range(2):
            if pose.presence < 0.5 * SURE:
                return None
            before = pose.following
            pose = self._look(rgb, before)
        after = pose.following
        moved = np.hypot(after.x - before.x, after.y - before.y) / before.side
        grown = abs(np.log(max(after.side, 1e-6) / before.side))
        return pose if pose.presence >= SURE and moved < SETTLED and grown < SETTLED else None


def same_place(first: Region, second: Region) -> bool:
    """Tell whether two squares hold the same person."""
    away = np.hypot(first.x - second.x, first.y - second.y)
    smaller, larger = sorted((max(first.side, 1e-6), max(second.side, 1e-6)))
    return bool(away < 0.2 * larger and larger < 1.7 * smaller)


def same_body(first: Pose, second: Pose) -> bool:
    """Tell whether two poses show one body: one lies in the other, as when legs look like a small person."""
    if same_place(first.following, second.following):
        return True
    low = np.maximum(first.points.min(0), second.points.min(0))
    high = np.minimum(first.points.max(0), second.points.max(0))
    shared = float(np.prod(np.clip(high - low, 0, None)))
    smaller = min(float(np.prod(np.ptp(pose.points, axis=0))) for pose in (first, second))
    return shared > INSIDE * smaller
