"""Loads in the parts of a recording: typical and highest values, before the repetitions and in the holds."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from psoas.estimate import Estimate
from psoas.exercises import exercise_of
from psoas.findings import Analysis, LoadsOverTime
from psoas.loads import LOAD_QUANTITIES, Varied
from psoas.sides import LETTER, Side
from psoas.timeseries import Array, Mask
from psoas.words import N_

HOLDS: Final = N_("in the holds")
START: Final = N_("before the repetitions")
MIDDLE: Final = N_("typically")
PEAK: Final = N_("highest")


@dataclass(frozen=True)
class PartLoad:
    """One quantity in one part of a recording.

    Attributes:
        estimate: value with its band [N].
        time_s: its moment, where the part is one moment.
    """

    estimate: Estimate
    time_s: float | None = None


def parts_of(analysis: Analysis, loads: LoadsOverTime, name: str) -> dict[str, PartLoad]:
    """A quantity by part of the recording: `MIDDLE`, `PEAK`, and of the stretch `START` and `HOLDS`, where it is known.

    The middle is the median of the frames, its band the medians of the ends; the peak is one frame. In a recording with
    speed the peak is not sought in the tenth at either end, where filters run out.
    """
    values, time = loads.value[name], loads.value.time
    known = np.isfinite(values)
    if not known.any():
        return {}
    found = {MIDDLE: PartLoad(_median(loads, name, known))}
    frames = np.flatnonzero(known)
    edge = 0 if loads.ground == "held still" else len(frames) // 10
    inner = frames[edge : len(frames) - edge]
    at = int(inner[values[inner].argmax()])
    low, high = band_of(loads, name)
    peak = Estimate(float(values[at]), float(low[at]), float(high[at]), "N")
    found[PEAK] = PartLoad(peak, float(time[at]))
    if analysis.repetitions:
        held, before = _holds(analysis, time)
        for part, mask in ((START, before), (HOLDS, held)):
            if (mask & known).any():
                found[part] = PartLoad(_median(loads, name, mask & known))
    return found


def band_of(loads: LoadsOverTime, name: str) -> tuple[Array, Array]:
    """(T,) ends of the band; only a disc can be pulled, so that other bands end at zero."""
    low, high = loads.low[name], loads.high[name]
    return (low if LOAD_QUANTITIES[name].component == "compression" else np.maximum(low, 0.0)), high


def hold_change(analysis: Analysis, loads: LoadsOverTime, name: str) -> Estimate | None:
    """Load in the holds less load before the repetitions, each assumption varied in both alike; None without both."""
    column = loads.value.names.index(name)
    known = np.isfinite(loads.value[name])
    held, before = (mask & known for mask in _holds(analysis, loads.value.time))
    if not held.any() or not before.any():
        return None

    def change(values: Array) -> Array:
        return np.asarray([np.nanmedian(values[held, column]) - np.nanmedian(values[before, column])])

    found = Varied(np.asarray(loads.value.values, float), np.asarray(loads.others, float)).of(change)
    return found.estimates((name,), "N")[name]


def rear_side(analysis: Analysis) -> Side | None:
    """The rear leg, ``r`` also where left or right is not known; None where there is none."""
    if exercise_of(analysis.movement) is None or analysis.rear_leg is None:
        return None
    return LETTER[analysis.rear_side or "right"]


def _holds(analysis: Analysis, time: Array) -> tuple[Mask, Mask]:
    """(T,) True in the holds, and before the first repetition."""
    held = np.zeros(len(time), dtype=bool)
    for one in analysis.repetitions:
        held |= one.in_hold(time)
    first = min((one.start_s for one in analysis.repetitions), default=-np.inf)
    return held, np.asarray(time < first)


def _median(loads: LoadsOverTime, name: str, known: Mask) -> Estimate:
    low, high = band_of(loads, name)
    value, least, most = (float(np.nanmedian(one[known])) for one in (loads.value[name], low, high))
    return Estimate(value, least, most, "N")
