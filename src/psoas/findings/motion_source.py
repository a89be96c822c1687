"""What a motion-capture file was, for those who report on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from psoas.body import Part
from psoas.timeseries import TimeSeries


@dataclass(frozen=True, eq=False)
class MotionSource:
    """The recording behind an analysis that came from no picture.

    Attributes:
        kind: ``coordinates`` were read (.mot, .sto), or ``markers`` to which a body was fitted (.trc, .c3d).
        coordinates: (T, C) [rad, m] of the body, its names and signs.
        factors: size of the person's parts against the unscaled body; empty where no marker measured it.
        height_m: as the user gave it, or None.
        marker_error_mm: median and largest over the frames of the markers' RMS error; None for coordinates.
    """

    kind: Literal["coordinates", "markers"]
    coordinates: TimeSeries
    factors: Mapping[Part, float] = field(default_factory=dict)
    height_m: float | None = None
    marker_error_mm: tuple[float, float] | None = None
