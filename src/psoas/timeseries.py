"""The one thing that flows between stages: time by named values, each with a unit and a confidence."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.floating]
"""Numbers of any shape."""

Mask = NDArray[np.bool_]
"""True and false of any shape."""

Index = np.ndarray[tuple[int], np.dtype[np.intp]]
"""Whole numbers in one row, such as the columns of some muscles."""

Progress = Callable[[str, int, int | None], None]
"""Called with the stage of the work in English, translated where it is shown, how much of it is done, and of how
much; None where that is not known."""


def mean_of_known(values: Array, axis: int) -> Array:
    """Mean along an axis of the values that are not NaN; NaN where all are, without a warning."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def runs_of(mask: Mask) -> list[tuple[int, int]]:
    """First and last index of each run of True, in order."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True))


def runs_over_gaps(
    time: Array, mask: Mask, longest_s: float, over: Mask | None = None
) -> list[tuple[int, int]]:
    """First and last index of each run of True, those taken together between which no gap is longer.

    Args:
        time: (T,) [s]; mask: (T,).
        longest_s: from the last True before a gap to the first one after it [s].
        over: (T,) samples of which all of a gap have to be; None stands for any.
    """
    runs: list[tuple[int, int]] = []
    for first, last in runs_of(mask):
        gap = slice(runs[-1][1], first) if runs else None
        if gap and time[first] - time[gap.start] <= longest_s and (over is None or over[gap].all()):
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def bridged(time: Array, values: Array, longest_s: float) -> Array:
    """The values with straight lines over gaps; longer gaps and both ends stay NaN.

    Args:
        time: (T,) [s]; values: (T,).
        longest_s: from the last known value before a gap to the first one after it [s].
    """
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return values
    filled = np.interp(time, time[known], values[known], left=np.nan, right=np.nan)
    for before, after in pairwise(known.tolist()):
        if time[after] - time[before] > longest_s:
            filled[before + 1 : after] = np.nan
    return np.asarray(filled)


@dataclass(frozen=True, eq=False)
class TimeSeries:
    """Named values over time. A value that was not measured is NaN; it is never filled in silently.

    Attributes:
        time: (T,) strictly increasing [s].
        names: N names.
        values: (T, N) in ``units``.
        units: N units, such as ``"rad"``, ``"m"`` or ``"px"``.
        confidence: (T, N) in 0..1, or None where nothing was measured with one.

    Raises:
        ValueError: shapes that do not fit, a name that occurs twice, or time that does not increase.
    """

    time: Array
    names: tuple[str, ...]
    values: Array
    units: tuple[str, ...]
    confidence: Array | None = None

    def __post_init__(self) -> None:
        shape = (len(self.time), len(self.names))
        if self.values.shape != shape:
            raise ValueError(f"values have the shape {self.values.shape}; time and names ask for {shape}")
        if len(self.units) != len(self.names):
            raise ValueError(f"{len(self.names)} names need as many units, not {len(self.units)}")
        if self.confidence is not None and self.confidence.shape != shape:
            raise ValueError(f"confidence has the shape {self.confidence.shape}; values have {shape}")
        if len(set(self.names)) != len(self.names):
            raise ValueError("a name occurs twice")
        if len(self.time) > 1 and not bool((np.diff(self.time) > 0).all()):
            raise ValueError("time does not increase")

    def __len__(self) -> int:
        return len(self.time)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> Array:
        """The (T,) values of one name.

        Raises:
            KeyError: an unknown name; the message lists the known ones.
        """
        column: Array = self.values[:, self._index(name)]
        return column

    def unit_of(self, name: str) -> str:
        """The unit of one name."""
        return self.units[self._index(name)]

    def confidence_of(self, name: str) -> Array:
        """The (T,) confidence of one name; 1 wherever there is a value and none was stored."""
        index = self._index(name)
        if self.confidence is None:
            return np.isfinite(self.values[:, index]).astype(float)
        column: Array = self.confidence[:, index]
        return column

    def between(self, start_s: float, end_s: float) -> "TimeSeries":
        """The part with ``start_s <= time <= end_s``."""
        return self.where((self.time >= start_s) & (self.time <= end_s))

    def where(self, mask: NDArray[np.bool_]) -> "TimeSeries":
        """The samples for which ``mask`` (T,) is true."""
        confidence = None if self.confidence is None else self.confidence[mask]
        return replace(self, time=self.time[mask], values=self.values[mask], confidence=confidence)

    def without(self, names: Collection[str]) -> "TimeSeries":
        """The series without these names; a name that it does not have is ignored."""
        kept = [place for place, name in enumerate(self.names) if name not in names]
        return replace(
            self,
            names=tuple(self.names[place] for place in kept),
            units=tuple(self.units[place] for place in kept),
            values=self.values[:, kept],
            confidence=None if self.confidence is None else self.confidence[:, kept],
        )

    def joined(self, other: "TimeSeries") -> "TimeSeries":
        """This series with the names of ``other``, which has the same time, behind its own."""
        if not np.array_equal(self.time, other.time):
            raise ValueError("two series with different time cannot be joined")
        confidence = None
        if self.confidence is not None or other.confidence is not None:
            confidence = np.column_stack(
                [part.confidence_of(name) for part in (self, other) for name in part.names]
            )
        return TimeSeries(
            self.time,
            self.names + other.names,
            np.column_stack([self.values, other.values]),
            self.units + other.units,
            confidence,
        )

    @classmethod
    def from_columns(
        cls,
        time: ArrayLike,
        columns: Mapping[str, ArrayLike],
        unit: str | Mapping[str, str],
        confidence: Mapping[str, ArrayLike] | None = None,
    ) -> "TimeSeries":
        """A series from one (T,) array a name.

        Args:
            time: (T,) [s].
            columns: name to (T,) values.
            unit: one unit for all, or name to unit.
            confidence: name to (T,) confidence; a name left out has 1 wherever it has a value.
        """
        names = tuple(columns)
        values = np.column_stack([np.asarray(columns[name], dtype=float) for name in names])
        stacked = None
        if confidence is not None:
            stacked = np.column_stack(
                [
                    np.asarray(confidence[name], dtype=float)
                    if name in confidence
                    else np.isfinite(values[:, index]).astype(float)
                    for index, name in enumerate(names)
                ]
            )
        units = tuple(unit if isinstance(unit, str) else unit[name] for name in names)
        return cls(np.asarray(time, dtype=float), names, values, units, stacked)

    def _index(self, name: str) -> int:
        try:
            return self.names.index(name)
        except ValueError:
            raise KeyError(f"no {name!r} here; there is: {', '.join(self.names)}") from None
