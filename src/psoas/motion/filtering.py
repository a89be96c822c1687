"""Smoothing without lag, over real time stamps; gaps are kept."""

import numpy as np
import scipy
from numpy.typing import NDArray

from psoas.estimate import NORMAL_MAD
from psoas.timeseries import Array

CUTOFF_HZ = 6.0
"""Low-pass for landmarks [Hz] (Winter 2009, Biomechanics and Motor Control of Human Movement, 4th ed., 3.4)."""

LONGEST_BRIDGE_S = 0.12
"""Longest run of missing samples that is bridged inside the filter, but never in its result [s]."""


def smooth(time: Array, values: Array, cutoff_hz: float = CUTOFF_HZ) -> Array:
    """Zero-phase fourth-order Butterworth low-pass of each column, on each stretch without a gap.

    Args:
        time: (T,) [s], increasing, steps may differ.
        values: (T,) or (T, N), NaN where nothing was measured.
        cutoff_hz: -3 dB frequency after both passes [Hz].

    Returns:
        The same shape; NaN exactly where ``values`` is NaN.
    """
    if values.ndim == 1:
        return smooth(time, values[:, None], cutoff_hz)[:, 0]
    result = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        for part in stretches(time, np.isfinite(values[:, column])):
            known = part[np.isfinite(values[part, column])]
            result[known, column] = _smooth_stretch(time[known], values[known, column], cutoff_hz)
    return result


def stretches(
    time: Array, known: NDArray[np.bool_], longest_s: float = LONGEST_BRIDGE_S
) -> list[NDArray[np.intp]]:
    """Runs of indices, from one known sample to another, in which no gap is longer than ``longest_s``."""
    indices = np.flatnonzero(known)
    if not len(indices):
        return []
    step = float(np.median(np.diff(time))) if len(time) > 1 else 0.0
    breaks = np.flatnonzero(np.diff(time[indices]) > longest_s + 1.5 * step)
    starts, ends = np.r_[0, breaks + 1], np.r_[breaks, len(indices) - 1]
    return [np.arange(indices[a], indices[b] + 1) for a, b in zip(starts, ends, strict=True)]


def without_spikes(values: Array, *, least: float) -> Array:
    """Replace samples by NaN that lie far from the median of themselves and both neighbours.

    Far is more than 4 robust standard deviations of the residual of the whole column.

    Args:
        values: (T,) or (T, N).
        least: residual below which a sample is always kept, in the values' unit.
    """
    if values.ndim == 1:
        return without_spikes(values[:, None], least=least)[:, 0]
    cleaned = values.copy()
    for column in range(values.shape[1]):
        known = np.flatnonzero(np.isfinite(values[:, column]))
        if len(known) < 3:
            continue
        series = values[known, column]
        residual = np.abs(series - scipy.ndimage.median_filter(series, 3, mode="nearest"))
        limit = max(4 * NORMAL_MAD * float(np.median(residual)), least, 1e-12)
        cleaned[known[residual > limit], column] = np.nan
    return cleaned


def _smooth_stretch(time: Array, values: Array, cutoff_hz: float) -> Array:
    if len(values) < 4:
        return values.copy()
    step = float(np.median(np.diff(time)))
    rate = 1 / step
    # two passes of a second-order filter: the cutoff is raised so that both together are 3 dB down (Winter 2009)
    corner = cutoff_hz / (np.sqrt(2) - 1) ** 0.25
    if corner >= 0.45 * rate:
        return values.copy()
    even = np.arange(time[0], time[-1] + step / 2, step)
    reach = min(len(even) - 1, max(3, int(rate / cutoff_hz) * 2))
    filtered = _both_ways(np.interp(even, time, values), corner / rate, reach)
    result: Array = np.interp(time, even, filtered)
    return result


def _both_ways(values: Array, corner: float, reach: int) -> Array:
    """Run (N,) values through a second-order Butterworth low-pass, forwards and backwards.

    The same as `scipy.signal.sosfiltfilt`, whose module takes half a second to load.

    Args:
        corner: -3 dB frequency of one pass, in samples.
        reach: samples by which both ends are continued, turned about the end.
    """
    warped = np.tan(np.pi * corner)
    scale = 1.0 + np.sqrt(2.0) * warped + warped**2
    forward = warped**2 / scale  # times 1, 2, 1 of the last three inputs
    first, second = 2.0 * (warped**2 - 1.0) / scale, (1.0 - np.sqrt(2.0) * warped + warped**2) / scale
    front, back = 2 * values[0] - values[reach:0:-1], 2 * values[-1] - values[-2 : -reach - 2 : -1]
    passed = np.concatenate([front, values, back])
    bands = np.ones((3, len(passed)))
    bands[1], bands[2] = first, second
    for _ in range(2):
        before = np.concatenate([passed[:1], passed[:1], passed])
        drive = forward * (before[2:] + 2.0 * before[1:-1] + before[:-2])
        # as if the first value had always been there
        drive[0] -= (first + second) * passed[0]
        drive[1] -= second * passed[0]
        passed = scipy.linalg.solve_banded((2, 0), bands, drive, check_finite=False)[::-1]
    inside: Array = passed[reach : len(passed) - reach]
    return inside
