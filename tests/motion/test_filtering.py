import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from psoas.motion.filtering import smooth, stretches, without_spikes


def test_a_slow_movement_passes_unchanged_and_without_lag() -> None:
    time = np.arange(0, 6, 1 / 30)
    slow = np.sin(2 * np.pi * 0.5 * time)
    assert np.abs(smooth(time, slow) - slow).max() < 0.01


@pytest.mark.parametrize("frames", [4, 9, 300])
@pytest.mark.parametrize("rate_hz", [18.0, 30.0, 240.0])
def test_the_filter_is_that_of_scipy(frames: int, rate_hz: float) -> None:
    walk = 300 + np.cumsum(np.random.default_rng(frames).normal(size=frames))
    corner = 6.0 / (np.sqrt(2) - 1) ** 0.25
    if corner >= 0.45 * rate_hz:
        corner, cutoff = 0.4 * rate_hz, 0.4 * rate_hz * (np.sqrt(2) - 1) ** 0.25
    else:
        cutoff = 6.0
    sections = scipy.signal.butter(2, corner, fs=rate_hz, output="sos")
    ends = min(frames - 1, max(3, int(rate_hz / cutoff) * 2))
    known = scipy.signal.sosfiltfilt(sections, walk, padtype="odd", padlen=ends)
    assert smooth(np.arange(frames) / rate_hz, walk, cutoff) == pytest.approx(known, abs=1e-6)


def test_fast_jitter_is_removed() -> None:
    time = np.arange(0, 6, 1 / 60)
    jitter = np.sin(2 * np.pi * 20 * time)
    assert np.abs(smooth(time, jitter)[30:-30]).max() < 0.02


def test_the_amplitude_at_the_cutoff_is_3_db_down() -> None:
    time = np.arange(0, 20, 1 / 120)
    at_cutoff = np.sin(2 * np.pi * 6.0 * time)
    middle = smooth(time, at_cutoff)[600:-600]
    assert np.ptp(middle) / 2 == pytest.approx(2**-0.5, abs=0.02)


def test_uneven_time_stamps_keep_their_own_times() -> None:
    rng = np.random.default_rng(1)
    time = np.cumsum(rng.uniform(0.02, 0.05, 200))
    slow = np.sin(2 * np.pi * 0.4 * time)
    assert np.abs(smooth(time, slow) - slow).max() < 0.03


@given(st.sets(st.integers(0, 149), max_size=140))
def test_a_gap_stays_a_gap_and_nothing_else_becomes_one(missing: set[int]) -> None:
    time = np.arange(150) / 30
    values = np.cos(time)
    values[list(missing)] = np.nan
    result = smooth(time, values)
    assert np.array_equal(np.isnan(result), np.isnan(values))


def test_a_long_gap_separates_two_stretches() -> None:
    time = np.arange(60) / 30
    known = np.ones(60, bool)
    known[20:40] = False
    assert [(part[0], part[-1]) for part in stretches(time, known)] == [(0, 19), (40, 59)]


def test_one_wild_sample_is_taken_out_and_a_step_is_not() -> None:
    values = np.r_[np.zeros(20), np.ones(20)] + 1e-3 * np.sin(np.arange(40))
    values[10] = 5.0
    cleaned = without_spikes(values, least=0.05)
    assert np.flatnonzero(np.isnan(cleaned)).tolist() == [10]
