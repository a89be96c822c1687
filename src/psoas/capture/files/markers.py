"""Marker trajectories, the content of `.trc` and `.c3d` files."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psoas.errors import InputError
from psoas.timeseries import Array

SMALLEST_M, LARGEST_M = 0.3, 10.0
"""Smallest and largest span of the markers of one frame [m]: a pelvis with one thigh, a few people in one room."""

METRES = {
    "mm": 1e-3, "millimeter": 1e-3, "millimeters": 1e-3, "millimetre": 1e-3, "millimetres": 1e-3,
    "cm": 1e-2, "centimeter": 1e-2, "centimeters": 1e-2, "centimetre": 1e-2, "centimetres": 1e-2,
    "m": 1.0, "meter": 1.0, "meters": 1.0, "metre": 1.0, "metres": 1.0,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Markers:
    """Marker trajectories in OpenSim's axes, y up. A marker that was not seen is NaN and stays so.

    Attributes:
        time: (T,) strictly increasing [s].
        names: N names as in the file, each seen in at least one frame.
        positions: (T, N, 3) [m].
        absent: names in the file that were not seen in a single frame.
        turned: the vertical axis of a file whose format has y up but which has not, such as ``z``; else None.

    Raises:
        ValueError: shapes that do not fit, a name that occurs twice, or time that does not increase.
    """

    time: Array
    names: tuple[str, ...]
    positions: Array
    absent: tuple[str, ...] = ()
    turned: str | None = None

    def __post_init__(self) -> None:
        shape = (len(self.time), len(self.names), 3)
        if self.positions.shape != shape:
            raise ValueError(
                f"positions have the shape {self.positions.shape}; time and names ask for {shape}"
            )
        if len(set(self.names)) != len(self.names):
            raise ValueError("a name occurs twice")
        if len(self.time) > 1 and not bool((np.diff(self.time) > 0).all()):
            raise ValueError("time does not increase")


def plain_marker_name(name: str) -> str:
    """A marker's name in lower case without signs and without the subject before a colon.

    ``Anna:R_ASIS``, ``R.ASIS`` and ``RASIS`` become ``rasis``.
    """
    return re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].lower())


def check_names(names: list[str], where: str) -> None:
    """Refuse names of markers of which one occurs twice.

    Args:
        where: file and line, for the message.

    Raises:
        InputError: a name occurs twice.
    """
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"{where}: the marker {', '.join(twice)} occurs twice; remove or rename one")


def checked_markers(time: Array, names: list[str], positions: Array, unit: str, path: Path) -> Markers:
    """Turn the numbers of a file into markers: metres, gaps as NaN, without markers that were never seen.

    Args:
        time: (T,) increasing [s].
        names: N different names.
        positions: (T, N, 3) in ``unit``; a marker with a NaN, or with all three zero, was not seen.
        unit: as the file writes it.

    Raises:
        InputError: an unknown unit, no marker at all, or a size that shows that the unit is wrong.
    """
    factor = METRES.get(unit.strip().lower())
    if factor is None:
        raise InputError(
            f"{path.name}: the unit {unit.strip()[:20]!r} in its header is not known; write mm, cm or m"
        )
    unseen = ~np.isfinite(positions).all(axis=2) | (positions == 0).all(axis=2)
    metres = np.where(unseen[:, :, None], np.nan, positions * factor)
    seen = ~unseen.all(axis=0)
    if not seen.any():
        raise InputError(f"{path.name} holds not one marker position; export the trial with its trajectories")
    _check_unit(metres[:, seen], unit.strip(), factor, path)
    return Markers(
        time,
        tuple(name for name, there in zip(names, seen, strict=True) if there),
        metres[:, seen],
        tuple(name for name, there in zip(names, seen, strict=True) if not there),
    )


def span_of(positions: Array) -> float:
    """Measure how far the markers of a frame lie apart along an axis, at most: the median over the frames [m].

    Args:
        positions: (T, N, 3) [m], NaN where not seen; frames with fewer than four markers do not count.

    Returns:
        The span, or NaN where no frame counts.
    """
    full = positions[np.isfinite(positions[:, :, 0]).sum(axis=1) >= 4]
    if not len(full):
        return float("nan")
    return float(np.median((np.nanmax(full, axis=1) - np.nanmin(full, axis=1)).max(axis=1)))


def _check_unit(metres: Array, unit: str, factor: float, path: Path) -> None:
    span = span_of(metres)
    if not np.isfinite(span) or SMALLEST_M <= span <= LARGEST_M:
        return
    fitting = [name for name in ("mm", "cm", "m") if 0.5 <= span / factor * METRES[name] <= 2.5]
    advice = f"write {fitting[0]} in its header" if fitting else "check the unit in its header and the export"
    raise InputError(
        f"{path.name}: the unit looks wrong, its markers would span {span:.3g} m with {unit} as the header says; "
        f"{advice}"
    )
